"""The two commands' parts: what they find, what they say, what they mend. Nothing is installed here."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from ganstudio.cli import display

ROOT = Path(__file__).parent.parent
PACKAGING = ROOT / "packaging"


def load(name: str) -> ModuleType:
    """A script of packaging/ as a module."""
    spec = importlib.util.spec_from_file_location(name, PACKAGING / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def shell(code: str, *tools: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs code after environment.sh was read; programs in the folders `tools` hide the system's."""
    path = os.pathsep.join([*map(str, tools), os.environ["PATH"]])
    outside = {name: value for name, value in os.environ.items() if not name.startswith("GANSTUDIO_")}
    return subprocess.run(
        ["bash", "-c", f"set -euo pipefail; source '{PACKAGING}/environment.sh'; {code}"],
        env={**outside, **environment, "PATH": path}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def program(folder: Path, name: str, body: str) -> Path:
    """Makes a program and returns its folder."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{body}\n")
    (folder / name).chmod(0o755)
    return folder


def known_libraries(*missing: str) -> str:
    """What ldconfig -p prints where every library of the list is there but these."""
    lines = (PACKAGING / "system-packages.txt").read_text().splitlines()
    names = [line.split()[0] for line in lines if not line.startswith("#")]
    return "".join(f"\t{name} (libc6,x86-64) => /lib/{name}\n" for name in names if name not in missing)


@pytest.mark.parametrize("script", sorted(PACKAGING.glob("*.sh")), ids=lambda path: path.name)
def test_scripts_are_valid(script: Path) -> None:
    assert subprocess.run(["bash", "-n", str(script)], check=False).returncode == 0


@pytest.mark.skipif(sys.platform != "linux", reason="other systems bring what Qt needs")
@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ([], ""),
        (["libEGL.so.1"], "sudo apt-get install libegl1\n"),
        (["libGL.so.1", "libxcb-cursor.so.0"], "sudo apt-get install libgl1 libxcb-cursor0\n"),
    ],
)
def test_missing_libraries_are_named(tmp_path: Path, missing: list[str], said: str) -> None:
    tools = program(tmp_path / "tools", "ldconfig", f"cat <<'END'\n{known_libraries(*missing)}END")
    program(tools, "apt-get", "exit 1")
    ended = shell("may_install() { false; }; ensure_system_libraries", tools)
    assert ended.returncode == 0, ended.stderr
    assert ended.stderr.endswith(said)
    assert len(ended.stderr.splitlines()) == (1 if missing else 0)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems bring what Qt needs")
def test_missing_libraries_are_installed_where_that_is_allowed(tmp_path: Path) -> None:
    tools = program(tmp_path / "tools", "ldconfig", f"cat <<'END'\n{known_libraries('libEGL.so.1')}END")
    program(tools, "apt-get", f"echo $@ >>'{tmp_path}/asked'")
    shell("may_install() { as_root=; }; ensure_system_libraries", tools)
    assert (tmp_path / "asked").read_text() == "update\ninstall -y --no-install-recommends libegl1\n"


def test_the_program_and_the_scripts_name_the_same_packages() -> None:
    lines = (PACKAGING / "system-packages.txt").read_text().splitlines()
    listed = dict(line.split() for line in lines if not line.startswith("#"))
    wayland = {library for library in listed if "wayland" in library}
    assert {name: listed[name] for name in listed if name not in wayland} == display._ALWAYS | display._ON_X


def test_an_old_python_is_refused_with_a_sentence(tmp_path: Path) -> None:
    old = program(tmp_path / "tools", "python3.9", "exit 1") / "python3.9"
    ended = shell("find_python", GANSTUDIO_PYTHON=str(old))
    assert ended.returncode == 1
    assert ended.stderr.startswith(f"GAN Studio needs Python 3.11 or newer and found none at {old};")
    assert len(ended.stderr.splitlines()) == 1


def test_a_python_that_makes_environments_is_preferred(tmp_path: Path) -> None:
    tools = program(tmp_path / "tools", "python3.13", 'case "$2" in *ensurepip*) exit 1 ;; esac')
    program(tools, "python3.12", "exit 0")
    assert shell("find_python; echo $python", tools).stdout == "python3.12\n"


def test_a_folder_that_is_no_environment_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "precious").touch()
    ended = shell("ensure_environment", GANSTUDIO_VENV=str(tmp_path))
    assert ended.returncode == 1
    assert "is not a virtual environment" in ended.stderr
    assert (tmp_path / "precious").exists()


def test_a_half_made_environment_is_made_again(tmp_path: Path) -> None:
    good = program(tmp_path / "good", "python", f'exec {sys.executable} "$@"') / "python"
    make = f'rm -rf "$4"; mkdir -p "$4/bin"; cp {good} "$4/bin"'
    maker = program(tmp_path / "tools", "python3.12", f'case "$2" in venv) {make} ;; esac') / "python3.12"
    venv = tmp_path / "venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "pyvenv.cfg").touch()
    (venv / "bin" / "python").symlink_to("/nonexistent")
    ended = shell("ensure_environment; is_sound", GANSTUDIO_VENV=str(venv), GANSTUDIO_PYTHON=str(maker))
    assert ended.returncode == 0, ended.stderr
    assert ended.stderr.startswith(f"Making a virtual environment in {venv}")


def test_a_sound_environment_is_kept(tmp_path: Path) -> None:
    program(tmp_path / "bin", "python", f'exec {sys.executable} "$@"')
    ended = shell("ensure_environment", GANSTUDIO_VENV=str(tmp_path), GANSTUDIO_PYTHON="/nonexistent")
    assert (ended.returncode, ended.stderr) == (0, "")


def test_an_installation_is_remembered_until_the_project_changes(tmp_path: Path) -> None:
    copy = tmp_path / "checkout"
    copy.mkdir()
    shutil.copy(ROOT / "pyproject.toml", copy)
    venv = tmp_path / "venv"
    venv.mkdir()
    mark = f"root='{copy}'; stamp '[test]' >\"$venv/.ganstudio[test]\"; "
    assert shell(f"{mark} is_installed '[test]'", GANSTUDIO_VENV=str(venv)).returncode == 0
    changed = f"{mark} echo >>'{copy}/pyproject.toml'; is_installed '[test]'"
    assert shell(changed, GANSTUDIO_VENV=str(venv)).returncode == 1


def installed_package(
    folder: Path, name: str, *, size: int = 5, record: bool = True, metadata: bool = True
) -> Path:
    """A package of one module of five bytes; its list of files says `size`."""
    info = folder / f"{name}-1.0.dist-info"
    info.mkdir(parents=True)
    (folder / f"{name}.py").write_text("x = 1")
    if metadata:
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    if record:
        (info / "RECORD").write_text(f"{name}.py,sha256=x,{size}\n{info.name}/RECORD,,\n")
    return info


def test_half_written_packages_are_found(tmp_path: Path) -> None:
    whole = installed_package(tmp_path, "whole")
    gone = installed_package(tmp_path, "gone")
    (tmp_path / "gone.py").unlink()
    expected = {
        gone,
        installed_package(tmp_path, "torn", size=9),
        installed_package(tmp_path, "unlisted", record=False),
        installed_package(tmp_path, "nameless", metadata=False),
    }
    found = set(load("forget_broken").broken(tmp_path))
    assert found == expected
    assert whole not in found


def test_the_manual_is_what_the_settings_say() -> None:
    manual = load("manual")
    assert manual.PATH.read_text(encoding="utf-8") == manual.manual(), "run python packaging/manual.py"


def test_links_in_the_documents_lead_somewhere() -> None:
    for document in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]:
        text = document.read_text(encoding="utf-8")
        targets = [part.split(")")[0].split("#")[0] for part in text.split("](")[1:]]
        missing = [t for t in targets if t and "://" not in t and not (document.parent / t).exists()]
        assert missing == [], document.name

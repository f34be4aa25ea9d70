"""The rules of the house: which way imports point, what starting loads, what no code may do, what ships."""

import ast
import json
import os
import re
import resource as process_resource
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import ganstudio
from ganstudio.errors import StudioError
from ganstudio.resources import resource

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "ganstudio"


def run_python(code: str, *, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs code in a fresh interpreter that sees the package of this checkout, unless PYTHONPATH says otherwise."""
    everything = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run(
        [sys.executable, "-c", code], cwd=cwd, env=everything, capture_output=True, text=True, check=False
    )


# Imports.


def lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    """Checks the contracts of pyproject.toml against the package that lies in `root`."""
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    return run_python(code, cwd=root, PYTHONPATH=str(root))


def test_imports_keep_the_contracts() -> None:
    checked = lint_imports(ROOT)
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        ("networks/dcgan.py", "import ganstudio.recipes.base", "Imports point one way"),
        ("training/loop.py", "import PySide6.QtCore", "Qt stays in the window"),
    ],
)
def test_a_broken_contract_is_noticed(tmp_path: Path, file: str, line: str, contract: str) -> None:
    shutil.copytree(PACKAGE, tmp_path / "ganstudio", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / "ganstudio" / file).open("a", encoding="utf-8") as source:
        source.write(f"\n{line}\n")
    checked = lint_imports(tmp_path)
    assert checked.returncode == 1
    assert f"{contract} BROKEN" in checked.stdout


HEAVY = ("torch", "torchvision", "PySide6", "pyqtgraph", "superqt", "scipy")


@pytest.mark.parametrize(
    "code",
    [
        "import ganstudio.cli",
        "from ganstudio.cli import main; import contextlib, sys; sys.argv[1:] = ['--help']\n"
        "with contextlib.suppress(SystemExit): main()",
    ],
)
def test_the_command_line_starts_without_torch_and_qt(code: str, tmp_path: Path) -> None:
    report = f"\nimport sys, json; print(); print(json.dumps([m for m in {HEAVY} if m in sys.modules]))"
    started = run_python(code + report, cwd=tmp_path)
    assert started.returncode == 0, started.stderr
    assert json.loads(started.stdout.splitlines()[-1]) == []


def test_help_answers_at_once(tmp_path: Path) -> None:
    """Under half a second of computing, which is what a person waits for on an idle machine."""

    def seconds() -> float:
        before = process_resource.getrusage(process_resource.RUSAGE_CHILDREN)
        run_python("from ganstudio.cli import main; main(['--help'])", cwd=tmp_path)
        after = process_resource.getrusage(process_resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    assert min(seconds() for _ in range(3)) < 0.5


# Nothing in a file is executed.

FORBIDDEN_CALLS = {
    "eval",
    "exec",
    "yaml.load",
    "yaml.unsafe_load",
    "yaml.full_load",
    "marshal.load",
    "marshal.loads",
}
FORBIDDEN_NAMES = {"torch.load", "torch.serialization.load", "yaml.load"}
FORBIDDEN_MODULES = {"pickle", "cPickle", "_pickle", "dill", "cloudpickle", "joblib", "shelve", "marshal"}


def dangers(source: str) -> Iterator[str]:
    """What in a piece of Python could run code from a file, write outside a folder or decode a bomb."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from _dangers_of_import(node)
        elif isinstance(node, ast.Call):
            yield from _dangers_of_call(node)
        elif isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
            yield from _dangers_of_assignment(node)


def _dangers_of_import(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    """Modules that unpickle, and other names for torch.load, which the check of calls would not know."""
    origin = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
    for alias in node.names:
        name = origin + alias.name
        renamed = name == "torch" and alias.asname is not None
        if name.split(".")[0] in FORBIDDEN_MODULES or name in FORBIDDEN_NAMES or renamed:
            yield ast.unparse(node)


def _dangers_of_call(call: ast.Call) -> Iterator[str]:
    name = ast.unparse(call.func)
    words = {keyword.arg: keyword.value for keyword in call.keywords}
    if name in FORBIDDEN_CALLS or name.endswith(".extractall"):
        yield name
    if name in {"torch.load", "torch.serialization.load"} and not _is_true(words.get("weights_only")):
        yield f"{name} without weights_only=True"
    if "allow_pickle" in words and not _is_false(words["allow_pickle"]):
        yield "allow_pickle"
    if name in {"setattr", "monkeypatch.setattr"} and "MAX_IMAGE_PIXELS" in ast.unparse(call):
        yield "MAX_IMAGE_PIXELS"


def _dangers_of_assignment(node: ast.Assign | ast.AnnAssign | ast.AugAssign) -> Iterator[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    names = {ast.unparse(target).split(".")[-1] for target in targets}
    if "MAX_IMAGE_PIXELS" in names and isinstance(node.value, ast.Constant) and node.value.value is None:
        yield "MAX_IMAGE_PIXELS = None"
    if "LOAD_TRUNCATED_IMAGES" in names:
        yield "LOAD_TRUNCATED_IMAGES"


def _is_true(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and node.value is True


def _is_false(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is False


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE))
)
def test_no_code_comes_from_a_file(path: Path) -> None:
    assert list(dangers(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "source",
    [
        "import pickle",
        "from pickle import load as harmless",
        "from torch import load",
        "import torch as t; t.load(path)",
        "import torch; torch.load(path)",
        "import torch; torch.load(path, weights_only=False)",
        "import torch; torch.load(path, weights_only=flag)",
        "eval('1')",
        "exec(text)",
        "yaml.load(text)",
        "np.load(path, allow_pickle=True)",
        "np.load(path, allow_pickle=flag)",
        "archive.extractall(folder)",
        "zipfile.ZipFile(path).extractall()",
        "Image.MAX_IMAGE_PIXELS = None",
        "MAX_IMAGE_PIXELS: int | None = None",
        "setattr(Image, 'MAX_IMAGE_PIXELS', None)",
        "ImageFile.LOAD_TRUNCATED_IMAGES = True",
    ],
)
def test_the_gate_sees_each_danger(source: str) -> None:
    assert list(dangers(source))


@pytest.mark.parametrize(
    "source",
    [
        "torch.load(path, weights_only=True)",
        "np.load(path, allow_pickle=False)",
        "json.load(file)",
        "model.eval()",
    ],
)
def test_the_gate_lets_the_harmless_through(source: str) -> None:
    assert list(dangers(source)) == []


# What ships.


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that this checkout builds."""
    folder = tmp_path_factory.mktemp("wheel")
    code = f"import hatchling.build; print(hatchling.build.build_wheel({str(folder)!r}))"
    built = run_python(code, cwd=ROOT)
    assert built.returncode == 0, built.stderr
    return folder / built.stdout.split()[-1]


def shipped_resources() -> set[str]:
    """Every resource that git would keep, by its path."""
    return {file.relative_to(ROOT).as_posix() for file in (ROOT / "resources").rglob("*") if file.is_file()}


def test_resources_are_found_in_a_checkout() -> None:
    assert resource("datasets", "digits.zip") == ROOT / "resources" / "datasets" / "digits.zip"


def test_a_missing_resource_is_a_damaged_installation() -> None:
    with pytest.raises(StudioError, match=r"no/such\.thing is missing from this installation"):
        resource("no", "such.thing")


def test_resources_are_found_in_a_frozen_bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bundled = tmp_path / "resources" / "only" / "here.txt"
    bundled.parent.mkdir(parents=True)
    bundled.touch()
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert resource("only", "here.txt") == bundled


def test_resources_are_found_in_an_installed_wheel(wheel: Path, tmp_path: Path) -> None:
    site, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    elsewhere.mkdir()
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--target",
        str(site),
    ]
    subprocess.run([*command, str(wheel)], check=True, capture_output=True)
    code = "from ganstudio.resources import resource; print(resource('datasets', 'digits.zip'))"
    found = run_python(code, cwd=elsewhere, PYTHONPATH=str(site))
    assert Path(found.stdout.strip()) == site / "ganstudio" / "resources" / "datasets" / "digits.zip", (
        found.stderr
    )


def test_the_wheel_holds_every_resource_and_module(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {f"ganstudio/{path}" for path in shipped_resources()} <= names
    assert {path.relative_to(ROOT).as_posix() for path in PACKAGE.rglob("*.py")} <= names


def test_the_wheel_holds_nothing_but_the_package(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert tops == {"ganstudio", f"ganstudio-{ganstudio.__version__}.dist-info"}


def test_the_licence_and_the_credits_ship(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    licences = {name.split("/licenses/")[1] for name in archive.namelist() if "/licenses/" in name}
    assert licences == {"LICENSE", "resources/NOTICE.md"}
    assert (
        "Apache License"
        in archive.read(f"ganstudio-{ganstudio.__version__}.dist-info/licenses/LICENSE").decode()
    )


def test_every_data_set_is_credited() -> None:
    notice = resource("NOTICE.md").read_text(encoding="utf-8")
    missing = [path.name for path in resource("datasets").glob("*.zip") if path.name not in notice]
    assert missing == []


def test_one_version_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert newest is not None
    assert ganstudio.__version__ == project["version"] == newest.group(1)

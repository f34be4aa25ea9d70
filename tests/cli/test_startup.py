"""The command line starts at once, and loads nothing heavy to say what it can do."""

import os
import subprocess
import sys

import pytest

HEAVY = {"PySide6", "torch", "numpy", "pyqtgraph", "torchvision", "PIL", "rich", "pydantic"}


def run_python(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, timeout=60, check=True
    )


@pytest.mark.parametrize("code", ["import ganstudio.cli", "import ganstudio.__main__", "import ganstudio"])
def test_importing_loads_nothing_heavy(code: str) -> None:
    loaded = run_python("-c", f"{code}; import sys; print(*sys.modules)").stdout.split()
    assert not HEAVY & set(loaded)


@pytest.mark.parametrize(
    "command", [[], ["train"], ["sample"], ["data"], ["data", "import"], ["demo"], ["screenshot"]]
)
def test_help_loads_nothing_heavy(command: list[str]) -> None:
    code = (
        "import sys\nfrom ganstudio.cli import main\n"
        f"try: main({[*command, '--help']})\nexcept SystemExit: print('LOADED', *sys.modules)"
    )
    output = run_python("-c", code).stdout
    assert output.startswith("Usage: ganstudio")
    assert not HEAVY & set(output.partition("LOADED")[2].split())


def test_help_answers_within_half_a_second() -> None:
    def seconds() -> float:
        """Of processor time: other work may share the machine."""
        before = os.times()
        run_python("-m", "ganstudio", "--help")
        after = os.times()
        return after.children_user + after.children_system - before.children_user - before.children_system

    assert min(seconds() for _ in range(5)) < 0.5


def test_version() -> None:
    import ganstudio

    assert ganstudio.__version__ in run_python("-m", "ganstudio", "--version").stdout


def test_a_closed_pipe_is_a_sentence() -> None:
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "w") as closed:
        ended = subprocess.run(
            [sys.executable, "-m", "ganstudio", "data", "list", "--json"],
            stdout=closed, stderr=subprocess.PIPE, text=True, timeout=60, check=False,
        )  # fmt: skip
    assert ended.returncode == 1
    assert ended.stderr == "The output was cut off, because the program that read it has ended.\n"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a system without /dev/full")  # noqa: PTH110
def test_a_full_disk_is_a_sentence() -> None:
    with open("/dev/full", "w") as full:  # noqa: PTH123
        ended = subprocess.run(
            [sys.executable, "-m", "ganstudio", "data", "list", "--json"],
            stdout=full, stderr=subprocess.PIPE, text=True, timeout=60, check=False,
        )  # fmt: skip
    assert ended.returncode == 1
    assert ended.stderr == "There is no space left for the output; free some and try again.\n"

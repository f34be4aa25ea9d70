"""`demo`, `screenshot` and no command at all: with a screen, without one, and what is asked of the window."""

import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from PIL import Image

from ganstudio.cli import display
from ganstudio.cli.demo import free_run_folder
from ganstudio.resources import runs_folder
from tests.cli.conftest import Invoke


@pytest.fixture
def no_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")


@pytest.fixture
def window(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Stands in for the window; a list of how it was called."""
    calls: list[Any] = []
    app, shot = ModuleType("ganstudio.gui.app"), ModuleType("ganstudio.gui.screenshot")
    app.run = lambda argv, demo=False: calls.append(demo) or 0  # type: ignore[attr-defined]
    shot.take_screenshot = lambda room, out, **how: calls.append((room, out, how))  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "ganstudio.gui.app", app)
    monkeypatch.setitem(sys.modules, "ganstudio.gui.screenshot", shot)
    return calls


def test_no_command_opens_the_window(invoke: Invoke, window: list[Any]) -> None:
    assert invoke().exit_code == 0
    assert window == [False]


def test_demo_opens_the_window_and_trains(invoke: Invoke, window: list[Any]) -> None:
    assert invoke("demo").exit_code == 0
    assert window == [True]


def test_no_command_without_a_screen_is_a_sentence(
    invoke: Invoke, no_screen: None, window: list[Any]
) -> None:
    result = invoke()
    assert result.exit_code == 1
    assert result.stderr.startswith("There is no screen here")
    assert window == []


def test_demo_without_a_screen_trains_here() -> None:
    kept = {name: value for name, value in os.environ.items() if "DISPLAY" not in name and "QT_" not in name}
    command = [sys.executable, "-m", "ganstudio", "demo", "--steps", "3"]
    ended = subprocess.run(command, env=kept, capture_output=True, text=True, timeout=200, check=False)
    assert ended.returncode == 0, ended.stderr
    assert "trains in this terminal" in ended.stderr
    grid = Path(ended.stdout.strip())
    assert grid == runs_folder() / "digits-cgan" / "samples.png"
    assert Image.open(grid).size == (10 * 32, 8 * 32)
    assert free_run_folder() == runs_folder() / "digits-cgan-2"


def test_free_folders_count_up() -> None:
    for name in ("digits-cgan", "digits-cgan-2", "digits-cgan-3"):
        assert free_run_folder().name == name
        free_run_folder().mkdir(parents=True)


def test_what_a_screenshot_is_asked_for(
    invoke: Invoke, window: list[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    out = tmp_path / "new" / "room.png"
    result = invoke(
        "screenshot", "train", "--out", out, "--theme", "light", "--size", "800x600", "--run", tmp_path
    )
    assert result.exit_code == 0, result.stderr
    assert window == [("train", out, {"theme": "light", "size": (800, 600), "run": tmp_path})]
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"
    assert out.parent.is_dir()


def test_a_screenshot_of_a_state(invoke: Invoke, window: list[Any], tmp_path: Path) -> None:
    result = invoke("screenshot", "train", "--state", "watching", "--out", tmp_path / "a.png")
    assert result.exit_code == 0, result.stderr
    how = {"theme": "dark", "size": (1440, 900), "run": None, "state": "watching"}
    assert window == [("train", tmp_path / "a.png", how)]


@pytest.mark.parametrize(
    "words",
    [
        ["attic"],
        ["train", "--state", "asleep"],
        ["train", "--size", "big"],
        ["train", "--size", "10x10"],
        ["train", "--theme", "pink"],
    ],
)
def test_screenshots_that_cannot_be(
    invoke: Invoke, window: list[Any], tmp_path: Path, words: list[str]
) -> None:
    assert invoke("screenshot", *words, "--out", tmp_path / "x.png").exit_code == 2
    assert window == []


def test_screens(no_screen: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "There is no screen here" in display.why_no_window()
    monkeypatch.setenv("DISPLAY", ":98765")
    assert display.why_no_window() == "The screen :98765 does not answer."
    monkeypatch.setattr(display, "_connects", lambda address: True)
    monkeypatch.setattr(display, "_has", lambda library: False)
    assert "libegl1, " in display.why_no_window()
    assert "libxcb-cursor0" in display.why_no_window()
    monkeypatch.setattr(display, "_has", lambda library: True)
    assert display.why_no_window() == ""
    monkeypatch.setenv("DISPLAY", "other-computer:0")
    assert display.why_no_window() == ""
    monkeypatch.setenv("DISPLAY", ":98765")
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert display.why_no_window() == ""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems bring what Qt needs")
def test_a_screenshot_without_qts_libraries_is_a_sentence(
    invoke: Invoke, window: list[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(display, "_has", lambda library: library != "libEGL.so.1")
    result = invoke("screenshot", "train", "--out", tmp_path / "x.png")
    assert result.exit_code == 1
    assert result.stderr.startswith("The window needs system packages that are missing (libegl1);")
    assert window == []

"""Pictures of every state: each shows what it claims, from real models, and nothing of the person's own is touched."""

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication

from ganstudio.cli.window import STATES
from ganstudio.errors import StudioError
from ganstudio.gui import screenshot, screenshot_states
from ganstudio.gui.main_window import MainWindow
from ganstudio.gui.models.run_model import State
from ganstudio.gui.room_names import STATES as ROOM_STATES
from ganstudio.gui.sample_run import Sample, write_sample
from ganstudio.resources import home, runs_folder
from ganstudio.training.run_folder import RunFolder

SHOWN = {
    "training": State.TRAINING, "paused": State.PAUSED, "evaluating": State.TRAINING, "unhealthy": State.TRAINING,
    "failed": State.FAILED, "finished": State.FINISHED, "watching": State.RUNNING_ELSEWHERE,
    "translator": State.INTERRUPTED,
}  # fmt: skip


@pytest.fixture
def seen(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> list[MainWindow]:
    """Every window in the moment in which its picture is taken, with its words."""
    windows: list[MainWindow] = []
    real = screenshot_states.leave

    def look(window: MainWindow, stage: object, wait: object) -> None:
        shown = window.studio.shown
        windows.append(window)
        window.setProperty("state", shown.state.value if shown is not None else "start page")
        window.setProperty("said", window.train.view.banner.name.text() if shown is not None else "")
        real(window, stage, wait)  # type: ignore[arg-type]

    monkeypatch.setattr(screenshot_states, "leave", look)
    return windows


def test_the_command_line_and_the_window_know_the_same_states() -> None:
    assert set(STATES) == {state for states in ROOM_STATES.values() for state in states}


def test_a_run_that_trains_elsewhere_is_shown(seen: list[MainWindow], tmp_path: Path) -> None:
    screenshot.take_screenshot("train", tmp_path / "a.png", size=(1280, 800), state="watching")
    assert Image.open(tmp_path / "a.png").size == (1280, 800)
    (window,) = seen
    assert window.property("state") == State.RUNNING_ELSEWHERE.value
    assert not runs_folder().exists()


@pytest.mark.slow
@pytest.mark.parametrize("state", [state for state in SHOWN if state != "watching"])
def test_every_other_state_is_shown(seen: list[MainWindow], tmp_path: Path, state: str) -> None:
    screenshot.take_screenshot("train", tmp_path / "a.png", theme="light", size=(1280, 800), state=state)
    (window,) = seen
    assert window.property("state") == SHOWN[state].value
    wanted = {"unhealthy": "The generator has collapsed", "paused": "Paused"}.get(state)
    assert wanted is None or window.property("said") == wanted


@pytest.mark.slow
def test_a_run_of_ones_own_is_shown_as_a_copy(seen: list[MainWindow], tmp_path: Path) -> None:
    mine = write_sample(tmp_path / "mine", Sample("dcgan", 0.3))
    before = {path: path.stat().st_mtime_ns for path in mine.rglob("*")}
    screenshot.take_screenshot("train", tmp_path / "a.png", state="paused", run=mine)
    assert {path: path.stat().st_mtime_ns for path in mine.rglob("*")} == before
    (window,) = seen
    assert window.property("state") == State.PAUSED.value


def test_a_home_of_its_own_is_given_back() -> None:
    mine = home()
    with screenshot_states.staged("first-start", None):
        assert home() != mine
    assert home() == mine


def test_the_stand_in_is_a_run_like_any_other(tmp_path: Path) -> None:
    folder = RunFolder(write_sample(tmp_path / "sample", Sample(reached=1.0, ended="finished")))
    summary, best = folder.status(), folder.best()
    assert (summary.state, summary.step) == ("finished", summary.steps)
    assert best is not None
    values = [line["metrics"]["fid"] for line in folder.metrics() if "metrics" in line]
    assert best.value == min(values) == summary.best
    assert best.value < values[0] / 3
    assert best.step < summary.steps  # past its best at the end, so that the mark is seen


def test_strange_states_are_refused(qapp: QApplication, tmp_path: Path) -> None:
    with pytest.raises(StudioError, match="has no state asleep"):
        screenshot.take_screenshot("train", tmp_path / "a.png", state="asleep")
    with pytest.raises(StudioError, match=r"run\.json is missing"):
        screenshot.take_screenshot("train", tmp_path / "a.png", state="paused", run=tmp_path)

"""What happens to a training when the window closes: saved, kept, left alone, or saved in haste at a log-out."""

import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from ganstudio.errors import StudioError
from ganstudio.gui import closing, processes
from ganstudio.gui.main_window import MainWindow
from ganstudio.gui.models.launched import LaunchedRun
from ganstudio.gui.models.run_model import State
from ganstudio.gui.start.request import TrainRequest
from ganstudio.resources import runs_folder
from tests.gui.test_train_room import begin, button, click
from tests.gui.window_fakes import FakeRun, write_run


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[str], Path]]:
    """The commands that were to be started, and where."""
    calls: list[tuple[list[str], Path]] = []
    monkeypatch.setattr(closing, "start_detached", lambda command, folder: calls.append((command, folder)))
    return calls


def question(window: MainWindow) -> QWidget:
    found = window.findChild(QWidget, "close_question")
    assert isinstance(found, QWidget)
    return found


def test_keep_running_saves_then_resumes_in_a_process_of_its_own(
    qtbot: QtBot, window: MainWindow, training: FakeRun, started: list[Any]
) -> None:
    begin(qtbot, window, training)
    write_run(training.path)
    assert not window.close()
    click(qtbot, button(window, "keep_running_button"))
    assert started == []  # not before everything is saved
    qtbot.waitUntil(lambda: not window.isVisible())
    assert training.asked_to_stop.is_set()
    assert started == [([sys.executable, "-m", "ganstudio", "resume", str(training.path)], training.path)]


def test_a_run_that_has_no_folder_yet_begins_in_the_background(
    qtbot: QtBot, window: MainWindow, training: FakeRun, started: list[Any]
) -> None:
    begin(qtbot, window, training)
    window.close()
    click(qtbot, button(window, "keep_running_button"))
    qtbot.waitUntil(lambda: not window.isVisible())
    ((command, folder),) = started
    assert command[1:4] == ["-m", "ganstudio", "train"]
    assert command[command.index("--recipe") + 1] == "cgan"
    assert folder == training.path


def test_a_background_that_cannot_be_is_said_and_the_window_stays(
    qtbot: QtBot, window: MainWindow, training: FakeRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_command: list[str], _folder: Path) -> None:
        raise StudioError("No process can be started; check its rights.")

    monkeypatch.setattr(closing, "start_detached", refuse)
    begin(qtbot, window, training)
    window.close()
    click(qtbot, button(window, "keep_running_button"))
    words = question(window).findChildren(QLabel)
    qtbot.waitUntil(lambda: any("check its rights" in each.text() and each.isVisible() for each in words))
    assert window.isVisible()
    click(qtbot, button(window, "save_and_stop_button"))  # now it stands still, and the window may go
    qtbot.waitUntil(lambda: not window.isVisible())


def test_a_run_that_finishes_meanwhile_needs_no_process(
    qtbot: QtBot, window: MainWindow, training: FakeRun, started: list[Any]
) -> None:
    training.length = 5
    begin(qtbot, window, training, steps=4)
    window.close()
    training.advance()
    run = window.studio.training
    qtbot.waitUntil(lambda: run is not None and run.state is State.FINISHED)
    click(qtbot, button(window, "keep_running_button"))
    qtbot.waitUntil(lambda: not window.isVisible())
    assert started == []


def test_escape_stays(qtbot: QtBot, window: MainWindow, training: FakeRun) -> None:
    begin(qtbot, window, training)
    window.close()
    qtbot.keyClick(question(window), Qt.Key.Key_Escape)
    assert window.isVisible()
    assert not question(window).isVisible()
    assert not training.asked_to_stop.is_set()


def test_a_log_out_saves_without_a_question(qtbot: QtBot, window: MainWindow, training: FakeRun) -> None:
    begin(qtbot, window, training)
    window.closing.save_for_logout()
    run = window.studio.training
    assert run is not None
    assert run.state is State.STOPPED  # everything was written before the system goes on
    assert training.asked_to_stop.is_set()
    assert window.findChild(QWidget, "close_question") is None
    assert window.close()


def test_the_system_asks_through_qt(window: MainWindow, qapp: QApplication) -> None:
    assert qapp.receivers("2commitDataRequest(QSessionManager&)") > 0  # 2: as SIGNAL() marks signals


def test_processes_of_their_own_are_left_alone(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch, started: list[Any]
) -> None:
    words = [sys.executable, "-c", "import time; time.sleep(30)"]
    monkeypatch.setattr(processes, "train_command", lambda _request: words)
    run = window.studio.start(TrainRequest("cgan", "digits", runs_folder() / "wide", processes=2))
    assert isinstance(run, LaunchedRun)
    assert run.process is not None
    assert not window.close()
    assert "need no window" in " ".join(label.text() for label in question(window).findChildren(QLabel))
    click(qtbot, button(window, "keep_running_button"))
    qtbot.waitUntil(lambda: not window.isVisible())
    assert run.process.poll() is None
    assert started == []
    run.process.kill()
    run.process.wait()


@pytest.mark.slow
def test_a_real_run_goes_on_in_the_background(qtbot: QtBot, window: MainWindow) -> None:
    from ganstudio.training.run_folder import RunFolder

    folder = RunFolder(runs_folder() / "real")
    changes = {"steps": 100_000, "batch": 8, "report_every": 5, "resolution": 16, "evaluate_every": 0}
    run = window.studio.start(TrainRequest("dcgan", "digits", folder.path, changes, device="cpu"))
    assert run is not None
    qtbot.waitUntil(lambda: run.step >= 10, timeout=60_000)
    window.close()
    click(qtbot, button(window, "keep_running_button"))
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=20_000)
    reached = run.step
    qtbot.waitUntil(
        lambda: folder.status().state == "running" and folder.status().step > reached + 10, timeout=90_000
    )
    folder.ask_to_stop()
    qtbot.waitUntil(lambda: folder.status().state == "stopped", timeout=20_000)
    assert threading.active_count() < 20

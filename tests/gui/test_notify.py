"""Who looks elsewhere is told of the end of a training, once, and only if they want to be."""

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QIcon
from pytestqt.qtbot import QtBot

from ganstudio.errors import StudioError
from ganstudio.gui import notify
from ganstudio.gui.main_window import MainWindow
from ganstudio.gui.models.run_model import State
from tests.gui.test_train_room import begin
from tests.gui.window_fakes import FakeRun

Told = list[tuple[str, str]]


@pytest.fixture
def told(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> Told:
    """What the system was given to show, with the window behind another."""
    said: Told = []

    class Tray(QObject):
        """The system's place for notices, which no offscreen platform has."""

        messageClicked = Signal()  # noqa: N815 - Qt's name

        def __init__(self, _icon: QIcon, parent: QObject) -> None:
            super().__init__(parent)

        @staticmethod
        def isSystemTrayAvailable() -> bool:
            return True

        supportsMessages = isSystemTrayAvailable  # noqa: N815

        def show(self) -> None: ...

        def hide(self) -> None: ...

        def showMessage(self, title: str, words: str, _icon: QIcon, _time: int) -> None:
            said.append((title, words))

    monkeypatch.setattr(notify, "QSystemTrayIcon", Tray)
    monkeypatch.setattr(window, "isActiveWindow", lambda: False)
    return said


def finish(qtbot: QtBot, window: MainWindow, fake: FakeRun) -> None:
    fake.length = 6
    begin(qtbot, window, fake)
    run = window.studio.training
    assert run is not None
    run.quality.add(3, "fid", 14.25, "FID[x]", "FID")
    run.quality.add(5, "fid", 17.5, "FID[x]", "FID")
    fake.advance()
    qtbot.waitUntil(lambda: run.state is State.FINISHED)


def test_the_end_is_told_with_the_best(
    qtbot: QtBot, window: MainWindow, training: FakeRun, told: Told
) -> None:
    finish(qtbot, window, training)
    ((title, words),) = told
    assert title == "digits-cgan is finished"
    assert words.startswith("Its best FID is 14.2")
    assert words.endswith("at step 3.")


def test_who_looks_at_the_window_is_not_told(
    qtbot: QtBot, window: MainWindow, training: FakeRun, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window, "isActiveWindow", lambda: True)
    finish(qtbot, window, training)
    assert told == []


def test_it_can_be_switched_off_and_stays_off(
    qtbot: QtBot, window: MainWindow, training: FakeRun, told: Told
) -> None:
    switch = next(
        act for act in window.settings_menu.actions() if act.text() == "Tell me when a training ends"
    )
    assert isinstance(switch, QAction)
    assert switch.isChecked()
    switch.trigger()
    assert not window.studio.preferences.notify
    finish(qtbot, window, training)
    assert told == []


def test_a_failure_is_told_and_a_stop_by_hand_is_not(
    qtbot: QtBot, window: MainWindow, training: FakeRun, told: Told
) -> None:
    begin(qtbot, window, training)
    run = window.studio.training
    assert run is not None
    run.stop()
    qtbot.waitUntil(lambda: run.state is State.STOPPED)
    assert told == []
    training.error, training.first = StudioError("The disk is gone; mount it again."), 5
    window.studio.resume(run)
    training.advance()
    qtbot.waitUntil(lambda: run.state is State.FAILED)
    assert told == [("digits-cgan has failed", "The disk is gone; mount it again.")]


def test_without_notices_the_window_asks_for_attention(
    qtbot: QtBot, window: MainWindow, training: FakeRun, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    alerted: list[object] = []
    monkeypatch.setattr(notify.QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: False))
    monkeypatch.setattr(notify.QApplication, "alert", staticmethod(alerted.append))
    finish(qtbot, window, training)
    assert alerted == [window]
    assert told == []

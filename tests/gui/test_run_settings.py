"""What a person changes of a run while it trains, and writes about it."""

import pytest
from pytestqt.qtbot import QtBot

from ganstudio.gui.main_window import MainWindow
from ganstudio.gui.models.run_model import State
from ganstudio.resources import runs_folder
from ganstudio.training.run_folder import RunFolder
from tests.gui.run_view_tools import click, shown, started
from tests.gui.window_fakes import FakeRun, write_run


def test_changed_settings_are_applied_while_the_run_trains(
    qtbot: QtBot, window: MainWindow, training: FakeRun
) -> None:
    write_run(training.path, steps=1000)
    view = started(qtbot, window, training)
    run, panel = window.studio.training, window.train.settings
    assert run is not None
    qtbot.waitUntil(lambda: panel.form.isVisible() and bool(run.settings))
    assert panel.apply.isHidden()
    assert not panel.form.rows["batch"].control.isEnabled()
    panel.form.change("report_every", 25)
    assert "do not count yet" in panel.note.text()
    click(qtbot, panel.apply)
    qtbot.waitUntil(lambda: run.state is State.TRAINING and training.changes == {"report_every": 25})
    assert view.banner.name.text() == "Healthy"


def test_notes_save_themselves(qtbot: QtBot, window: MainWindow) -> None:
    path = write_run(runs_folder() / "earlier")
    RunFolder(path).write_notes("before")
    shown(qtbot, window, path)
    notes = window.train.settings.notes
    assert notes.box.toPlainText() == "before"
    notes.box.setPlainText("")
    qtbot.keyClicks(notes.box, "try r1 = 2")
    qtbot.waitUntil(lambda: RunFolder(path).notes() == "try r1 = 2", timeout=3000)
    qtbot.waitUntil(lambda: notes.state.text() == "Saved")


def test_notes_are_saved_when_another_run_is_opened_and_when_the_window_closes(
    qtbot: QtBot, window: MainWindow
) -> None:
    first, second = (write_run(runs_folder() / name) for name in ("one", "two"))
    shown(qtbot, window, first)
    notes = window.train.settings.notes
    notes.box.setPlainText("of one")
    shown(qtbot, window, second)
    assert notes.box.toPlainText() == ""
    notes.box.setPlainText("of two")
    window.train.close_down()
    assert RunFolder(first).notes() == "of one"
    assert RunFolder(second).notes() == "of two"


def test_notes_that_cannot_be_saved_say_so_and_stay(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_ignored: object) -> None:
        raise OSError(28, "No space left on device")

    shown(qtbot, window, write_run(runs_folder() / "earlier"))
    notes = window.train.settings.notes
    with monkeypatch.context() as patch:
        patch.setattr("ganstudio.training.run_folder.write_file", refuse)
        notes.box.setPlainText("kept")
        notes.save()
        qtbot.waitUntil(lambda: "notes" in notes.state.text())
    assert notes.box.toPlainText() == "kept"
    notes.save()
    qtbot.waitUntil(lambda: notes.state.text() == "Saved")

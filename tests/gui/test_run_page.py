"""A comparison takes the place of the run and gives it back; a duplicate fills the page for a new run."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ganstudio.gui.main_window import MainWindow
from ganstudio.resources import runs_folder
from tests.gui.test_train_room import button, click
from tests.gui.window_fakes import write_run


def with_two_runs(qtbot: QtBot, window: MainWindow) -> None:
    for name in ("first", "second"):
        write_run(runs_folder() / name)
    window.studio.open_run(runs_folder() / "first")
    qtbot.waitUntil(window.train.settings.form.isVisible)


def compare(qtbot: QtBot, window: MainWindow) -> QWidget:
    window.train.runs.compare_asked.emit([runs_folder() / "first", runs_folder() / "second"])
    view = window.train.run_page.comparison
    assert view is not None
    qtbot.waitUntil(lambda: view.is_read)
    return view


def test_a_comparison_takes_the_place_of_the_run_and_back_brings_it_again(
    qtbot: QtBot, window: MainWindow
) -> None:
    with_two_runs(qtbot, window)
    view = compare(qtbot, window)
    assert view.isVisible()
    assert window.train.runs.isVisible()
    assert not window.train.view.isVisible()
    assert not window.train.settings.isVisible()  # they are those of one run
    click(qtbot, button(window, "compare_back"))
    assert window.train.view.isVisible()
    assert window.train.settings.isVisible()
    assert window.train.run_page.comparison is None


def test_escape_ends_a_comparison_and_another_run_does_too(qtbot: QtBot, window: MainWindow) -> None:
    with_two_runs(qtbot, window)
    qtbot.keyClick(compare(qtbot, window), Qt.Key.Key_Escape)
    assert window.train.view.isVisible()
    compare(qtbot, window)
    window.studio.open_run(runs_folder() / "second")
    qtbot.waitUntil(lambda: window.train.view.isVisible())
    assert window.studio.shown is not None
    assert window.studio.shown.name == "second"


def test_a_window_closes_in_the_middle_of_a_comparison(qtbot: QtBot, window: MainWindow) -> None:
    with_two_runs(qtbot, window)
    window.train.runs.compare_asked.emit([runs_folder() / "first", runs_folder() / "second"])
    assert window.close()


def test_the_start_page_comes_again_after_a_run(qtbot: QtBot, window: MainWindow) -> None:
    """Opening it directly must leave no run behind, or a click on that run would not bring it back."""
    with_two_runs(qtbot, window)
    window.train.open_start()
    assert window.studio.shown is None
    window.studio.open_run(runs_folder() / "first")
    qtbot.waitUntil(lambda: window.train.view.isVisible())

"""A run in the Train room from Start to Stop, driven by its buttons."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ganstudio.errors import StudioError
from ganstudio.gui.main_window import MainWindow
from ganstudio.gui.models.run_model import State
from ganstudio.resources import runs_folder
from ganstudio.training.events import Health
from tests.gui.window_fakes import FakeRun, write_run


def button(window: MainWindow, name: str) -> QPushButton:
    found = window.findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    return found


def click(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def begin(qtbot: QtBot, window: MainWindow, fake: FakeRun, steps: int = 5) -> None:
    click(qtbot, button(window, "start_button"))
    fake.advance(steps)
    training = window.studio.training
    assert training is not None
    qtbot.waitUntil(lambda: training.step == steps)


def test_start_shows_the_run_with_numbers_pictures_and_curves(
    qtbot: QtBot, window: MainWindow, training: FakeRun
) -> None:
    begin(qtbot, window, training)
    run, view = window.studio.training, window.train.view
    assert run is not None
    assert run.state is State.TRAINING
    assert view.stats.values["Step"].text() == "5"
    assert view.stats.values["Pictures seen"].text() == "160"
    assert view.stats.values["Speed"].text() == "320 /s"
    assert view.stats.values["Time left"].text() == "about 2 min"  # 995 steps of 0.1 s
    qtbot.waitUntil(lambda: view.grid.sheet is not None)
    assert view.grid.sheet is not None
    assert view.grid.sheet.pixels.shape == (48, 80, 1)
    assert window.findChild(QWidget, "loss_plot") is view.losses.plot
    qtbot.waitUntil(lambda: view.losses.readout.values["Generator"].text() == "Generator 1.05")
    assert not button(window, "start_button").isEnabled()
    assert button(window, "pause_button").isEnabled()
    assert button(window, "stop_button").isEnabled()
    assert window.status.device.text() == "Abacus"


def test_data_and_recipe_of_a_run_are_shown_and_locked(
    qtbot: QtBot, window: MainWindow, training: FakeRun
) -> None:
    begin(qtbot, window, training)
    for name, title in (("dataset_choice", "Digits"), ("recipe_choice", "Conditional GAN")):
        choice = window.findChild(QComboBox, name)
        assert isinstance(choice, QComboBox)
        assert choice.currentText() == title
        assert not choice.isEnabled()
        assert "Fixed" in choice.toolTip()


def test_the_header_chooses_for_the_start_page(qtbot: QtBot, window: MainWindow) -> None:
    page = window.train.start_page
    for name, wanted in (("dataset_choice", "photos"), ("recipe_choice", "dcgan")):
        choice = window.findChild(QComboBox, name)
        assert isinstance(choice, QComboBox)
        choice.setCurrentIndex(choice.findData(wanted))
        choice.activated.emit(choice.currentIndex())
    assert (page.model.data_name, page.model.recipe_name) == ("photos", "dcgan")
    page.choose_data("digits")
    assert window.train.header.dataset_choice.currentData() == "digits"


def test_pause_stops_the_steps_and_continue_makes_them_again(
    qtbot: QtBot, window: MainWindow, training: FakeRun
) -> None:
    begin(qtbot, window, training)
    run = window.studio.training
    assert run is not None
    click(qtbot, button(window, "pause_button"))
    assert run.state is State.PAUSED
    training.advance(50)
    qtbot.wait(150)
    made = training.made
    assert made <= 6  # the one that was being made
    assert "Paused" in window.train.view.banner.name.text()
    click(qtbot, button(window, "start_button"))
    qtbot.waitUntil(lambda: run.step >= 50)
    assert run.state is State.TRAINING


def test_space_pauses_and_goes_on(qtbot: QtBot, window: MainWindow, training: FakeRun) -> None:
    begin(qtbot, window, training)
    run = window.studio.training
    assert run is not None
    qtbot.keyClick(window.train, Qt.Key.Key_Space)
    assert run.state is State.PAUSED
    qtbot.keyClick(window.train, Qt.Key.Key_Space)
    assert run.state is State.TRAINING


def test_stop_ends_a_paused_run_too(qtbot: QtBot, window: MainWindow, training: FakeRun) -> None:
    begin(qtbot, window, training)
    run = window.studio.training
    assert run is not None
    click(qtbot, button(window, "pause_button"))
    click(qtbot, button(window, "stop_button"))
    qtbot.waitUntil(lambda: run.state is State.STOPPED)
    assert training.asked_to_stop.is_set()
    assert "5 of 1,000" in window.train.view.banner.words.text()
    assert not window.studio.is_training
    assert not window.studio.tasks.tasks


def test_a_stopped_run_goes_on_from_its_step(qtbot: QtBot, window: MainWindow, training: FakeRun) -> None:
    begin(qtbot, window, training, steps=7)
    run = window.studio.training
    assert run is not None
    click(qtbot, button(window, "stop_button"))
    qtbot.waitUntil(lambda: run.state is State.STOPPED)
    training.first = 5  # the last checkpoint
    assert button(window, "start_button").text() == "Resume"
    click(qtbot, button(window, "start_button"))
    training.advance(4)
    qtbot.waitUntil(lambda: run.step == 9)
    steps, _ = run.curves.points("generator/adversarial")
    assert steps.tolist() == [1, 2, 3, 4, 5, 6, 7, 8, 9]  # nothing twice


def test_a_run_that_ends_says_so(qtbot: QtBot, window: MainWindow, training: FakeRun) -> None:
    training.length = 6
    click(qtbot, button(window, "start_button"))
    training.advance(6)
    run = window.studio.training
    assert run is not None
    qtbot.waitUntil(lambda: run.state is State.FINISHED)
    assert window.train.view.banner.name.text() == "Finished"
    assert not button(window, "start_button").isEnabled()
    assert button(window, "start_button").toolTip()


def test_a_failure_is_shown_in_place_with_a_way_on(
    qtbot: QtBot, window: MainWindow, training: FakeRun
) -> None:
    begin(qtbot, window, training)
    run, banner = window.studio.training, window.train.view.banner
    assert run is not None
    training.error = StudioError("The disk is full; free some space and resume.")
    training.advance()
    qtbot.waitUntil(lambda: run.state is State.FAILED)
    assert banner.words.text() == "The disk is full; free some space and resume."
    assert banner.button.text() == "Resume"
    training.error = None
    click(qtbot, banner.button)
    training.advance(3)
    qtbot.waitUntil(lambda: run.state is State.TRAINING)


def test_a_failure_before_the_first_step_can_be_tried_again(
    qtbot: QtBot, window: MainWindow, training: FakeRun
) -> None:
    training.error = RuntimeError("boom")
    training.advance()
    click(qtbot, button(window, "start_button"))
    run, banner = window.studio.training, window.train.view.banner
    assert run is not None
    qtbot.waitUntil(lambda: run.state is State.FAILED)
    assert banner.words.text() == "RuntimeError: boom"
    assert "Traceback" in run.traceback
    assert banner.button.text() == "Try again"
    training.error = None
    click(qtbot, banner.button)
    training.advance(2)
    qtbot.waitUntil(lambda: run.step >= 2)


def test_a_notice_is_shown_and_can_be_dismissed(qtbot: QtBot, window: MainWindow, training: FakeRun) -> None:
    training.health = Health(1, "out-of-memory", "info", "Memory ran out, so groups are smaller now.")
    begin(qtbot, window, training)
    banner = window.train.view.banner
    assert banner.words.text() == "Memory ran out, so groups are smaller now."
    click(qtbot, banner.dismiss)
    assert banner.name.text() == "Healthy"


def test_the_bar_at_the_bottom_carries_the_training_and_stops_it(
    qtbot: QtBot, window: MainWindow, training: FakeRun
) -> None:
    begin(qtbot, window, training, steps=200)
    run = window.studio.training
    assert run is not None
    (task,) = window.studio.tasks.tasks
    assert task.words == "20 %, about 1 min left"
    cross = window.status.findChild(QAbstractButton, "task_cancel")
    assert isinstance(cross, QAbstractButton)
    click(qtbot, cross)
    qtbot.waitUntil(lambda: run.state is State.STOPPED)


def test_only_one_run_trains_at_a_time(qtbot: QtBot, window: MainWindow, training: FakeRun) -> None:
    begin(qtbot, window, training)
    window.new_run()
    assert not button(window, "start_button").isEnabled()
    assert "is training" in button(window, "start_button").toolTip()
    click(qtbot, window.train.start_page.start)
    assert "is training" in window.train.start_page.problem.words.text()


def test_a_run_folder_can_be_opened_and_resumed(qtbot: QtBot, window: MainWindow, training: FakeRun) -> None:
    path = write_run(runs_folder() / "earlier", steps=100, reached=60)
    window.studio.open_run(path)
    qtbot.waitUntil(lambda: window.studio.shown is not None)
    run, view = window.studio.shown, window.train.view
    assert run is not None
    assert run.state is State.STOPPED
    assert (run.step, run.steps, run.recipe) == (60, 100, "cgan")
    qtbot.waitUntil(lambda: view.grid.sheet is not None)
    assert view.grid.sheet is not None
    assert view.grid.sheet.step == 60
    assert int(view.grid.sheet.pixels[0, 0, 0]) == 60
    assert len(run.curves.points("discriminator/r1")[0]) == 60
    assert view.losses.choice.options() == ["Losses", "Penalties"]
    view.losses.choice.choose("Penalties")
    assert view.losses.readout.values["R1 penalty"].text() == "R1 penalty 0.10"
    form = window.train.settings.form
    qtbot.waitUntil(form.isVisible)
    assert form.objectName() == "settings_form"
    assert not form.rows["batch"].control.isEnabled()
    training.path, training.first, training.length = path, 60, 100
    click(qtbot, button(window, "start_button"))
    training.advance(2)
    qtbot.waitUntil(lambda: run.step == 62)
    assert window.studio.training is run


def test_an_interrupted_run_says_at_which_step(qtbot: QtBot, window: MainWindow) -> None:
    path = write_run(runs_folder() / "killed", reached=40, ended=None)
    window.studio.open_run(path)
    qtbot.waitUntil(lambda: window.studio.shown is not None)
    banner = window.train.view.banner
    assert banner.name.text() == "Interrupted at step 40"
    assert banner.button.text() == "Resume"


def test_a_damaged_run_is_a_sentence(qtbot: QtBot, window: MainWindow) -> None:
    path = write_run(runs_folder() / "torn")
    (path / "run.json").write_text("{")
    window.studio.open_run(path)
    qtbot.waitUntil(lambda: window.studio.shown is not None)
    assert "damaged" in window.train.view.banner.words.text()


def test_the_scrubber_shows_older_previews_and_follows_again(qtbot: QtBot, window: MainWindow) -> None:
    path = write_run(runs_folder() / "earlier", reached=60)
    window.studio.open_run(path)
    qtbot.waitUntil(lambda: window.studio.shown is not None)
    view = window.train.view
    assert view.scrubber.slider.maximum() == 2
    view.scrubber.slider.setValue(0)
    qtbot.waitUntil(lambda: view.grid.sheet is not None and view.grid.sheet.step == 20)
    assert view.scrubber.step.text() == "Step 20"
    click(qtbot, view.scrubber.newest)
    qtbot.waitUntil(lambda: view.grid.sheet is not None and view.grid.sheet.step == 60)


def test_the_list_of_runs_groups_finds_and_opens(qtbot: QtBot, window: MainWindow) -> None:
    write_run(runs_folder() / "alpha", ended="finished")
    write_run(runs_folder() / "beta", ended=None)
    panel = window.train.runs
    window.studio.runs.refresh()
    qtbot.waitUntil(lambda: panel.model.rowCount() == 4)
    words = [panel.model.item(row).text() for row in range(4)]
    assert words == [
        "Finished",
        "alpha, Conditional GAN, 60 steps",
        "Stopped",
        "beta, Interrupted at step 60",
    ]
    panel.search.setText("bet")
    assert panel.model.rowCount() == 2
    panel.list.setCurrentIndex(panel.model.index(1, 0))
    panel.list.activated.emit(panel.model.index(1, 0))
    qtbot.waitUntil(lambda: window.studio.shown is not None)
    assert window.studio.shown is not None
    assert window.studio.shown.name == "beta"


def test_resume_from_the_menu_of_the_list(qtbot: QtBot, window: MainWindow, training: FakeRun) -> None:
    path = write_run(runs_folder() / "beta", ended=None)
    window.studio.runs.refresh()
    qtbot.waitUntil(lambda: bool(window.studio.runs.rows))
    menu = window.train.runs.menu_of(window.studio.runs.rows[0])
    training.path, training.first = path, 60
    next(action for action in menu.actions() if action.text().startswith("Resume")).trigger()
    qtbot.waitUntil(lambda: window.studio.is_training)
    menu.close()


def test_tiles_say_seed_and_class(qtbot: QtBot, window: MainWindow) -> None:
    window.studio.open_run(write_run(runs_folder() / "earlier"))
    qtbot.waitUntil(lambda: window.studio.shown is not None)
    grid = window.train.view.grid
    qtbot.waitUntil(lambda: grid.sheet is not None)
    rect = grid.picture_rect()
    side = rect.width() / 10
    assert grid.tile_at(QPointF(rect.x() + 2.5 * side, rect.y() + 1.5 * side)) == 12
    assert grid.words(12) == "Seed 12, class 2"
    assert grid.tile_at(QPointF(rect.x() - 1, rect.y())) is None
    grid.setFocus()
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    qtbot.keyClick(grid, Qt.Key.Key_Down)
    assert grid.chosen == 10


@pytest.mark.parametrize("ending", [".png", ".svg", ".csv"])
def test_a_plot_is_saved(qtbot: QtBot, window: MainWindow, tmp_path: Path, ending: str) -> None:
    window.studio.open_run(write_run(runs_folder() / "earlier"))
    qtbot.waitUntil(lambda: window.studio.shown is not None)
    out = tmp_path / f"plot{ending}"
    window.train.view.losses.save_as(out)
    head = out.read_bytes()[:64]
    assert head.startswith(
        {".png": b"\x89PNG", ".svg": b"<?xml", ".csv": b"step,generator/adversarial"}[ending]
    )
    if ending == ".csv":
        assert out.read_text().splitlines()[1] == "1,1.99,0.5"


def test_a_plot_that_cannot_be_saved_says_so(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    window.studio.open_run(write_run(runs_folder() / "earlier"))
    qtbot.waitUntil(lambda: window.studio.shown is not None)
    window.train.view.losses.save_as(tmp_path / "nowhere" / "plot.png")
    assert "plot.png" in window.train.view.banner.words.text()

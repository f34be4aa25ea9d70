"""The view of a run, driven by its widgets: quality, balance, pictures, health, notes."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from ganstudio.gui.main_window import MainWindow
from ganstudio.gui.models.run_model import State
from ganstudio.gui.models.sheets import sheet_of
from ganstudio.gui.train.event_log import EventLog
from ganstudio.gui.train.run_view import RunView
from ganstudio.gui.train.sheet_store import SheetStore, Source
from ganstudio.gui.train.step_plot import StepPlot
from ganstudio.resources import runs_folder
from ganstudio.training.events import (
    Checkpoint,
    Evaluating,
    Evaluation,
    Event,
    Health,
    Preview,
    Remedy,
)
from ganstudio.training.run_folder import RunFolder
from tests.gui.window_fakes import FakeRun, tiles, write_run

FD = "FD (EfficientNet-Lite0)"
NEW = "FD[efficientnet-lite0|area-224|5000-all|1000|flip=0]"
OLD = "FD[efficientnet-lite0|area-224|5000-all|500|flip=0]"
SIGNALS = {
    "discriminator/real_logits": 1.5, "discriminator/fake_logits": -2.0, "generator/gradient_norm": 0.25,
    "discriminator/gradient_norm": 0.75, "discriminator/real_sign": 0.5, "augment/p": 0.1,
}  # fmt: skip


def measured(path: Path, values: dict[int, float], protocol: str = NEW, metric: str = "fid") -> None:
    """Adds evaluations to a run folder."""
    with (path / "metrics.jsonl").open("a") as file:
        for step, value in values.items():
            line = {"step": step, "images": 1, "seconds": step * 0.5, "metrics": {metric: value},
                    "labels": {metric: FD.replace("FD", metric.upper()) if metric != "fid" else FD},
                    "protocols": {metric: protocol}}  # fmt: skip
            file.write(json.dumps(line) + "\n")


def with_signals(path: Path) -> Path:
    """A run folder whose points hold what recipes report beside the losses."""
    lines = [json.loads(line) for line in (path / "metrics.jsonl").read_text().splitlines()]
    for line in lines:
        if "losses" in line:
            line["losses"] |= SIGNALS
    (path / "metrics.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


def shown(qtbot: QtBot, window: MainWindow, path: Path) -> RunView:
    window.studio.open_run(path)
    qtbot.waitUntil(lambda: window.studio.shown is not None and window.studio.shown.path == path)
    view = window.train.view
    qtbot.waitUntil(lambda: view.grid.sheet is not None)
    return view


def click(qtbot: QtBot, widget: Any) -> None:
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def press(view: RunView, words: str) -> None:
    next(button for button in view.findChildren(QPushButton) if button.text() == words).click()


def place_of(plot: StepPlot, step: float) -> QPoint:
    """Where a step lies in a plot, in the middle of its height."""
    box = plot.plotItem.vb
    across = box.mapViewToScene(QPointF(step, sum(box.viewRange()[1]) / 2))
    return plot.mapFromScene(across)


# -- quality --------------------------------------------------------------------------------------------------------


def test_quality_is_shown_with_its_best_and_its_protocol(qtbot: QtBot, window: MainWindow) -> None:
    path = write_run(runs_folder() / "measured")
    measured(path, {20: 40.0, 40: 6.12, 60: 7.08})
    view = shown(qtbot, window, path)
    assert view.quality.choice.text() == "FD"
    assert view.quality.caption.text().startswith("1,000 samples against 5,000 pictures, EfficientNet-Lite0.")
    assert view.quality.plot._label.textItem.toPlainText() == "Best 6.12"
    assert view.quality.plot._ring.getData()[0].tolist() == [40]
    assert view.quality.scale.choice() == "Log"
    assert view.stats.values["Now"].text() == "7.08"
    assert view.stats.values["Best"].text() == "6.12"
    assert view.stats.names["Best"].text() == "Best FD"
    assert NEW.partition("[")[0] in view.stats.names["Now"].text()
    assert "EfficientNet-Lite0" in view.stats.values["Now"].toolTip()


def test_two_protocols_never_share_an_axis(qtbot: QtBot, window: MainWindow) -> None:
    path = write_run(runs_folder() / "measured")
    measured(path, {10: 90.0, 20: 3.0}, OLD)
    measured(path, {40: 20.0, 60: 10.0})
    measured(path, {40: 0.02, 60: 0.01}, NEW.replace("FD[", "KID["), "kid")
    view = shown(qtbot, window, path)
    options = view.quality.choice.options()
    assert options == ["FD", "FD, 500 samples against 5,000 pictures, EfficientNet-Lite0", "KID"]
    assert view.quality.plot.extent() == (40, 60)
    assert view.stats.values["Best"].text() == "10.0"  # the 3 of the other protocol does not count
    view.quality.choice.choose(options[1])
    assert view.quality.plot.extent() == (10, 20)
    assert view.quality.caption.text().startswith("500 samples")
    view.quality.choice.choose("KID")
    assert view.quality.plot._label.textItem.toPlainText() == "Best 0.0100"


def test_a_click_on_a_point_moves_the_scrubber_there(qtbot: QtBot, window: MainWindow) -> None:
    path = write_run(runs_folder() / "measured")
    measured(path, {20: 40.0, 40: 6.0, 60: 7.0})
    view = shown(qtbot, window, path)
    plot = view.quality.plot
    qtbot.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=place_of(plot, 21))
    assert view.scrubber.shown_step == 20
    assert not view.scrubber.following
    qtbot.waitUntil(lambda: view.grid.sheet is not None and view.grid.sheet.step == 20)
    assert view.quality.there.text() == "40.0 at step 20"


def test_before_the_first_value_the_frame_says_when_it_comes(
    qtbot: QtBot, window: MainWindow, training: FakeRun
) -> None:
    click(qtbot, window.train.header.start_button)
    training.advance(5)
    run = window.studio.training
    assert run is not None
    qtbot.waitUntil(lambda: run.step == 5)
    run.settings = {"evaluate_every": 1000}
    run.identified.emit()
    assert window.train.view.quality.empty.text() == "First value at step 1,000"
    assert window.train.view.stats.values["Best"].text() == "–"


def test_the_best_is_marked_on_the_scrubber(qtbot: QtBot, window: MainWindow) -> None:
    path = write_run(runs_folder() / "measured")
    (path / "best.json").write_text(
        json.dumps({"step": 40, "metric": "fid", "value": 6.1, "label": FD, "protocol": NEW})
    )
    assert shown(qtbot, window, path).scrubber.slider.marked == 1


# -- balance and ranges ---------------------------------------------------------------------------------------------


def test_what_is_no_loss_is_not_among_the_losses(qtbot: QtBot, window: MainWindow) -> None:
    view = shown(qtbot, window, with_signals(write_run(runs_folder() / "signals")))
    card = view.losses
    assert list(card.readout.values) == ["Generator", "Discriminator"]
    groups = ["Losses", "Balance: logits", "Balance: gradients", "Penalties", "Augmentation"]
    assert card.choice.options() == groups
    expected = {
        "Balance: logits": ["Real", "Generated"], "Balance: gradients": ["Generator", "Discriminator"],
        "Penalties": ["R1 penalty"], "Augmentation": ["Overfitting r", "Probability p"],
    }  # fmt: skip
    for group, names in expected.items():
        card.choice.choose(group)
        assert list(card.readout.values) == names
    card.choice.choose("Balance: logits")
    assert card.readout.values["Real"].text().endswith("1.50")
    assert not card.scale.isEnabled()  # below zero there is no logarithm


def test_a_wide_window_shows_the_balance_beside_the_losses(qtbot: QtBot, window: MainWindow) -> None:
    view = shown(qtbot, window, with_signals(write_run(runs_folder() / "signals")))
    assert view.balance.isHidden()
    window.resize(2560, 1440)
    assert not view.balance.isHidden()
    assert view.balance.choice.text() == "Balance: logits"
    assert len(view.balance.plot._curves) == 2


def test_a_part_of_the_steps_is_chosen_by_dragging_and_left_by_a_double_click(
    qtbot: QtBot, window: MainWindow
) -> None:
    view = shown(qtbot, window, write_run(runs_folder() / "earlier"))
    plot, card = view.losses.plot, view.losses
    port = plot.viewport()
    qtbot.mousePress(port, Qt.MouseButton.LeftButton, pos=place_of(plot, 20))
    qtbot.mouseMove(port, place_of(plot, 40))
    qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=place_of(plot, 40))
    first, last = plot.shown()
    assert abs(first - 20) < 1
    assert abs(last - 40) < 1
    assert not card.whole.isHidden()
    qtbot.mouseDClick(port, Qt.MouseButton.LeftButton, pos=place_of(plot, 30))
    assert plot.shown() == (0, 60)
    assert card.whole.isHidden()


def test_the_wheel_zooms_about_the_pointer_and_a_button_shows_everything(
    qtbot: QtBot, window: MainWindow
) -> None:
    view = shown(qtbot, window, write_run(runs_folder() / "earlier"))
    plot = view.losses.plot
    place = QPointF(place_of(plot, 30))
    for _ in range(3):
        event = QWheelEvent(
            place, plot.viewport().mapToGlobal(place), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(plot.viewport(), event)
    first, last = plot.shown()
    assert abs((last - first) - 60 * 0.8**3) < 1
    assert abs((30 - first) - (last - 30)) < 2
    click(qtbot, view.losses.whole)
    assert plot.shown() == (0, 60)


def test_the_newest_part_moves_on_with_the_run(qtbot: QtBot, window: MainWindow) -> None:
    view = shown(qtbot, window, write_run(runs_folder() / "earlier"))
    menu = view.losses.more.menu()
    next(action for action in menu.actions() if action.text() == "Last 10 %").trigger()
    assert view.losses.plot.shown() == (54, 60)
    run = window.studio.shown
    assert run is not None
    run.curves.add(100, {"generator/adversarial": 1.0})
    view.losses.redraw()
    assert view.losses.plot.shown() == (90, 100)


# -- pictures -------------------------------------------------------------------------------------------------------


def test_a_click_looks_closer_at_one_sample_and_escape_goes_back(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = write_run(runs_folder() / "earlier")
    for step in (20, 40, 60):  # each tile has its own shade
        tile = np.kron(np.arange(60).reshape(6, 10), np.ones((8, 8))) + step
        Image.fromarray(tile.astype(np.uint8)).save(path / "previews" / f"{step}.png")
    view = shown(qtbot, window, path)
    grid, sample = view.grid, view.pictures.sample
    rect = grid.picture_rect()
    side = rect.width() / 10
    place = QPointF(rect.x() + 2.5 * side, rect.y() + 1.5 * side).toPoint()
    qtbot.mouseClick(grid, Qt.MouseButton.LeftButton, pos=place)
    assert view.pictures.currentWidget() is sample
    assert sample.name.text() == "Seed 12, class 2 at step 60"
    assert int(sample._pixels[0, 0, 0]) == 72
    qtbot.waitUntil(lambda: sample.strip.steps == [20, 40, 60])
    qtbot.keyClick(sample, Qt.Key.Key_Right)
    assert sample.name.text().startswith("Seed 13, class 3")
    click(qtbot, sample.before)
    qtbot.waitUntil(lambda: sample.strip.steps == [20, 40, 60])
    qtbot.mouseClick(sample.strip, Qt.MouseButton.LeftButton, pos=sample.strip.cell(0).center())
    qtbot.waitUntil(lambda: sample.name.text() == "Seed 12, class 2 at step 20")
    assert int(sample._pixels[0, 0, 0]) == 32
    out = tmp_path / "sample.png"
    sample.save_as(out)
    qtbot.waitUntil(out.exists)
    qtbot.waitUntil(lambda: out.stat().st_size > 0)
    assert np.asarray(Image.open(out)).shape == (8, 8)
    qtbot.keyClick(sample, Qt.Key.Key_Escape)
    assert view.pictures.currentWidget() is grid


def test_a_picture_that_cannot_be_saved_says_so(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    view = shown(qtbot, window, write_run(runs_folder() / "earlier"))
    view.grid.opened.emit(0)
    view.pictures.sample.save_as(tmp_path / "nowhere" / "sample.png")
    qtbot.waitUntil(lambda: "sample.png" in view.banner.words.text())


def test_the_generator_without_averaging_can_be_seen(qtbot: QtBot, window: MainWindow) -> None:
    path = write_run(runs_folder() / "earlier")
    view = shown(qtbot, window, path)
    assert not view.scrubber.kind.isEnabled()
    (path / "previews" / "raw").mkdir()
    for step in (20, 40, 60):
        Image.fromarray(np.full((48, 80), 200 + step // 10, np.uint8)).save(
            path / "previews" / "raw" / f"{step}.png"
        )
    window.studio.show(None)
    view = shown(qtbot, window, path)
    press(view, "Raw")
    qtbot.waitUntil(lambda: view.grid.sheet is not None and int(view.grid.sheet.pixels[0, 0, 0]) == 206)
    view.scrubber.go_to(20)
    qtbot.waitUntil(lambda: view.grid.sheet is not None and int(view.grid.sheet.pixels[0, 0, 0]) == 202)
    press(view, "Averaged")
    qtbot.waitUntil(lambda: view.grid.sheet is not None and int(view.grid.sheet.pixels[0, 0, 0]) == 20)
    assert view.scrubber.shown_step == 20


def test_leaving_the_end_pauses_following_until_newest_is_clicked(
    qtbot: QtBot, window: MainWindow, training: FakeRun
) -> None:
    click(qtbot, window.train.header.start_button)
    training.advance(15)
    run, view = window.studio.training, window.train.view
    assert run is not None
    qtbot.waitUntil(lambda: run.step == 15)
    view.scrubber.slider.setValue(2)
    view.scrubber.slider.setValue(1)
    training.advance(10)
    qtbot.waitUntil(lambda: len(run.previews) == 5)
    assert view.scrubber.shown_step == 10
    click(qtbot, view.scrubber.newest)
    assert view.scrubber.shown_step == 25
    qtbot.waitUntil(lambda: view.grid.sheet is not None and view.grid.sheet.step == 25)
    training.advance(5)
    qtbot.waitUntil(lambda: view.grid.sheet is not None and view.grid.sheet.step == 30)


@pytest.fixture
def store(qapp: QApplication) -> Iterator[SheetStore]:
    made = SheetStore()
    yield made
    made.close()


def test_only_so_many_pictures_are_kept(
    qtbot: QtBot, store: SheetStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ganstudio.gui.train.sheet_store.LIMIT", 3 * 48 * 80)
    sources = [Source(step, Path(f"{step}.png"), 8, tiles(step), 10) for step in range(6)]
    for source in sources:
        with qtbot.waitSignal(store.ready):
            store.ask(source)
    assert store.size == 3 * 48 * 80
    assert list(store._kept) == sources[-3:]
    with qtbot.waitSignal(store.ready, timeout=0, raising=False) as kept:
        store.ask(sources[4])
    assert kept.signal_triggered  # at once, without reading


def test_tiles_larger_than_a_screen_shows_are_made_smaller() -> None:
    large = np.zeros((4, 512, 512, 3), np.uint8)
    large[1] = 200
    sheet = sheet_of(1, large, 2)
    assert (sheet.side, sheet.pixels.shape, sheet.count) == (256, (512, 512, 3), 4)
    assert int(sheet.pixels[0, 256, 0]) == 200


# -- health ---------------------------------------------------------------------------------------------------------


def started(qtbot: QtBot, window: MainWindow, training: FakeRun, *events: Event) -> RunView:
    """A run at step 5 that has just reported these."""
    training.extra = list(events)
    click(qtbot, window.train.header.start_button)
    training.advance(5)
    run = window.studio.training
    assert run is not None
    qtbot.waitUntil(lambda: run.step == 5 or run.state is State.PAUSED)
    return window.train.view


def test_one_click_applies_the_remedy(qtbot: QtBot, window: MainWindow, training: FakeRun) -> None:
    remedy = Remedy("Go back to step 3", {"r1": 2.0}, 3)
    warning = Health(5, "collapse", "warning", "60 % of the samples have a twin.", "Losing variety", remedy)
    view = started(qtbot, window, training, warning)
    run, states = window.studio.training, list[State]()
    assert run is not None
    run.state_changed.connect(states.append)
    assert (view.banner.name.text(), view.banner.button.text()) == ("Losing variety", "Go back to step 3")
    assert "goes back to step 3, sets r1 to 2.0" in view.banner.button.toolTip()
    click(qtbot, view.banner.button)
    qtbot.waitUntil(lambda: run.state is State.TRAINING)
    assert states == [State.STOPPING, State.PREPARING, State.TRAINING]
    assert training.changes == {"r1": 2.0, "from_step": 3}
    assert view.banner.name.text() == "Healthy"
    training.advance(2)
    qtbot.waitUntil(lambda: run.step == 5)
    assert run.curves.points("generator/adversarial")[0].tolist() == [1, 2, 3, 4, 5]
    words = [row.words for row in run.happenings]
    assert any(each.startswith("Losing variety") for each in words)
    assert "Resumed on Abacus" in words


def test_a_problem_that_is_over_leaves_the_banner(
    qtbot: QtBot, window: MainWindow, training: FakeRun
) -> None:
    warning = Health(5, "oscillation", "warning", "The losses swing.", "Oscillating")
    view = started(qtbot, window, training, warning)
    assert view.banner.name.text() == "Oscillating"
    training.extra = [Health(6, "oscillation", "info", "What was reported at step 5 is over.", "Recovered")]
    training.advance()
    qtbot.waitUntil(lambda: view.banner.name.text() == "Healthy")


def test_the_banner_says_how_far_a_measurement_is(
    qtbot: QtBot, window: MainWindow, training: FakeRun
) -> None:
    view = started(qtbot, window, training, Evaluating(5, "Scoring samples", 512, 2048))
    qtbot.waitUntil(lambda: view.banner.name.text() == "Measuring quality")
    assert view.banner.words.text() == "Scoring samples: 512 of 2,048."
    training.advance()
    qtbot.waitUntil(lambda: view.banner.name.text() == "Healthy")


def test_a_refused_save_pauses_until_it_is_tried_again(
    qtbot: QtBot, window: MainWindow, training: FakeRun
) -> None:
    refused = Health(5, "not-saved", "error", "There is no space left; free some.", "Not saved")
    view = started(qtbot, window, training, refused, Checkpoint(5, training.path))
    run = window.studio.training
    assert run is not None
    qtbot.waitUntil(lambda: run.state is State.PAUSED)
    training.advance(20)
    qtbot.wait(150)
    assert training.made == 5
    assert view.banner.words.text() == "There is no space left; free some."
    assert view.banner.button.text() == "Try again"
    click(qtbot, view.banner.button)
    qtbot.waitUntil(lambda: run.step > 5)
    assert run.refused_save is None


def test_stop_ends_a_run_that_waits_after_a_refused_save(
    qtbot: QtBot, window: MainWindow, training: FakeRun
) -> None:
    started(qtbot, window, training, Health(5, "not-saved", "error", "No space.", "Not saved"))
    run = window.studio.training
    assert run is not None
    qtbot.waitUntil(lambda: run.state is State.PAUSED)
    click(qtbot, window.train.header.stop_button)
    qtbot.waitUntil(lambda: run.state is State.STOPPED)


def test_the_log_unfolds_and_tells_what_happened(qtbot: QtBot, window: MainWindow, training: FakeRun) -> None:
    scores = (Evaluation(5, "fid", 6.12, NEW, FD, True), Evaluation(5, "kid", 0.01, "KID[x]", "KID"))
    view = started(qtbot, window, training, *scores, Checkpoint(5, training.path))
    run, before = window.studio.training, view.grid.height()
    assert run is not None
    qtbot.waitUntil(lambda: len(run.happenings) == 3)
    click(qtbot, view.banner.fold)
    log = view.findChild(EventLog)
    assert isinstance(log, EventLog)
    assert log.isVisible()
    words = [log.rows.row(log.rows.index(row)).words for row in range(log.rows.rowCount())]
    assert words == ["Checkpoint saved", f"{FD} 6.12, the best so far; KID 0.0100", "Started on Abacus"]
    qtbot.waitUntil(lambda: view.grid.height() < before)
    assert run.best_step == 5
    training.extra = [Health(6, "out-of-memory", "info", "Groups of 4 now.")]
    training.advance()
    qtbot.waitUntil(lambda: log.rows.rowCount() == 4)
    click(qtbot, view.banner.fold)
    assert not log.isVisible()


def test_a_failure_with_a_remedy_offers_it(qtbot: QtBot, window: MainWindow, training: FakeRun) -> None:
    remedy = Remedy("Resume with half the rates", {"generator_lr": 0.001}, 4)
    training.error_after = 5
    view = started(
        qtbot,
        window,
        training,
        Health(5, "non-finite", "error", "The loss became NaN.", "Not a number", remedy),
    )
    run = window.studio.training
    assert run is not None
    qtbot.waitUntil(lambda: run.state is State.FAILED)
    assert (view.banner.name.text(), view.banner.button.text()) == ("Not a number", remedy.words)
    training.error_after = None
    click(qtbot, view.banner.button)
    qtbot.waitUntil(lambda: run.state is State.TRAINING)
    assert training.changes == {"generator_lr": 0.001, "from_step": 4}


# -- settings and notes ---------------------------------------------------------------------------------------------


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


def test_previews_that_arrive_are_put_together_away_from_the_window(
    qtbot: QtBot, window: MainWindow, training: FakeRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    made_in: list[int] = []

    def watched(*arguments: Any) -> Any:
        made_in.append(threading.get_ident())
        return sheet_of(*arguments)

    monkeypatch.setattr("ganstudio.gui.train.sheet_store.sheet_of", watched)
    pictures = Preview(5, training.path / "previews" / "5.png", tiles(9), 10, (), tiles(90))
    view = started(qtbot, window, training, pictures)
    qtbot.waitUntil(lambda: view.grid.sheet is not None and int(view.grid.sheet.pixels[0, 0, 0]) == 9)
    assert made_in
    assert threading.get_ident() not in made_in
    press(view, "Raw")
    qtbot.waitUntil(lambda: view.grid.sheet is not None and int(view.grid.sheet.pixels[0, 0, 0]) == 90)

"""The banner: problems and remedies in one click, measurements, refused saves, the log."""

from pytestqt.qtbot import QtBot

from ganstudio.gui.main_window import MainWindow
from ganstudio.gui.models.run_model import State
from ganstudio.gui.train.event_log import EventLog
from ganstudio.training.events import (
    Checkpoint,
    Evaluating,
    Evaluation,
    Health,
    Remedy,
)
from tests.gui.run_view_tools import FD, NEW, click, started
from tests.gui.window_fakes import FakeRun


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

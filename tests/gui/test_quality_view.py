"""The quality plot, driven by its widgets."""

import json

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ganstudio.gui.main_window import MainWindow
from ganstudio.resources import runs_folder
from tests.gui.run_view_tools import (
    FD,
    NEW,
    OLD,
    click,
    measured,
    place_of,
    shown,
)
from tests.gui.window_fakes import FakeRun, write_run


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

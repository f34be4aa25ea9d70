"""Losses, balance and penalties: what is drawn together, and which part of the steps."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ganstudio.gui.main_window import MainWindow
from ganstudio.resources import runs_folder
from tests.gui.run_view_tools import click, place_of, shown, with_signals
from tests.gui.window_fakes import write_run


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

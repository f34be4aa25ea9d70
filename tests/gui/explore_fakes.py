"""What tests of the Explore room's panels share: a small model that is open, and pictures made by hand."""

from pathlib import Path

import numpy as np
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ganstudio.gui.behind import window_is_up
from ganstudio.gui.models.explore.explore_model import ExploreModel
from ganstudio.gui.models.explore.facts import Picture
from ganstudio.latents.point import LatentPoint


def drag(
    qtbot: QtBot, widget: QWidget, begin: QPoint, end: QPoint, button: Qt.MouseButton = Qt.MouseButton.LeftButton,
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:  # fmt: skip
    """Press, moves, release, by places on the widget where it was at first: it may move along with the pointer."""
    places = [widget.mapToGlobal(place) for place in (begin, (begin + end) / 2, end)]
    qtbot.mousePress(widget, button, modifiers, begin)
    for place in places[1:]:
        send_move(widget, place, button, modifiers)
    qtbot.mouseRelease(widget, button, modifiers, widget.mapFromGlobal(places[-1]))


def send_move(
    widget: QWidget, place: QPoint, button: Qt.MouseButton = Qt.MouseButton.NoButton,
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:  # fmt: skip
    """A move of the mouse to a place of the screen with a button held; QTest's own moves carry none."""
    none = Qt.MouseButton.NoButton
    here = QPointF(widget.mapFromGlobal(place))
    event = QMouseEvent(QMouseEvent.Type.MouseMove, here, QPointF(place), none, button, modifiers)
    QApplication.sendEvent(widget, event)


def open_model(qtbot: QtBot, explore: ExploreModel, path: Path) -> None:
    """Waits for its first picture."""
    window_is_up()  # torch loads at once
    explore.open(path)
    qtbot.waitUntil(lambda: explore.facts is not None and explore.facts.path == path, timeout=30_000)
    wait_for_picture(qtbot, explore)


def wait_for_picture(qtbot: QtBot, explore: ExploreModel) -> None:
    """Until the full picture of the point is there."""

    def is_there() -> bool:
        picture = explore.picture
        return picture is not None and picture.point == explore.point and not picture.is_preview

    qtbot.waitUntil(is_there, timeout=10_000)


def by_hand(pixels: np.ndarray, seed: int = 0, is_preview: bool = False) -> Picture:
    """pixels [H, W, C] uint8 as if they were a seed's."""
    return Picture(LatentPoint.of_seed(seed), pixels, is_preview)


def show(explore: ExploreModel, picture: Picture) -> Picture:
    """As if it had been rendered."""
    explore.picture = picture
    explore.picture_changed.emit(picture)
    return picture


def noise(side: int = 16, channels: int = 3, seed: int = 0) -> np.ndarray:
    """[side, side, channels] uint8."""
    return np.random.default_rng(seed).integers(0, 256, (side, side, channels), np.uint8)


def flat(value: int, side: int = 16) -> np.ndarray:
    """[side, side, 3] uint8 of one grey."""
    return np.full((side, side, 3), value, np.uint8)

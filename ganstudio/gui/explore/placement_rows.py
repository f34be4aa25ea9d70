"""Where a generator that can be placed puts its picture: shift and turn."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ganstudio.gui.models.explore.explore_model import ExploreModel
from ganstudio.gui.widgets.value_row import ValueRow
from ganstudio.latents.point import LatentPoint

DEGREES = 360


class PlacementRows(QWidget):
    """Shift in widths of the picture, turn in degrees; a StyleGAN3 moves everything, texture too."""

    def __init__(self, explore: ExploreModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._explore = explore
        self.right = ValueRow("Shift right", -0.5, 0.5, 0.05, 0, "In widths of the picture", origin=0)
        self.down = ValueRow("Shift down", -0.5, 0.5, 0.05, 0, "In heights of the picture", origin=0)
        self.turn = ValueRow("Turn", -180, 180, 5, 0, "In degrees, counter-clockwise", decimals=0, origin=0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for each in (self.right, self.down, self.turn):
            column.addWidget(each)
            each.settled.connect(explore.settle)
        self.right.moved.connect(lambda value: self._shift(0, value))
        self.down.moved.connect(lambda value: self._shift(1, value))
        self.turn.moved.connect(self._turn)
        explore.point_changed.connect(self.show_point)

    @Slot(object)
    def show_point(self, point: LatentPoint) -> None:
        self.right.set_value(point.shift[0])
        self.down.set_value(point.shift[1])
        self.turn.set_value(round(point.turn * DEGREES, 6))

    def _shift(self, axis: int, value: float) -> None:
        point = self._explore.point
        if point is not None:
            shift = (value, point.shift[1]) if axis == 0 else (point.shift[0], value)
            self._explore.change("Shift", point.changed(shift=shift), live=True)

    @Slot(float)
    def _turn(self, degrees: float) -> None:
        point = self._explore.point
        if point is not None:
            self._explore.change("Turn", point.changed(turn=degrees / DEGREES), live=True)

"""The row of values under the title of a plot: a step, then each curve's value there."""

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ganstudio.gui import theme
from ganstudio.gui.widgets.text import text


class Swatch(QWidget):
    """A stroke in a curve's colour, and the circle or triangle that real and generated have."""

    def __init__(self, series: int) -> None:
        super().__init__()
        self._series = series
        self.setFixedSize(QSize(16, 12))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colour = QPainter(self), QColor(theme.current().series[self._series])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour, 2))
        painter.drawLine(QPointF(0, 6), QPointF(16, 6))
        painter.setBrush(colour)
        painter.setPen(QPen(colour, 0))
        if self._series == 0:
            painter.drawEllipse(QPointF(8, 6), 3, 3)
        elif self._series == 1:
            painter.drawPolygon(QPolygonF([QPointF(8, 2), QPointF(12, 9), QPointF(4, 9)]))


class Readout(QWidget):
    """A fixed row: its height and the places in it do not change while values do."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(18)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        self.step = text("", "value")
        self._row.addWidget(self.step)
        self._row.addSpacing(8)
        self._row.addStretch(1)
        self.values: dict[str, QLabel] = {}

    def name(self, curves: Mapping[str, int]) -> None:
        """The names of the curves and the numbers of their colours."""
        if list(curves) == list(self.values):
            return
        while self._row.count() > 2:
            item = self._row.takeAt(2)
            if item is not None and (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.values = {}
        for name, series in curves.items():
            self.values[name] = text("", "label")
            self._row.addWidget(Swatch(series))
            self._row.addWidget(self.values[name])
            self._row.addSpacing(8)
        self._row.addStretch(1)

    def say(self, name: str, words: str) -> None:
        """A value; its place grows but never shrinks, so that the next one does not jump."""
        label = self.values[name]
        if label.text() != words:
            label.setText(words)
            label.setMinimumWidth(max(label.minimumWidth(), label.sizeHint().width()))

    def forget_widths(self) -> None:
        """Other words come, such as the short ones of a narrow card."""
        for label in self.values.values():
            label.setMinimumWidth(0)

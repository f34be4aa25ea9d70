"""The distance of a fit over its steps: one falling line on a logarithmic scale."""

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganstudio.gui import theme
from ganstudio.gui.fonts import font
from ganstudio.gui.models.series import Series
from ganstudio.gui.widgets.text import describe

HEIGHT, LEFT, BOTTOM = 104, 48, 18
TIP = "How far the fit is from the picture: perceptual distance and mean squared error together, lower is nearer"


class FitCurve(QWidget):
    """`show_curve(series, steps)`: the steps there will be set the width."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        describe(self, "Distance curve", TIP)
        self._x, self._y, self._steps = np.zeros(0), np.zeros(0), 1

    def show_curve(self, series: Series, steps: int) -> None:
        self._x, self._y, self._steps = series.steps.copy(), series.values.copy(), max(1, steps)
        self.setAccessibleDescription(f"{TIP}. Now {self._y[-1]:.3f}." if len(self._y) else TIP)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, colours = QPainter(self), theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(11))
        area = QRectF(LEFT, 6, self.width() - LEFT - 8, self.height() - BOTTOM - 10)
        low, high = self._span()
        for power in range(low, high + 1):
            y = area.bottom() - area.height() * (power - low) / (high - low)
            painter.setPen(QPen(QColor(colours.grid), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(QColor(colours.text3))
            label = QRectF(0, y - 8, LEFT - 8, 16)
            painter.drawText(
                label, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), f"{10.0**power:g}"
            )
        foot = QRectF(area.left(), area.bottom() + 2, area.width(), BOTTOM)
        painter.drawText(foot, int(Qt.AlignmentFlag.AlignLeft), "0")
        painter.drawText(foot, int(Qt.AlignmentFlag.AlignRight), f"{self._steps:,} steps")
        if len(self._x):
            painter.setPen(QPen(QColor(colours.made), 2))
            painter.drawPolyline(self._line(area, low, high))

    def _span(self) -> tuple[int, int]:
        """Powers of ten around the curve."""
        if not len(self._y):
            return -2, 0
        low = math.floor(math.log10(max(1e-6, float(self._y.min()))))
        high = math.ceil(math.log10(max(1e-6, float(self._y.max()))))
        return low, max(high, low + 1)

    def _line(self, area: QRectF, low: int, high: int) -> QPolygonF:
        x = area.left() + area.width() * self._x / self._steps
        y = area.bottom() - area.height() * (np.log10(np.maximum(self._y, 1e-6)) - low) / (high - low)
        return QPolygonF([QPointF(float(a), float(b)) for a, b in zip(x, y)])

"""The pictures of the chosen data as the networks will see them."""

import numpy as np
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from ganstudio.gui import theme
from ganstudio.gui.start.strip import paint_sides, paint_strip

COLUMNS, ROWS, SIDE = 8, 4, 36


class SampleView(QWidget):
    """8 x 4 tiles of 36 px, or fewer rows. What was there stays, dimmed, until the next pictures have come."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(COLUMNS * SIDE, ROWS * SIDE)
        self.setAccessibleName("Pictures of the chosen data")
        self._pictures: np.ndarray | None = None
        self._below: np.ndarray | None = None
        self._painted: QPixmap | None = None
        self._stale = False
        self._rows = ROWS

    def set_rows(self, rows: int) -> None:
        """How many rows there is room for."""
        if rows != self._rows:
            self._rows, self._painted = rows, None
            self.setFixedHeight(rows * SIDE)

    def set_pictures(self, pictures: np.ndarray | None, below: np.ndarray | None = None) -> None:
        """Pictures [N, H, W, C] uint8, or None while they are being read; those of the other side in the lower half."""
        self._stale = pictures is None
        if pictures is not None:
            self._pictures, self._below, self._painted = pictures, below, None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.current().canvas))
        if self._pictures is None or not len(self._pictures):
            return
        if self._painted is None:
            size = (self.width(), self.height(), self._rows, self.devicePixelRatioF())
            self._painted = (
                paint_strip(self._pictures, *size)
                if self._below is None
                else paint_sides(self._pictures, self._below, *size)
            )
        painter.setOpacity(0.35 if self._stale else 1.0)
        painter.drawPixmap(0, 0, self._painted)

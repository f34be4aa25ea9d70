"""How a picture is painted: pixels from a numpy buffer, the grid between them, the line around them."""

import numpy as np
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from ganstudio.gui import theme
from ganstudio.gui.fonts import font

LINE = QColor(128, 128, 128, 64)  # around every picture, so that white and black ones hold their edge
GRID_FROM = 12.0  # screen pixels for each pixel of the picture
FADED = 0.35  # of a picture that is about to be replaced
_FORMATS = {
    1: QImage.Format.Format_Grayscale8,
    3: QImage.Format.Format_RGB888,
    4: QImage.Format.Format_RGBA8888,
}


class Pixels:
    """An image over a numpy buffer [H, W, 1, 3 or 4] uint8, and the buffer itself, which has to live as long."""

    def __init__(self, pixels: np.ndarray) -> None:
        self.array = np.ascontiguousarray(pixels)
        height, width, channels = self.array.shape
        self.image = QImage(self.array.data, width, height, width * channels, _FORMATS[channels])

    def words_at(self, column: int, row: int) -> str:
        """The value of a pixel: one number for grey, else red, green and blue."""
        return " ".join(str(int(value)) for value in self.array[row, column])


def paint_pixels(
    painter: QPainter, pixels: Pixels, rect: QRectF, scale: float, *, smooth: bool, matte: QColor
) -> None:
    """`rect` in logical units; `scale` in screen pixels for each pixel, which decides whether edges are kept."""
    if pixels.image.hasAlphaChannel():
        painter.fillRect(rect, matte)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth or scale < 1)
    painter.drawImage(rect, pixels.image)


def paint_grid(painter: QPainter, rect: QRectF, columns: int, rows: int, view: QRectF) -> None:
    """A line between each two pixels that are seen."""
    unit = rect.width() / columns
    seen = rect.intersected(view)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(QPen(LINE, 0))
    first, last = int((seen.left() - rect.left()) / unit), int((seen.right() - rect.left()) / unit) + 1
    xs = [rect.left() + column * unit for column in range(max(1, first), min(columns, last + 1))]
    first, last = int((seen.top() - rect.top()) / unit), int((seen.bottom() - rect.top()) / unit) + 1
    ys = [rect.top() + row * unit for row in range(max(1, first), min(rows, last + 1))]
    painter.drawLines(
        [QLineF(x, seen.top(), x, seen.bottom() - 1) for x in xs if seen.left() < x < seen.right()]
    )
    painter.drawLines(
        [QLineF(seen.left(), y, seen.right() - 1, y) for y in ys if seen.top() < y < seen.bottom()]
    )


def paint_edge(painter: QPainter, rect: QRectF) -> None:
    """The line just inside of a picture."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(QPen(LINE, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))


def paint_tag(painter: QPainter, words: str, rect: QRectF, *, is_right: bool) -> None:
    """A word in a lower corner of a picture, which is readable on any picture."""
    painter.setFont(font(12, 600))
    width = painter.fontMetrics().horizontalAdvance(words) + 20
    if rect.width() < width + 24 or rect.height() < 56:
        return
    left = rect.right() - 12 - width if is_right else rect.left() + 12
    tag = QRectF(left, rect.bottom() - 12 - 24, width, 24)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 170))
    painter.drawRoundedRect(tag, 12, 12)
    painter.setPen(QColor("#ffffff"))
    painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, words)


def matte_colour(name: str) -> QColor:
    """What lies around and behind the picture: the theme's canvas, or one that stays whatever the theme."""
    fixed = {"Dark": theme.DARK.canvas, "Light": theme.LIGHT.canvas, "White": theme.LIGHT.field}
    return QColor(fixed.get(name, theme.current().canvas))

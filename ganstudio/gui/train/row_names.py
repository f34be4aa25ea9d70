"""The names of a preview's rows, where rows show different things: painted beside it, one a row."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter

from ganstudio.gui import theme
from ganstudio.gui.fonts import font

PAD, GAP, MOST = 8, 12, 132  # pixels: left of a name, between it and its row, and at most for names


def made_font(height: float) -> tuple[int, int]:
    """Size and weight for rows of a height in pixels."""
    return (12, 500) if height >= 18 else (11, 500)


def width_of(rows: Sequence[str], height: float) -> int:
    """What the names take up at the left of a picture, their gap with them; nothing without names."""
    if not rows:
        return 0
    metrics = QFontMetrics(font(*made_font(height)))
    return min(MOST, max(metrics.horizontalAdvance(name) for name in rows)) + PAD + GAP


def paint_names(painter: QPainter, rows: Sequence[str], picture: QRectF, left: float) -> None:
    """Right-aligned beside each row of the picture; a name that is too long ends in an ellipsis."""
    if not rows:
        return
    left += PAD
    height, width = picture.height() / len(rows), picture.x() - GAP - left
    made, colours = font(*made_font(height)), theme.current()
    painter.setFont(made)
    metrics = QFontMetrics(made)
    for row, name in enumerate(rows):
        is_source = row % block_of(rows) == 0
        painter.setPen(QColor(colours.text if is_source else colours.text2))
        place = QRectF(left, picture.y() + row * height, width, height)
        words = metrics.elidedText(name, Qt.TextElideMode.ElideRight, int(width) + 1)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, words)


def paint_gaps(painter: QPainter, rows: Sequence[str], picture: QRectF) -> None:
    """A line of the canvas between rows that do not belong together."""
    block = block_of(rows)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.current().canvas))
    for row in range(block, len(rows), block):
        top = picture.y() + round(row * picture.height() / len(rows))
        painter.drawRect(QRectF(picture.x(), top - 1, picture.width(), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def block_of(rows: Sequence[str]) -> int:
    """How many rows one under the other show the same subject: a picture, what is made of it, and back or the truth."""
    return 3 if len(rows) % 3 == 0 else 2


def subject(rows: Sequence[str], tile: int, columns: int) -> list[int]:
    """The tiles that show the same subject as this one, from the top."""
    row, column = divmod(tile, columns)
    first = row - row % block_of(rows)
    return [(first + below) * columns + column for below in range(block_of(rows))]

"""How small pictures are painted: square, with an inner line, a ring when chosen, dim while they are old."""

from collections import OrderedDict

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap

from ganstudio.gui import theme
from ganstudio.gui.fonts import font

INNER = QColor(128, 128, 128, 64)
DIM = 0.35
KEPT = 400  # scaled pictures; 10 kB each
_made: OrderedDict[tuple[int, int, int], QPixmap] = OrderedDict()


def paint_picture(painter: QPainter, rect: QRectF, image: QImage | None, is_old: bool = False) -> None:
    """Fills `rect`; without a picture there is an inset field."""
    painter.fillRect(rect, QColor(theme.current().field))
    if image is not None:
        painter.setOpacity(DIM if is_old else 1.0)
        painter.drawPixmap(rect.topLeft(), _fitted(image, rect.size(), painter.device().devicePixelRatioF()))
        painter.setOpacity(1.0)
    painter.setPen(QPen(INNER, 1))
    painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))


def _fitted(image: QImage, size: QSizeF, ratio: float) -> QPixmap:
    """The picture at the size that is painted, made once: smooth, but for whole-number scales."""
    wide, high = (max(1, round(side * ratio)) for side in (size.width(), size.height()))
    key = (image.cacheKey(), wide, high)
    if key not in _made:
        is_sharp = wide >= image.width() and wide % max(1, image.width()) == 0
        mode = Qt.TransformationMode
        how = mode.FastTransformation if is_sharp else mode.SmoothTransformation
        _made[key] = QPixmap.fromImage(image.scaled(wide, high, Qt.AspectRatioMode.IgnoreAspectRatio, how))
        _made[key].setDevicePixelRatio(ratio)
        while len(_made) > KEPT:
            _made.popitem(last=False)
    return _made[key]


def paint_ring(painter: QPainter, rect: QRectF) -> None:
    """Two pixels within the picture's edge: this one is chosen."""
    painter.setPen(_ring())
    painter.drawRect(rect.adjusted(1, 1, -1, -1))


def paint_cursor(painter: QPainter, rect: QRectF) -> None:
    """Four corners: the keyboard stands here."""
    painter.setPen(_ring())
    inner, reach = rect.adjusted(1, 1, -1, -1), min(10.0, rect.width() / 3)
    for corner, right, down in (
        (inner.topLeft(), 1, 1),
        (inner.topRight(), -1, 1),
        (inner.bottomLeft(), 1, -1),
        (inner.bottomRight(), -1, -1),
    ):
        painter.drawLine(corner, corner + QPointF(right * reach, 0))
        painter.drawLine(corner, corner + QPointF(0, down * reach))


def paint_words(painter: QPainter, rect: QRectF, words: str) -> None:
    """A caption in the middle of a cell."""
    painter.setFont(font(11))
    painter.setPen(QColor(theme.current().text3))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, words)


def _ring() -> QPen:
    return QPen(
        QColor(theme.current().ring),
        2,
        Qt.PenStyle.SolidLine,
        Qt.PenCapStyle.SquareCap,
        Qt.PenJoinStyle.MiterJoin,
    )

"""How the timeline is painted: ruler, track, the curves of easing, keys and the playhead."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from ganstudio.gui import theme
from ganstudio.gui.explore.time_scale import TimeScale, short
from ganstudio.gui.fonts import font
from ganstudio.latents.keyframes import Easing, eased

RULER, TRACK, THUMB = 36, 56, 44  # pixels high
CURVE_STEPS = 32
INSET = 11  # of a curve within the track


def paint_ruler(painter: QPainter, scale: TimeScale) -> None:
    """Labels over long ticks, fine ticks between."""
    colours = theme.current()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for seconds in scale.moments(scale.tick_step()):
        painter.fillRect(QRectF(round(scale.x(seconds)), RULER - 9, 1, 4), QColor(colours.border))
    painter.setFont(font(11))
    labels = scale.moments(scale.label_step())
    for seconds in labels:
        x = round(scale.x(seconds))
        painter.fillRect(QRectF(x, RULER - 11, 1, 6), QColor(colours.text3))
        painter.setPen(QColor(colours.text3))
        width = painter.fontMetrics().horizontalAdvance(short(seconds)) + 2
        start = min(max(x - width / 2, scale.left), scale.right - width)
        painter.drawText(QRectF(start, 4, width, 18), Qt.AlignmentFlag.AlignCenter, short(seconds))


def paint_track(painter: QPainter, rect: QRectF) -> None:
    """The inset that the keys lie in."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.current().field))
    painter.drawRoundedRect(rect, 6, 6)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def paint_easing(painter: QPainter, rect: QRectF, easing: Easing, is_faint: bool = False) -> None:
    """From the bottom at one key to the top at the next, as time goes by between them."""
    if rect.width() < 6:
        return
    path = QPainterPath(QPointF(rect.left(), rect.bottom() - INSET))
    high = rect.height() - 2 * INSET
    for step in range(1, CURVE_STEPS + 1):
        share = step / CURVE_STEPS
        x, y = rect.left() + share * rect.width(), rect.bottom() - INSET - high * eased(share, easing)
        if easing == "hold" and step == CURVE_STEPS:
            path.lineTo(x, rect.bottom() - INSET)
        path.lineTo(x, y)
    colours = theme.current()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(colours.off if is_faint else colours.text3), 1.4))
    painter.drawPath(path)


def paint_playhead(painter: QPainter, x: float, bottom: float, has_focus: bool) -> None:
    """A flag over the ruler and a line down to the end of the track."""
    colours = theme.current()
    colour = QColor(colours.accent_line)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRect(QRectF(x - 1, RULER - 14, 2, bottom - RULER + 14))
    top = RULER - 22
    corners = [(-7, top + 2), (-5, top), (5, top), (7, top + 2), (7, top + 7), (0, top + 14), (-7, top + 7)]
    painter.drawPolygon(QPolygonF([QPointF(x + dx, y) for dx, y in corners]))
    if has_focus:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(colours.ring), 2))
        painter.drawRoundedRect(QRectF(x - 10, top - 3, 20, 20), 4, 4)
    painter.setBrush(Qt.BrushStyle.NoBrush)

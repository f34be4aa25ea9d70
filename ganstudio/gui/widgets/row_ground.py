"""The ground of a painted row of a list."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle

from ganstudio.gui import theme


def paint_ground(painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
    """Accent soft where the row is chosen, raised under the pointer, nothing elsewhere."""
    colours = theme.current()
    painter.setPen(Qt.PenStyle.NoPen)
    if state & QStyle.StateFlag.State_Selected:
        painter.setBrush(QColor(colours.accent_soft))
    elif state & QStyle.StateFlag.State_MouseOver:
        painter.setBrush(QColor(colours.raised))
    else:
        return
    painter.drawRoundedRect(QRectF(rect).adjusted(4, 0, -4, 0), 6, 6)

"""A card that names both ends of a direction."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from ganstudio.gui import theme
from ganstudio.gui.fonts import font
from ganstudio.gui.icons import icon
from ganstudio.gui.models.translate.facts import Direction
from ganstudio.gui.widgets.text import describe

HEIGHT, ARROW, EDGE = 64, 12, 10
SMALL = {"a2b": "A to B", "b2a": "B to A"}


class DirectionCard(QAbstractButton):
    """Checked while pictures go this way."""

    def __init__(self, direction: Direction, ends: tuple[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.direction, self.ends = direction, ends
        self.setObjectName(f"direction_{direction}")
        self.setCheckable(True)
        self.setFixedHeight(HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        describe(self, f"{ends[0]} to {ends[1]}", f"Pictures of {ends[0]} become {ends[1]}")

    def sizeHint(self) -> QSize:
        return QSize(136, HEIGHT)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colours = QPainter(self), theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_on = self.isChecked()
        width = 2 if is_on else 1
        fill = colours.accent_soft if is_on else colours.raised if self.underMouse() else colours.panel
        painter.setPen(QPen(QColor(colours.accent_line if is_on else colours.border), width))
        painter.setBrush(QColor(fill))
        inset = width / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 8, 8)
        painter.setFont(font(12, 600 if is_on else 500))
        painter.setPen(QColor(colours.text if is_on else colours.text2))
        if self._fits(painter):
            self._paint_line(painter, is_on)
        else:
            self._paint_lines(painter, is_on)

    def _fits(self, painter: QPainter) -> bool:
        """Whether both names stand in one line."""
        metrics = painter.fontMetrics()
        return (
            sum(metrics.horizontalAdvance(end) for end in self.ends) + ARROW + 16 <= self.width() - 2 * EDGE
        )

    def _paint_line(self, painter: QPainter, is_on: bool) -> None:
        """Summer -> Winter, and under it A to B."""
        first, second = (painter.fontMetrics().horizontalAdvance(end) for end in self.ends)
        left = (self.width() - first - second - ARROW - 16) / 2
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(QRectF(left, 12, first + 2, 20), middle, self.ends[0])
        painter.drawText(QRectF(left + first + ARROW + 16, 12, second + 2, 20), middle, self.ends[1])
        self._paint_arrow(painter, round(left + first + 8), 16, is_on)
        painter.setFont(font(11))
        painter.setPen(QColor(theme.current().text2 if is_on else theme.current().text3))
        centre = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(QRectF(0, 34, self.width(), 18), centre, SMALL[self.direction])

    def _paint_lines(self, painter: QPainter, is_on: bool) -> None:
        """Long names under each other."""
        room, middle = self.width() - 2 * EDGE, int(Qt.AlignmentFlag.AlignVCenter)
        metrics = painter.fontMetrics()
        first = metrics.elidedText(self.ends[0], Qt.TextElideMode.ElideRight, room)
        second = metrics.elidedText(self.ends[1], Qt.TextElideMode.ElideRight, room - ARROW - 6)
        painter.drawText(QRectF(EDGE, 12, room, 20), middle, first)
        painter.drawText(QRectF(EDGE + ARROW + 6, 32, room - ARROW - 6, 20), middle, second)
        self._paint_arrow(painter, EDGE, 36, is_on)

    def _paint_arrow(self, painter: QPainter, x: int, y: int, is_on: bool) -> None:
        icon("arrow-right", "accent_line" if is_on else "text3").paint(painter, x, y, ARROW, ARROW)

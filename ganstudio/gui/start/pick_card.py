"""What data cards and recipe cards share: a card that is chosen by a click, painted as the design draws it."""

import numpy as np
from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QWidget

from ganstudio.gui import theme
from ganstudio.gui.fonts import font
from ganstudio.gui.start.strip import paint_sides, paint_strip
from ganstudio.gui.widgets.text import describe

RADIUS, INSET, TEXT_LEFT = 8, 3, 15


class PickCard(QAbstractButton):
    """A strip of pictures and words under it. Subclasses paint the words in `paint_words`."""

    strip_height = 74
    strip_rows = 2

    def __init__(self, name: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._pictures: np.ndarray | None = None
        self._others: np.ndarray | None = None
        self._strip: QPixmap | None = None
        describe(self, name, tip)

    def set_pictures(self, pictures: np.ndarray | None, others: np.ndarray | None = None) -> None:
        """Pictures [N, H, W, C] uint8 of the strip, those of the other side under them; None while they are read."""
        if pictures is not self._pictures or others is not self._others:
            self._pictures, self._others, self._strip = pictures, others, None
            self.update()

    def has_pictures(self) -> bool:
        return self._pictures is not None

    def nextCheckState(self) -> None:
        self.setChecked(True)  # a chosen card stays chosen until another is

    def sizeHint(self) -> QSize:
        return QSize(240, 132)

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, colours)
        self.paint_strip(painter, colours)
        self.paint_words(painter, colours)

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.HoverEnter, QEvent.Type.HoverLeave):
            self.update()
        return super().event(event)

    def paint_strip(self, painter: QPainter, colours: theme.Tokens) -> None:
        width = self.width() - 2 * INSET
        room = QRect(INSET, INSET, width, self.strip_height)
        if self._pictures is None or not len(self._pictures):
            painter.fillRect(room, QColor(colours.canvas))
            return
        if self._strip is None or self._strip.deviceIndependentSize().width() != width:
            self._strip = self._painted(width, self.strip_height, self.strip_rows)
        painter.setOpacity(1.0 if self.isEnabled() else 0.35)
        painter.drawPixmap(room.topLeft(), self._strip)
        painter.setOpacity(1.0)

    def _painted(self, width: int, height: int, rows: int) -> QPixmap:
        assert self._pictures is not None
        ratio = self.devicePixelRatioF()
        if self._others is not None:
            return paint_sides(self._pictures, self._others, width, height, rows, ratio)
        return paint_strip(self._pictures, width, height, rows, ratio)

    def paint_words(self, painter: QPainter, colours: theme.Tokens) -> None:
        raise NotImplementedError

    def words(
        self, painter: QPainter, top: int, words: str, size: int, weight: int, colour: str, left: int = 0
    ) -> int:
        """One line, cut off with an ellipsis at the card's edge; returns where it ends."""
        made = font(size, weight)
        start, metrics = TEXT_LEFT + left, QFontMetrics(made)
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, self.width() - start - TEXT_LEFT)
        painter.setFont(made)
        painter.setPen(QColor(colour))
        painter.drawText(
            QRect(start, top, self.width() - start - 8, 20), Qt.AlignmentFlag.AlignVCenter, shown
        )
        return left + metrics.horizontalAdvance(shown)

    def paragraph(self, painter: QPainter, top: int, words: str, lines: int, colour: str) -> None:
        """At most so many lines of 12 px; the last ends in an ellipsis where there would be more."""
        made, width = font(12), self.width() - 2 * TEXT_LEFT
        painter.setFont(made)
        painter.setPen(QColor(colour))
        for number, row in enumerate(wrapped(words, QFontMetrics(made), width, lines)):
            room = QRect(TEXT_LEFT, top + 16 * number, width + 4, 16)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, row)

    def _paint_ground(self, painter: QPainter, colours: theme.Tokens) -> None:
        chosen = self.isChecked()
        fill = colours.accent_soft if chosen else colours.raised if self.underMouse() else colours.panel
        width = 2 if chosen else 1
        painter.setPen(QPen(QColor(colours.accent_line if chosen else colours.hairline), width))
        painter.setBrush(QColor(fill))
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2), RADIUS, RADIUS
        )


def paint_tag(painter: QPainter, words: str, right: int, top: int, colours: theme.Tokens) -> None:
    """A word on a plate of its own; `right` is where it ends."""
    made = font(11, 500)
    width = QFontMetrics(made).horizontalAdvance(words) + 12
    place = QRectF(right - width, top, width, 18)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.window))
    painter.drawRoundedRect(place, 4, 4)
    painter.setPen(QColor(colours.accent_line))
    painter.setFont(made)
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)


def wrapped(words: str, metrics: QFontMetrics, width: int, lines: int) -> list[str]:
    """Words broken into at most `lines` lines."""
    rows, rest = [""], words.split()
    while rest:
        longer = f"{rows[-1]} {rest[0]}".strip()
        if metrics.horizontalAdvance(longer) > width and rows[-1]:
            if len(rows) == lines:
                whole = " ".join([rows[-1], *rest])
                return [*rows[:-1], metrics.elidedText(whole, Qt.TextElideMode.ElideRight, width)]
            rows.append("")
            continue
        rows[-1] = longer
        rest.pop(0)
    return rows

"""One translator in the list: a picture of each side, an arrow between them, its name and what it is."""

import numpy as np
from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from ganstudio.gui import theme
from ganstudio.gui.fonts import font
from ganstudio.gui.icons import icon
from ganstudio.gui.models.translate.translator_shelf import TranslatorRow
from ganstudio.gui.pyramid import image_of
from ganstudio.gui.widgets.picture_paint import LINE
from ganstudio.gui.widgets.text import describe

HEIGHT, SIDE, ARROW, EDGE = 60, 44, 12, 8


class ModelRow(QAbstractButton):
    """Checked while it is the one that is open."""

    def __init__(self, row: TranslatorRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = row
        self.setCheckable(True)
        self.setFixedHeight(HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        between = f", between {' and '.join(row.domains)}" if row.domains else ""
        describe(self, row.name, f"{row.about}{between}: {row.path}")
        self._images = None if row.sides is None else [image_of(np.asarray(side)) for side in row.sides]

    def sizeHint(self) -> QSize:
        return QSize(288, HEIGHT)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colours = QPainter(self), theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isChecked() or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent_soft if self.isChecked() else colours.raised))
            painter.drawRoundedRect(self.rect(), 6, 6)
        left = QRect(EDGE, (HEIGHT - SIDE) // 2, SIDE, SIDE)
        right = left.translated(SIDE + 6 + ARROW + 6, 0)
        for number, place in enumerate((left, right)):
            self._paint_side(painter, place, number)
        arrow = QRect(left.right() + 7, (HEIGHT - ARROW) // 2, ARROW, ARROW)
        icon("arrow-right", "text2").paint(painter, arrow)
        words = QRect(right.right() + 12, 10, self.width() - right.right() - 12 - EDGE, 20)
        self._write(painter, words, self.row.name, colours.text, font(12, 500))
        caption = colours.text2 if self.isChecked() else colours.text3
        self._write(painter, words.translated(0, 19), self.row.about, caption, font(11))

    def _paint_side(self, painter: QPainter, place: QRect, number: int) -> None:
        if self._images is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(place, self._images[number])
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.current().raised))
            painter.drawRoundedRect(place, 4, 4)
            icon("image", "text3").paint(painter, place.adjusted(14, 14, -14, -14))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(LINE, 1))
        painter.drawRect(place.adjusted(0, 0, -1, -1))

    def _write(self, painter: QPainter, place: QRect, words: str, colour: str, face: QFont) -> None:
        painter.setFont(face)
        painter.setPen(QColor(colour))
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), shown)

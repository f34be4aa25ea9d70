"""Buttons: primary (one a page), plain, quiet, destructive, link; and the square one that holds an icon."""

from typing import Literal

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from ganstudio.gui import theme
from ganstudio.gui.icons import icon
from ganstudio.gui.widgets.text import describe

Kind = Literal["primary", "plain", "quiet", "destructive", "link", "chip"]
BUSY_AFTER = 150  # ms
_COLOURS = {
    "primary": "#ffffff",
    "plain": "text",
    "quiet": "text2",
    "destructive": "error",
    "link": "accent_line",
}


class Button(QPushButton):
    """A button with words and perhaps an icon before them. `tip` says what it does; focus comes by Tab only."""

    def __init__(
        self,
        words: str,
        kind: Kind = "plain",
        icon_name: str = "",
        tip: str = "",
        height: int = 32,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(words, parent)
        self.setProperty("kind", kind)
        self.setFixedHeight(height)
        self.setIconSize(QSize(16, 16))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCheckable(kind == "chip")
        self._kind, self._icon_name, self._words, self._turn = kind, icon_name, words, 0
        self._busy = QTimer(self)
        self._busy.timeout.connect(self._show_busy)
        describe(self, words, tip)
        self._draw_icon()

    def set_icon(self, name: str) -> None:
        """Another icon, such as play for pause."""
        self._icon_name = name
        self._draw_icon()

    def set_kind(self, kind: Kind) -> None:
        """Another look: of two buttons side by side, which is the primary one may change."""
        if kind != self._kind:
            self._kind = kind
            self.setProperty("kind", kind)
            self.style().unpolish(self)
            self.style().polish(self)
            self._draw_icon()

    def set_busy(self, words: str) -> None:
        """After a moment an arc takes the icon's place; `words` is a verb in -ing. Empty words end it."""
        self._busy.stop()
        if words:
            self._busy_words = words
            self._busy.start(BUSY_AFTER)
        else:
            self.setText(self._words)
            self._draw_icon()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in theme.RESTYLED and hasattr(self, "_icon_name"):
            self._draw_icon()

    def _draw_icon(self) -> None:
        if self._icon_name and not self._busy.isActive():
            self.setIcon(icon(self._icon_name, _COLOURS.get(self._kind, "text2")))
        elif not self._icon_name:
            self.setIcon(QIcon())

    def _show_busy(self) -> None:
        self.setText(self._busy_words)
        colour = _COLOURS.get(self._kind, "text2")
        self.setIcon(
            QIcon(arc(16, colour if colour.startswith("#") else getattr(theme.current(), colour), self._turn))
        )
        self._turn = (self._turn - 30) % 360
        self._busy.setInterval(60)


class IconButton(QToolButton):
    """A square button that is only an icon; its name and tip carry the words."""

    def __init__(
        self,
        icon_name: str,
        name: str,
        tip: str,
        size: int = 28,
        pixels: int = 16,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "icon")
        self.setFixedSize(size, size)
        self.setIconSize(QSize(pixels, pixels))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._icon_name = icon_name
        describe(self, name, tip)
        self.set_icon(icon_name)

    def set_icon(self, name: str) -> None:
        """Another icon, such as pause for play."""
        self._icon_name = name
        self.setIcon(icon(name, "text2"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in theme.RESTYLED and hasattr(self, "_icon_name"):
            self.set_icon(self._icon_name)


def arc(size: int, colour: str, turn: int) -> QPixmap:
    """Three quarters of a circle, turned by `turn` degrees: work that has no measure."""
    picture = QPixmap(size, size)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(colour), 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawArc(QRectF(2, 2, size - 4, size - 4), turn * 16, 270 * 16)
    painter.end()
    return picture

"""Phosphor icons in the colours of the theme. Never a character of a text font: fonts lack most symbols.

The font and its table of names come with qtawesome, which itself is not loaded: it brings all of Qt along.
"""

import json
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QIcon,
    QIconEngine,
    QPainter,
    QPixmap,
)

from ganstudio.errors import StudioError
from ganstudio.gui import theme

HEIGHT = 0.875  # of the glyph in its square


def icon(name: str, colour: str = "text2", *, disabled: str = "off") -> QIcon:
    """An icon such as "play". `colour` is the name of a token, or a colour such as "#ffffff"."""
    colours = theme.current()
    return _drawn(name, _value(colours, colour), _value(colours, disabled))


def pixmap(name: str, size: int = 16, colour: str = "text2") -> QPixmap:
    """The same as a picture, for labels."""
    return icon(name, colour).pixmap(size, size)


class Glyph(QIconEngine):
    """Draws one character; each size once."""

    def __init__(self, character: str, colour: str, disabled: str) -> None:
        super().__init__()
        self._character, self._colour, self._disabled = character, QColor(colour), QColor(disabled)
        self._drawn: dict[tuple[int, bool], QPixmap] = {}

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        ratio = painter.device().devicePixelRatioF()
        picture = self.pixmap(rect.size() * ratio, mode, state)
        picture.setDevicePixelRatio(ratio)
        painter.drawPixmap(rect.topLeft(), picture)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """`size` in the pixels of the screen."""
        side, is_disabled = min(size.width(), size.height()), mode is QIcon.Mode.Disabled
        if (side, is_disabled) not in self._drawn:
            self._drawn[side, is_disabled] = self._draw(side, self._disabled if is_disabled else self._colour)
        return QPixmap(self._drawn[side, is_disabled])

    def _draw(self, side: int, colour: QColor) -> QPixmap:
        picture = QPixmap(side, side)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        font = QFont(_family())
        font.setPixelSize(max(1, round(HEIGHT * side)))
        painter.setFont(font)
        painter.setPen(colour)
        painter.drawText(QRectF(0, 0, side, side), Qt.AlignmentFlag.AlignCenter, self._character)
        painter.end()
        return picture


@cache
def _drawn(name: str, colour: str, disabled: str) -> QIcon:
    """One for each colour: a window asks for thousands when its theme changes."""
    return QIcon(Glyph(chr(int(_names()[name], 16)), colour, disabled))


@cache
def _names() -> dict[str, str]:
    """Icon -> its character in the font, as a hexadecimal number."""
    names: dict[str, str] = json.loads(next(_folder().glob("phosphor-charmap*.json")).read_text())
    return names


@cache
def _family() -> str:
    number = QFontDatabase.addApplicationFont(str(next(_folder().glob("phosphor-[0-9]*.ttf"))))
    return QFontDatabase.applicationFontFamilies(number)[0]


def _folder() -> Path:
    """Where qtawesome keeps its fonts, found without loading it; a frozen bundle has them beside itself."""
    bundled = Path(getattr(sys, "_MEIPASS", "")) / "qtawesome" / "fonts"
    if hasattr(sys, "_MEIPASS") and bundled.is_dir():
        return bundled
    found = find_spec("qtawesome")
    if found is None or found.origin is None:
        raise StudioError("The icons are missing from this installation; install GAN Studio again.")
    return Path(found.origin).parent / "fonts"


def _value(colours: theme.Tokens, colour: str) -> str:
    return colour if colour.startswith("#") else str(getattr(colours, colour))

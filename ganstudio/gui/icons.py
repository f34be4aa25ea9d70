"""Phosphor icons in the colours of the theme. Never a character of a text font: fonts lack most symbols."""

from functools import cache

import qtawesome
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPixmap

from ganstudio.gui import theme

SIZES = (12, 14, 16, 20, 24, 32)


def icon(name: str, colour: str = "text2", *, disabled: str = "off") -> QIcon:
    """An icon such as "play". `colour` is the name of a token, or a colour such as "#ffffff"."""
    colours = theme.current()
    ratio = max(screen.devicePixelRatio() for screen in QGuiApplication.screens())
    return _drawn(name, _value(colours, colour), _value(colours, disabled), ratio)


def pixmap(name: str, size: int = 16, colour: str = "text2") -> QPixmap:
    """The same as a picture, for labels."""
    return icon(name, colour).pixmap(size, size)


@cache
def _drawn(name: str, colour: str, disabled: str, ratio: float) -> QIcon:
    """Drawn once at each size: a window asks for thousands when its theme changes."""
    glyph = qtawesome.icon(f"ph.{name}", color=QColor(colour), color_disabled=QColor(disabled))
    made = QIcon()
    for size in SIZES:
        for mode in (QIcon.Mode.Normal, QIcon.Mode.Disabled):
            picture = glyph.pixmap(QSize(size, size), ratio, mode)
            made.addPixmap(picture, mode)
    return made


def _value(colours: theme.Tokens, colour: str) -> str:
    return colour if colour.startswith("#") else str(getattr(colours, colour))

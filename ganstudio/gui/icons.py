"""Phosphor icons in the colours of the theme. Never a character of a text font: fonts lack most symbols."""

import qtawesome
from PySide6.QtGui import QColor, QIcon, QPixmap

from ganstudio.gui import theme


def icon(name: str, colour: str = "text2", *, disabled: str = "off") -> QIcon:
    """An icon such as "play". `colour` is the name of a token, or a colour such as "#ffffff"."""
    colours = theme.current()
    return qtawesome.icon(
        f"ph.{name}", color=QColor(_value(colours, colour)), color_disabled=QColor(_value(colours, disabled))
    )


def pixmap(name: str, size: int = 16, colour: str = "text2") -> QPixmap:
    """The same as a picture, for labels."""
    return icon(name, colour).pixmap(size, size)


def _value(colours: theme.Tokens, colour: str) -> str:
    return colour if colour.startswith("#") else str(getattr(colours, colour))

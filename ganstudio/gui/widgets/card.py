"""Surfaces: a card with an optional head, and plain panels."""

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ganstudio.gui.widgets.text import section_label

Surface = Literal["window", "canvas", "panel", "card", "inset"]


class Surfaced(QFrame):
    """A frame filled with one of the theme's surfaces."""

    def __init__(self, surface: Surface, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", surface)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def set_surface(self, surface: Surface) -> None:
        self.setProperty("surface", surface)
        repolish(self)


class Card(Surfaced):
    """A bordered block. `head` is a row, the title and what is added to it, where a title is given."""

    def __init__(self, title: str = "", inset: int = 16, parent: QWidget | None = None) -> None:
        super().__init__("card", parent)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(inset, inset, inset, inset)
        self.body.setSpacing(8)
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        if title:
            self.title = section_label(title)
            self.title.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            self.head.addWidget(self.title)
            self.head.addStretch(1)
            self.body.addLayout(self.head)


def repolish(widget: QWidget) -> None:
    """Lets a changed dynamic property take effect."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def set_chosen(widget: QWidget, chosen: bool) -> None:
    """Marks a card or row as the chosen one."""
    widget.setProperty("chosen", "true" if chosen else "false")
    repolish(widget)

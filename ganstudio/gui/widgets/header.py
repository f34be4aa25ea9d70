"""The head of a room, 56 pixels: its title, what it works on, and at the right what acts."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.gui.widgets.card import Surfaced
from ganstudio.gui.widgets.text import line, text

HEIGHT = 56


class Header(Surfaced):
    """`left` and `right` take widgets; a hairline closes it."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__("window", parent)
        self.setFixedHeight(HEIGHT)
        self.title = text(title, "title")
        self.left, self.right = QHBoxLayout(), QHBoxLayout()
        bar = QWidget()
        bar.setFixedHeight(HEIGHT - 1)
        row = QHBoxLayout(bar)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        self.left.setSpacing(8)
        self.right.setSpacing(8)
        row.addWidget(self.title)
        row.addSpacing(16)
        row.addLayout(self.left)
        row.addStretch(1)
        row.addLayout(self.right)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(line())

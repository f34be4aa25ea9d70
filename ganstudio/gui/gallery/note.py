"""One sentence about what was done or went wrong, and at most one thing to do about it."""

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from ganstudio.gui.widgets.button import Button, IconButton
from ganstudio.gui.widgets.card import Surfaced
from ganstudio.gui.widgets.sign import Sign
from ganstudio.gui.widgets.text import line, text


class Note(Surfaced):
    """It stays until it is closed or another one comes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("window", parent)
        self.setObjectName("gallery_note")
        self.words = text("", "body", wrap=True)
        self.button = Button("", "link", tip="What can be done about this", height=24)
        self.button.setAccessibleName("Act on this message")
        self.button.setObjectName("gallery_note_button")
        self.close_button = IconButton("x", "Close", "Close this message", size=24, pixels=12)
        sign = QWidget(self)
        sign.setFixedSize(16, 16)
        self._signs = QStackedLayout(sign)  # without a widget it would show its first sign as a window
        self._signs.addWidget(Sign("check", 16, "good"))
        self._signs.addWidget(Sign("warning", 16, "error"))
        self._act: Callable[[], None] | None = None
        self.button.clicked.connect(self._do)
        self.close_button.clicked.connect(self.hide)
        row = QHBoxLayout()
        row.setContentsMargins(16, 6, 12, 6)
        row.setSpacing(8)
        row.addWidget(sign)
        row.addWidget(self.words, 1)
        row.addWidget(self.button)
        row.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(line())
        column.addLayout(row)
        self.hide()

    def say(
        self,
        words: str,
        deed: str = "",
        tip: str = "",
        act: Callable[[], None] | None = None,
        is_bad: bool = False,
    ) -> None:
        """`deed` names what `act` does."""
        self._show(words, is_bad)
        self._act = act
        self.button.setVisible(act is not None)
        self.button.setText(deed)
        self.button.setAccessibleName(deed)
        self.button.setToolTip(tip)

    @Slot(str)
    def refuse(self, words: str) -> None:
        self._act = None
        self.button.hide()
        self._show(words, is_bad=True)

    def _show(self, words: str, is_bad: bool) -> None:
        self._signs.setCurrentIndex(int(is_bad))
        self.words.setText(words)
        self.show()

    @Slot()
    def _do(self) -> None:
        act, self._act = self._act, None
        self.hide()
        if act is not None:
            act()

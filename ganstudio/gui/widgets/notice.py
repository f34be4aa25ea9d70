"""One line for what was refused, what was done, and perhaps what to do about it."""

from collections.abc import Callable

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ganstudio.gui.widgets.button import Button, IconButton
from ganstudio.gui.widgets.sign import Sign
from ganstudio.gui.widgets.text import ElidedLabel

GOOD_NEWS = 6000  # ms


class Notice(QWidget):
    """One sentence. What was refused stays until it is closed; good news goes by itself."""

    def __init__(self, name: str) -> None:
        """`name` is the object name of the words."""
        super().__init__()
        self.words = ElidedLabel("", "label")
        self.words.setObjectName(name)
        self.button = Button("", "link")
        self.button.setObjectName(f"{name}_button")
        self.button.hide()
        self.button.clicked.connect(self._do)
        self._deed: Callable[[], None] = self.hide
        self._close = IconButton("x", "Close", "Close this message", size=20, pixels=12)
        self._close.clicked.connect(self.hide)
        self._sign = QHBoxLayout()
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 16, 8)
        row.setSpacing(8)
        row.addLayout(self._sign)
        row.addWidget(self.words, 1)
        row.addWidget(self.button)
        row.addWidget(self._close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    @Slot(str)
    def warn(self, sentence: str) -> None:
        self._say(sentence, Sign("warning", 14, "warning"))

    @Slot(str)
    def tell(self, sentence: str) -> None:
        self._say(sentence, Sign("check", 14, "good"))
        self._timer.start(GOOD_NEWS)

    def offer(self, sentence: str, words: str, deed: Callable[[], None]) -> None:
        """Says what is wrong, and what a click on the button does about it."""
        self.warn(sentence)
        self._deed = deed
        self.button.setText(words)
        self.button.setAccessibleName(words)
        self.button.setToolTip(sentence)
        self.button.show()

    @Slot()
    def _do(self) -> None:
        self.hide()
        self._deed()

    def _say(self, sentence: str, sign: Sign) -> None:
        self._timer.stop()
        self.button.hide()
        while (item := self._sign.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self._sign.addWidget(sign)
        self.words.setText(sentence)
        self.show()

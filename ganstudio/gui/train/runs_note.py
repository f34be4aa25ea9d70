"""What stands at the foot of the list of runs: which are chosen, what was done and a way back, what is wrong."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.gui.widgets.button import Button, IconButton
from ganstudio.gui.widgets.sign import Sign
from ganstudio.gui.widgets.text import describe, line, text


class ChosenBar(QWidget):
    """How many runs are chosen to compare, and Compare."""

    asked = Signal()
    cleared = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.words = text("", "label", wrap=True)
        self.compare = Button(
            "Compare", "plain", "chart-line", "Curves, settings and pictures side by side", 28
        )
        self.compare.setObjectName("compare_button")
        self.clear = IconButton("x", "Choose none", "Choose no run for a comparison", size=24, pixels=12)
        self.compare.clicked.connect(self.asked)
        self.clear.clicked.connect(self.cleared)
        row = QHBoxLayout()
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(4)
        row.addWidget(self.words, 1)
        row.addWidget(self.compare)
        row.addWidget(self.clear)
        _under_a_line(self, row)
        self.hide()

    def show_count(self, count: int) -> None:
        self.words.setText(f"{count} runs" if count > 1 else "Choose one more")
        self.compare.setEnabled(count > 1)
        self.compare.setToolTip(
            "Curves, settings and pictures side by side"
            if count > 1
            else "A comparison needs two runs: Ctrl-click another one"
        )
        self.setVisible(count > 0)


class RunsNote(QWidget):
    """One sentence, and at most one thing to do about it. It stays until it is closed or another one comes."""

    def __init__(self) -> None:
        super().__init__()
        self.words = text("", "caption", wrap=True)
        self.words.setObjectName("runs_note")
        self.button = Button("", "link", tip="What can be done about this", height=20)
        self.button.setAccessibleName("Act on this message")
        self.button.setObjectName("runs_note_button")
        self.close_button = IconButton("x", "Close", "Close this message", size=20, pixels=12)
        self._sign = Sign("warning", 14, "error")
        self._act: Callable[[], None] | None = None
        self.button.clicked.connect(self._do)
        self.close_button.clicked.connect(self.clear)
        inside = QVBoxLayout()
        inside.setSpacing(2)
        inside.addWidget(self.words)
        inside.addWidget(self.button, alignment=Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout()
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(6)
        row.addWidget(self._sign, alignment=Qt.AlignmentFlag.AlignTop)
        row.addLayout(inside, 1)
        row.addWidget(self.close_button, alignment=Qt.AlignmentFlag.AlignTop)
        _under_a_line(self, row)
        self.hide()

    def say(self, words: str, button: str = "", tip: str = "", act: Callable[[], None] | None = None) -> None:
        """What was done."""
        self._show(words, is_error=False)
        self._act = act
        self.button.setText(button)
        describe(self.button, button, tip)
        self.button.setVisible(act is not None)

    def refuse(self, sentence: str) -> None:
        """What could not be done; an empty sentence takes it away."""
        self._show(sentence, is_error=True)
        self._act = None
        self.button.hide()

    def clear(self) -> None:
        self._act = None
        self.hide()

    def _show(self, words: str, is_error: bool) -> None:
        self.words.setText(words)
        self.words.setAccessibleName(words)
        self._sign.setVisible(is_error)
        self.setVisible(bool(words))

    def _do(self) -> None:
        act = self._act
        self.clear()
        if act is not None:
            act()


def _under_a_line(widget: QWidget, row: QHBoxLayout) -> None:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(line())
    column.addLayout(row)

"""The one question on closing while something is at work."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.gui.widgets.button import Button
from ganstudio.gui.widgets.text import text

KEEP = "Keep running in the background"
KEEP_TIP = "Close the window; the run goes on in a process of its own and can be watched from any window"


class CloseQuestion(QDialog):
    """`leaving` is sent for "Save and stop", `keeping` for "Keep running in the background"; Escape and "Stay" do
    nothing."""

    leaving = Signal()
    keeping = Signal()

    def __init__(
        self, title: str, words: str, parent: QWidget | None = None, stop: str = "Save and stop", can_keep: bool = True,
        keep: str = KEEP, keep_tip: str = KEEP_TIP,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setObjectName("close_question")
        self.setWindowTitle("Close GAN Studio")
        self.setAccessibleName(title)
        self.setModal(True)
        self.setFixedWidth(540 if can_keep else 440)
        self.stay = Button("Stay", "plain", tip="Keep the window open and go on (Escape)")
        self.stay.setObjectName("stay_button")
        self.keep = Button(keep, "plain", tip=keep_tip)
        self.keep.setObjectName("keep_running_button")
        self.keep.setVisible(can_keep)
        self.leave = Button(stop, "primary", tip=f"{stop}, then close the window (Enter)")
        self.leave.setObjectName("save_and_stop_button")
        self.leave.setDefault(True)
        self.problem = text("", "error", wrap=True)
        self.problem.hide()
        for button in (self.stay, self.keep):
            button.setAutoDefault(False)
        self.stay.clicked.connect(self.reject)
        self.keep.clicked.connect(lambda: self._begin(self.keep, "Saving"))
        self.leave.clicked.connect(lambda: self._begin(self.leave, "Saving"))
        self.keep.clicked.connect(self.keeping)
        self.leave.clicked.connect(self.leaving)
        self._lay_out(title, words)

    def say(self, sentence: str) -> None:
        """What went wrong; everything can be tried again."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        for button in (self.stay, self.keep, self.leave):
            button.set_busy("")
            button.setEnabled(True)

    def _begin(self, button: Button, words: str) -> None:
        """Stays open, saying so, until the window closes."""
        self.problem.hide()
        for each in (self.stay, self.keep, self.leave):
            each.setEnabled(False)
        button.set_busy(words)

    def _lay_out(self, title: str, words: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(text(title, "title"))
        column.addWidget(text(words, "note", wrap=True))
        column.addWidget(self.problem)
        row = QHBoxLayout()
        row.addStretch(1)
        for button in (self.stay, self.keep, self.leave):
            row.addWidget(button)
        column.addSpacing(4)
        column.addLayout(row)

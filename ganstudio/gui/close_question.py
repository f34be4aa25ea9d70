"""The one question on closing while something is at work."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.gui.widgets.button import Button
from ganstudio.gui.widgets.text import text


class CloseQuestion(QDialog):
    """`leaving` is sent for "Save and stop"; Escape and "Stay" do nothing."""

    leaving = Signal()

    def __init__(self, title: str, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("close_question")
        self.setWindowTitle("Close GAN Studio")
        self.setAccessibleName(title)
        self.setModal(True)
        self.setFixedWidth(440)
        self.stay = Button("Stay", "plain", tip="Keep the window open and go on (Escape)")
        self.stay.setObjectName("stay_button")
        self.leave = Button("Save and stop", "primary", tip="Save everything, then close the window (Enter)")
        self.leave.setObjectName("save_and_stop_button")
        self.leave.setDefault(True)
        self.stay.setAutoDefault(False)
        self.stay.clicked.connect(self.reject)
        self.leave.clicked.connect(self._leave)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(24, 20, 24, 20)
        self._column.setSpacing(12)
        self._column.addWidget(text(title, "title"))
        self._column.addWidget(text(words, "note", wrap=True))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.stay)
        row.addWidget(self.leave)
        self._column.addSpacing(4)
        self._column.addLayout(row)

    def _leave(self) -> None:
        """Stays open, saying so, until the window closes."""
        self.stay.setEnabled(False)
        self.leave.setEnabled(False)
        self.leave.set_busy("Saving")
        self.leaving.emit()

"""The import sheet before there is a report: asking for pictures, and checking them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from ganstudio.gui.start.setting_row import Problem
from ganstudio.gui.widgets.button import Button
from ganstudio.gui.widgets.sign import Sign
from ganstudio.gui.widgets.text import text


class DropState(QWidget):
    """One sentence, one primary button."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Button(
            "Choose a folder", "primary", "folder-open", "A folder of pictures; sub-folders are classes"
        )
        self.zip = Button("Choose a zip", "plain", "archive", "A zip of pictures, or one made for StyleGAN")
        self.folder.setObjectName("choose_folder")
        self.zip.setObjectName("choose_zip")
        self.problem = Problem()
        self.problem.hide()
        sign = Sign("folder-plus", 32, "text3")
        sentence = text(
            "Drop a folder or a zip of pictures here. Sub-folders become classes; A and B, two sides to translate "
            "between.", "note",
        )  # fmt: skip
        more = text("Nothing is changed in your folder: what is imported is a copy, decoded once.", "caption")
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.folder)
        buttons.addWidget(self.zip)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch(1)
        for widget in (sign, sentence):
            column.addWidget(widget, alignment=Qt.AlignmentFlag.AlignHCenter)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addLayout(buttons)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.problem, alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(more, alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)

    def refuse(self, sentence: str) -> None:
        """Says why what was chosen is no use; empty when all is well. As wide as it needs, up to 520 px."""
        needed = self.problem.words.fontMetrics().horizontalAdvance(sentence) + 36
        self.problem.setFixedWidth(min(needed, 520))
        self.problem.say(sentence)


class CheckingState(QWidget):
    """How far a check is, and a way out."""

    def __init__(self) -> None:
        super().__init__()
        self.words = text("", "note")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(360)
        self.bar.setAccessibleName("Progress of the check")
        self.cancel = Button("Cancel", "plain", tip="Stop the check")
        self.cancel.setObjectName("check_cancel")
        self._verb = "Checking"
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch(1)
        for widget in (self.words, self.bar, self.cancel):
            column.addWidget(widget, alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)

    def begin(self, verb: str) -> None:
        self._verb = verb
        self.show_progress(0, 0)

    def show_progress(self, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.words.setText(f"{self._verb}: {done:,} of {total:,}" if total else self._verb)

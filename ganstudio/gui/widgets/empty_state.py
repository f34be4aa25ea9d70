"""What an empty room shows: an icon, one sentence, one button."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.gui.widgets.button import Button
from ganstudio.gui.widgets.card import Surfaced
from ganstudio.gui.widgets.sign import Sign
from ganstudio.gui.widgets.text import text

SIZE = 32


class EmptyState(Surfaced):
    """Centred on canvas; `button` is the one way on."""

    def __init__(self, icon_name: str, sentence: str, button: Button, parent: QWidget | None = None) -> None:
        super().__init__("canvas", parent)
        self.button = button
        self.sentence = text(sentence, "note", wrap=True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        middle = QWidget()
        middle.setFixedWidth(440)
        column = QVBoxLayout(middle)
        column.setSpacing(12)
        column.addStretch(1)
        column.addWidget(Sign(icon_name, SIZE, "text3"), alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.sentence)
        column.addWidget(button, alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        row = QHBoxLayout(self)
        row.addStretch(1)
        row.addWidget(middle)
        row.addStretch(1)

"""What an empty room shows: an icon, one sentence, one button."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ganstudio.gui import theme
from ganstudio.gui.icons import pixmap
from ganstudio.gui.widgets.button import Button
from ganstudio.gui.widgets.card import Surfaced
from ganstudio.gui.widgets.text import text

SIZE = 32


class EmptyState(Surfaced):
    """Centred on canvas; `button` is the one way on."""

    def __init__(self, icon_name: str, sentence: str, button: Button, parent: QWidget | None = None) -> None:
        super().__init__("canvas", parent)
        self.button = button
        self._icon_name = icon_name
        self._icon = QLabel()
        self.sentence = text(sentence, "note", wrap=True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        middle = QWidget()
        middle.setFixedWidth(440)
        column = QVBoxLayout(middle)
        column.setSpacing(12)
        column.addStretch(1)
        column.addWidget(self._icon, alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.sentence)
        column.addWidget(button, alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        row = QHBoxLayout(self)
        row.addStretch(1)
        row.addWidget(middle)
        row.addStretch(1)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in theme.RESTYLED and hasattr(self, "_icon"):
            self._draw()

    def _draw(self) -> None:
        self._icon.setPixmap(pixmap(self._icon_name, SIZE, "text3"))

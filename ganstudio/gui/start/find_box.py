"""A field to find something by words, with a drawn glass."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit

from ganstudio.gui.icons import icon
from ganstudio.gui.widgets.text import describe


class FindBox(QLineEdit):
    """Escape empties it."""

    def __init__(self, name: str, tip: str, width: int = 220) -> None:
        super().__init__()
        self.setFixedSize(width, 28)
        self.setTextMargins(20, 0, 0, 0)
        describe(self, name, tip)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        icon("magnifying-glass", "text3").paint(QPainter(self), 9, (self.height() - 14) // 2, 14, 14)

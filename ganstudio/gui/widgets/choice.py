"""A drop-down list with a drawn chevron."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

from ganstudio.gui.icons import icon
from ganstudio.gui.widgets.text import describe


class Choice(QComboBox):
    """A combo box; the wheel scrolls the page, not the choice, unless the control has the focus."""

    def __init__(self, name: str, tip: str = "", height: int = 28, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(height)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        describe(self, name, tip)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        top = (self.height() - 12) // 2
        icon("caret-down", "text2" if self.isEnabled() else "off").paint(
            painter, self.width() - 20, top, 12, 12
        )

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

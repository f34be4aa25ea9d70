"""Rows of fixed height at the head and foot of a panel."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ganstudio.gui.start.setting_row import LOCKED
from ganstudio.gui.widgets.sign import Sign
from ganstudio.gui.widgets.text import text


class Bar(QWidget):
    """A row with the panel's inset. `row` takes what stands in it."""

    def __init__(self, height: int, *left: QWidget, right: tuple[QWidget, ...] = (), end: int = 0) -> None:
        super().__init__()
        self.setFixedHeight(height)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(16, 0, 16 + end, 0)
        self.row.setSpacing(8)
        for widget in left:
            self.row.addWidget(widget)
        self.row.addStretch(1)
        for widget in right:
            self.row.addWidget(widget)


class FixedNote(QWidget):
    """A lock and what it means, shown while a run goes on."""

    def __init__(self) -> None:
        super().__init__()
        note = text("Fixed once a run has started", "caption")
        note.setToolTip(LOCKED)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(Sign("lock-simple", 14, "text3"))
        row.addWidget(note)
        self.hide()

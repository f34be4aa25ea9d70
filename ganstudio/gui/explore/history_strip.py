"""The row of visited points under the picture, with undo and redo."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ganstudio.gui.explore.history_row import HistoryRow
from ganstudio.gui.models.explore.explore_model import ExploreModel
from ganstudio.gui.widgets.button import IconButton
from ganstudio.gui.widgets.text import describe

HEIGHT = 64


class HistoryStrip(QWidget):
    """Undo, redo, what was visited, and where one stands in it."""

    def __init__(self, explore: ExploreModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._explore = explore
        self.setFixedHeight(HEIGHT)
        self.undo = IconButton("arrow-u-up-left", "Undo", "Nothing to undo yet", size=32)
        self.redo = IconButton("arrow-u-up-right", "Redo", "Nothing to redo", size=32)
        self.undo.setObjectName("undo_button")
        self.redo.setObjectName("redo_button")
        self.row = HistoryRow(explore)
        self.place = Place()
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 24, 0)
        row.setSpacing(4)
        for widget in (self.undo, self.redo, self.row, self.place):
            row.addWidget(widget, int(widget is self.row))
        self.undo.clicked.connect(explore.undo)
        self.redo.clicked.connect(explore.redo)
        explore.history.changed.connect(self._refresh)
        explore.point_changed.connect(self._refresh)
        self._refresh()

    @Slot()
    def _refresh(self, *_ignored: object) -> None:
        history = self._explore.history
        stack, can_undo, can_redo = history.stack, history.can_undo, history.can_redo
        for button, can, words, keys in (
            (self.undo, can_undo, stack.undoText(), "Ctrl+Z"),
            (self.redo, can_redo, stack.redoText(), "Ctrl+Shift+Z"),
        ):
            button.setEnabled(can)
            name = button.accessibleName()
            describe(button, name, f"{name}: {words} ({keys})" if can else f"Nothing to {name.lower()}")
        total = len(history.entries)
        self.place.setText(f"{history.current + 1:,} of {total:,}" if total else "")
        self.place.setAccessibleName(f"Visited point {history.current + 1} of {total}" if total else "")


class Place(QLabel):
    """7 of 9, at the right; wide enough for thousands only once there are as many."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("type", "label")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setMinimumWidth(56)
        self.setToolTip("Which of the visited points is shown")

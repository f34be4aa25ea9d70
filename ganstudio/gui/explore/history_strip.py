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
        self.undo = IconButton("arrow-u-up-left", "Undo", "Nothing to undo", size=32)
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
        stack = explore.history.stack
        stack.canUndoChanged.connect(self.undo.setEnabled)
        stack.canRedoChanged.connect(self.redo.setEnabled)
        stack.undoTextChanged.connect(self._name_undo)
        stack.redoTextChanged.connect(self._name_redo)
        explore.history.changed.connect(self._say_place)
        self.undo.setEnabled(stack.canUndo())
        self.redo.setEnabled(stack.canRedo())
        self._name_undo(stack.undoText())
        self._name_redo(stack.redoText())
        self._say_place()

    @Slot(str)
    def _name_undo(self, words: str) -> None:
        describe(self.undo, "Undo", f"Undo: {words} (Ctrl+Z)" if words else "Nothing to undo")

    @Slot(str)
    def _name_redo(self, words: str) -> None:
        describe(self.redo, "Redo", f"Redo: {words} (Ctrl+Shift+Z)" if words else "Nothing to redo")

    @Slot()
    def _say_place(self) -> None:
        history = self._explore.history
        place, total = history.current + 1, len(history.entries)
        self.place.setText(f"{place:,} of {total:,}" if total else "")
        self.place.setAccessibleName(f"Visited point {place} of {total}" if total else "")


class Place(QLabel):
    """7 of 9, at the right; wide enough for thousands only once there are as many."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("type", "label")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setMinimumWidth(56)
        self.setToolTip("Which of the visited points is shown")

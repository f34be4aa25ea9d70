"""The list view of runs: a click opens, Ctrl or Shift chooses several, the keyboard reaches every action."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from ganstudio.gui.train.run_delegate import RunDelegate, more_rect
from ganstudio.gui.train.run_rows import ROW
from ganstudio.gui.widgets.text import describe

TIP = (
    "Every run. Enter opens one, Ctrl+Space adds it to a comparison, F2 renames it, Delete moves it to the bin, "
    "the menu key shows all that can be done."
)


class RunsList(QListView):
    """Says what a person wants of a run; `menu_asked` also where on the screen."""

    opened = Signal(Path)
    toggled = Signal(Path)  # in and out of the comparison
    ranged = Signal(Path, Path)  # from here to there
    binned = Signal(Path)
    menu_asked = Signal(Path, QPoint)

    def __init__(self, problem: Callable[[Path, str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("runs_list")
        self.rows = QStandardItemModel(self)
        self.delegate = RunDelegate(problem, self)
        self.setModel(self.rows)
        self.setItemDelegate(self.delegate)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        describe(self, "Runs", TIP)
        self.clicked.connect(self._open)
        self.activated.connect(self._open)
        self._is_taken = False  # the press that is going on means something else than a click

    def path_at(self, index: QModelIndex) -> Path | None:
        """The run of a row; None for a head."""
        row = index.data(ROW)
        return row.path if row is not None else None

    def index_of(self, path: Path | None) -> QModelIndex:
        """The row of a run; not valid where there is none."""
        indices = (self.rows.index(number, 0) for number in range(self.rows.rowCount()))
        return next((index for index in indices if path and self.path_at(index) == path), QModelIndex())

    @property
    def current(self) -> Path | None:
        return self.path_at(self.currentIndex())

    def is_editing(self) -> bool:
        """Whether a name is being typed."""
        return self.state() == QAbstractItemView.State.EditingState

    def rename(self, path: Path) -> None:
        """Lets a person type another name in the row."""
        index = self.index_of(path)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)
            self.edit(index)

    # -- mouse --------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        path = self.path_at(index)
        self._is_taken = path is None or event.button() != Qt.MouseButton.LeftButton
        if path is not None and not self._is_taken:
            self._is_taken = self._takes(path, index, event)
        if self._is_taken:
            event.accept()
        else:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._is_taken:
            super().mouseReleaseEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        path = self.current if by_key else self.path_at(self.indexAt(event.pos()))
        if path is not None:
            self._ask_menu(path, None if by_key else event.globalPos())

    def _takes(self, path: Path, index: QModelIndex, event: QMouseEvent) -> bool:
        keys = event.modifiers()
        if more_rect(self.visualRect(index)).contains(event.position().toPoint()):
            self._ask_menu(path, None)
        elif keys & Qt.KeyboardModifier.ControlModifier:
            self.toggled.emit(path)
        elif keys & Qt.KeyboardModifier.ShiftModifier and self.current is not None:
            self.ranged.emit(self.current, path)
        else:
            return False
        return True

    # -- keyboard -----------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        path, key, keys = self.current, Qt.Key(event.key()), event.modifiers()
        if path is None:
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Menu or (key == Qt.Key.Key_F10 and keys & Qt.KeyboardModifier.ShiftModifier):
            self._ask_menu(path, None)
        elif key == Qt.Key.Key_F2:
            self.rename(path)
        elif key == Qt.Key.Key_Delete:
            self.binned.emit(path)
        elif key == Qt.Key.Key_Space and keys & Qt.KeyboardModifier.ControlModifier:
            self.toggled.emit(path)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and keys & Qt.KeyboardModifier.ShiftModifier:
            self._walk(path, 1 if key == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def _walk(self, path: Path, step: int) -> None:
        """Takes the next run along into the comparison."""
        number = self.currentIndex().row() + step
        while 0 <= number < self.rows.rowCount() and self.path_at(self.rows.index(number, 0)) is None:
            number += step
        reached = self.path_at(self.rows.index(number, 0)) if 0 <= number < self.rows.rowCount() else None
        if reached is not None:
            self.setCurrentIndex(self.rows.index(number, 0))
            self.ranged.emit(path, reached)

    def _ask_menu(self, path: Path, where: QPoint | None) -> None:
        """Without a place, under the three dots of the row."""
        under = more_rect(self.visualRect(self.index_of(path))).bottomLeft()
        self.menu_asked.emit(path, where or self.viewport().mapToGlobal(under))

    def _open(self, index: QModelIndex) -> None:
        if (path := self.path_at(index)) is not None:
            self.opened.emit(path)

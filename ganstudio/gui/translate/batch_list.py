"""The list of pictures: a click shows one, several can be chosen, the keyboard reaches every deed."""

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QPoint,
    QSignalBlocker,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from ganstudio.gui import theme
from ganstudio.gui.fonts import font
from ganstudio.gui.icons import icon
from ganstudio.gui.models.translate.item import Item
from ganstudio.gui.models.translate.picture_queue import PictureQueue
from ganstudio.gui.translate.batch_delegate import HEIGHT, BatchDelegate, Index, deed_at
from ganstudio.gui.translate.batch_rows import BatchRows
from ganstudio.gui.widgets.text import describe

TIP = (
    "The pictures of this batch. Arrows or Enter show one, Shift or Ctrl chooses several, Delete removes, "
    "the menu key shows all that can be done."
)
EMPTY = "What you drop is listed here and translated at once."
SOON = 30  # ms after which small pictures are asked for


class BatchList(QTableView):
    """`asked` carries a deed and the numbers it is for; `menu_asked` the numbers and where on the screen.

    It is a table of one column: a list of Qt looks at each of its rows whenever one is added.
    """

    asked = Signal(str, list)
    menu_asked = Signal(list, QPoint)

    def __init__(self, queue: PictureQueue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("batch_list")
        self._queue = queue
        self._is_removing = False  # Qt chooses a neighbour while rows go; the queue knows a better one
        queue.removing.connect(self._begin_removing)
        self.rows = BatchRows(queue, self)
        self.setModel(self.rows)
        self.setItemDelegate(BatchDelegate(self))
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(HEIGHT)
        self.verticalHeader().setDefaultSectionSize(HEIGHT)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(HEIGHT // 2)
        describe(self, "Pictures", TIP)
        self._is_taken = False  # the press that is going on means something else than a click
        self._looking = QTimer(self)
        self._looking.setSingleShot(True)
        self._looking.setInterval(SOON)
        self._looking.timeout.connect(self._want)
        queue.current_changed.connect(self._mark)
        queue.inserted.connect(self._look_soon)
        queue.removed.connect(self._end_removing)
        queue.item_changed.connect(self._look_soon)
        self.verticalScrollBar().valueChanged.connect(self._look_soon)

    def chosen(self) -> list[int]:
        """The numbers of the rows that are chosen, in order."""
        items = [self.rows.item_at(index) for index in self.selectedIndexes()]
        return sorted(item.number for item in items if item is not None)

    def visible_items(self) -> list[Item]:
        """Those in sight."""
        first = self.indexAt(QPoint(4, 4)).row()
        last = self.indexAt(QPoint(4, max(4, self.viewport().height() - 2))).row()
        last = last if last >= 0 else len(self._queue.items) - 1
        return self._queue.items[first : last + 1] if first >= 0 else []

    # -- what is shown --------------------------------------------------------------------------------------------

    @Slot()
    def _mark(self) -> None:
        """Chooses the row of the picture that is shown, unless it is one of several that are chosen."""
        index = self.rows.index_of(self._queue.current)
        if index == self.currentIndex():
            return
        with QSignalBlocker(self.selectionModel()):
            self.setCurrentIndex(index)
        self.viewport().update()
        if index.isValid():
            self.scrollTo(index)

    @Slot()
    def _begin_removing(self) -> None:
        self._is_removing = True

    @Slot()
    def _end_removing(self) -> None:
        self._is_removing = False
        self._mark()
        self._look_soon()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        item = self.rows.item_at(current)
        if item is not None and not self._is_removing:
            self._queue.select(item.number)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.viewport().update()

    @Slot()
    def _look_soon(self) -> None:
        if not self._looking.isActive() and self.isVisible():
            self._looking.start()

    @Slot()
    def _want(self) -> None:
        self._queue.want("list", [item.number for item in self.visible_items()])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._look_soon()

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and hasattr(self, "_looking"):
            self._looking.start()
        elif event.type() is QEvent.Type.Hide and hasattr(self, "_looking"):
            self._queue.want("list", [])
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._queue.items:
            self._paint_empty()

    def _paint_empty(self) -> None:
        painter, colours = QPainter(self.viewport()), theme.current()
        room = self.viewport().rect().adjusted(24, 0, -24, 0)
        place = room.adjusted(0, room.height() // 3, 0, 0)
        icon("image", "text3").paint(painter, place.center().x() - 12, place.top(), 24, 24)
        painter.setFont(font(12))
        painter.setPen(QColor(colours.text3))
        where = place.adjusted(0, 36, 0, 0)
        painter.drawText(where, int(Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap), EMPTY)

    # -- mouse ----------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        index = self.indexAt(place)
        item = self.rows.item_at(index)
        is_left = event.button() == Qt.MouseButton.LeftButton
        deed = deed_at(item, self.visualRect(index), place) if item is not None and is_left else ""
        self._is_taken = bool(deed)
        if item is not None and deed:
            self.asked.emit(deed, [item.number])
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._is_taken:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._is_taken:
            super().mouseReleaseEvent(event)
        self._is_taken = False

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        is_by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if is_by_key else self.indexAt(event.pos())
        item = self.rows.item_at(index)
        if item is not None:
            under = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft() + QPoint(24, -8))
            self._ask_menu(item, under if is_by_key else event.globalPos())

    # -- keyboard -------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item, key = self.rows.item_at(self.currentIndex()), event.key()
        if item is None or event.matches(QKeySequence.StandardKey.Paste):
            event.ignore()  # the panel knows what to do
        elif key == Qt.Key.Key_Menu or (
            key == Qt.Key.Key_F10 and event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        ):
            self._ask_menu(
                item, self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft())
            )
        elif key == Qt.Key.Key_Delete:
            self.asked.emit("remove", self.chosen() or [item.number])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._queue.select(item.number)
            self.asked.emit("show", [item.number])
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.asked.emit("copy", self.chosen() or [item.number])
        else:
            super().keyPressEvent(event)

    def _ask_menu(self, item: Item, where: QPoint) -> None:
        chosen = self.chosen()
        self.menu_asked.emit(chosen if item.number in chosen else [item.number], where)

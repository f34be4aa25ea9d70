"""All pictures of the batch in one row under the view; only those in sight are painted or asked for."""

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, QTimer, Slot
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QSizePolicy, QWidget

from ganstudio.gui import theme
from ganstudio.gui.icons import icon
from ganstudio.gui.models.translate.item import Item, State
from ganstudio.gui.models.translate.picture_queue import PictureQueue
from ganstudio.gui.widgets.picture_paint import FADED, LINE
from ganstudio.gui.widgets.text import describe

HEIGHT, WIDTH, GAP, INSET = 88, 132, 8, 24
RING = 2
TIP = "The pictures of this batch. A click or the arrow keys show one."


class FilmStrip(QAbstractScrollArea):
    """Follows the queue; the picture that is shown has a ring and stays in sight."""

    def __init__(self, queue: PictureQueue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("film_strip")
        self._queue = queue
        self.setFixedHeight(HEIGHT + 16)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.viewport().setAutoFillBackground(False)
        describe(self, "Film strip", TIP)
        self._hovered = -1
        self.viewport().setMouseTracking(True)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(30)
        self._soon.timeout.connect(self._ask)
        self._connect()

    def _connect(self) -> None:
        queue = self._queue
        for signal in (queue.inserted, queue.removed):
            signal.connect(self._count_anew)
        queue.item_changed.connect(self._repaint_item)
        queue.changed.connect(self.viewport().update)
        queue.current_changed.connect(self._show_current)

    # -- where things are -----------------------------------------------------------------------------------------

    def cell(self, row: int) -> QRect:
        """Of a picture, in the part that is seen."""
        left = INSET + row * (WIDTH + GAP) - self.horizontalScrollBar().value()
        return QRect(left, 4, WIDTH, HEIGHT)

    def row_at(self, place: QPoint) -> int:
        """-1 beside the pictures."""
        row = (place.x() + self.horizontalScrollBar().value() - INSET) // (WIDTH + GAP)
        is_there = 0 <= row < len(self._queue.items) and self.cell(row).contains(place)
        return row if is_there else -1

    def rows_in_sight(self) -> range:
        first = (self.horizontalScrollBar().value() - INSET) // (WIDTH + GAP)
        count = self.viewport().width() // (WIDTH + GAP) + 2
        return range(max(0, first), min(len(self._queue.items), first + count))

    def sizeHint(self) -> QSize:
        return QSize(400, HEIGHT + 16)

    # -- what happens ---------------------------------------------------------------------------------------------

    @Slot()
    def _count_anew(self) -> None:
        length = 2 * INSET + len(self._queue.items) * (WIDTH + GAP) - GAP
        bar = self.horizontalScrollBar()
        bar.setRange(0, max(0, length - self.viewport().width()))
        bar.setPageStep(self.viewport().width())
        bar.setSingleStep(WIDTH + GAP)
        self.viewport().update()
        self._soon.start()

    @Slot(int)
    def _repaint_item(self, number: int) -> None:
        row = self._queue.row_of(number)
        if row in self.rows_in_sight():
            self.viewport().update(self.cell(row).adjusted(-4, -4, 4, 4))

    @Slot()
    def _show_current(self) -> None:
        current, bar = self._queue.current, self.horizontalScrollBar()
        if current is not None:
            cell = self.cell(self._queue.row_of(current.number))
            if cell.left() < INSET:
                bar.setValue(bar.value() + cell.left() - INSET)
            elif cell.right() > self.viewport().width() - INSET:
                bar.setValue(bar.value() + cell.right() - self.viewport().width() + INSET)
            self.setAccessibleDescription(f"{current.name} is shown. {TIP}")
        self.viewport().update()

    @Slot()
    def _ask(self) -> None:
        items = self._queue.items
        self._queue.want("strip", [items[row].number for row in self.rows_in_sight()])

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()
        self._soon.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._count_anew()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in theme.RESTYLED:
            self.viewport().update()

    # -- a hand on it ---------------------------------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        by = event.angleDelta().x() or event.angleDelta().y()
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() - by)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self.row_at(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and row >= 0:
            self._queue.select(self._queue.items[row].number)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        row = self.row_at(event.position().toPoint())
        if row != self._hovered:
            self._hovered = row
            self.viewport().setToolTip(self._queue.items[row].name if row >= 0 else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        items, key = self._queue.items, event.key()
        if key == Qt.Key.Key_Right:
            self._queue.select_next()
        elif key == Qt.Key.Key_Left:
            self._queue.select_previous()
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and items:
            self._queue.select(items[0 if key == Qt.Key.Key_Home else -1].number)
        else:
            super().keyPressEvent(event)

    # -- painting -------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(theme.current().canvas))
        for row in self.rows_in_sight():
            if self.cell(row).adjusted(-4, -4, 4, 4).intersects(event.rect()):
                self._paint_item(painter, self.cell(row), self._queue.items[row])

    def _paint_item(self, painter: QPainter, cell: QRect, item: Item) -> None:
        colours = theme.current()
        painter.setClipping(False)
        image = item.thumbnail
        if image is None:
            painter.fillRect(cell, QColor(colours.panel))
            name = "warning" if item.state is State.REFUSED else "image"
            colour = "warning" if item.state is State.REFUSED else "text3"
            icon(name, colour).paint(painter, QRect(cell.center() - QPoint(9, 9), QSize(20, 20)))
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.setOpacity(1.0 if item.result is not None else FADED)
            painter.drawImage(cell, image, filled(image.size(), cell.size()))
            painter.setOpacity(1.0)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(LINE, 1))
        painter.drawRect(cell.adjusted(0, 0, -1, -1))
        if item is self._queue.current:
            painter.setPen(QPen(QColor(colours.ring), RING))
            painter.drawRect(cell.adjusted(-1, -1, 1, 1))


def filled(size: QSize, room: QSize) -> QRect:
    """The middle part of a picture of `size` that fills a room when it is enlarged."""
    part = room.scaled(size, Qt.AspectRatioMode.KeepAspectRatio)
    return QRect(QPoint((size.width() - part.width()) // 2, (size.height() - part.height()) // 2), part)

"""The labelled grid of a sheet under the hand: clicks and keys take a cell."""

from math import ceil

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ganstudio.gui import theme
from ganstudio.gui.explore.cell_paint import paint_cursor, paint_picture, paint_ring
from ganstudio.gui.fonts import font
from ganstudio.gui.models.explore.sheet_model import SheetModel
from ganstudio.gui.widgets.text import describe
from ganstudio.latents.sheet import Labels, Place

TIP = "Click a cell to make it the result. Arrows move from cell to cell, Enter takes one."
GAP, LINE, MARGIN = 2, 20, 16
SMALLEST, LARGEST = 24, 128
WIDEST = 120  # px of the rows' labels
MOVES = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SheetView(QWidget):
    """As wide as its place; as high as it needs. Pages stand under each other. `moved` says where the cursor is."""

    moved = Signal(QRectF)

    def __init__(self, model: SheetModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.cursor_cell = Place(0, 0, 0)
        self._pressed: Place | None = None
        self.setObjectName("sheet_view")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        describe(self, "Sheet", TIP)
        model.changed.connect(self._fit)
        model.pictures.changed.connect(self._repaint)
        model.explore.point_changed.connect(self._repaint)

    # -- where things are ---------------------------------------------------------------------------------------

    def labels(self) -> Labels | None:
        return None if self._model.sheet is None else self._model.sheet.labels

    def beside(self) -> int:
        """Width of the rows' labels."""
        labels = self.labels()
        words = [*labels.y, labels.y_title] if labels is not None and labels.y else []
        metrics = QFontMetricsF(font(12, 500))
        return min(WIDEST, ceil(max((metrics.horizontalAdvance(word) for word in words), default=-14)) + 14)

    def side(self, width: int | None = None) -> int:
        """Of a cell."""
        labels = self.labels()
        columns = labels.shape.x if labels is not None else 1
        room = (self.width() if width is None else width) - 2 * MARGIN - self.beside()
        return max(SMALLEST, min(LARGEST, room // columns - GAP))

    def rect_of(self, place: Place) -> QRectF:
        side = self.side()
        left = MARGIN + self.beside() + place.x * (side + GAP)
        top = self._top(place.z) + self._above() + place.y * (side + GAP)
        return QRectF(left, top, side, side)

    def cell_at(self, point: QPoint) -> Place | None:
        places = self._model.cells
        return next((place for place in places if self.rect_of(place).contains(point.toPointF())), None)

    def sizeHint(self) -> QSize:
        return QSize(480, 320)

    def minimumSizeHint(self) -> QSize:
        """All that the cells need: the scroll area around lets one move over the rest."""
        labels = self.labels()
        if labels is None:
            return QSize(0, 0)
        width = 2 * MARGIN + self.beside() + labels.shape.x * (SMALLEST + GAP)
        return QSize(width, self._top(labels.shape.z))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()

    def _above(self) -> int:
        """The heading of a page, the title of its columns, and their labels."""
        labels = self.labels()
        return LINE * (3 if labels is not None and labels.pages else 2)

    def _top(self, page: int) -> int:
        labels = self.labels()
        rows = labels.shape.y if labels is not None else 0
        return page * (self._above() + rows * (self.side() + GAP) + MARGIN)

    @Slot()
    def _fit(self) -> None:
        labels = self.labels()
        if labels is not None:
            last = Place(*(size - 1 for size in labels.shape))
            self.cursor_cell = Place(*(min(here, end) for here, end in zip(self.cursor_cell, last)))
            self.setMinimumHeight(self._top(labels.shape.z))
        self.updateGeometry()
        self.update()

    @Slot()
    def _repaint(self) -> None:
        self.update()

    # -- painting -----------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        labels = self.labels()
        if labels is None:
            return
        painter = QPainter(self)
        for page in range(labels.shape.z):
            self._paint_labels(painter, labels, page)
        for place, wish in self._model.cells.items():
            rect = self.rect_of(place)
            if rect.intersects(QRectF(event.rect())):
                paint_picture(painter, rect, self._model.pictures.of(wish))
        chosen = self._model.chosen()
        if chosen is not None:
            paint_ring(painter, self.rect_of(chosen))
        if self.hasFocus():
            paint_cursor(painter, self.rect_of(self.cursor_cell))

    def _paint_labels(self, painter: QPainter, labels: Labels, page: int) -> None:
        colours, side = theme.current(), self.side()
        first = self.rect_of(Place(page, 0, 0))
        room = self.width() - first.left() - MARGIN
        if labels.pages:
            heading = QRectF(first.left(), first.top() - 3 * LINE, room, LINE)
            _write(painter, heading, labels.pages[page], colours.text, 600, Qt.AlignmentFlag.AlignLeft)
        title = QRectF(first.left(), first.top() - 2 * LINE, room, LINE)
        _write(painter, title, labels.x_title, colours.text3, 400, Qt.AlignmentFlag.AlignLeft)
        for x, words in enumerate(labels.x):
            place = QRectF(first.left() + x * (side + GAP), first.top() - LINE, side, LINE)
            _write(painter, place, words, colours.text2, 500, Qt.AlignmentFlag.AlignHCenter)
        beside = self.beside() - 12
        corner = QRectF(MARGIN, first.top() - LINE, beside, LINE)
        _write(painter, corner, labels.y_title, colours.text3, 400, Qt.AlignmentFlag.AlignRight)
        for y, words in enumerate(labels.y):
            place = QRectF(MARGIN, first.top() + y * (side + GAP), beside, side)
            _write(painter, place, words, colours.text2, 500, Qt.AlignmentFlag.AlignRight)

    # -- hands --------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            cell = self.cell_at(event.pos())
            QToolTip.showText(
                event.globalPos(), f"{self._model.words(cell)}\nClick to take" if cell else TIP, self
            )
            return True
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.ShortcutOverride
            and (event.key() in MOVES or event.key() in ENTER)
            and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            event.accept()  # the arrows are the room's for seeds elsewhere
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in MOVES:
            self._move(*MOVES[Qt.Key(event.key())])
        elif event.key() in ENTER:
            self._model.take(self.cursor_cell)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = self.cell_at(event.position().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        if pressed is not None and self.cell_at(event.position().toPoint()) == pressed:
            self._stand_on(pressed)
            self._model.take(pressed)

    def _move(self, down: int, right: int) -> None:
        """From page to page where a column ends."""
        labels = self.labels()
        if labels is None:
            return
        rows, columns = labels.shape.y, labels.shape.x
        line = self.cursor_cell.z * rows + self.cursor_cell.y + down
        page, row = divmod(max(0, min(line, labels.shape.z * rows - 1)), rows)
        self._stand_on(Place(page, row, max(0, min(self.cursor_cell.x + right, columns - 1))))

    def _stand_on(self, cell: Place) -> None:
        self.cursor_cell = cell
        self.setAccessibleDescription(self._model.words(cell))
        self.moved.emit(self.rect_of(cell))
        self.update()


def _write(
    painter: QPainter, rect: QRectF, words: str, colour: str, weight: int, side: Qt.AlignmentFlag
) -> None:
    """One line that ends in an ellipsis where the room ends."""
    face = font(12, weight)
    painter.setFont(face)
    painter.setPen(QColor(colour))
    shown = QFontMetricsF(face).elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, side | Qt.AlignmentFlag.AlignVCenter, shown)

"""Small pictures of a few points with captions; a click, or Space, takes one."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from ganstudio.gui import theme
from ganstudio.gui.explore.cell_paint import paint_cursor, paint_picture, paint_ring
from ganstudio.gui.fonts import font
from ganstudio.gui.models.explore.explore_model import ExploreModel
from ganstudio.gui.models.explore.point_pictures import PointPictures
from ganstudio.gui.widgets.text import describe
from ganstudio.latents.point import LatentPoint

GAP, CAPTION = 2, 18  # pixels
MOVES = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: 0, Qt.Key.Key_Down: 0}
TAKE = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
Items = Sequence[tuple[str, LatentPoint]]


class ThumbnailGrid(QWidget):
    """`picked` carries the number of the item. Pictures are made only while the grid is seen."""

    picked = Signal(int)

    def __init__(
        self, explore: ExploreModel, kind: str, name: str, tip: str, columns: int, width: int,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._columns = columns
        self._pictures = PointPictures(explore, kind, 32, self)
        self._items: Items = ()
        self._shown: dict[str, tuple[QImage, LatentPoint]] = {}  # by caption, so that old pictures can stay
        self.chosen: int | None = None
        self.cursor_item = 0
        self.setFixedSize(width, 0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        describe(self, name, tip)
        self._pictures.changed.connect(self._collect)
        explore.model_changed.connect(self._shown.clear)

    def show_items(self, items: Items) -> None:
        """Captions and points; a picture from before stays under its caption, dim, until the new one is made."""
        self._items = items
        self._shown = {words: self._shown[words] for words, _ in items if words in self._shown}
        self.cursor_item = min(self.cursor_item, max(len(items) - 1, 0))
        rows = -(-len(items) // self._columns)
        self.setFixedHeight(max(0, rows * (self._side() + CAPTION)))
        self._want()

    def set_chosen(self, number: int | None) -> None:
        """The item that the point is."""
        if number == self.chosen:
            return
        if number is not None and not self.hasFocus():
            self.cursor_item = number
        self.chosen = number
        self.update()

    def rect_of(self, number: int) -> QRectF:
        """Of the picture, without its caption."""
        side = self._side()
        row, column = divmod(number, self._columns)
        return QRectF(column * (side + GAP), row * (side + CAPTION), side, side)

    def item_at(self, place: QPoint) -> int | None:
        for number in range(len(self._items)):
            if self.rect_of(number).adjusted(0, 0, GAP, CAPTION).contains(place.toPointF()):
                return number
        return None

    @property
    def is_busy(self) -> bool:
        return self._pictures.is_busy

    def _side(self) -> int:
        return (self.width() - GAP * (self._columns - 1)) // self._columns

    def _want(self) -> None:
        if self.isVisible():
            self._pictures.want(point for _, point in self._items)
        self._collect()

    @Slot()
    def _collect(self) -> None:
        for words, point in self._items:
            image = self._pictures.of(point)
            if image is not None:
                self._shown[words] = (image, point)
        self.update()

    # -- events -------------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._want()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = self.item_at(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and number is not None:
            self.cursor_item = number
            self.picked.emit(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in TAKE and self._items:
            self.picked.emit(self.cursor_item)
        elif key in MOVES:
            down = {Qt.Key.Key_Up: -self._columns, Qt.Key.Key_Down: self._columns}.get(key, 0)
            to = self.cursor_item + MOVES[key] + down
            if 0 <= to < len(self._items):
                self.cursor_item = to
                self.update()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: object) -> None:
        super().focusInEvent(event)  # type: ignore[arg-type]
        self.update()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            number = self.item_at(event.pos())
            words = self.toolTip() if number is None else self._items[number][0]
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    def sizeHint(self) -> QSize:
        return self.size()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colours = QPainter(self), theme.current()
        painter.setFont(font(11))
        for number, (words, point) in enumerate(self._items):
            rect = self.rect_of(number)
            image, made_of = self._shown.get(words, (None, None))
            paint_picture(painter, rect, image, is_old=made_of != point)
            if number == self.chosen:
                paint_ring(painter, rect)
            if number == self.cursor_item and self.hasFocus():
                paint_cursor(painter, rect)
            painter.setPen(QColor(colours.text if number == self.chosen else colours.text3))
            place = QRectF(rect.left(), rect.bottom(), rect.width(), CAPTION - 2)
            cut = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(rect.width()))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, cut)

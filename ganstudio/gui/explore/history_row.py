"""Thumbnails of visited points, to go back to, to drag elsewhere, and to compare with."""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QDrag,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from ganstudio.gui.explore.history_face import HistoryFace
from ganstudio.gui.explore.history_layout import PITCH
from ganstudio.gui.explore.history_menu import history_menu
from ganstudio.gui.explore.point_mime import mime_of
from ganstudio.gui.models.explore.explore_model import ExploreModel


class HistoryRow(HistoryFace):
    """A click goes there; the arrows mark one and Enter goes to it."""

    def __init__(self, explore: ExploreModel, parent: QWidget | None = None) -> None:
        super().__init__(explore, parent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._pressed: tuple[int, QPointF] | None = None

    # -- mouse ----------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = self.number_at(event.position())
        if event.button() is Qt.MouseButton.LeftButton and number is not None:
            self._pressed = (number, event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is not None:
            number, begin = self._pressed
            if (event.position() - begin).manhattanLength() >= QApplication.startDragDistance():
                self._pressed = None
                self.drag_of(number).exec(Qt.DropAction.CopyAction)
            return
        self._hover(self.number_at(event.position()))
        if self.hovered is None:
            QToolTip.hideText()
        else:
            QToolTip.showText(event.globalPosition().toPoint(), self.words(self.hovered), self)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        if pressed is not None and pressed[0] == self.number_at(event.position()):
            self._explore.go_to(pressed[0])

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.places.width <= self.width():
            event.ignore()
            return
        by = event.pixelDelta() if not event.pixelDelta().isNull() else event.angleDelta() * PITCH / 120
        self.scroll_to(self.offset - (by.x() or by.y()))
        self._hover(self.number_at(event.position()))
        event.accept()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and self.hovered is not None:
            return True  # each thumbnail has its own
        return super().event(event)

    def _hover(self, number: int | None) -> None:
        if number != self.hovered:
            self.hovered = number
            self.update()

    def drag_of(self, number: int) -> QDrag:
        """A thumbnail on its way to a key, to the style mix, or elsewhere."""
        drag = QDrag(self)
        drag.setMimeData(mime_of(self._history.entries[number].point))
        picture = self.picture_of(number)
        if picture is not None:
            drag.setPixmap(picture)
        return drag

    # -- keys -----------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, now = Qt.Key(event.key()), self._history.current if self.marked is None else self.marked
        last = self.places.count - 1
        moves = {
            Qt.Key.Key_Left: now - 1,
            Qt.Key.Key_Right: now + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        if key in moves and last >= 0:
            self.marked = min(max(moves[key], 0), last)
            self.keep_in_view(self.marked)
            self.tell()
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.marked is not None:
            self._explore.go_to(self.marked)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.tell()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        is_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        marked = self._history.current if self.marked is None else self.marked
        number = marked if is_key else self.number_at(QPointF(event.pos()))
        if number is not None and 0 <= number < self.places.count:
            below = self.mapToGlobal(self.rect_of(number).bottomLeft() + QPoint(0, 4))
            menu = history_menu(self._explore, number, self)
            menu.popup(below if is_key else event.globalPos())

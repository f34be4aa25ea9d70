"""Thumbnails of visited points. Only those that are seen are painted, however many there are."""

from collections import OrderedDict
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Slot
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QDrag,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QMenu, QSizePolicy, QToolTip, QWidget

from ganstudio.gui import theme
from ganstudio.gui.explore.history_layout import FORK, GAP, PITCH, SIDE, HistoryLayout
from ganstudio.gui.explore.point_mime import mime_of
from ganstudio.gui.explore.result_paint import LINE
from ganstudio.gui.fonts import font
from ganstudio.gui.icons import icon
from ganstudio.gui.models.explore.explore_model import ExploreModel
from ganstudio.gui.models.explore.facts import Picture
from ganstudio.gui.train.preview_grid import image_of
from ganstudio.gui.widgets.text import describe
from ganstudio.latents.point import LatentPoint

if TYPE_CHECKING:
    from ganstudio.latents.model import Model

TIP = (
    "Every point you have been at. Click one to go back; what you left is kept. Arrow keys move, Enter goes."
)
DIM, BRANCH = 0.4, 0.4  # opacity of what was undone, and of other branches
KEPT = 256  # scaled thumbnails
BAR = 2  # px, the line that says which part of a long row is seen


class HistoryRow(QWidget):
    """Centred while all of it fits, else as far along as the current point needs. `marked` is where the keys are."""

    def __init__(self, explore: ExploreModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("history_row")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumWidth(PITCH)
        describe(self, "Visited points", TIP)
        self._explore, self._history = explore, explore.history
        self.places = HistoryLayout()
        self.marked: int | None = None
        self.offset = 0
        self._hovered: int | None = None
        self._pressed: tuple[int, QPointF] | None = None
        self._scaled: OrderedDict[int, QPixmap] = OrderedDict()
        self._history.changed.connect(self._take)
        self._history.thumbnail_changed.connect(self._redraw)
        self._take()

    def sizeHint(self) -> QSize:
        return QSize(9 * PITCH, SIDE + 8)

    def rect_of(self, number: int) -> QRect:
        """Where a thumbnail is painted."""
        return QRect(self._begin() + self.places.left_of(number), (self.height() - SIDE) // 2, SIDE, SIDE)

    def number_at(self, point: QPointF) -> int | None:
        if abs(point.y() - self.height() / 2) > SIDE / 2:
            return None
        return self.places.number_at(point.x() - self._begin())

    def is_dim(self, number: int) -> bool:
        """Undone, or on a branch that was left."""
        return number not in self.places.on_path or number > self._history.current

    def words(self, number: int) -> str:
        """What led to a point, and how it hangs together with the others."""
        entry = self._history.entries[number]
        parts = [f"{number + 1} of {len(self._history.entries)}: {entry.words}"]
        if self.places.is_fork(number) and entry.parent is not None:
            parent = self._history.entries[entry.parent]
            parts.append(f"A branch from {entry.parent + 1}, {parent.words}")
        if number == self._history.current:
            parts.append("Shown now")
        elif number not in self.places.on_path:
            parts.append("On a branch you left; click to go back to it")
        elif number > self._history.current:
            parts.append("Undone; click to have it again")
        facts = self._explore.facts
        if facts is not None and entry.model != facts.path:
            parts.append(f"Of another model: {entry.model.stem}")
        return "\n".join(parts)

    # -- what happens ---------------------------------------------------------------------------------------------

    @Slot()
    def _take(self) -> None:
        if len(self._history.entries) < self.places.count:
            self._scaled.clear()
        self.places.read(self._history.entries, self._history.path)
        self.marked = None
        self._keep_in_view(self._history.current)
        self._tell()
        self.update()

    @Slot(int)
    def _redraw(self, number: int) -> None:
        self._scaled.pop(number, None)
        self.update(self.rect_of(number))

    def _tell(self) -> None:
        number = self._history.current if self.marked is None else self.marked
        if 0 <= number < self.places.count:
            self.setAccessibleDescription(f"{self.words(number)}. {TIP}")

    def _begin(self) -> int:
        """Where the first thumbnail stands."""
        spare = self.width() - self.places.width
        return spare // 2 if spare >= 0 else -self.offset

    def _scroll_to(self, offset: float) -> None:
        self.offset = round(min(max(offset, 0), max(0, self.places.width - self.width())))
        self.update()

    def _keep_in_view(self, number: int) -> None:
        if not 0 <= number < self.places.count:
            return
        left, air = self.places.left_of(number), min(PITCH, max(0, (self.width() - SIDE) // 2))
        lowest, highest = left + SIDE + air - self.width(), left - air
        self._scroll_to(min(max(self.offset, lowest), highest))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._keep_in_view(self._history.current)

    # -- painting -------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colours = QPainter(self), theme.current()
        begin = self._begin()
        for number in self.places.seen(event.rect().left() - begin - FORK, event.rect().right() - begin):
            self._paint_one(painter, colours, number)
        self._paint_parent(painter, colours)
        self._paint_bar(painter, colours)

    def _paint_one(self, painter: QPainter, colours: theme.Tokens, number: int) -> None:
        rect = self.rect_of(number)
        if self.places.is_fork(number):
            lit = "accent_line" if number in self.places.on_path else "text3"
            icon("git-branch", lit).paint(painter, rect.left() - GAP // 2 - 14, rect.center().y() - 6, 14, 14)
        picture = self._picture_of(number)
        painter.setOpacity(1.0 if not self.is_dim(number) or number == self._hovered else DIM)
        if picture is None:
            painter.fillRect(rect, QColor(colours.field))
            painter.setFont(font(11))
            painter.setPen(QColor(colours.text3))
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, str(number + 1))
        else:
            painter.drawPixmap(rect.topLeft(), picture)
        painter.setPen(QPen(LINE, 1))
        painter.drawRect(rect.adjusted(0, 0, -1, -1))
        painter.setOpacity(1.0)
        if number == self._history.current:
            self._frame(painter, rect, QColor(colours.ring), 2)
        if number == self.marked and self.hasFocus():
            self._frame(painter, rect.adjusted(-3, -3, 3, 3), QColor(colours.ring), 1)

    def _paint_parent(self, painter: QPainter, colours: theme.Tokens) -> None:
        """Over a branch's beginning: a frame around the point it goes on from."""
        number = self._hovered
        if number is None or not self.places.is_fork(number):
            return
        parent = self._history.entries[number].parent
        if parent is not None:
            self._frame(painter, self.rect_of(parent), QColor(colours.accent_line), 1)

    def _frame(self, painter: QPainter, rect: QRect, colour: QColor, width: int) -> None:
        pen = QPen(colour, width)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        half = width / 2
        painter.drawRect(QRectF(rect).adjusted(half, half, -half, -half))

    def _paint_bar(self, painter: QPainter, colours: theme.Tokens) -> None:
        total = self.places.width
        if total <= self.width():
            return
        length = max(24.0, self.width() * self.width() / total)
        left = (self.width() - length) * self.offset / max(1, total - self.width())
        painter.fillRect(QRectF(left, self.height() - BAR, length, BAR), QColor(colours.border))

    def _picture_of(self, number: int) -> QPixmap | None:
        pixels = self._history.entries[number].thumbnail
        if pixels is None:
            return None
        if number not in self._scaled:
            side = round(SIDE * self.devicePixelRatioF())
            scaled = QPixmap.fromImage(
                image_of(pixels).scaled(
                    side,
                    side,
                    Qt.AspectRatioMode.IgnoreAspectRatio,
                    Qt.TransformationMode.SmoothTransformation,
                )
            )
            scaled.setDevicePixelRatio(self.devicePixelRatioF())
            self._scaled[number] = scaled
            if len(self._scaled) > KEPT:
                self._scaled.popitem(last=False)
        self._scaled.move_to_end(number)
        return self._scaled[number]

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
        if self._hovered is None:
            QToolTip.hideText()
        else:
            QToolTip.showText(event.globalPosition().toPoint(), self.words(self._hovered), self)

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
        self._scroll_to(self.offset - (by.x() or by.y()))
        self._hover(self.number_at(event.position()))
        event.accept()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and self._hovered is not None:
            return True  # each thumbnail has its own
        return super().event(event)

    def _hover(self, number: int | None) -> None:
        if number != self._hovered:
            self._hovered = number
            self.update()

    def drag_of(self, number: int) -> QDrag:
        """A thumbnail on its way to a key, to the style mix, or elsewhere."""
        drag = QDrag(self)
        drag.setMimeData(mime_of(self._history.entries[number].point))
        picture = self._picture_of(number)
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
            self._keep_in_view(self.marked)
            self._tell()
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.marked is not None:
            self._explore.go_to(self.marked)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    # -- the menu -------------------------------------------------------------------------------------------------

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        is_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        marked = self._history.current if self.marked is None else self.marked
        number = marked if is_key else self.number_at(QPointF(event.pos()))
        if number is not None and 0 <= number < self.places.count:
            below = self.mapToGlobal(self.rect_of(number).bottomLeft() + QPoint(0, 4))
            self.menu_of(number).popup(below if is_key else event.globalPos())

    def menu_of(self, number: int) -> QMenu:
        """What can be done with a visited point."""
        entry, facts = self._history.entries[number], self._explore.facts
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setToolTipsVisible(True)
        is_of_model = facts is not None and facts.path == entry.model
        for words, name, deed, needs_model in (
            ("Go here", "arrow-bend-up-left", lambda: self._explore.go_to(number), False),
            ("Pin to compare with", "push-pin", lambda: self._pin(entry.point), True),
            (
                "Add as a key of the timeline",
                "plus",
                lambda: self._explore.timeline.add_key(entry.point),
                True,
            ),
            (
                "Copy point",
                "copy",
                lambda: QGuiApplication.clipboard().setMimeData(mime_of(entry.point)),
                False,
            ),
        ):
            action = menu.addAction(icon(name), words)
            action.triggered.connect(lambda _checked=False, deed=deed: deed())
            if needs_model and not is_of_model:
                action.setEnabled(False)
                action.setToolTip("This point is of another model; go to it first")
        return menu

    def _pin(self, point: LatentPoint) -> None:
        self._explore.ask("pin visited", partial(_rendered, point), self._explore.pin)


def _rendered(point: LatentPoint, model: "Model") -> Picture:
    import numpy as np

    from ganstudio.latents.picture_file import pixels_of
    from ganstudio.latents.rendering import render

    return Picture(point, np.array(pixels_of(render(model, point))))

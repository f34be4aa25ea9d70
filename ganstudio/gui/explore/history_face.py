"""How visited points look in their row. Only those that are seen are painted, however many there are."""

from collections import OrderedDict

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Slot
from PySide6.QtGui import (
    QColor,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganstudio.gui import theme
from ganstudio.gui.explore.history_layout import FORK, GAP, PITCH, SIDE, HistoryLayout
from ganstudio.gui.fonts import font
from ganstudio.gui.icons import icon
from ganstudio.gui.models.explore.explore_model import ExploreModel
from ganstudio.gui.train.preview_grid import image_of
from ganstudio.gui.widgets.picture_paint import LINE
from ganstudio.gui.widgets.text import describe

TIP = (
    "Every point you have been at. Click one to go back; what you left is kept. Arrow keys move, Enter goes."
)
UNDONE, LEFT = 0.5, 0.3  # opacity of what was undone, and of branches that were left
KEPT = 256  # scaled thumbnails
BAR = 2  # px, the line that says which part of a long row is seen


class HistoryFace(QWidget):
    """Centred while all of it fits, else as far along as the current point needs. `marked` is where the keys are."""

    def __init__(self, explore: ExploreModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("history_row")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumWidth(PITCH)
        describe(self, "Visited points", TIP)
        self._explore, self._history = explore, explore.history
        self.places = HistoryLayout()
        self.marked: int | None = None
        self.offset = 0
        self.hovered: int | None = None
        self._scaled: OrderedDict[int, QPixmap] = OrderedDict()
        self._path: frozenset[int] | None = None
        self._history.changed.connect(self._take)
        self._history.stack.indexChanged.connect(self._forget_path)  # comes after `changed`
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

    @property
    def on_path(self) -> frozenset[int]:
        """The numbers along undo and redo; they are counted through when they are asked for, not at every change."""
        if self._path is None:
            self._path = frozenset(self._history.path)
        return self._path

    def opacity_of(self, number: int) -> float:
        """Full up to the current point; less for what was undone, least on a branch that was left."""
        if number not in self.on_path:
            return LEFT
        return UNDONE if number > self._history.current else 1.0

    def words(self, number: int) -> str:
        """What led to a point, and how it hangs together with the others."""
        entry = self._history.entries[number]
        parts = [f"{number + 1} of {len(self._history.entries)}: {entry.words}"]
        if self.places.is_fork(number) and entry.parent is not None:
            parent = self._history.entries[entry.parent]
            parts.append(f"A branch from {entry.parent + 1}, {parent.words}")
        if number == self._history.current:
            parts.append("Shown now")
        elif number not in self.on_path:
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
        self.places.read(self._history.entries)
        self._path = None
        self.marked = None
        self.keep_in_view(self._history.current)
        if self.hasFocus():  # else it is told when the focus comes
            self.tell()
        self.update()

    @Slot()
    def _forget_path(self) -> None:
        self._path = None
        self.update()

    @Slot(int)
    def _redraw(self, number: int) -> None:
        self._scaled.pop(number, None)
        self.update(self.rect_of(number))

    def tell(self) -> None:
        """Says where one is to those who cannot see it."""
        number = self._history.current if self.marked is None else self.marked
        if 0 <= number < self.places.count:
            self.setAccessibleDescription(f"{self.words(number)}. {TIP}")

    def _begin(self) -> int:
        """Where the first thumbnail stands."""
        spare = self.width() - self.places.width
        return spare // 2 if spare >= 0 else -self.offset

    def scroll_to(self, offset: float) -> None:
        """So many pixels of the row lie left of the view."""
        self.offset = round(min(max(offset, 0), max(0, self.places.width - self.width())))
        self.update()

    def keep_in_view(self, number: int) -> None:
        """Scrolls as little as it takes."""
        if not 0 <= number < self.places.count:
            return
        left, air = self.places.left_of(number), min(PITCH, max(0, (self.width() - SIDE) // 2))
        lowest, highest = left + SIDE + air - self.width(), left - air
        self.scroll_to(min(max(self.offset, lowest), highest))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.keep_in_view(self._history.current)

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
            lit = "accent_line" if number in self.on_path else "text3"
            icon("git-branch", lit).paint(painter, rect.left() - GAP // 2 - 14, rect.center().y() - 6, 14, 14)
        picture = self.picture_of(number)
        painter.setOpacity(1.0 if number == self.hovered else self.opacity_of(number))
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
        number = self.hovered
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

    def picture_of(self, number: int) -> QPixmap | None:
        """A thumbnail at the size that is painted; None until there is one."""
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

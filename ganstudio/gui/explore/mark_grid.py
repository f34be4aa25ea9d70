"""Samples of the model that a person marks as more or less of something."""

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ganstudio.gui import theme
from ganstudio.gui.explore.cell_paint import paint_cursor, paint_picture
from ganstudio.gui.models.explore.direction_search import DirectionSearch
from ganstudio.gui.models.explore.point_pictures import PointPictures
from ganstudio.gui.widgets.text import describe
from ganstudio.latents.point import LatentPoint

COLUMNS, GAP, LARGEST = 5, 2, 64
MORE, LESS = "more", "less"
TIP = "Click marks a picture as more, a second click as less, a third takes the mark away. Keys: + more, \u2212 less."
MOVES = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -COLUMNS, Qt.Key.Key_Down: COLUMNS}
MORE_KEYS = (Qt.Key.Key_Plus, Qt.Key.Key_Equal)
LESS_KEYS = (Qt.Key.Key_Minus, Qt.Key.Key_Underscore)
CLEAR_KEYS = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_0)
CYCLE_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class MarkGrid(QWidget):
    """Paints the samples of a search with their marks; right button marks as less at once."""

    def __init__(self, search: DirectionSearch, pictures: PointPictures) -> None:
        super().__init__()
        self.setObjectName("mark_grid")
        self._search, self._pictures = search, pictures
        self.cursor_cell = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        describe(self, "Pictures to mark", TIP)
        search.marks_changed.connect(self.update)

    def side(self) -> int:
        return max(8, min(LARGEST, (self.width() - (COLUMNS - 1) * GAP) // COLUMNS))

    def sizeHint(self) -> QSize:
        return QSize(304, 242)

    def resizeEvent(self, event: object) -> None:
        rows = -(-len(self._search.samples()) // COLUMNS) or 4
        self.setFixedHeight(rows * (self.side() + GAP) - GAP)

    def rect_of(self, cell: int) -> QRect:
        step = self.side() + GAP
        return QRect(cell % COLUMNS * step, cell // COLUMNS * step, self.side(), self.side())

    def cell_at(self, place: QPoint) -> int | None:
        cells = range(len(self._search.samples()))
        return next((cell for cell in cells if self.rect_of(cell).contains(place)), None)

    def cycle(self, point: LatentPoint) -> None:
        """Nothing, more, less, nothing."""
        following: dict[bool | None, bool | None] = {None: True, True: False, False: None}
        self._search.mark(point, following[self._search.marks.get(point)])

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for cell, point in enumerate(self._search.samples()):
            rect = QRectF(self.rect_of(cell))
            image = self._pictures.of(point)
            paint_picture(painter, rect, image, image is None)
            if point in self._search.marks:
                paint_mark(painter, rect, self._search.marks[point])
        if self.hasFocus():
            paint_cursor(painter, QRectF(self.rect_of(self.cursor_cell)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position().toPoint())
        if cell is None:
            return
        self._stand_on(cell)
        point = self._search.samples()[cell]
        if event.button() == Qt.MouseButton.RightButton:
            self._search.mark(point, None if self._search.marks.get(point) is False else False)
        elif event.button() == Qt.MouseButton.LeftButton:
            self.cycle(point)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)  # two quick clicks are two clicks

    def keyPressEvent(self, event: QKeyEvent) -> None:
        samples, key = self._search.samples(), event.key()
        if not samples or not _is_own(event):
            super().keyPressEvent(event)
            return
        self._stand_on(min(self.cursor_cell, len(samples) - 1))
        if key in MOVES:
            target = self.cursor_cell + MOVES[Qt.Key(key)]
            self._stand_on(target if 0 <= target < len(samples) else self.cursor_cell)
        elif key in CYCLE_KEYS:
            self.cycle(samples[self.cursor_cell])
        else:
            is_more = None if key in CLEAR_KEYS else key in MORE_KEYS
            self._search.mark(samples[self.cursor_cell], is_more)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            cell = self.cell_at(event.pos())
            QToolTip.showText(event.globalPos(), TIP if cell is None else self._words(cell), self)
            return True
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride and _is_own(event):
            event.accept()
            return True
        return super().event(event)

    def contextMenuEvent(self, event: object) -> None:
        """The right button marks."""

    def focusInEvent(self, event: object) -> None:
        self.update()

    def focusOutEvent(self, event: object) -> None:
        self.update()

    def _stand_on(self, cell: int) -> None:
        self.cursor_cell = cell
        self.setAccessibleDescription(self._words(cell))
        self.update()

    def _words(self, cell: int) -> str:
        point = self._search.samples()[cell]
        mark = self._search.marks.get(point)
        state = "not marked" if mark is None else "marked as more" if mark else "marked as less"
        return f"Seed {point.seed}, {state}. {TIP}"


def paint_mark(painter: QPainter, rect: QRectF, is_more: bool) -> None:
    """A ring and a plus on accent, or a hairline and a minus on grey: told apart without colour too."""
    colours = theme.current()
    size = 16.0
    badge = QRectF(rect.right() - size - 2, rect.top() + 3, size, size)
    edge = colours.ring if is_more else colours.text2
    painter.setPen(
        QPen(QColor(edge), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap, Qt.PenJoinStyle.MiterJoin)
    )
    painter.drawRect(rect.adjusted(1, 1, -1, -1))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor("#ffffff" if is_more else colours.border), 1))
    painter.setBrush(QColor(colours.accent if is_more else colours.raised))
    painter.drawEllipse(badge)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor("#ffffff" if is_more else colours.text), 1.6))
    middle = badge.center()
    painter.drawLine(middle - QPointF(4, 0), middle + QPointF(4, 0))
    if is_more:
        painter.drawLine(middle - QPointF(0, 4), middle + QPointF(0, 4))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _is_own(event: QKeyEvent) -> bool:
    held = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
    return not held and event.key() in (*MOVES, *MORE_KEYS, *LESS_KEYS, *CLEAR_KEYS, *CYCLE_KEYS)

"""The picture with handles, targets and the part that may change, moved by mouse and keys."""

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Slot
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganstudio.gui import theme
from ganstudio.gui.fonts import font
from ganstudio.gui.models.explore.drag_model import DragModel, End
from ganstudio.gui.models.explore.facts import Picture
from ganstudio.gui.widgets.picture_paint import Pixels, paint_edge, paint_pixels
from ganstudio.gui.widgets.text import describe
from ganstudio.gui.widgets.viewport import Viewport
from ganstudio.latents.drag_settings import Place

TIP = (
    "Click on what should move, then on the place where it should go. Arrows move the chosen point, Shift further; "
    "Page up and Page down choose one, Enter adds one, Delete removes it."
)
GRAB = 12.0  # logical pixels around a point
RADIUS = 8.0
HELD = QColor(0, 0, 0, 140)  # over what stays as it is
INK = QColor(0, 0, 0, 160)  # around marks, so that they are seen on any picture
MIDDLE = (0.5, 0.5)
ARROWS = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1),
}  # fmt: skip
KEYS = {*ARROWS, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Delete, Qt.Key.Key_Backspace,
        Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}  # fmt: skip


class DragView(QWidget):
    """`tool` is points, paint or erase; `brush` the brush's diameter in pixels of the picture."""

    def __init__(self, model: DragModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("drag_view")
        self.setMinimumSize(160, 160)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        describe(self, "Picture to drag", TIP)
        self.setToolTip("")  # it would cover the picture
        self._model = model
        self.tool, self.brush = "points", 6
        self._pixels: Pixels | None = None
        self._pointer: Place | None = None
        self._held = False
        model.changed.connect(self._tell)

    def sizeHint(self) -> QSize:
        return QSize(420, 420)

    @Slot(object)
    def show_picture(self, picture: Picture | None) -> None:
        self._pixels = None if picture is None else Pixels(picture.pixels)
        self.update()

    def set_tool(self, tool: str) -> None:
        self.tool = tool
        self.update()

    def rect_of(self) -> QRectF:
        """Where the picture lies."""
        if self._pixels is None:
            return QRectF()
        height, width = self._pixels.array.shape[:2]
        return Viewport(QSizeF(self.size()), QSizeF(width, height), self.devicePixelRatioF()).rect

    def to_view(self, place: Place) -> QPointF:
        rect = self.rect_of()
        return QPointF(rect.x() + place[0] * rect.width(), rect.y() + place[1] * rect.height())

    def to_place(self, point: QPointF) -> Place:
        rect = self.rect_of()
        return (point.x() - rect.x()) / rect.width(), (point.y() - rect.y()) / rect.height()

    # -- the mouse --------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._pixels is None or event.button() is not Qt.MouseButton.LeftButton or self._model.is_running:
            return
        self._held = True
        if self.tool != "points":
            self._dab(self.to_place(event.position()))
        elif (end := self._end_at(event.position())) is not None:
            self._model.choose(end)
        elif self.rect_of().contains(event.position()):
            self._model.place(self.to_place(event.position()))
        else:
            self._held = False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pixels is None:
            return
        self._pointer = self.to_place(event.position())
        if self._held and event.buttons() & Qt.MouseButton.LeftButton:
            if self.tool != "points":
                self._dab(self._pointer)
            else:
                self._model.move_chosen(self._pointer)
        self.update()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._held = False

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._pointer = None
        self.update()

    def _end_at(self, point: QPointF) -> tuple[int, End] | None:
        """The nearest handle or target under the pointer, the newest first."""
        found = [(self._length(point - self.to_view(self._model.place_of(end))), end)
                 for end in reversed(self._model.ends())]  # fmt: skip
        near = min(found, key=lambda each: each[0], default=(GRAB + 1, None))
        return near[1] if near[0] <= GRAB else None

    @staticmethod
    def _length(way: QPointF) -> float:
        return float(np.hypot(way.x(), way.y()))

    def _dab(self, place: Place) -> None:
        self._model.paint(place, self.brush / 2, self.tool == "paint")

    # -- keys -------------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """These keys are this view's own while it has the focus, not the room's."""
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in KEYS
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in ARROWS:
            self._move(ARROWS[key], 4 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._model.remove_chosen()
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._model.choose_next(1 if key == Qt.Key.Key_PageDown else -1)
        else:
            super().keyPressEvent(event)

    def _move(self, way: tuple[int, int], by: int) -> None:
        """The chosen point, or the brush, by pixels of the picture."""
        if self._pixels is None:
            return
        side = self._pixels.array.shape[1]
        here = self._pointer or MIDDLE
        if self.tool == "points":
            if self._model.chosen is None:
                return
            here = self._model.place_of(self._model.chosen)
        there = (here[0] + way[0] * by / side, here[1] + way[1] * by / side)
        if self.tool == "points":
            self._model.move_chosen(there)
        else:
            self._pointer = (min(max(there[0], 0.0), 1.0), min(max(there[1], 0.0), 1.0))
            self.update()

    def _enter(self) -> None:
        """A point in the middle or, for a target, a fifth to the right of its handle; or a dab of the brush."""
        if self._model.is_running:
            return
        if self.tool != "points":
            self._dab(self._pointer or MIDDLE)
            return
        pairs = self._model.pairs
        if pairs and pairs[-1].target is None:
            handle = pairs[-1].handle
            self._model.place((min(handle[0] + 0.2, 1.0), handle[1]))
        else:
            self._model.place(MIDDLE)

    # -- painting ---------------------------------------------------------------------------------------------------

    @Slot()
    def _tell(self) -> None:
        count = sum(pair.target is not None for pair in self._model.pairs)
        words = f"{count} handle{'' if count == 1 else 's'} with a target. {TIP}"
        if self.accessibleDescription() != words:
            self.setAccessibleDescription(words)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._pixels is None:
            return
        painter, rect = QPainter(self), self.rect_of()
        scale = rect.width() * self.devicePixelRatioF() / self._pixels.array.shape[1]
        matte = QColor(theme.current().canvas)
        paint_pixels(painter, self._pixels, rect, scale, smooth=True, matte=matte)
        if self._model.mask is not None:
            painter.drawImage(rect, _veil(self._model.mask))
        paint_edge(painter, rect)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number in range(len(self._model.pairs)):
            self._paint_pair(painter, number)
        if self.tool != "points" and self._pointer is not None:
            self._paint_brush(painter, rect)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.current().ring), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(-3, -3, 3, 3), 4, 4)

    def _paint_pair(self, painter: QPainter, number: int) -> None:
        pair, colours = self._model.pairs[number], theme.current()
        handle = self.to_view(pair.handle)
        if pair.target is not None:
            target = self.to_view(pair.target)
            for pen in (QPen(INK, 4), QPen(QColor("#ffffff"), 1.5, Qt.PenStyle.DashLine)):
                painter.setPen(pen)
                painter.drawLine(handle, target)
            self._paint_mark(painter, target, str(number + 1), QColor(colours.real), (number, "target"))
        self._paint_mark(painter, handle, str(number + 1), QColor(colours.made), (number, "handle"))

    def _paint_mark(
        self, painter: QPainter, at: QPointF, words: str, colour: QColor, end: tuple[int, End]
    ) -> None:
        """A numbered disc for a handle, a ring for a target, so that colour alone need not tell them apart."""
        is_handle = end[1] == "handle"
        painter.setPen(QPen(INK, 2))
        painter.setBrush(colour if is_handle else QColor(0, 0, 0, 110))
        painter.drawEllipse(at, RADIUS + 1, RADIUS + 1)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if not is_handle:
            painter.setPen(QPen(colour, 2.5))
            painter.drawEllipse(at, RADIUS, RADIUS)
        if self._model.chosen == end:
            painter.setPen(QPen(QColor("#ffffff"), 2))
            painter.drawEllipse(at, RADIUS + 3.5, RADIUS + 3.5)
        painter.setFont(font(11, 600))
        painter.setPen(QColor("#000000") if is_handle else QColor("#ffffff"))
        box = QRectF(at.x() - RADIUS, at.y() - RADIUS, 2 * RADIUS, 2 * RADIUS)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_brush(self, painter: QPainter, rect: QRectF) -> None:
        assert self._pixels is not None
        assert self._pointer is not None
        radius = self.brush / 2 * rect.width() / self._pixels.array.shape[1]
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for pen in (QPen(INK, 3), QPen(QColor("#ffffff"), 1.5)):
            painter.setPen(pen)
            painter.drawEllipse(self.to_view(self._pointer), radius, radius)


def _veil(mask: np.ndarray) -> QImage:
    """Darkens what stays as it is."""
    veil = np.zeros((*mask.shape, 4), np.uint8)
    veil[~mask] = HELD.red(), HELD.green(), HELD.blue(), HELD.alpha()
    height, width = mask.shape
    return QImage(veil.data, width, height, 4 * width, QImage.Format.Format_RGBA8888).copy()

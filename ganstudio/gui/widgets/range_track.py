"""A slider of layers with two handles."""

from PySide6.QtCore import QEvent, QRect, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QWidget

from ganstudio.gui.widgets.text import describe
from ganstudio.gui.widgets.track import HANDLE, paint_groove, paint_handle, place_of, share_at

ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


class RangeTrack(QWidget):
    """A slider with two handles, each with the focus and the arrow keys of its own; the part between drags both."""

    moved = Signal()
    settled = Signal()

    def __init__(self, name: str, tip: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.count = 1
        self.setFixedHeight(24)
        self.setMinimumWidth(64)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.setToolTip(tip)
        self.first, self.last = End(self, f"{name}: first", tip), End(self, f"{name}: last", tip)
        self._held: tuple[End, ...] = ()
        self._told = (0, 0)
        self._from: tuple[int, int, int] = (0, 0, 0)
        self.first.valueChanged.connect(lambda value: self._follow(self.first, value))
        self.last.valueChanged.connect(lambda value: self._follow(self.last, value))

    @property
    def is_held(self) -> bool:
        """Whether a mouse drags a handle."""
        return bool(self._held)

    def ends(self) -> tuple[int, int]:
        return self.first.value(), self.last.value()

    def set_ends(self, first: int, last: int) -> None:
        """Both within the layers there are, the first not behind the last."""
        with QSignalBlocker(self.first), QSignalBlocker(self.last):
            self.last.setValue(last)
            self.first.setValue(min(first, self.last.value()))
        self._place()

    def set_count(self, count: int) -> None:
        self.count = count
        for end in (self.first, self.last):
            with QSignalBlocker(end):
                end.setRange(0, count - 1)
        self._place()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            event.ignore()
            return
        x = event.position().x()
        near, far = self._x(self.first.value()), self._x(self.last.value())
        at = self._layer_at(x)
        if near + HANDLE / 2 < x < far - HANDLE / 2:
            self._held = (self.first, self.last)
        elif abs(x - near) < abs(x - far) or (near == far and x < near):
            self._held = (self.first,)
        else:
            self._held = (self.last,)
        self._from = (at, *self.ends())
        self._held[0].setFocus(Qt.FocusReason.MouseFocusReason)
        if len(self._held) == 1:
            self._held[0].setValue(at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self._layer_at(event.position().x())
        if len(self._held) == 1:
            if (
                self._from[1] == self._from[2]
            ):  # both handles lay on one layer: the way of the hand tells which
                self._held = (self.first if at < self._from[1] else self.last,)
            self._held[0].setValue(at)
        elif self._held:
            self._shift(at - self._from[0])
        else:
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._held:
            self._held = ()
            self.settled.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, enabled = QPainter(self), self.isEnabled()
        places = [self._x(value) for value in self.ends()]
        paint_groove(painter, (self.width(), self.height()), places[0], places[1], enabled)
        for place in places:
            paint_handle(painter, place, self.height(), self.underMouse(), enabled)

    def _shift(self, by: int) -> None:
        _, first, last = self._from
        by = max(-first, min(by, self.count - 1 - last))
        if (first + by, last + by) != self.ends():
            self.set_ends(first + by, last + by)
            self.moved.emit()

    def _follow(self, end: "End", value: int) -> None:
        """The handles never pass each other."""
        kept = min(value, self.last.value()) if end is self.first else max(value, self.first.value())
        with QSignalBlocker(end):
            end.setValue(kept)
        if self.ends() != self._told:
            self._place()
            self.moved.emit()

    def _place(self) -> None:
        self._told = self.ends()
        for end in (self.first, self.last):
            left = round(self._x(end.value()) - HANDLE / 2)
            end.setGeometry(QRect(left, (self.height() - HANDLE) // 2, HANDLE, HANDLE))
        self.update()

    def _x(self, layer: int) -> float:
        return place_of(layer / max(self.count - 1, 1), self.width())

    def _layer_at(self, x: float) -> int:
        return round(share_at(x, self.width()) * (self.count - 1))


class End(QAbstractSlider):
    """What of a handle takes the keys; the track paints it and takes the mouse."""

    def __init__(self, track: RangeTrack, name: str, tip: str) -> None:
        super().__init__(track)
        self._track = track
        self._is_moved = False
        self.valueChanged.connect(self._note)
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setPageStep(4)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        describe(self, name, tip)

    def event(self, event: QEvent) -> bool:
        is_key = isinstance(event, QKeyEvent) and event.key() in ARROWS
        if is_key and event.type() is QEvent.Type.ShortcutOverride:
            event.accept()  # the arrows belong to the control that has the focus, not to the room
            return True
        return super().event(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if self._is_moved and not event.isAutoRepeat():
            self._is_moved = False
            self._track.settled.emit()
        super().keyReleaseEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Nothing: the track paints."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the wheel scrolls the panel

    def _note(self) -> None:
        self._is_moved = not self._track.is_held

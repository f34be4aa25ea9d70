"""A slider of real numbers, filled from an origin, with a tick at its default."""

import math

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget

from ganstudio.gui.widgets.text import describe
from ganstudio.gui.widgets.track import HANDLE, paint_groove, paint_handle, paint_tick, place_of, share_at

QUIET = 250  # ms after which a turn of the wheel is complete
STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Down: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: 1,
         Qt.Key.Key_PageDown: -10, Qt.Key.Key_PageUp: 10}  # fmt: skip


class ValueSlider(QSlider):
    """Arrows move it one step, Shift ten, Alt a tenth; double-click on the handle resets it.

    `moved` at every change a person makes, `settled` when the gesture ends. `set_number` sends neither.
    """

    moved = Signal(float)
    settled = Signal(float)
    enter_pressed = Signal()

    def __init__(
        self, name: str, low: float, high: float, step: float, default: float, tip: str = "",
        decimals: int = 2, origin: float | None = None, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._low, self._high, self._step, self.default = low, high, step, default
        self._origin = origin if origin is not None else low
        self._shown = 10.0**-decimals  # what dragging snaps to
        self._fine = max(step / 10, 1.0) if decimals == 0 else step / 10
        self._number, self._grip, self._gesture = default, 0.0, False
        self.setRange(0, max(1, round((high - low) / self._fine)))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setFixedHeight(24)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET)
        self._quiet.timeout.connect(self._settle)
        describe(self, name, tip)
        self.set_number(default)
        self.valueChanged.connect(self._follow_position)

    def number(self) -> float:
        """The exact value, not rounded to a place of the slider."""
        return self._number

    def set_number(self, number: float) -> None:
        """Shows a value."""
        if number == self._number and self.value() == self._position_of(number):
            return
        self._number = number
        with QSignalBlocker(self):
            self.setValue(self._position_of(number))
        self.update()

    def set_ends(self, low: float, high: float) -> None:
        """Another range; the value stays."""
        self._low, self._high = low, high
        with QSignalBlocker(self):
            self.setRange(0, max(1, round((high - low) / self._fine)))
        self.set_number(self._number)
        self.update()

    def take(self, number: float) -> None:
        """A person's choice, complete at once: typed, or reset."""
        self._quiet.stop()
        self._move(number)
        self._gesture = False
        self.settled.emit(self._number)

    # -- events -------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and self._is_ours(event):
            event.accept()  # the arrows belong to the control that has the focus, not to the room
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = self._steps_of(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.enter_pressed.emit()
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._move(self._low if event.key() == Qt.Key.Key_Home else self._high)
        elif steps:
            self._move(round(self._number + steps * self._step, 9))
        else:
            super(QSlider, self).keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if not event.isAutoRepeat():
            self._settle()
        super().keyReleaseEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            event.ignore()
            return
        off = event.position().x() - self._handle()
        self._grip = off if abs(off) <= HANDLE / 2 + 2 else 0.0
        self.setSliderDown(True)
        if self._grip == 0.0 and off:
            self._drag_to(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._drag_to(event.position().x() - self._grip)
        else:
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self.setSliderDown(False)
            self._settle()
            self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if abs(event.position().x() - self._handle()) <= HANDLE:
            self.take(self.default)
        else:
            self.mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not self.hasFocus():
            event.ignore()  # the wheel scrolls the panel
            return
        turn = event.angleDelta().y() or event.angleDelta().x()
        self._move(round(self._number + turn / 120 * self._step, 9))
        self._quiet.start()
        event.accept()

    def focusOutEvent(self, event: object) -> None:
        self._settle()
        super().focusOutEvent(event)  # type: ignore[arg-type]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, size = QPainter(self), (self.width(), self.height())
        handle, enabled = self._handle(), self.isEnabled()
        start = 0.0 if self._origin <= self._low else self._x_of(self._origin)
        paint_groove(painter, size, start, handle, enabled)
        if enabled and self._low < self.default < self._high:
            paint_tick(painter, self._x_of(self.default), self.height())
        paint_handle(painter, handle, self.height(), self.underMouse() or self.isSliderDown(), enabled)

    def sizeHint(self) -> QSize:
        return QSize(120, 24)

    def minimumSizeHint(self) -> QSize:
        return QSize(48, 24)

    # -- inside -------------------------------------------------------------------------------------------------

    def _is_ours(self, event: QKeyEvent) -> bool:
        ends = (Qt.Key.Key_Home, Qt.Key.Key_End)
        return event.type() is QEvent.Type.ShortcutOverride and (
            self._steps_of(event) != 0 or event.key() in ends
        )

    def _steps_of(self, event: QKeyEvent) -> float:
        held = event.modifiers()
        scale = 10.0 if held & Qt.KeyboardModifier.ShiftModifier else 1.0
        scale *= 0.1 if held & Qt.KeyboardModifier.AltModifier else 1.0
        if held & Qt.KeyboardModifier.ControlModifier:
            return 0.0
        steps = STEPS.get(Qt.Key(event.key()), 0) * scale
        return math.copysign(max(abs(steps), self._fine / self._step), steps) if steps else 0.0

    def _drag_to(self, x: float) -> None:
        number = self._low + share_at(x, self.width()) * (self._high - self._low)
        self._move(round(round(number / self._shown) * self._shown, 9))

    def _move(self, number: float) -> None:
        number = self._within(number)
        if number != self._number:
            self.set_number(number)
            self._gesture = True
            self.moved.emit(number)

    def _follow_position(self, position: int) -> None:
        """Someone moved the slider by Qt's own means, such as a screen reader."""
        self._number = round(self._low + position * self._fine, 9)
        self._gesture = True
        self.moved.emit(self._number)
        self._quiet.start()
        self.update()

    def _settle(self) -> None:
        self._quiet.stop()
        if self._gesture and not self.isSliderDown():
            self._gesture = False
            self.settled.emit(self._number)

    def _position_of(self, number: float) -> int:
        """Of Qt's slider."""
        return round((self._within(number) - self._low) / self._fine)

    def _within(self, number: float) -> float:
        return min(max(number, self._low), self._high)

    def _handle(self) -> float:
        return self._x_of(self._number)

    def _x_of(self, number: float) -> float:
        return place_of((self._within(number) - self._low) / (self._high - self._low), self.width())

"""What a hand does to the picture: wheel, pinch, drag and keys."""

from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QToolTip, QWidget

from ganstudio.gui.explore.result_walk import NOT_THERE, random_seed, step_seed
from ganstudio.gui.models.explore.explore_model import ExploreModel

if TYPE_CHECKING:
    from ganstudio.gui.explore.result_view import ResultView

NOTCH = 120  # of a wheel
PER_NOTCH = 1.25  # zoom
FROM = 3.0  # px a press must move to be a drag
STEPS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
BEFORE = Qt.Key.Key_B


class ResultHand(QWidget):
    """The half of `ResultView` that hears of input; the other half has what it acts on."""

    def __init__(self, explore: ExploreModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._explore = explore
        self._pressed: QPointF | None = None  # where a drag began that is no pan
        self._grip: QPointF | None = None  # where the picture was last held while it is panned
        self._is_out, self._is_hand, self._is_space, self._has_panned = False, False, False, False

    @property
    def is_hand(self) -> bool:
        """Whether the hand tool is on: dragging pans."""
        return self._is_hand

    def set_hand(self, on: bool) -> None:
        self._is_hand = on
        self.show_cursor()

    def show_cursor(self) -> None:
        kind = Qt.CursorShape
        view = self._view
        if self._grip is not None:
            self.setCursor(kind.ClosedHandCursor)
        elif (self._is_hand or self._is_space) and view.viewport.overflows:
            self.setCursor(kind.OpenHandCursor)
        elif view.picture is not None and view.walk.can_begin:
            self.setCursor(kind.SizeAllCursor)
        else:
            self.setCursor(kind.ArrowCursor)

    @property
    def _view(self) -> "ResultView":
        return cast("ResultView", self)

    # -- wheel and fingers ------------------------------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zooms about the pointer; two fingers on a touch pad pan, and zoom with Ctrl."""
        view = self._view
        has_fingers = event.phase() is not Qt.ScrollPhase.NoScrollPhase
        is_zoom = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if has_fingers and not is_zoom and view.viewport.overflows:
            view.look(view.viewport.panned(QPointF(event.pixelDelta() or event.angleDelta() / 4)))
        elif event.angleDelta().y():
            factor = PER_NOTCH ** (event.angleDelta().y() / NOTCH)
            self._zoom_by(factor, event.position())
        event.accept()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QGestureEvent):
            return self._pinch(event)
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() is Qt.NativeGestureType.ZoomNativeGesture:
                self._zoom_by(1 + event.value(), event.position())
            return True
        return super().event(event)

    def _pinch(self, event: QGestureEvent) -> bool:
        gesture: Any = event.gesture(Qt.GestureType.PinchGesture)
        if not isinstance(gesture, QPinchGesture):
            return False
        event.accept(gesture)
        centre = QPointF(self.mapFromGlobal(gesture.centerPoint().toPoint()))
        self._zoom_by(gesture.scaleFactor(), centre)
        return True

    def _zoom_by(self, factor: float, anchor: QPointF) -> None:
        viewport = self._view.viewport
        wanted = viewport.shown_scale * factor
        if factor < 1 and wanted <= viewport.fit_scale <= viewport.shown_scale:
            self._view.look(viewport.fitted())  # outwards it stops where all is seen
        else:
            self._view.look(viewport.zoomed(wanted, anchor))
        self._point_at(anchor)

    # -- mouse ------------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        button, view = event.button(), self._view
        pans = button is Qt.MouseButton.MiddleButton or (
            button is Qt.MouseButton.LeftButton
            and view.viewport.overflows
            and (self._is_hand or self._is_space or not view.walk.can_begin)
        )
        if pans:
            self._grip = event.position()
            self.show_cursor()
        elif button is Qt.MouseButton.LeftButton and view.viewport.pixel_at(event.position()) is not None:
            self._pressed = event.position()
            self._is_out = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place, view = event.position(), self._view
        self._point_at(place)
        if self._grip is not None:
            by, self._grip, self._has_panned = place - self._grip, place, True
            view.look(view.viewport.panned(by))
        elif self._pressed is not None:
            self._drag(place - self._pressed, event)

    def _drag(self, by: QPointF, event: QMouseEvent) -> None:
        view = self._view
        if not view.walk.is_on:
            if max(abs(by.x()), abs(by.y())) < FROM:
                return
            if self._is_out:
                self._pressed = None
                view.exchange.drag_out(self)
                return
            if not view.walk.begin():
                self._pressed = None
                QToolTip.showText(event.globalPosition().toPoint(), NOT_THERE, self)
                return
        rect = view.viewport.rect
        view.walk.move(QPointF(by.x() / rect.width(), by.y() / rect.width()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed = None
            self._view.walk.end()
        self._grip = None
        self.show_cursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._view.pointed.emit("")

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._view.exchange.open_menu(event.globalPos())

    def _point_at(self, place: QPointF) -> None:
        self._view.pointed.emit(self._view.value_words(place))

    # -- keys -------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, plain = Qt.Key(event.key()), not event.modifiers() & ~_HARMLESS
        if plain and self._look_by(key):
            return
        if key is BEFORE and plain:
            if not event.isAutoRepeat():
                self._view.show_before(True)
        elif key is Qt.Key.Key_Space and self._view.viewport.overflows:
            self._is_space = True
            if not event.isAutoRepeat():
                self._has_panned = False
            self.show_cursor()
        elif not self.take_key(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat():
            return
        if event.key() == BEFORE:
            self._view.show_before(False)
        elif event.key() == Qt.Key.Key_Space and self._is_space:
            self._let_go_of_space()
        else:
            super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A key that is let go of elsewhere is not heard here."""
        super().focusOutEvent(event)
        self._is_space = False
        if self._view.is_before:
            self._view.show_before(False)

    def take_key(self, event: QKeyEvent) -> bool:
        """R and the arrows, also when they come from elsewhere in the room. False for other keys."""
        key, modifiers = Qt.Key(event.key()), event.modifiers() & ~_HARMLESS
        if key is Qt.Key.Key_R and not modifiers:
            random_seed(self._explore)
            return True
        if key not in STEPS or modifiers:
            return False
        by = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        columns, rows = STEPS[key]
        return step_seed(self._explore, by * columns, by * rows)

    def _look_by(self, key: Qt.Key) -> bool:
        view, viewport = self._view, self._view.viewport
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            view.look(viewport.stepped(1))
        elif key is Qt.Key.Key_Minus:
            view.look(viewport.stepped(-1))
        elif key is Qt.Key.Key_0:
            view.look(viewport.fitted())
        elif key is Qt.Key.Key_1:
            view.look(viewport.zoomed(1.0))
        else:
            return False
        return True

    def _let_go_of_space(self) -> None:
        """Space without a drag is the room's, as it is everywhere else."""
        self._is_space = False
        self.show_cursor()
        parent = self.parentWidget()
        if not self._has_panned and parent is not None:
            no = Qt.KeyboardModifier.NoModifier
            QCoreApplication.sendEvent(parent, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Space, no, " "))


_HARMLESS = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier

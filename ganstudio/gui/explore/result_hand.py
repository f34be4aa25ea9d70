"""What a hand does to the picture: wheel, pinch, drag and keys."""

from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QToolTip, QWidget

from ganstudio.gui.explore.result_exchange import Exchange
from ganstudio.gui.explore.result_face import ResultFace
from ganstudio.gui.explore.result_walk import NOT_THERE, SeedWalk, random_seed, step_seed
from ganstudio.gui.models.explore.explore_model import ExploreModel

NOTCH = 120  # of a wheel
PER_NOTCH = 1.25  # zoom
FROM = 3.0  # px a press must move to be a drag
STEPS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
BEFORE = Qt.Key.Key_B


class ResultHand(ResultFace):
    """Looks closer, walks through the seeds, and says what is under the pointer (`pointed`)."""

    pointed = Signal(str)

    def __init__(self, explore: ExploreModel, parent: QWidget | None = None) -> None:
        super().__init__(explore, parent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.grabGesture(Qt.GestureType.PinchGesture)
        self.walk, self.exchange = SeedWalk(explore, self), Exchange(explore, self)
        self._pressed: QPointF | None = None  # where a drag began that is no pan
        self._grip: QPointF | None = None  # where the picture was last held while it is panned
        self._is_out, self._is_hand, self._is_space, self._has_panned = False, False, False, False
        self.view_changed.connect(self.show_cursor)

    @property
    def is_hand(self) -> bool:
        """Whether the hand tool is on: dragging pans."""
        return self._is_hand

    def set_hand(self, on: bool) -> None:
        self._is_hand = on
        self.show_cursor()

    @Slot()
    def show_cursor(self) -> None:
        kind = Qt.CursorShape
        if self._grip is not None:
            self.setCursor(kind.ClosedHandCursor)
        elif (self._is_hand or self._is_space) and self.viewport.overflows:
            self.setCursor(kind.OpenHandCursor)
        elif self.picture is not None and self.walk.can_begin:
            self.setCursor(kind.SizeAllCursor)
        else:
            self.setCursor(kind.ArrowCursor)

    # -- wheel and fingers ------------------------------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zooms about the pointer; two fingers on a touch pad pan, and zoom with Ctrl."""
        has_fingers = event.phase() is not Qt.ScrollPhase.NoScrollPhase
        is_zoom = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if has_fingers and not is_zoom and self.viewport.overflows:
            self.look(self.viewport.panned(QPointF(event.pixelDelta() or event.angleDelta() / 4)))
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
        self._pressed = None  # the first finger began a drag
        self.walk.end()
        centre = QPointF(self.mapFromGlobal(gesture.centerPoint().toPoint()))
        self._zoom_by(gesture.scaleFactor(), centre)
        return True

    def _zoom_by(self, factor: float, anchor: QPointF) -> None:
        viewport = self.viewport
        wanted = viewport.shown_scale * factor
        if factor < 1 and wanted <= viewport.fit_scale <= viewport.shown_scale:
            self.look(viewport.fitted())  # outwards it stops where all is seen
        else:
            self.look(viewport.zoomed(wanted, anchor))
        self._point_at(anchor)

    # -- mouse ------------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        button = event.button()
        pans = button is Qt.MouseButton.MiddleButton or (
            button is Qt.MouseButton.LeftButton
            and self.viewport.overflows
            and (self._is_hand or self._is_space or not self.walk.can_begin)
        )
        if pans:
            self._grip = event.position()
            self.show_cursor()
        elif button is Qt.MouseButton.LeftButton and self.viewport.pixel_at(event.position()) is not None:
            self._pressed = event.position()
            self._is_out = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        self._point_at(place)
        if self._grip is not None:
            by, self._grip, self._has_panned = place - self._grip, place, True
            self.look(self.viewport.panned(by))
        elif self._pressed is not None:
            self._drag(place - self._pressed, event)

    def _drag(self, by: QPointF, event: QMouseEvent) -> None:
        if not self.walk.is_on:
            if max(abs(by.x()), abs(by.y())) < FROM:
                return
            if self._is_out:
                self._pressed = None
                self.exchange.drag_out(self, lambda: self._is_out)
                return
            if not self.walk.begin():
                self._pressed = None
                QToolTip.showText(event.globalPosition().toPoint(), NOT_THERE, self)
                return
        rect = self.viewport.rect
        self.walk.move(QPointF(by.x() / rect.width(), by.y() / rect.width()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed, self._is_out = None, False
            self.walk.end()
        self._grip = None
        self.show_cursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.pointed.emit("")

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.exchange.open_menu(event.globalPos())

    def _point_at(self, place: QPointF) -> None:
        self.pointed.emit(self.value_words(place))

    # -- keys -------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, plain = Qt.Key(event.key()), not event.modifiers() & ~_HARMLESS
        if plain and self._look_by(key):
            return
        if key is BEFORE and plain:
            if not event.isAutoRepeat():
                self.show_before(True)
        elif key is Qt.Key.Key_Space and self.viewport.overflows:
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
            self.show_before(False)
        elif event.key() == Qt.Key.Key_Space and self._is_space:
            self._let_go_of_space()
        else:
            super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A key that is let go of elsewhere is not heard here."""
        super().focusOutEvent(event)
        self._is_space = False
        if self.is_before:
            self.show_before(False)

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
        viewport = self.viewport
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.look(viewport.stepped(1))
        elif key is Qt.Key.Key_Minus:
            self.look(viewport.stepped(-1))
        elif key is Qt.Key.Key_0:
            self.look(viewport.fitted())
        elif key is Qt.Key.Key_1:
            self.look(viewport.zoomed(1.0))
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

"""The hand on before and after: wheel and pinch zoom, dragging pans, keys do all of it too."""

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from ganstudio.gui.translate.before_after_face import MODES, BeforeAfterFace, Mode

NOTCH = 1.25  # times larger for each notch of the wheel
MODE_KEYS = (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4)


class BeforeAfterView(BeforeAfterFace):
    """`stepped` carries 1 for the next picture and -1 for the one before; `mode_asked` another way of comparing."""

    stepped = Signal(int)
    mode_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grip: QPointF | None = None

    # -- zoom -----------------------------------------------------------------------------------------------------

    def fit(self) -> None:
        self.look(self.viewport.fitted())

    def show_whole_pixels(self) -> None:
        """One pixel of the picture on each of the screen."""
        self.look(self.viewport.zoomed(1.0))

    def zoom(self, by: int) -> None:
        """To the next of the usual scales, larger for 1, smaller for -1."""
        self.look(self.viewport.stepped(by))

    def wheelEvent(self, event: QWheelEvent) -> None:
        turns = event.angleDelta().y() / 120
        if turns:
            self._zoom_about(NOTCH**turns, event.position())
        event.accept()

    def event(self, event: QEvent) -> bool:
        is_pinch = (
            isinstance(event, QNativeGestureEvent)
            and event.gestureType() is Qt.NativeGestureType.ZoomNativeGesture
        )
        if is_pinch and isinstance(event, QNativeGestureEvent):
            self._zoom_about(1 + event.value(), event.position())
            return True
        return super().event(event)

    def _zoom_about(self, factor: float, place: QPointF) -> None:
        viewport = self.viewport
        wanted = viewport.shown_scale * factor
        if factor < 1 and wanted <= viewport.fit_scale <= viewport.shown_scale:
            self.look(viewport.fitted())  # outwards it stops where all is seen
        else:
            self.look(viewport.zoomed(wanted, place - self.frame_at(place).topLeft()))

    # -- mouse ----------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if (
            event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton)
            and self.viewport.overflows
        ):
            self._grip = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None:
            by, self._grip = event.position() - self._grip, event.position()
            self.look(self.viewport.panned(by))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grip = None
        self.unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.viewport.is_fit:
            place = event.position()
            self.look(self.viewport.zoomed(1.0, place - self.frame_at(place).topLeft()))
        else:
            self.fit()

    # -- keys -----------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.take_key(event):
            super().keyPressEvent(event)

    def take_key(self, event: QKeyEvent) -> bool:
        """Keys of the view, also when they come from elsewhere in the room. False for other keys."""
        key = Qt.Key(event.key())
        if event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier):
            return False
        if key in MODE_KEYS:
            self.mode_asked.emit(MODES[MODE_KEYS.index(key)])
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(1 if key is Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End) and self.is_wiping:
            self.wipe.keyPressEvent(event)
        elif key is Qt.Key.Key_Space:
            self.toggle_before()
        else:
            return self._look_by(key)
        return True

    def _look_by(self, key: Qt.Key) -> bool:
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self.zoom(-1 if key is Qt.Key.Key_Minus else 1)
        elif key in (Qt.Key.Key_F, Qt.Key.Key_0):
            self.fit()
        elif key is Qt.Key.Key_Z:
            self.show_whole_pixels()
        else:
            return False
        return True


__all__ = ["MODES", "BeforeAfterView", "Mode"]

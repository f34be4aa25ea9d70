"""The ring around the control that has the focus: 2 px wide, 2 px outside, only for who moves by keyboard."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QWidget

from ganstudio.gui import theme

GAP, WIDTH, RADIUS = 2, 2, 8
PASSING = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


class FocusRing(QWidget):
    """Lies over its window and lets the mouse through. `show_on` puts it around a control, None takes it away."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._target: QWidget | None = None
        self._watched: list[QWidget] = []
        self.hide()

    @property
    def target(self) -> QWidget | None:
        return self._target

    def show_on(self, target: QWidget | None) -> None:
        for widget in self._watched:
            widget.removeEventFilter(self)
        self._target, self._watched = target, []
        while target is not None and target is not self.parentWidget():
            target.installEventFilter(self)
            self._watched.append(target)
            target = target.parentWidget()
        self._follow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if watched is self._target and isinstance(event, QFocusEvent) and event.lostFocus():
            self._leave(event.reason())
        elif watched is self._target and kind is QEvent.Type.Hide:
            self.show_on(None)
        elif kind in (QEvent.Type.Move, QEvent.Type.Resize):
            self._follow()
        return False

    def _leave(self, reason: Qt.FocusReason) -> None:
        """Keys that lead elsewhere, as arrows and Enter do, take the ring along; a menu leaves it where it is."""
        if reason in PASSING:
            return
        widget, window = QApplication.focusWidget(), self.parentWidget()
        is_ours = widget is not None and window is not None and window.isAncestorOf(widget)
        self.show_on(widget if is_ours and reason is not Qt.FocusReason.MouseFocusReason else None)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.current().ring), WIDTH))
        inner = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(inner, RADIUS, RADIUS)

    def _follow(self) -> None:
        if self._target is None:
            self.hide()
            return
        window = self.parentWidget()
        assert window is not None
        corner = self._target.mapTo(window, QPoint(0, 0))
        outside = GAP + WIDTH
        self.setGeometry(QRect(corner, self._target.size()).adjusted(-outside, -outside, outside, outside))
        self.raise_()
        self.show()

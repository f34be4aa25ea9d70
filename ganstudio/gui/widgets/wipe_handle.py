"""The divider between two pictures of which one lies over the other."""

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ganstudio.gui import theme
from ganstudio.gui.icons import icon
from ganstudio.gui.widgets.text import describe

GRAB = 32  # px: the knob; the line's own zone is 24
ZONE = 24
KNOB = 28.0
STEP, LARGE_STEP = 0.01, 0.1


class WipeHandle(QWidget):
    """Lies over the picture where the divider is. `moved` carries its new place, a share of the picture's width."""

    moved = Signal(float)

    def __init__(self, parent: QWidget, tip: str) -> None:
        super().__init__(parent)
        self.setObjectName("wipe_handle")
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        describe(self, "Wipe divider", tip)
        self._tip = tip
        self.share = 0.5
        self._across = QRectF()
        self._grabbed_at: float | None = None

    def lie_on(self, picture: QRectF, view: QRectF) -> None:
        """Takes its place over a picture of which `view` is seen."""
        self._across = picture
        seen = picture.intersected(view)
        x = picture.x() + self.share * picture.width()
        self.setGeometry(round(x - GRAB / 2), round(seen.y()), GRAB, max(1, round(seen.height())))

    def set_share(self, share: float) -> None:
        share = min(max(share, 0.0), 1.0)
        if share != self.share:
            self.share = share
            self.setAccessibleDescription(f"{self._tip}. Now at {share:.0%}")
            self.moved.emit(share)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        is_on_line = abs(event.position().x() - GRAB / 2) <= ZONE / 2
        if event.button() is not Qt.MouseButton.LeftButton or not (is_on_line or self._is_on_knob(event)):
            event.ignore()
            return
        self._grabbed_at = event.position().x() - GRAB / 2

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grabbed_at is None or not self._across.width():
            event.ignore()
            return
        x = self.mapToParent(event.position()).x() - self._grabbed_at
        self.set_share((x - self._across.x()) / self._across.width())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._grabbed_at is None:
            event.ignore()
        self._grabbed_at = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        signs = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        ends = {Qt.Key.Key_Home: 0.0, Qt.Key.Key_End: 1.0}
        key = Qt.Key(event.key())
        if key in signs:
            is_large = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.set_share(self.share + signs[key] * (LARGE_STEP if is_large else STEP))
        elif key in ends:
            self.set_share(ends[key])
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A white line with dark edges holds on any picture; the knob is the light theme's own button."""
        painter, middle = QPainter(self), GRAB / 2
        painter.fillRect(QRectF(middle - 1.5, 0, 3, self.height()), QColor(0, 0, 0, 110))
        painter.fillRect(QRectF(middle - 0.5, 0, 1, self.height()), QColor(theme.LIGHT.raised))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        knob = self._knob()
        painter.setPen(QPen(QColor(theme.current().ring if self.hasFocus() else theme.LIGHT.border),
                            2 if self.hasFocus() else 1))  # fmt: skip
        painter.setBrush(QColor(theme.LIGHT.raised))
        painter.drawEllipse(knob)
        icon("arrows-left-right", theme.LIGHT.text).paint(painter, knob.toRect().adjusted(7, 7, -7, -7))

    def _knob(self) -> QRectF:
        return QRectF(GRAB / 2 - KNOB / 2, self.height() / 2 - KNOB / 2, KNOB, KNOB)

    def _is_on_knob(self, event: QMouseEvent) -> bool:
        away = event.position() - QPointF(self._knob().center())
        return (away.x() ** 2 + away.y() ** 2) ** 0.5 <= KNOB / 2

"""Two pictures in one view: a slider between them, side by side, or their difference."""

from typing import Literal

from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPen

from ganstudio.gui import theme
from ganstudio.gui.fonts import font
from ganstudio.gui.gallery.zoom_view import ZoomView
from ganstudio.gui.widgets.text import describe

Mode = Literal["Slider", "Side by side", "Difference"]
MODES: tuple[Mode, ...] = ("Slider", "Side by side", "Difference")
GRAB, GAP, KNOB = 24, 8, 28
TIP = "Drag the line, or move it with the arrow keys; the wheel zooms both, dragging elsewhere moves both"


class CompareCanvas(ZoomView):
    """`share` is how much of the width shows A."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("compare_canvas")
        self.setMouseTracking(True)
        describe(self, "Two pictures", TIP)
        self.other, self.apart = QImage(), QImage()
        self.names = ("", "")
        self.mode: Mode = "Slider"
        self.share = 0.5
        self._slides = False

    def set_mode(self, mode: Mode) -> None:
        self.mode = mode
        if self.is_fitted:
            self.fit()
        self.update()

    def set_share(self, share: float) -> None:
        self.share = max(0.0, min(1.0, share))
        self.setAccessibleDescription(f"{100 * self.share:.0f} % of the width shows {self.names[0]}. {TIP}")
        self.update()

    def line_at(self) -> int:
        """Where the line of the slider stands."""
        return round(self.share * self.width())

    def frames(self) -> list[QRect]:
        if self.mode != "Side by side":
            return [self.rect()]
        half = (self.width() - GAP) // 2
        return [QRect(0, 0, half, self.height()), QRect(self.width() - half, 0, half, self.height())]

    def paint_scene(self, painter: QPainter) -> None:
        frames = self.frames()
        if self.mode == "Difference":
            self.paint_image(painter, self.apart, frames[0], frames[0])
        elif self.mode == "Side by side":
            for image, frame, name in zip((self.image, self.other), frames, self.names, strict=True):
                self.paint_image(painter, image, frame, frame)
                _paint_name(painter, frame, name, Qt.AlignmentFlag.AlignLeft)
            painter.fillRect(frames[0].right() + 1, 0, GAP, self.height(), QColor(theme.current().window))
        else:
            self._paint_slider(painter)

    def _paint_slider(self, painter: QPainter) -> None:
        at, frame = self.line_at(), self.rect()
        self.paint_image(painter, self.image, frame, QRect(0, 0, at, self.height()))
        self.paint_image(painter, self.other, frame, QRect(at, 0, self.width() - at, self.height()))
        _paint_name(painter, frame, self.names[0], Qt.AlignmentFlag.AlignLeft)
        _paint_name(painter, frame, self.names[1], Qt.AlignmentFlag.AlignRight)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(at - 2, 0, 4, self.height(), QColor(0, 0, 0, 90))
        painter.fillRect(at - 1, 0, 2, self.height(), QColor("#ffffff"))
        knob = QRect(0, 0, KNOB, KNOB)
        knob.moveCenter(QPoint(at, self.height() // 2))
        painter.setPen(QPen(QColor(0, 0, 0, 90), 1))
        painter.setBrush(QColor("#ffffff"))
        painter.drawEllipse(knob)
        painter.setPen(QPen(QColor("#1a1a1a"), 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        middle = QPointF(knob.center())
        for side in (-1, 1):
            tip = middle + QPointF(side * 8.5, 0.5)
            painter.drawLine(tip, tip + QPointF(-side * 4, -4))
            painter.drawLine(tip, tip + QPointF(-side * 4, 4))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._slides = self._is_on_line(event)
        if not self._slides:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._slides:
            self.set_share(event.position().x() / max(1, self.width()))
            return
        if not event.buttons():
            is_on = self._is_on_line(event)
            self.setCursor(Qt.CursorShape.SplitHCursor if is_on else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._slides:
            super().mouseReleaseEvent(event)
        self._slides = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -0.01, Qt.Key.Key_Right: 0.01}
        if self.mode == "Slider" and event.key() in steps:
            times = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            self.set_share(self.share + times * steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _is_on_line(self, event: QMouseEvent) -> bool:
        return self.mode == "Slider" and abs(event.position().x() - self.line_at()) <= GRAB / 2


def _paint_name(painter: QPainter, frame: QRect, name: str, side: Qt.AlignmentFlag) -> None:
    """A small plate in an upper corner."""
    painter.setFont(font(12, 500))
    words = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, frame.width() // 2 - 40)
    plate = QRect(0, 0, painter.fontMetrics().horizontalAdvance(words) + 16, 24)
    plate.moveTop(frame.top() + 12)
    if side is Qt.AlignmentFlag.AlignLeft:
        plate.moveLeft(frame.left() + 12)
    else:
        plate.moveRight(frame.right() - 12)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 160))
    painter.drawRoundedRect(plate, 4, 4)
    painter.setPen(QColor("#ffffff"))
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, words)

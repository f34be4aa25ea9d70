"""A picture to look at closely: the wheel zooms about the pointer, dragging moves it, F fits it again."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from ganstudio.gui import theme
from ganstudio.gui.widgets.text import describe

LARGEST, STEP, INSET = 64.0, 1.25, 24
TIP = "The wheel zooms, dragging moves, double-click or F fits, plus and minus zoom"


class ZoomView(QWidget):
    """`scale` is in pixels of the window a pixel of the picture; None of it is remembered between pictures."""

    scaled = Signal(float)  # pixels of the screen a pixel of the picture

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumSize(160, 120)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        describe(self, "Picture, large", TIP)
        self.image = QImage()
        self.scale, self.is_fitted = 1.0, True
        self._centre = QPointF()  # the picture's point in the middle of the view
        self._pressed: QPointF | None = None

    def show_image(self, image: QImage, keep_view: bool = False) -> None:
        """`keep_view` for another version of the same picture."""
        is_same = keep_view and image.size() == self.image.size()
        self.image = image
        if not is_same:
            self.fit()
        self.update()

    # -- where things are ---------------------------------------------------------------------------------------

    def frames(self) -> list[QRect]:
        """The parts of the view that each show the whole scene; one here."""
        return [self.rect()]

    def picture_rect(self, frame: QRect) -> QRectF:
        middle = QRectF(frame).center()
        corner = middle - self._centre * self.scale
        return QRectF(
            corner.x(), corner.y(), self.image.width() * self.scale, self.image.height() * self.scale
        )

    def fit(self) -> None:
        """The whole picture, as large as there is room for."""
        self.is_fitted = True
        if self.image.isNull():
            return
        frame, ratio = self.frames()[0], self.devicePixelRatioF()
        room = max(1, frame.width() - 2 * INSET), max(1, frame.height() - 2 * INSET)
        wanted = min(room[0] / self.image.width(), room[1] / self.image.height()) * ratio
        self.scale = wanted / ratio
        self._centre = QPointF(self.image.width() / 2, self.image.height() / 2)
        self.scaled.emit(self.scale * ratio)
        self.update()

    def zoom(self, factor: float, about: QPointF | None = None) -> None:
        """`about`: the point of the view that stays; the middle if None."""
        if self.image.isNull():
            return
        frame = next(
            (each for each in self.frames() if about and each.contains(about.toPoint())), self.frames()[0]
        )
        offset = (about - QRectF(frame).center()) if about is not None else QPointF()
        kept = self._centre + offset / self.scale
        smallest = min(1.0, 64 / max(self.image.width(), self.image.height()))
        self.scale = max(smallest, min(LARGEST, self.scale * factor))
        self._centre = kept - offset / self.scale
        self._keep_in_sight()

    def move_by(self, delta: QPointF) -> None:
        """Moves the picture by pixels of the window."""
        self._centre -= delta / self.scale
        self._keep_in_sight()

    def _keep_in_sight(self) -> None:
        self.is_fitted = False
        self._centre.setX(max(0.0, min(float(self.image.width()), self._centre.x())))
        self._centre.setY(max(0.0, min(float(self.image.height()), self._centre.y())))
        self.scaled.emit(self.scale * self.devicePixelRatioF())
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.is_fitted:
            self.fit()

    # -- painting -----------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.current().canvas))
        self.paint_scene(painter)

    def paint_scene(self, painter: QPainter) -> None:
        for frame in self.frames():
            self.paint_image(painter, self.image, frame, frame)

    def paint_image(self, painter: QPainter, image: QImage, frame: QRect, clip: QRect) -> None:
        """An image where the picture lies in `frame`, inside `clip` only; pixels are sharp once one has zoomed."""
        if image.isNull():
            return
        place = self.picture_rect(frame)
        painter.save()
        painter.setClipRect(clip.intersected(frame))
        is_smaller = self.scale * self.devicePixelRatioF() < 1
        is_smooth = self.is_fitted or is_smaller or image.size() != self.image.size()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, is_smooth)
        painter.drawImage(place, image, QRectF(image.rect()))
        painter.setPen(QPen(QColor(128, 128, 128, 64), 1))
        painter.drawRect(place.adjusted(0, 0, -1, -1))
        painter.restore()

    # -- pointer and keys ---------------------------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        turns = event.angleDelta().y() / 120
        if turns:
            self.zoom(STEP**turns, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is not None:
            self.move_by(event.position() - self._pressed)
            self._pressed = event.position()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pressed = None
        self.unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(STEP)
        elif key == Qt.Key.Key_Minus:
            self.zoom(1 / STEP)
        elif key == Qt.Key.Key_F:
            self.fit()
        else:
            super().keyPressEvent(event)

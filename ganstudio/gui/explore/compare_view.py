"""Two pictures of one size on the screen: one wiped over the other, side by side, or their difference."""

from typing import Literal

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganstudio.gui import theme
from ganstudio.gui.widgets.picture_paint import Pixels, paint_edge, paint_pixels, paint_tag
from ganstudio.gui.widgets.text import describe
from ganstudio.gui.widgets.viewport import Viewport
from ganstudio.gui.widgets.wipe_handle import WipeHandle

Mode = Literal["Wipe", "Side by side", "Difference"]
TIP = "Scroll to look closer, drag to move, 0 fits; both pictures move together"
GAP = 8.0  # between pictures side by side


class CompareView(QWidget):
    """Both pictures share one zoom and one place. Where their sizes differ the smaller one is shown larger."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("compare_view")
        self.setMinimumSize(200, 160)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        describe(self, "Two models with one point", TIP)
        self.mode: Mode = "Wipe"
        self.viewport = Viewport(QSizeF(1, 1), QSizeF(1, 1))
        self._pictures: list[Pixels | None] = [None, None]
        self._names = ["", ""]
        self._difference: Pixels | None = None
        self._dragged_from: QPointF | None = None
        self.wipe = WipeHandle(
            self, "Drag to see more of one picture or of the other; the arrow keys move it by 1 %"
        )
        self.wipe.setToolTip("Drag to see more of one model or of the other; the arrow keys move it by 1 %")
        self.wipe.moved.connect(self._place_wipe)
        self.wipe.hide()

    def set_mode(self, mode: Mode) -> None:
        self.mode = mode
        self._fit_room()

    def show_picture(self, which: Literal[0, 1], pixels: np.ndarray | None, name: str) -> None:
        """`which` 0 is the explored model, 1 the other."""
        self._pictures[which] = None if pixels is None else Pixels(pixels)
        self._names[which] = name
        self._difference = None
        self._fit_room()

    def difference(self) -> np.ndarray | None:
        """[H, W, 3] uint8: how far apart the two are in each channel, at the larger size; None without both."""
        first, second = self._pictures
        if first is None or second is None:
            return None
        height, width = (max(first.array.shape[part], second.array.shape[part]) for part in (0, 1))
        one, other = (enlarged(each.array, height, width).astype(np.int16) for each in (first, second))
        return np.abs(one - other).astype(np.uint8)

    # -- painting -----------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        first, second = self._pictures
        if first is None:
            return
        if second is None:
            self._paint(painter, first, self.viewport.rect, 0)
        elif self.mode == "Side by side":
            for which, picture in enumerate((first, second)):
                self._paint_half(painter, picture, which)
        elif self.mode == "Difference":
            self._paint_difference(painter)
        else:
            self._paint_wiped(painter, first, second)

    def _paint(self, painter: QPainter, picture: Pixels, rect: QRectF, which: int) -> None:
        scale = rect.width() * self.devicePixelRatioF() / picture.image.width()
        matte = QColor(theme.current().canvas)
        paint_pixels(painter, picture, rect, scale, smooth=not self.viewport.is_crisp, matte=matte)
        paint_edge(painter, rect)
        seen = rect.intersected(QRectF(self._area(which)))
        paint_tag(painter, self._names[which], seen, is_right=which == 1)

    def _paint_half(self, painter: QPainter, picture: Pixels, which: int) -> None:
        area = self._area(which)
        painter.save()
        painter.setClipRect(area)
        self._paint(painter, picture, self.viewport.rect.translated(area.left(), 0), which)
        painter.restore()

    def _paint_wiped(self, painter: QPainter, first: Pixels, second: Pixels) -> None:
        rect = self.viewport.rect
        edge = rect.x() + self.wipe.share * rect.width()
        for which, picture, part in (
            (0, first, QRectF(0, 0, edge, self.height())),
            (1, second, QRectF(edge, 0, self.width() - edge, self.height())),
        ):
            painter.save()
            painter.setClipRect(part)
            self._paint(painter, picture, rect, which)
            painter.restore()

    def _paint_difference(self, painter: QPainter) -> None:
        pixels = self.difference()
        if self._difference is None and pixels is not None:
            self._difference = Pixels(pixels)
        if self._difference is not None:
            rect = self.viewport.rect
            scale = rect.width() * self.devicePixelRatioF() / self._difference.image.width()
            paint_pixels(
                painter, self._difference, rect, scale, smooth=False, matte=QColor(theme.current().canvas)
            )
            paint_edge(painter, rect)

    # -- where things lie ---------------------------------------------------------------------------------------

    def _area(self, which: int) -> QRectF:
        """The part of the view in which a picture is seen."""
        if self.mode != "Side by side" or self._pictures[1] is None:
            return QRectF(self.rect())
        half = (self.width() - GAP) / 2
        return QRectF(which * (half + GAP), 0, half, self.height())

    def _fit_room(self) -> None:
        """The viewport follows the size of the view and of the larger picture; zoom and place stay."""
        there = [picture for picture in self._pictures if picture is not None]
        if there:
            size = max((QSizeF(picture.image.size()) for picture in there), key=lambda each: each.width())
            before = self.viewport
            scale = before.scale
            if scale is not None and size != before.size:  # the same part of the picture
                scale *= before.size.width() / size.width()
            self.viewport = Viewport(
                self._area(0).size(), size, self.devicePixelRatioF(), scale, before.centre
            )
        is_wiped = self.mode == "Wipe" and len(there) == 2
        self.wipe.setVisible(is_wiped)
        self._place_wipe()

    def _place_wipe(self, *_ignored: object) -> None:
        if not self.wipe.isHidden():
            self.wipe.lie_on(self.viewport.rect, QRectF(self.rect()))
        self.update()

    def _look(self, viewport: Viewport) -> None:
        self.viewport = viewport
        self._place_wipe()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_room()

    # -- the hand -----------------------------------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.angleDelta().y():
            self._look(
                self.viewport.stepped(1 if event.angleDelta().y() > 0 else -1, self._anchor(event.position()))
            )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._dragged_from = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragged_from is not None and self.viewport.overflows:
            self._look(self.viewport.panned(event.position() - self._dragged_from))
            self._dragged_from = event.position()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._dragged_from = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._look(self.viewport.fitted())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self._look(self.viewport.stepped(1))
        elif event.key() == Qt.Key.Key_Minus:
            self._look(self.viewport.stepped(-1))
        elif event.key() == Qt.Key.Key_0:
            self._look(self.viewport.fitted())
        else:
            super().keyPressEvent(event)

    def _anchor(self, point: QPointF) -> QPointF:
        second = self._area(1)
        is_second = self.mode == "Side by side" and point.x() >= second.left() > 0
        return QPointF(point.x() - second.left(), point.y()) if is_second else point


def enlarged(pixels: np.ndarray, height: int, width: int) -> np.ndarray:
    """[h, w, 1, 3 or 4] -> [height, width, 3], each pixel repeated."""
    rows = np.arange(height) * pixels.shape[0] // height
    columns = np.arange(width) * pixels.shape[1] // width
    return np.broadcast_to(pixels[rows][:, columns, :3], (height, width, 3))

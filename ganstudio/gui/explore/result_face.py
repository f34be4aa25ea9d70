"""What the picture looks like: at which scale, beside what it is compared with, and what a pixel holds."""

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from ganstudio.gui import theme
from ganstudio.gui.fonts import font
from ganstudio.gui.models.explore.explore_model import ExploreModel
from ganstudio.gui.models.explore.facts import Picture
from ganstudio.gui.widgets import picture_paint as paint
from ganstudio.gui.widgets.viewport import Edges, Viewport
from ganstudio.gui.widgets.wipe_handle import WipeHandle

WIPE_TIP = "Drag to see more of the pinned picture or of the one of now; the arrow keys move it by 1 %"


class ResultFace(QWidget):
    """Paints one picture, or two of them with a divider.

    `painted` carries the point of each new picture, just after it was painted; `view_changed` tells of another zoom or
    another way of comparing.
    """

    painted = Signal(object)  # LatentPoint
    view_changed = Signal()

    def __init__(self, explore: ExploreModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._explore = explore
        self.setMinimumSize(160, 120)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.viewport = Viewport(QSizeF(1, 1), QSizeF(1, 1))
        self.matte, self.shows_grid = "Theme", True
        self.wipe = WipeHandle(self, WIPE_TIP)
        self.wipe.moved.connect(self._changed)
        self.wipe.hide()
        self._picture: Picture | None = None
        self._pixels: paint.Pixels | None = None
        self._pinned: paint.Pixels | None = None
        self._is_new = self._is_stale = self._is_before = False

    @property
    def picture(self) -> Picture | None:
        """The picture that is shown, a frame that is played or the point's own."""
        return self._picture

    @property
    def is_before(self) -> bool:
        return self._is_before

    @property
    def is_wiping(self) -> bool:
        return self.wipe.isVisibleTo(self)

    @property
    def is_stale(self) -> bool:
        """Whether the picture is another model's, which is being loaded."""
        return self._is_stale

    def show_before(self, before: bool) -> None:
        """The pinned picture in place of the one of now, while a key or button is held."""
        self._is_before = before and self._pinned is not None
        self.view_changed.emit()
        self.update()

    def show_wipe(self, on: bool) -> None:
        """The pinned picture at the left of a divider, the one of now at its right."""
        is_on = on and self._pinned is not None
        if is_on != self.is_wiping:
            self.wipe.setVisible(is_on)
            self._changed()

    def set_edges(self, edges: Edges) -> None:
        """Whether enlarged pixels keep their edges."""
        self.look(replace(self.viewport, edges=edges))

    def set_matte(self, name: str) -> None:
        self.matte = name
        self.update()

    def set_grid(self, shown: bool) -> None:
        self.shows_grid = shown
        self.update()

    def look(self, viewport: Viewport) -> None:
        """Another zoom or place."""
        self.viewport = viewport
        self._changed()

    def words(self) -> str:
        """128 × 128, shown at 4.4×."""
        if self._picture is None:
            return ""
        size, scale = self.viewport.size.toSize(), self.viewport.shown_scale
        shown = f"{scale:.0f}×" if abs(scale - round(scale)) < 0.005 else f"{scale:.2g}×"
        return f"{size.width()} × {size.height()}, shown at {shown}"

    def show_picture(self, picture: Picture) -> None:
        """Of pictures that come before the next paint only the last is painted."""
        self._picture, self._pixels, self._is_new = picture, paint.Pixels(picture.pixels), True
        height, width = picture.pixels.shape[:2]
        facts = self._explore.facts
        if picture.is_preview and facts is not None:  # as large as the full picture will be
            width, height = facts.resolution, round(facts.resolution * height / width)
        self._fit_in(QSizeF(width, height))
        self.update()

    def show_pinned(self, pixels: np.ndarray | None) -> None:
        """What the picture is compared with, None for nothing."""
        self._pinned = None if pixels is None else paint.Pixels(pixels)
        if pixels is None:
            self._is_before = False
            self.wipe.hide()
        self._changed()

    def set_stale(self, is_stale: bool) -> None:
        """Whether the picture fades, for another model's is on its way."""
        self._is_stale = is_stale
        self.update()

    def value_words(self, place: QPointF) -> str:
        """12, 5: 34 200 120 for the pixel under a point; nothing beside the picture."""
        pixel = self.viewport.pixel_at(place)
        picture, shown = self._picture, self._pinned if self._is_before else self._pixels
        if pixel is None or picture is None or shown is None:
            return ""
        height, width = shown.array.shape[:2]
        column = min(width - 1, int(pixel[0] * width / self.viewport.size.width()))
        row = min(height - 1, int(pixel[1] * height / self.viewport.size.height()))
        return f"{pixel[0]}, {pixel[1]}: {shown.words_at(column, row)}"

    # -- where it lies --------------------------------------------------------------------------------------------

    def _fit_in(self, size: QSizeF) -> None:
        """Takes another size of picture, of this widget, or another screen."""
        room, ratio = QSizeF(self.size()), self.devicePixelRatioF()
        after = replace(self.viewport, room=room, size=size, ratio=ratio)
        if after != self.viewport:
            self.look(after)

    @Slot()
    def _changed(self, *_ignored: object) -> None:
        self.wipe.lie_on(self.viewport.rect, QRectF(self.rect()))
        self.view_changed.emit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit_in(self.viewport.size)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in theme.RESTYLED:
            self.update()

    # -- painting -------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), paint.matte_colour(self.matte))
        if self._pixels is None or self._picture is None:
            self._paint_waiting(painter)
            return
        painter.setOpacity(paint.FADED if self._is_stale else 1.0)
        self._paint_pictures(painter, self._pixels, self._picture.is_preview)
        painter.end()
        if self._is_new:
            self._is_new = False
            self.painted.emit(self._picture.point)

    def _paint_pictures(self, painter: QPainter, pixels: paint.Pixels, is_preview: bool) -> None:
        rect, pinned = self.viewport.rect, self._pinned
        if self._is_before and pinned is not None:
            self._paint(painter, pinned, is_smooth=False)
        else:
            self._paint(painter, pixels, is_preview)
        if self.is_wiping and not self._is_before and pinned is not None:
            painter.save()
            painter.setClipRect(QRectF(rect.x(), rect.y(), self.wipe.share * rect.width(), rect.height()))
            self._paint(painter, pinned, is_smooth=False)
            painter.restore()
        if self._has_grid(is_preview):
            size = self.viewport.size.toSize()
            paint.paint_grid(painter, rect, size.width(), size.height(), QRectF(self.rect()))
        paint.paint_edge(painter, rect)
        self._paint_tags(painter, rect.intersected(QRectF(self.rect())))

    def _paint(self, painter: QPainter, pixels: paint.Pixels, is_smooth: bool) -> None:
        rect, matte = self.viewport.rect, paint.matte_colour(self.matte)
        scale = rect.width() * self.viewport.ratio / pixels.image.width()
        smooth = is_smooth or not self.viewport.is_crisp
        paint.paint_pixels(painter, pixels, rect, scale, smooth=smooth, matte=matte)

    def _paint_tags(self, painter: QPainter, seen: QRectF) -> None:
        if self._is_before or self.is_wiping:
            paint.paint_tag(painter, "Pinned", seen, is_right=False)
        if self.is_wiping and not self._is_before:
            paint.paint_tag(painter, "Now", seen, is_right=True)

    def _paint_waiting(self, painter: QPainter) -> None:
        if self._explore.is_loading and self._is_stale:
            painter.setFont(font(12))
            painter.setPen(theme.current().text3)
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, "Loading the model")

    def _has_grid(self, is_preview: bool) -> bool:
        """Between pixels one has come close to by zooming, not over a small picture that fits."""
        viewport = self.viewport
        return (
            self.shows_grid and not is_preview and viewport.is_crisp and not viewport.is_fit
            and viewport.shown_scale >= paint.GRID_FROM
        )  # fmt: skip

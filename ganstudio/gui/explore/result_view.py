"""The picture of the point, as large as fits: looking closer, comparing, and dragging through the seeds."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganstudio.gui import theme
from ganstudio.gui.explore import result_paint as paint
from ganstudio.gui.explore.result_exchange import Exchange
from ganstudio.gui.explore.result_hand import ResultHand
from ganstudio.gui.explore.result_viewport import Viewport
from ganstudio.gui.explore.result_walk import SeedWalk
from ganstudio.gui.explore.result_wipe import WipeHandle
from ganstudio.gui.explore.result_words import picture_words
from ganstudio.gui.fonts import font
from ganstudio.gui.models.explore.explore_model import ExploreModel
from ganstudio.gui.models.explore.facts import Picture
from ganstudio.gui.widgets.text import describe

TIP = (
    "Drag to walk through seeds, scroll to look closer, drop a saved picture to restore it. "
    "R is a random seed, the arrows step the seed, B shows the pinned picture."
)
BUSY_AFTER = 150  # ms of loading, after which the old picture fades


class ResultView(ResultHand):
    """Paints `explore`'s newest picture and never asks for one by itself but when it is dragged or keys step the seed.

    `painted` carries the point of each new picture, just after it was painted; `pointed` says what is under the
    pointer; `view_changed` tells of another zoom or of another state of comparing; `photo_dropped` carries a Path or a
    QImage that is no picture of a model.
    """

    painted = Signal(object)  # LatentPoint
    pointed = Signal(str)
    view_changed = Signal()
    photo_dropped = Signal(object)

    def __init__(self, explore: ExploreModel, parent: QWidget | None = None) -> None:
        super().__init__(explore, parent)
        self.setObjectName("result_view")
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 120)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.grabGesture(Qt.GestureType.PinchGesture)
        describe(self, "Picture", TIP)
        self.viewport = Viewport(QSizeF(1, 1), QSizeF(1, 1))
        self.matte, self.shows_grid = "Theme", True
        self.walk = SeedWalk(explore, self)
        self.exchange = Exchange(explore, self)
        self.exchange.photo_found.connect(self.photo_dropped)
        self.wipe = WipeHandle(self)
        self.wipe.moved.connect(self._changed)
        self.wipe.hide()
        self._picture: Picture | None = None
        self._pixels: paint.Pixels | None = None
        self._pinned: paint.Pixels | None = None
        self._is_new = self._is_stale = self._was_stale = self._is_before = self._pins_next = False
        self._fade = QTimer(self)
        self._fade.setSingleShot(True)
        self._fade.setInterval(BUSY_AFTER)
        self._fade.timeout.connect(self._grow_stale)
        self._listen()

    def _listen(self) -> None:
        explore = self._explore
        explore.picture_changed.connect(self._take_picture)
        explore.frame_changed.connect(self._take_frame)
        explore.pinned_changed.connect(self._take_pinned)
        explore.loading_changed.connect(self._take_loading)
        explore.settled.connect(self._describe)
        explore.model_changed.connect(self._take_model)
        self._take_pinned()
        if explore.picture is not None:
            self._take_picture(explore.picture)

    # -- what is seen ---------------------------------------------------------------------------------------------

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

    def pin(self) -> None:
        """Compares with the picture of now from here on; a preview is waited out."""
        picture = self._explore.picture
        self._pins_next = picture is not None and picture.is_preview
        if picture is not None and not picture.is_preview:
            self._explore.pin(picture)

    def set_crisp(self, crisp: bool) -> None:
        """Whether enlarged pixels keep their edges."""
        self.look(replace(self.viewport, is_crisp=crisp))

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

    def restore_or_offer(self, file: Path) -> None:
        """A picture of this program is gone to; of any other `photo_dropped` tells."""
        self.exchange.open_file(file)

    def close_down(self) -> None:
        self.exchange.close()

    def sizeHint(self) -> QSize:
        return QSize(560, 560)

    # -- what happens ---------------------------------------------------------------------------------------------

    @Slot(object)
    def _take_picture(self, picture: Picture) -> None:
        self._fade.stop()
        self._is_stale = False
        if self._explore.frame is None:
            self._show(picture)
        if self._pins_next and not picture.is_preview:
            self.pin()

    @Slot(object)
    def _take_frame(self, frame: Picture | None) -> None:
        picture = frame or self._explore.picture
        if picture is not None:
            self._show(picture)

    def _show(self, picture: Picture) -> None:
        """Of pictures that come before the next paint only the last is painted."""
        self._picture, self._pixels, self._is_new = picture, paint.Pixels(picture.pixels), True
        height, width = picture.pixels.shape[:2]
        facts = self._explore.facts
        if picture.is_preview and facts is not None:  # as large as the full picture will be
            width, height = facts.resolution, round(facts.resolution * height / width)
        self.fit_in(QSizeF(width, height))
        self.update()

    @Slot()
    def _take_pinned(self) -> None:
        pinned = self._explore.pinned
        self._pinned = None if pinned is None else paint.Pixels(pinned.pixels)
        if pinned is None:
            self._is_before = False
            self.wipe.hide()
        self._changed()

    @Slot(bool)
    def _take_loading(self, is_loading: bool) -> None:
        self._fade.stop()
        if is_loading:
            self._fade.start()
        else:  # with another model, or with none after all
            self._was_stale, self._is_stale = self._is_stale, False
        self.update()

    @Slot()
    def _take_model(self) -> None:
        """The picture is the old model's: it stays, and fades unless the new one is quick."""
        if self._was_stale:
            self._grow_stale()
        else:
            self._fade.start()
        self._was_stale = False

    @Slot()
    def _grow_stale(self) -> None:
        self._is_stale = True
        self.update()

    @Slot()
    def _describe(self, *_ignored: object) -> None:
        point, facts = self._explore.point, self._explore.facts
        if point is not None and facts is not None:
            self.setAccessibleDescription(f"{picture_words(point, facts.class_names)}. {TIP}")

    def fit_in(self, size: QSizeF) -> None:
        """Takes another size of picture, of this widget, or another screen."""
        room, ratio = QSizeF(self.size()), self.devicePixelRatioF()
        after = replace(self.viewport, room=room, size=size, ratio=ratio)
        if after != self.viewport:
            self.look(after)

    @Slot()
    def _changed(self, *_ignored: object) -> None:
        self.wipe.lie_on(self.viewport.rect, QRectF(self.rect()))
        self.show_cursor()
        self.view_changed.emit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.fit_in(self.viewport.size)

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

    # -- drops ----------------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.source() is not self and self.exchange.takes(event.mimeData()):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.exchange.take(event.mimeData())

"""Before and after: under a wipe, side by side, one alone, or there and back; at any zoom."""

from dataclasses import dataclass, replace
from typing import Literal

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QWidget

from ganstudio.gui import theme
from ganstudio.gui.pyramid import Pyramid
from ganstudio.gui.translate.frames import Frame, frames_for
from ganstudio.gui.widgets import picture_paint as paint
from ganstudio.gui.widgets.text import describe
from ganstudio.gui.widgets.viewport import INSET, LEAST_INSET, Viewport
from ganstudio.gui.widgets.wipe_handle import WipeHandle

Mode = Literal["Wipe", "Side by side", "After", "There and back"]
MODES: tuple[Mode, ...] = ("Wipe", "Side by side", "After", "There and back")
TIP = (
    "The wheel zooms, dragging moves, F fits, Z shows every pixel as one; the arrow keys move the divider and go to "
    "other pictures, Space shows the picture before"
)
WIPE_TIP = "Drag to see more of the picture before or after; the arrow keys move it by 1 %"


@dataclass(frozen=True, eq=False)
class Scene:
    """What there is to see. `before` is what goes in; the others are None where they are not made (yet)."""

    before: Pyramid
    after: Pyramid | None = None
    there: Pyramid | None = None
    back: Pyramid | None = None
    apart: Pyramid | None = None
    is_running: bool = False  # whether `after` is being made
    tags: tuple[str, str, str, str] = ("Before", "After", "And back", "Difference")


class BeforeAfterFace(QWidget):
    """Paints a scene. `view_changed` tells of another zoom; `is_faded` while another picture is about to come."""

    view_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("before_after_view")
        self.setMinimumSize(160, 120)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        describe(self, "Before and after", TIP)
        self.viewport = Viewport(QSizeF(1, 1), QSizeF(1, 1))
        self.scene: Scene | None = None
        self.mode: Mode = "Wipe"
        self.is_faded = self.is_before = False
        self.share_done: float | None = None  # of a translation that is being made
        self._kept: dict[tuple[object, ...], QPixmap] = {}  # painted parts, while nothing but the wipe moves
        self.wipe = WipeHandle(self, WIPE_TIP)
        self.wipe.moved.connect(self._place_wipe)
        self.wipe.hide()

    # -- what is shown --------------------------------------------------------------------------------------------

    def show_scene(self, scene: Scene | None, size: QSizeF | None = None, *, is_faded: bool = False) -> None:
        """`size` is the picture's own, where what is there of it is smaller. A picture of another size is fitted."""
        self.scene, self.is_faded = scene, is_faded
        self._kept.clear()
        if scene is not None:
            size = size or QSizeF(scene.before.size)
            if size != self.viewport.size:
                self.viewport = replace(self.viewport, size=size).fitted()
        self._refresh()

    def show_progress(self, share: float | None) -> None:
        """How much of the translation is made, None while none is."""
        if share != self.share_done:
            self.share_done = share
            self.update()

    def set_mode(self, mode: Mode) -> None:
        self.mode, self.is_before = mode, False
        self._refresh()

    @Slot()
    def toggle_before(self) -> None:
        """The picture before in place of all else, and back."""
        self.is_before = not self.is_before
        self._refresh()

    def look(self, viewport: Viewport) -> None:
        """Another zoom or place."""
        self.viewport = viewport
        self._refresh()

    @property
    def is_wiping(self) -> bool:
        has_after = self.scene is not None and self.scene.after is not None
        return self.mode == "Wipe" and has_after and not self.is_before

    def frames(self) -> list[Frame]:
        """The parts of the view and the pictures in them."""
        if self.scene is None:
            return []
        whole, viewport = QRectF(self.rect()), self.viewport
        return frames_for(self.scene, self.mode, self.is_before, whole, viewport.size, viewport.is_fit)

    def frame_at(self, place: QPointF) -> QRectF:
        """The part of the view that holds a place."""
        rects = [frame.rect for frame in self.frames()] or [QRectF(self.rect())]
        return next((rect for rect in rects if rect.contains(place)), rects[0])

    def pixel_at(self, place: QPointF) -> tuple[int, int] | None:
        """column, row of the picture under a place; None beside it."""
        return self.viewport.pixel_at(place - self.frame_at(place).topLeft())

    # -- where it lies --------------------------------------------------------------------------------------------

    @Slot()
    def _refresh(self) -> None:
        frames = self.frames()
        room = frames[0].rect.size() if frames else QSizeF(self.size())
        inset = LEAST_INSET if frames and frames[0].rect != frames[-1].rect else INSET
        self.viewport = replace(self.viewport, room=room, ratio=self.devicePixelRatioF(), inset=inset)
        self.wipe.setVisible(self.is_wiping)
        self._place_wipe()
        self.view_changed.emit()

    @Slot()
    def _place_wipe(self, *_ignored: object) -> None:
        self.wipe.lie_on(self.viewport.rect, QRectF(self.rect()))
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in theme.RESTYLED:
            self._kept.clear()
            self.update()

    # -- painting -------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), paint.matte_colour("Theme"))
        frames = self.frames()
        if self.is_wiping:
            self._paint_wipe(painter, frames)
        else:
            for frame in frames:
                self._paint_frame(painter, frame)
        if self.share_done is not None and frames:
            paint_bar(painter, self._place(frames[0]), self.share_done)

    def _place(self, frame: Frame) -> QRectF:
        """Where the picture lies in its frame."""
        return self.viewport.rect.translated(frame.rect.topLeft())

    def _paint_wipe(self, painter: QPainter, frames: list[Frame]) -> None:
        before, after = frames
        place = self._place(before)
        at = place.x() + self.wipe.share * place.width()
        whole = QRectF(self.rect())
        left = QRectF(whole.x(), whole.y(), at - whole.x(), whole.height())
        self._paint_frame(painter, before, left)
        self._paint_frame(painter, after, QRectF(at, whole.y(), whole.right() - at, whole.height()))

    def _paint_frame(self, painter: QPainter, frame: Frame, clip: QRectF | None = None) -> None:
        painter.save()
        painter.setClipRect(frame.rect if clip is None else clip.intersected(frame.rect))
        if frame.picture is not None:
            painter.setOpacity(paint.FADED if self.is_faded or frame.is_waiting else 1.0)
            painter.drawPixmap(frame.rect.topLeft(), self._painted(frame))
            painter.setOpacity(1.0)
        paint.paint_edge(painter, self._place(frame))
        seen = self._place(frame).intersected(frame.rect)
        painter.setClipRect(frame.rect)
        if frame.tag:
            paint.paint_tag(painter, frame.tag, seen, is_right=frame.is_right)
        painter.restore()

    def _painted(self, frame: Frame) -> QPixmap:
        """The frame's picture as it lies there, painted once while only the wipe moves."""
        viewport = self.viewport
        key = (
            id(frame.picture),
            frame.rect.getRect(),
            viewport.rect.getRect(),
            viewport.is_crisp,
            viewport.is_fit,
        )
        if key not in self._kept:
            if len(self._kept) >= len(self.frames()):
                self._kept.clear()
            self._kept[key] = self._paint_anew(frame)
        return self._kept[key]

    def _paint_anew(self, frame: Frame) -> QPixmap:
        ratio, viewport = self.devicePixelRatioF(), self.viewport
        made = QPixmap((frame.rect.size() * ratio).toSize())
        made.setDevicePixelRatio(ratio)
        made.fill(Qt.GlobalColor.transparent)
        painter, room = QPainter(made), QRectF(QPointF(), frame.rect.size())
        if frame.picture is not None:
            is_own_size = frame.picture.size == viewport.size.toSize()
            smooth = not viewport.is_crisp or not is_own_size
            frame.picture.paint(painter, viewport.rect, room, ratio, smooth=smooth)
        if viewport.is_crisp and not viewport.is_fit and viewport.shown_scale >= paint.GRID_FROM:
            size = viewport.size.toSize()
            paint.paint_grid(painter, viewport.rect, size.width(), size.height(), room)
        painter.end()
        return made


def paint_bar(painter: QPainter, place: QRectF, share: float) -> None:
    """A thin bar over the lower part of a picture."""
    colours = theme.current()
    width = min(320.0, place.width() * 0.6)
    bar = QRectF(place.center().x() - width / 2, place.bottom() - 36, width, 4)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 110))
    painter.drawRoundedRect(bar.adjusted(-4, -4, 4, 4), 6, 6)
    painter.setBrush(QColor(colours.groove))
    painter.drawRoundedRect(bar, 2, 2)
    painter.setBrush(QColor(colours.accent_line))
    painter.drawRoundedRect(QRectF(bar.topLeft(), QSizeF(width * share, 4)), 2, 2)

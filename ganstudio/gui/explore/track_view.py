"""What the timeline's track shows: ruler, keys, the ways between them, the playhead."""

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganstudio.gui import theme
from ganstudio.gui.explore.cell_paint import paint_picture, paint_ring, paint_words
from ganstudio.gui.explore.time_scale import TimeScale
from ganstudio.gui.explore.timeline_paint import (
    RULER,
    THUMB,
    TRACK,
    paint_easing,
    paint_playhead,
    paint_ruler,
    paint_track,
)
from ganstudio.gui.models.explore.point_pictures import PointPictures
from ganstudio.gui.models.explore.timeline_model import TimelineModel

EMPTY = "Add the current point as a key, go to another point and add that: the timeline moves between them."
PAD = 8
REACH = 14  # of the playhead to either side, with its focus ring


class TrackView(QWidget):
    """Paints a TimelineModel; knows where each key is."""

    def __init__(self, timeline: TimelineModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = timeline
        self.pictures = PointPictures(timeline.explore, "timeline keys", parent=self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(RULER + TRACK + 4)
        self.setMinimumWidth(160)
        timeline.changed.connect(self.refresh)
        self._head = 0.0  # pixels, where the playhead was painted last
        timeline.position_changed.connect(self._move_head)
        self._images: list[QImage | None] = []
        self._still: QPixmap | None = None  # all but the playhead
        self.pictures.changed.connect(self._collect)

    # -- where things are ---------------------------------------------------------------------------------------

    def scale(self) -> TimeScale:
        return TimeScale(PAD, self.width() - PAD - 1, self.model.duration)

    def track_rect(self) -> QRectF:
        return QRectF(0, RULER, self.width(), TRACK)

    def key_rect(self, place: int) -> QRectF:
        """A thumbnail about its moment; at the ends it stays within the track."""
        x = self.scale().x(self.model.keys[place].seconds)
        left = min(max(x - THUMB / 2, PAD - 2), self.width() - PAD + 2 - THUMB)
        return QRectF(round(left), RULER + (TRACK - THUMB) / 2, THUMB, THUMB)

    def key_at(self, point: QPoint) -> int | None:
        """The key under a point; of overlapping ones the chosen, else the later."""
        places = sorted(range(len(self.model.keys)), key=lambda place: (place == self.model.chosen, place))
        return next((p for p in reversed(places) if self.key_rect(p).contains(point.toPointF())), None)

    def sizeHint(self) -> QSize:
        return QSize(640, RULER + TRACK + 4)

    # -- painting -----------------------------------------------------------------------------------------------

    @Slot()
    def refresh(self) -> None:
        """Other keys: their pictures are made."""
        self._collect()
        self.pictures.want(key.point for key in self.model.keys)

    @Slot()
    def _collect(self) -> None:
        """Looks up once which pictures there are: painting is frequent."""
        self._images = [self.pictures.of(key.point) for key in self.model.keys]
        self._redraw()

    @Slot()
    def _move_head(self) -> None:
        """Only what the playhead leaves and what it covers is painted anew: it moves with every frame."""
        now = self.scale().x(self.model.position)
        for x in (self._head, now):
            self.update(round(x) - REACH, 0, 2 * REACH, self.height())
        self._head = now

    def _redraw(self) -> None:
        self._still = None
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._redraw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in theme.RESTYLED and hasattr(self, "_still"):
            self._redraw()

    def paintEvent(self, event: QPaintEvent) -> None:
        ratio = self.devicePixelRatioF()
        if self._still is None or self._still.devicePixelRatio() != ratio:
            self._still = self._drawn(ratio)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._still)
        if self.model.keys:
            head_focus = self.hasFocus() and self.model.chosen is None
            paint_playhead(painter, self.scale().x(self.model.position), RULER + TRACK, head_focus)

    def _drawn(self, ratio: float) -> QPixmap:
        made = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        made.setDevicePixelRatio(ratio)
        made.fill(Qt.GlobalColor.transparent)
        painter, scale, keys = QPainter(made), self.scale(), self.model.keys
        paint_ruler(painter, scale)
        paint_track(painter, self.track_rect())
        if keys:
            self._paint_keys(painter)
        else:
            paint_words(painter, self.track_rect(), EMPTY)
        painter.end()
        return made

    def _paint_keys(self, painter: QPainter) -> None:
        keys = self.model.keys
        for place, key in enumerate(keys):
            paint_easing(painter, self._way_after(place), key.easing, place == len(keys) - 1)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for place in sorted(range(len(keys)), key=lambda each: each == self.model.chosen):
            paint_picture(painter, self.key_rect(place), self._images[place])
            if place == self.model.chosen:
                paint_ring(painter, self.key_rect(place))

    def _way_after(self, place: int) -> QRectF:
        """Between a key and the next; after the last one there is a way only on a loop."""
        left = self.key_rect(place).right() + 3
        is_last = place == len(self.model.keys) - 1
        if is_last and not (self.model.timeline.loop and place):
            return QRectF()
        right = self.width() - PAD if is_last else self.key_rect(place + 1).left() - 3
        return QRectF(left, RULER, right - left, TRACK)

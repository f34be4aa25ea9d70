"""Where a picture lies in a view: fit, zoom and pan as plain maths, without widgets."""

import math
from dataclasses import dataclass, replace
from enum import Enum
from typing import Self

from PySide6.QtCore import QPointF, QRectF, QSizeF

SHARP_ENOUGH = 0.72  # a whole-number scale is taken where it fills this share of the room
SMALLEST, LARGEST = 1 / 16, 128.0  # screen pixels for each pixel of the picture
STOPS = (1 / 16, 1 / 12, 1 / 8, 1 / 6, 1 / 4, 1 / 3, 1 / 2, 2 / 3, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0,
         16.0, 24.0, 32.0, 48.0, 64.0, 96.0, 128.0)  # fmt: skip
INSET = 24.0  # of a picture that fits, to the edges of the canvas
LEAST_INSET = 8.0
MIDDLE = (0.5, 0.5)


class Edges(Enum):
    """Whether enlarged pixels keep their edges: once one looks closer by hand, always, or never."""

    WHEN_ZOOMED = "Pixels when zoomed in"
    CRISP = "Always pixels"
    SMOOTH = "Always smooth"


@dataclass(frozen=True)
class Viewport:
    """A picture of `size` pixels in a view of `room` logical units, `ratio` screen pixels each.

    `scale` is in screen pixels for each pixel of the picture, None while it fits; `centre` is the place of the picture,
    in shares of its width and height, that lies in the middle of the view.
    """

    room: QSizeF
    size: QSizeF
    ratio: float = 1.0
    scale: float | None = None
    centre: tuple[float, float] = MIDDLE
    edges: Edges = Edges.WHEN_ZOOMED
    inset: float = INSET  # where the picture fits and the room is not small

    @property
    def is_crisp(self) -> bool:
        """Whether pixels keep their edges at this zoom."""
        return self.edges is Edges.CRISP or (self.edges is Edges.WHEN_ZOOMED and not self.is_fit)

    @property
    def is_fit(self) -> bool:
        return self.scale is None

    @property
    def fit_scale(self) -> float:
        """The scale at which the whole picture is seen; a whole number where its pixels are to be equal."""
        inset = self.inset if min(self.room.width(), self.room.height()) > 240 else LEAST_INSET
        across = (self.room.width() - 2 * inset) / self.size.width()
        down = (self.room.height() - inset) / self.size.height()  # the tool row above has air of its own
        fit = max(SMALLEST, min(across, down) * self.ratio)
        whole = float(int(fit))
        return whole if self.edges is Edges.CRISP and whole >= max(1, SHARP_ENOUGH * fit) else fit

    @property
    def shown_scale(self) -> float:
        return self.fit_scale if self.scale is None else self.scale

    @property
    def unit(self) -> float:
        """Logical units for each pixel of the picture."""
        return self.shown_scale / self.ratio

    @property
    def rect(self) -> QRectF:
        """Where the picture lies, its corner on a whole pixel of the screen."""
        width, height = self.size.width() * self.unit, self.size.height() * self.unit
        left = self.room.width() / 2 - self.centre[0] * width
        top = self.room.height() / 2 - self.centre[1] * height
        return QRectF(self._snap(left), self._snap(top), width, height)

    @property
    def overflows(self) -> bool:
        """Whether there is something to pan to."""
        rect = self.rect
        return rect.width() > self.room.width() + 0.5 or rect.height() > self.room.height() + 0.5

    def place_at(self, point: QPointF) -> QPointF:
        """A point of the view -> pixels of the picture, also outside of it."""
        rect = self.rect
        return QPointF((point.x() - rect.x()) / self.unit, (point.y() - rect.y()) / self.unit)

    def pixel_at(self, point: QPointF) -> tuple[int, int] | None:
        """column, row of the pixel under a point; None beside the picture."""
        place = self.place_at(point)
        if not (0 <= place.x() < self.size.width() and 0 <= place.y() < self.size.height()):
            return None
        return int(place.x()), int(place.y())

    # -- changes --------------------------------------------------------------------------------------------------

    def fitted(self) -> Self:
        return replace(self, scale=None, centre=MIDDLE)

    def zoomed(self, scale: float, anchor: QPointF | None = None) -> Self:
        """Another scale; what lies at `anchor`, by itself the middle of the view, stays there."""
        scale = min(max(scale, min(SMALLEST, self.fit_scale)), LARGEST)
        anchor = anchor or QPointF(self.room.width() / 2, self.room.height() / 2)
        place = self.place_at(anchor)
        unit = scale / self.ratio
        from_middle = QPointF(anchor.x() - self.room.width() / 2, anchor.y() - self.room.height() / 2)
        x = (place.x() - from_middle.x() / unit) / self.size.width()
        y = (place.y() - from_middle.y() / unit) / self.size.height()
        return replace(self, scale=scale, centre=(x, y))._settled()

    def stepped(self, by: int, anchor: QPointF | None = None) -> Self:
        """The next of the usual scales, larger for `by` 1, smaller for -1."""
        now = self.shown_scale
        further = [stop for stop in STOPS if (stop - now) * by > 1e-6 * now]
        return self.zoomed((min if by > 0 else max)(further), anchor) if further else self

    def panned(self, by: QPointF) -> Self:
        """The picture moved by logical units; its middle never leaves the view altogether."""
        x = self.centre[0] - by.x() / (self.unit * self.size.width())
        y = self.centre[1] - by.y() / (self.unit * self.size.height())
        return replace(self, scale=self.shown_scale, centre=(x, y))._settled()

    def _settled(self) -> Self:
        """Centred where all of it is seen; else the middle of the view lies on the picture."""
        if not self.overflows:
            return replace(self, centre=MIDDLE)
        x, y = (min(max(share, 0.0), 1.0) for share in self.centre)
        return replace(self, centre=(x, y))

    def _snap(self, value: float) -> float:
        return (
            math.floor(value * self.ratio + 0.5) / self.ratio
        )  # halves all go one way, or pans would jitter

"""Small pictures of points, rendered a few at a time so that the result picture never waits long."""

from collections import OrderedDict
from collections.abc import Iterable
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QImage

from ganstudio.gui.train.preview_grid import image_of
from ganstudio.latents.point import LatentPoint

if TYPE_CHECKING:
    from ganstudio.gui.models.explore.explore_model import ExploreModel
    from ganstudio.latents.model import Model

KEPT = 512
PIXELS = 1 << 15  # in one request at most: 32 pictures of 32 px, 8 of 64 px
BUDGET = 0.06  # seconds that one request may take, for the result picture waits as long
FIRST_FEW = 4  # pictures in the first request, before it is known how long they take; fewer are not worth one
PAUSE = 300  # ms after the point moved without settling, in which none are made: the hand goes first
Made = list[tuple[LatentPoint, np.ndarray]]


class PointPictures(QObject):
    """`of(point)` is the picture where it is known; `want` has the others made, `changed` tells of each few."""

    changed = Signal()

    def __init__(
        self, explore: "ExploreModel", kind: str, side: int = 64, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._explore, self._kind, self._side = explore, kind, side
        self._known: OrderedDict[LatentPoint, QImage] = OrderedDict()
        self._wanted: list[LatentPoint] = []
        self._few = FIRST_FEW
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._ask)
        explore.model_changed.connect(self.forget)
        explore.point_changed.connect(lambda _point: self._pause.start())
        explore.settled.connect(self._go_on)

    def of(self, point: LatentPoint) -> QImage | None:
        return self._known.get(point)

    @property
    def is_busy(self) -> bool:
        return bool(self._wanted)

    def want(self, points: Iterable[LatentPoint]) -> None:
        """These, in this order, and no longer what was wanted before."""
        facts = self._explore.facts
        self._wanted = []
        for point in dict.fromkeys(points):
            if point in self._known:
                self._known.move_to_end(point)
            elif facts is not None and facts.fits(point):
                self._wanted.append(point)
        self._ask()

    @Slot()
    def forget(self) -> None:
        """Another model: no picture holds any more."""
        self._known.clear()
        self._wanted, self._few = [], FIRST_FEW
        self.changed.emit()

    @Slot()
    def _go_on(self, *_ignored: object) -> None:
        """The hand has let go."""
        if self._pause.isActive():
            self._pause.stop()
            self._ask()

    @Slot()
    def _ask(self) -> None:
        if self._pause.isActive() or not self._wanted or self._explore.facts is None:
            return
        up_to = next((size for size in self._explore.facts.previews if size >= self._side), None)
        size = up_to or self._explore.facts.resolution
        few = self._alike(max(1, min(self._few, PIXELS // size**2)))
        self._explore.ask(self._kind, lambda model: _rendered(model, few, up_to), self._take)

    def _alike(self, count: int) -> list[LatentPoint]:
        """The first few that can be rendered together."""
        first = self._wanted[0]
        like = [
            p for p in self._wanted if (p.noise, p.shift, p.turn) == (first.noise, first.shift, first.turn)
        ]
        return like[:count]

    def _take(self, answer: tuple[Made, float]) -> None:
        made, seconds = answer
        self._few = max(FIRST_FEW, min(round(len(made) * BUDGET / max(seconds, 1e-6)), 2 * len(made)))
        for point, pixels in made:
            self._known[point] = image_of(pixels)
        done = {point for point, _ in made}
        self._wanted = [point for point in self._wanted if point not in done]
        while len(self._known) > KEPT:
            self._known.popitem(last=False)
        self.changed.emit()
        self._ask()


def _rendered(model: "Model", points: list[LatentPoint], up_to: int | None) -> tuple[Made, float]:
    """The pictures, and the seconds they took."""
    from ganstudio.latents.rendering import render_many

    begin = perf_counter()
    made = list(zip(points, render_many(model, points, up_to)))
    return made, perf_counter() - begin

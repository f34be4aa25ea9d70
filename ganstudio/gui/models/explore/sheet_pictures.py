"""The small pictures of a sheet, a few at a time, with the open model or with other checkpoints of its run."""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from ganstudio.gui.train.preview_grid import image_of
from ganstudio.latents.point import LatentPoint

if TYPE_CHECKING:
    from ganstudio.gui.models.explore.explore_model import ExploreModel
    from ganstudio.latents.model import Model

KEPT = 2048
SIDE = 64  # px that are enough, where a model can stop early
PIXELS = 1 << 15  # in one request


class Wish(NamedTuple):
    """A picture of a point; `step` is None for the open model, else a checkpoint's."""

    step: int | None
    point: LatentPoint


class _Shelf:
    """The checkpoint used last; touched only in the thread that renders."""

    def __init__(self) -> None:
        self._path: Path | None = None
        self._model: Model | None = None

    def get(self, path: Path, like: "Model") -> "Model":
        from ganstudio.latents.model import load_model

        if self._model is None or path != self._path:
            self._path, self._model = path, load_model(path, like.device)
        return self._model


class SheetPictures(QObject):
    """`of` is a picture where it is known; `want` has the others made, and `changed` tells of each few."""

    changed = Signal()

    def __init__(self, explore: "ExploreModel", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._explore = explore
        self._known: OrderedDict[Wish, QImage] = OrderedDict()
        self._wanted: list[Wish] = []
        self._paths: Mapping[int, Path] = {}
        self._shelf = _Shelf()
        self._made_with = ""

    def of(self, wish: Wish) -> QImage | None:
        return self._known.get(wish)

    @property
    def missing(self) -> int:
        """How many are still to come."""
        return len(self._wanted)

    def want(self, wishes: Iterable[Wish], paths: Mapping[int, Path]) -> None:
        """These, in this order, and no longer what was wanted before. `paths` are the checkpoints' files."""
        facts = self._explore.facts
        if facts is None:
            return
        if dict(paths) != self._paths:
            self._forget(lambda wish: wish.step is not None)
        if facts.fingerprint != self._made_with:
            self._forget(lambda wish: wish.step is None)
        self._paths, self._made_with = dict(paths), facts.fingerprint
        self._wanted = [wish for wish in dict.fromkeys(wishes) if wish not in self._known]
        self._ask()

    @Slot()
    def stop(self) -> None:
        """Nothing is wanted any more."""
        self._wanted = []

    def _forget(self, is_stale) -> None:  # type: ignore[no-untyped-def]
        for wish in [wish for wish in self._known if is_stale(wish)]:
            del self._known[wish]

    def _ask(self) -> None:
        facts = self._explore.facts
        if not self._wanted or facts is None:
            return
        up_to = next((size for size in facts.previews if size >= SIDE), None)
        count = max(1, PIXELS // (up_to or facts.resolution) ** 2)
        first = self._wanted[0]
        few = [wish for wish in self._wanted if _alike(wish, first)][:count]
        path = None if first.step is None else self._paths.get(first.step)
        self._explore.ask("sheet", partial(_rendered, few, path, self._shelf, up_to), self._take)

    def _take(self, made: list[tuple[Wish, np.ndarray]]) -> None:
        for wish, pixels in made:
            self._known[wish] = image_of(pixels)
        while len(self._known) > KEPT:
            self._known.popitem(last=False)
        self._wanted = [wish for wish in self._wanted if wish not in self._known]
        self.changed.emit()
        self._ask()


def _alike(wish: Wish, other: Wish) -> bool:
    """Whether two can be rendered together."""
    points = (wish.point, other.point)
    return wish.step == other.step and len({(p.noise, p.shift, p.turn) for p in points}) == 1


def _rendered(
    wishes: list[Wish], path: Path | None, shelf: _Shelf, up_to: int | None, model: "Model"
) -> list[tuple[Wish, np.ndarray]]:
    from ganstudio.latents.rendering import render_many

    used = model if path is None else shelf.get(path, model)
    return list(zip(wishes, render_many(used, [wish.point for wish in wishes], up_to)))

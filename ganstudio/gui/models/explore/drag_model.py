"""Dragging in the window: handles with their targets, the part that may change, and the run that moves them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Literal

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from ganstudio.gui.models.explore.explore_model import ExploreModel
from ganstudio.gui.models.explore.facts import ModelFacts
from ganstudio.gui.models.explore.long_job import LongJob
from ganstudio.latents.drag_settings import DragSettings, Place
from ganstudio.latents.point import LatentPoint

if TYPE_CHECKING:
    from ganstudio.latents.dragging import DragStep
    from ganstudio.latents.model import Model

End = Literal["handle", "target"]
NEEDED = "Click on what should move, then on the place where it should go."


@dataclass(frozen=True)
class Pair:
    """A handle and where it should go; places are fractions of the picture's width and height."""

    handle: Place
    target: Place | None = None


class DragModel(QObject):
    """`changed` is sent at every change of points, mask and run."""

    changed = Signal()

    def __init__(self, explore: ExploreModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._explore = explore
        self.pairs: list[Pair] = []
        self.chosen: tuple[int, End] | None = None
        self.mask: np.ndarray | None = (
            None  # [R, R] bool, True where the picture may change; None: everywhere
        )
        self.step: DragStep | None = None
        self.problem = ""
        self._job: LongJob | None = None
        self._own: LatentPoint | None = None
        self._known: dict[LatentPoint, list[Pair]] = {}  # where handles are in visited points, for undo
        explore.model_changed.connect(self._follow_model)
        explore.point_changed.connect(self._follow_point)

    @property
    def is_running(self) -> bool:
        return self._job is not None

    @property
    def is_ready(self) -> bool:
        return any(pair.target is not None for pair in self.pairs)

    # -- points -----------------------------------------------------------------------------------------------------

    def place(self, place: Place) -> None:
        """A new handle, or the target of the newest handle."""
        if self.pairs and self.pairs[-1].target is None:
            self.pairs[-1] = replace(self.pairs[-1], target=place)
            self.chosen = len(self.pairs) - 1, "target"
        else:
            self.pairs.append(Pair(place))
            self.chosen = len(self.pairs) - 1, "handle"
        self._tell()

    def choose(self, chosen: tuple[int, End] | None) -> None:
        self.chosen = chosen
        self.changed.emit()

    def choose_next(self, by: int) -> None:
        """Goes through all handles and targets."""
        ends = self.ends()
        if ends:
            here = ends.index(self.chosen) if self.chosen in ends else -1 if by > 0 else 0
            self.choose(ends[(here + by) % len(ends)])

    def ends(self) -> list[tuple[int, End]]:
        found: list[tuple[int, End]] = []
        for number, pair in enumerate(self.pairs):
            found.append((number, "handle"))
            if pair.target is not None:
                found.append((number, "target"))
        return found

    def place_of(self, end: tuple[int, End]) -> Place:
        pair = self.pairs[end[0]]
        return pair.handle if end[1] == "handle" or pair.target is None else pair.target

    def move_chosen(self, place: Place) -> None:
        """Puts the chosen point there, within the picture."""
        if self.chosen is None or self.is_running:
            return
        number, end = self.chosen
        inside = (min(max(place[0], 0.0), 1.0), min(max(place[1], 0.0), 1.0))
        pair = self.pairs[number]
        self.pairs[number] = replace(pair, handle=inside) if end == "handle" else replace(pair, target=inside)
        self._tell()

    def remove_chosen(self) -> None:
        """A target goes alone, a handle with its target."""
        if self.chosen is None or self.is_running:
            return
        number, end = self.chosen
        if end == "target" and number == len(self.pairs) - 1:
            self.pairs[number] = replace(self.pairs[number], target=None)
            self.chosen = number, "handle"
        else:
            del self.pairs[number]
            self.chosen = None
        self._tell()

    @Slot()
    def clear(self) -> None:
        """No points."""
        self.stop()
        self.pairs, self.chosen = [], None
        self._tell()

    # -- the mask ---------------------------------------------------------------------------------------------------

    def paint(self, place: Place, radius: float, may_change: bool) -> None:
        """A round dab of the brush; `radius` in pixels of the picture."""
        facts = self._explore.facts
        if facts is None or self.is_running:
            return
        side = facts.resolution
        if self.mask is None:
            self.mask = np.zeros((side, side), bool)
        y, x = np.mgrid[:side, :side] + 0.5
        near = (x - place[0] * side) ** 2 + (y - place[1] * side) ** 2 <= max(radius, 0.71) ** 2
        self.mask = np.where(near, may_change, self.mask)
        if not self.mask.any():
            self.mask = None
        self.changed.emit()

    @Slot()
    def clear_mask(self) -> None:
        self.mask = None
        self.changed.emit()

    # -- running ----------------------------------------------------------------------------------------------------

    @Slot()
    def start(self) -> None:
        """Moves the handles until they arrive; one step to undo."""
        self._run(DragSettings())

    @Slot()
    def one_step(self) -> None:
        """A single step of the optimiser, which can be undone by itself."""
        self._run(DragSettings(steps=1))

    @Slot()
    def stop(self) -> None:
        if self._job is not None:
            self._job.stop()

    def close(self) -> None:
        self.stop()

    def _run(self, settings: DragSettings) -> None:
        point = self._explore.point
        if self.is_running or point is None:
            return
        whole = [(pair.handle, pair.target) for pair in self.pairs if pair.target is not None]
        if not whole:
            self.problem = NEEDED
            self.changed.emit()
            return
        self._explore.settle()
        self.problem, self.step, self._own = "", None, point
        self._known[point] = list(self.pairs)
        handles, targets = [handle for handle, _ in whole], [target for _, target in whole]
        job = partial(_steps, point, handles, targets, self.mask, settings)
        self._job = self._explore.run_long("Dragging", job, self._take, self._finish, self._fail)
        self._job.ended.connect(self._forget_job)
        self.changed.emit()

    def _take(self, step: "DragStep") -> None:
        """The handles are where they were found; the point is this step's."""
        if self._own is None:
            return
        self.step, self._own = step, step.point
        moved = iter(step.handles)
        self.pairs = [
            pair if pair.target is None else replace(pair, handle=next(moved)) for pair in self.pairs
        ]
        if step.step:
            self._explore.change("Dragged", step.point, live=True)
        self.changed.emit()

    def _finish(self) -> None:
        if self._own is not None:
            self._known[self._own] = list(self.pairs)
            self._explore.settle()

    def _fail(self, words: str) -> None:
        self.problem = words
        self._finish()

    @Slot()
    def _forget_job(self) -> None:
        self._job, self._own = None, None
        self.changed.emit()

    @Slot(object)
    def _follow_point(self, point: LatentPoint) -> None:
        """Somebody else changed the point: what this run still finds is about another picture. Undo and redo bring
        the handles back to where they were in it."""
        if self._own is not None:
            if point == self._own:
                return
            self._own = None
            self.stop()
        if point in self._known:
            self.pairs, self.step = list(self._known[point]), None
            self.chosen = self.chosen if self.chosen in self.ends() else None
            self.changed.emit()

    @Slot()
    def _follow_model(self) -> None:
        self._own, self.step, self.mask, self.problem = None, None, None, ""
        self._known.clear()
        self.clear()

    def _tell(self) -> None:
        self.problem, self.step = "", None
        self.changed.emit()


def can_drag(facts: ModelFacts) -> bool:
    """Whether a model has styles and blocks whose features can be followed."""
    return facts.has_styles and len(facts.previews) > 1


def _steps(
    point: LatentPoint, handles: list[Place], targets: list[Place], mask: np.ndarray | None,
    settings: DragSettings, model: "Model", should_stop: Callable[[], bool],
) -> "Iterator[DragStep]":  # fmt: skip
    from ganstudio.latents.dragging import drag

    return drag(model, point, handles, targets, mask, settings, should_stop)

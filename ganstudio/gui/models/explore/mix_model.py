"""The grid of style mixes: rows give the shape, columns their styles in a range of layers, each to a degree."""

import random
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from ganstudio.gui.models.explore.layer_bands import first_choice
from ganstudio.gui.models.explore.mix_parts import is_plain, mixes_of, origin_from, read_mixes
from ganstudio.latents.point import LatentPoint, Layers, Origin

if TYPE_CHECKING:
    from ganstudio.gui.models.explore.explore_model import ExploreModel

MOST = 8  # rows, and columns
STEP = "Style mix"
HEAD = -1  # the row of the columns' heads, and the column of the rows' heads
Cell = tuple[int, int]  # row, column
NEW_SEEDS = 10_000  # random ones are below, short enough to be said


class MixModel(QObject):
    """Heads are where latents begin; all else (class, truncation, directions) is the current point's.

    `changed`: the cells are other points now. `layers_changed`: the range or a weight.
    """

    changed = Signal()
    layers_changed = Signal()

    def __init__(self, explore: "ExploreModel", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.explore = explore
        self.rows: tuple[Origin, ...] = tuple(Origin.of_seed(seed) for seed in range(1, 5))
        self.columns: tuple[Origin, ...] = tuple(Origin.of_seed(seed) for seed in range(11, 16))
        self.first_is_current = True
        self.layers = range(1)
        self.weights: tuple[float, ...] = (1.0,)  # of every style, also of those outside the range
        self._kind: tuple[int, int, int] | None = None
        self._base = (
            explore.point.origin if explore.point else self.rows[0]
        )  # of the current point, as it was before cells were taken
        self._taken: Cell = (0, 0)
        explore.model_changed.connect(self._begin)
        explore.settled.connect(self._follow)
        self._begin()

    # -- what the cells are -------------------------------------------------------------------------------------

    def origin_of(self, row: int) -> Origin:
        """Where a row begins."""
        return self._base if row == 0 and self.first_is_current else self.rows[row]

    def point_at(self, row: int, column: int) -> LatentPoint | None:
        """The point of a cell or a head (row or column HEAD); None for the corner and without a model."""
        point = self.explore.point
        if point is None or (row == HEAD and column == HEAD):
            return None
        if row == HEAD:
            return point.changed(origin=self.columns[column], mixes=())
        mixes = () if column == HEAD else mixes_of(self.columns[column], self.layers, self.weights)
        return point.changed(origin=self.origin_of(row), mixes=mixes)

    def cells(self) -> list[Cell]:
        """The heads first, then row by row."""
        heads = [(HEAD, c) for c in range(len(self.columns))] + [(r, HEAD) for r in range(len(self.rows))]
        return heads + [(r, c) for r in range(len(self.rows)) for c in range(len(self.columns))]

    def chosen(self) -> Cell | None:
        """The cell that is the current point."""
        point = self.explore.point
        if point is None or not point.mixes:
            return None
        columns = [
            c for c, o in enumerate(self.columns) if mixes_of(o, self.layers, self.weights) == point.mixes
        ]
        rows = [r for r in range(len(self.rows)) if self.origin_of(r) == point.origin]
        if self._taken[0] in rows and self._taken[1] in columns:  # of equal cells the one that was clicked
            return self._taken
        return (rows[0], columns[0]) if rows and columns else None

    # -- acting on the point ------------------------------------------------------------------------------------

    def take(self, row: int, column: int) -> None:
        """Makes a cell or a head the current point, in one step that can be undone."""
        point = self.point_at(row, column)
        self._taken = (row, column)
        if point is not None and point != self.explore.point:
            self.explore.change(STEP, point)
            self.explore.settle()

    def remove(self) -> None:
        """The current point without any mix."""
        point = self.explore.point
        if point is not None and point.mixes:
            self.explore.change("No mix", point.changed(mixes=()))
            self.explore.settle()

    def set_layers(self, layers: Layers, live: bool = False) -> None:
        """Other styles come from the columns; a chosen cell's picture follows."""
        rows = layers.rows(len(self.weights))
        if len(rows):
            self._set(rows, self.weights, live)

    def set_weight(self, layer: int, weight: float, live: bool = False) -> None:
        """How far, 0 to 1, one style goes towards the column's."""
        weights = list(self.weights)
        weights[layer] = weight
        self._set(self.layers, tuple(weights), live)

    def reset_weights(self) -> None:
        self._set(self.layers, (1.0,) * len(self.weights), live=False)

    def settle(self) -> None:
        """The range or a weight has been let go."""
        self.explore.settle()
        self.changed.emit()

    def _set(self, layers: range, weights: tuple[float, ...], live: bool) -> None:
        if (layers, weights) == (self.layers, self.weights):
            return
        chosen = self.chosen()
        self.layers, self.weights = layers, weights
        self.layers_changed.emit()
        point = self.point_at(*chosen) if chosen else None
        if point is not None and point != self.explore.point:
            self.explore.change(STEP, point, live)
        if not live:
            self.settle()

    # -- heads --------------------------------------------------------------------------------------------------

    def set_size(self, rows: int, columns: int) -> None:
        """1 to 8 of each; new heads get the next seeds."""
        self.rows = _resized(self.rows, rows)
        self.columns = _resized(self.columns, columns)
        self.changed.emit()

    def set_first_is_current(self, is_current: bool) -> None:
        point = self.explore.point
        if is_current and point is not None:
            self._base = point.origin
        if is_current or is_current != self.first_is_current:
            self.first_is_current = is_current
            self.changed.emit()

    def set_head(self, row: int, column: int, origin: Origin) -> None:
        """Another latent for a head. The first row is then no longer the current point."""
        if row == HEAD:
            self.columns = _replaced(self.columns, column, origin)
        else:
            self.rows = _replaced(self.rows, row, origin)
            self.first_is_current = self.first_is_current and row != 0
        self.changed.emit()

    def randomise(self, row: int, column: int) -> None:
        self.set_head(row, column, Origin.of_seed(random.randrange(NEW_SEEDS)))

    def randomise_all(self, rows: bool) -> None:
        """Every row's head, or every column's."""
        count = len(self.rows if rows else self.columns)
        fresh = tuple(Origin.of_seed(seed) for seed in random.sample(range(NEW_SEEDS), count))
        if rows:
            self.rows = fresh
        else:
            self.columns = fresh
        self.changed.emit()

    def drop(self, row: int, column: int, dropped: LatentPoint | Path) -> None:
        """A point, or the point in a saved PNG, becomes a head with its own class, mix and directions."""
        facts, point = self.explore.facts, self.explore.point
        if facts is None or point is None:
            return
        if isinstance(dropped, LatentPoint) and not facts.fits(point.changed(origin=dropped.origin)):
            self.explore.refused.emit("That point belongs to another model; drop one that this model made.")
            return
        if isinstance(dropped, LatentPoint) and is_plain(dropped, point):
            self.set_head(row, column, dropped.origin)
            return
        self.explore.ask("mix head", lambda model: origin_from(model, dropped, point),
                         lambda origin: self.set_head(row, column, origin))  # fmt: skip

    # -- following ----------------------------------------------------------------------------------------------

    @Slot()
    def _begin(self) -> None:
        facts = self.explore.facts
        if facts is None or not facts.has_styles:
            return
        kind = (facts.num_ws, facts.w_dim, facts.resolution)
        if kind == self._kind:  # such as another checkpoint of the same run
            self.changed.emit()
            return
        self._kind = kind
        self.rows = tuple(_as_seed(o, 1 + i) for i, o in enumerate(self.rows))
        self.columns = tuple(_as_seed(o, 11 + i) for i, o in enumerate(self.columns))
        self.weights = (1.0,) * facts.num_ws
        self.layers = first_choice(facts.num_ws, facts.resolution).rows(facts.num_ws)
        self.layers_changed.emit()
        self.changed.emit()

    @Slot(object)
    def _follow(self, point: LatentPoint) -> None:
        """A mix that came back by undo or with a picture brings its layers back, where a head knows it."""
        found = read_mixes(point.mixes, len(self.weights))
        if found is not None and self.chosen() is None and found[0] in self.columns:
            self.layers, self.weights = found[1], found[2]
            self.layers_changed.emit()
        is_cell = self.chosen() is not None or (not point.mixes and point.origin in self.rows[1:])
        if not is_cell:
            self._base = point.origin
        self.changed.emit()


def _as_seed(origin: Origin, seed: int) -> Origin:
    """Explicit latents mean nothing to another model."""
    return origin if origin.seeds else Origin.of_seed(seed)


def _replaced(heads: tuple[Origin, ...], index: int, origin: Origin) -> tuple[Origin, ...]:
    return (*heads[:index], origin, *heads[index + 1 :])


def _resized(heads: tuple[Origin, ...], count: int) -> tuple[Origin, ...]:
    count = min(max(1, count), MOST)
    highest = max((origin.seed or 0 for origin in heads), default=0)
    more = tuple(Origin.of_seed(highest + 1 + step) for step in range(count - len(heads)))
    return (heads + more)[:count]

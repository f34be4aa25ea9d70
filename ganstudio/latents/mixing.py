"""Style mixing: rows of points whose styles, in some layers, come from columns."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from ganstudio.latents.point import LatentPoint, Layers, Mix, Origin
from ganstudio.latents.sheet import Labels, Place


def mix_grid(
    rows: Sequence[LatentPoint], columns: Sequence[LatentPoint], layers: Iterable[int] | Mapping[int, float]
) -> list[list[LatentPoint]]:
    """grid[row][column]: the row's point with the column's styles in `layers` (Karras et al. 2019, section 3.1).

    With a mapping each layer goes its own share of the way. Class, truncation and all else are the row's.
    """
    weights = layers if isinstance(layers, Mapping) else dict.fromkeys(layers, 1.0)
    return [
        [row.changed(mixes=(*row.mixes, *mixes_from(column.origin, weights))) for column in columns]
        for row in rows
    ]


@dataclass(frozen=True)
class MixGrid:
    """A mixing grid with the pictures it is made of: those of the columns above, those of the rows at the left."""

    rows: tuple[LatentPoint, ...]
    columns: tuple[LatentPoint, ...]
    weights: Mapping[int, float]  # of each layer that is mixed

    @property
    def points(self) -> list[list[LatentPoint]]:
        return mix_grid(self.rows, self.columns, self.weights)

    @property
    def count(self) -> int:
        """Pictures in all."""
        return (len(self.rows) + 1) * (len(self.columns) + 1) - 1

    @property
    def labels(self) -> Labels:
        """The seeds, and which layers come from the columns."""
        layers = ", ".join(_span(mix.layers) for mix in mixes_from(Origin.of_seed(0), self.weights))
        names = [("", *(_name(point) for point in points)) for points in (self.columns, self.rows)]
        shape = Place(1, len(self.rows) + 1, len(self.columns) + 1)
        title = f"Layers {layers} of seed" if layers else "Seed"
        return Labels(shape, title, names[0], "Seed", names[1], absent=frozenset({Place(0, 0, 0)}))


def mixes_from(origin: Origin, weights: Mapping[int, float]) -> tuple[Mix, ...]:
    """One mix for each run of neighbouring layers of one weight; a weight of 0 is none."""
    used = sorted((layer, weight) for layer, weight in weights.items() if weight > 0)
    runs = groupby(enumerate(used), lambda each: (each[1][0] - each[0], each[1][1]))
    mixes = []
    for (_, weight), run in runs:
        members = [layer for _, (layer, _) in run]
        mixes.append(Mix(origin=origin, layers=Layers(first=members[0], last=members[-1]), weight=weight))
    return tuple(mixes)


def _name(point: LatentPoint) -> str:
    return "·" if point.seed is None else str(point.seed)


def _span(layers: Layers) -> str:
    return str(layers.first) if layers.first == layers.last else f"{layers.first}–{layers.last}"

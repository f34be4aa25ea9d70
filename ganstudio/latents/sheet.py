"""X/Y/Z sheets: one point, changed along two or three axes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from ganstudio.errors import StudioError
from ganstudio.latents.point import ClassShare, DirectionUse, LatentPoint, Layers, Mix, Origin

Kind = Literal["seed", "psi", "class", "direction", "layer", "checkpoint"]
KINDS: tuple[Kind, ...] = ("seed", "psi", "class", "direction", "layer", "checkpoint")
TITLES: dict[Kind, str] = {
    "seed": "Seed", "psi": "ψ", "class": "Class", "direction": "Direction", "layer": "Mixed layer",
    "checkpoint": "Step",
}  # fmt: skip
MOST_CELLS = 4096


@dataclass(frozen=True)
class Axis:
    """What changes, and to which values. `labels` say the values in words.

    `direction` is the one whose strength changes; `source` is the latent whose styles are mixed in, layer by layer.
    """

    kind: Kind
    values: tuple[float, ...]
    labels: tuple[str, ...] = ()
    direction: DirectionUse | None = None
    source: Origin | None = None

    @property
    def title(self) -> str:
        if self.kind == "direction" and self.direction is not None:
            return self.direction.name
        if self.kind == "layer" and self.source is not None and self.source.seed is not None:
            return f"Layer of seed {self.source.seed}"
        return TITLES[self.kind]

    def said(self, place: int) -> str:
        """A value with its axis, as one says it: `Seed 3`, `Layer 2 of seed 8`."""
        if self.kind == "layer":
            return self.title.replace("ayer", f"ayer {self.label(place)}", 1)
        return f"{self.title} {self.label(place)}"

    def label(self, place: int) -> str:
        """A value in words."""
        value = self.values[place]
        if self.labels:
            return self.labels[place]
        if self.kind == "direction":
            return f"{value:+.3g}" if value else "0"
        return (
            f"{value:.3g}"
            if self.kind == "psi"
            else f"{value:,.0f}"
            if self.kind == "checkpoint"
            else f"{value:.0f}"
        )

    @property
    def words(self) -> tuple[str, ...]:
        """All values in words."""
        return tuple(self.label(place) for place in range(len(self.values)))

    def applied(self, point: LatentPoint, place: int) -> LatentPoint:
        """The point with this axis at one of its values. A checkpoint changes the model and not the point."""
        value = self.values[place]
        if self.kind == "seed":
            return point.changed(origin=Origin.of_seed(int(value)))
        if self.kind == "psi":
            return point.changed(psi=value)
        if self.kind == "class":
            return point.changed(classes=(ClassShare(number=int(value), share=1.0),))
        if self.kind == "direction" and self.direction is not None:
            return point.with_direction(self.direction.model_copy(update={"strength": value}))
        if self.kind == "layer" and self.source is not None:
            mix = Mix(origin=self.source, layers=Layers(first=int(value), last=int(value)))
            return point.changed(mixes=(*point.mixes, mix))
        return point


class Place(NamedTuple):
    """Where a cell stands: on which page, in which row and column."""

    z: int
    y: int
    x: int


class Labels(NamedTuple):
    """The words around a grid of cells: columns, rows and pages. `absent` are cells that stay blank."""

    shape: Place
    x_title: str
    x: tuple[str, ...]
    y_title: str = ""
    y: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    absent: frozenset[Place] = frozenset()


@dataclass(frozen=True)
class Sheet:
    """A point and the axes: x to the right, y down, z from page to page."""

    point: LatentPoint
    x: Axis
    y: Axis | None = None
    z: Axis | None = None

    def __post_init__(self) -> None:
        changed = [(axis.kind, axis.title if axis.kind == "direction" else "") for axis in self.axes]
        if len(set(changed)) < len(changed):
            raise StudioError("Two axes change the same; choose another for one of them.")
        if not all(axis.values for axis in self.axes):
            raise StudioError("Every axis needs at least one value.")
        if self.count > MOST_CELLS:
            raise StudioError(
                f"A sheet of {self.count:,} pictures is too large; choose fewer values, up to {MOST_CELLS:,} pictures."
            )

    @property
    def axes(self) -> list[Axis]:
        return [axis for axis in (self.x, self.y, self.z) if axis is not None]

    @property
    def shape(self) -> Place:
        """Pages, rows, columns."""
        return Place(
            len(self.z.values) if self.z else 1, len(self.y.values) if self.y else 1, len(self.x.values)
        )

    @property
    def count(self) -> int:
        pages, rows, columns = self.shape
        return pages * rows * columns

    def places(self) -> Iterator[Place]:
        """All cells, page by page and row by row, but one checkpoint after the other where that is an axis."""
        pages, rows, columns = self.shape
        cells = [Place(z, y, x) for z in range(pages) for y in range(rows) for x in range(columns)]
        return iter(sorted(cells, key=lambda place: self.step_at(place) or 0))

    def point_at(self, place: Place) -> LatentPoint:
        """The point of a cell."""
        point = self.point
        for axis, where in zip((self.x, self.y, self.z), (place.x, place.y, place.z)):
            point = axis.applied(point, where) if axis is not None else point
        return point

    @property
    def labels(self) -> "Labels":
        """What is written around the cells."""
        pages = () if self.z is None else tuple(map(self.z.said, range(len(self.z.values))))
        rows = (self.y.title, self.y.words) if self.y else ("", ())
        return Labels(self.shape, self.x.title, self.x.words, *rows, pages)

    def step_at(self, place: Place) -> int | None:
        """The training step of a cell's model; None where that is no axis."""
        for axis, where in zip((self.x, self.y, self.z), (place.x, place.y, place.z)):
            if axis is not None and axis.kind == "checkpoint":
                return int(axis.values[where])
        return None


def class_axis(numbers: Sequence[int], names: Sequence[str]) -> Axis:
    """Classes by their numbers, with their names."""
    return Axis("class", tuple(numbers), tuple(names[number] for number in numbers))

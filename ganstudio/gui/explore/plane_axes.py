"""What the two ways of the plane mean: neighbouring seeds, or strengths of two directions."""

from dataclasses import dataclass
from typing import Protocol

from ganstudio.latents.plane import ROW, ROWS, origin_at, place_of, seed_at
from ganstudio.latents.point import DirectionUse, LatentPoint, Origin
from ganstudio.latents.seeds import HIGHEST_SEED

Place = tuple[float, float]  # columns to the right, rows down
CELL = 0.5  # strength from one cell to the next


class Axes(Protocol):
    """`at` is the point at a place, all else as in `point`; `place` the other way round, None where there is none."""

    @property
    def words(self) -> str: ...

    def at(self, point: LatentPoint, x: float, y: float) -> LatentPoint: ...

    def place(self, point: LatentPoint, near: Place) -> Place | None: ...

    def frame(self, point: LatentPoint) -> LatentPoint:
        """The point without its place: while this is the same, the plane's pictures are."""

    def name(self, x: float, y: float) -> str: ...


@dataclass(frozen=True)
class SeedAxes:
    """One seed further to the right, a hundred further down."""

    words: str = "Walk through seeds"

    def at(self, point: LatentPoint, x: float, y: float) -> LatentPoint:
        return point.changed(origin=origin_at(x, y))

    def place(self, point: LatentPoint, near: Place) -> Place | None:
        found = place_of(point.origin)
        return None if found is None else nearest_copy(found, near)

    def frame(self, point: LatentPoint) -> LatentPoint:
        return point.changed(origin=Origin.of_seed(0))

    def name(self, x: float, y: float) -> str:
        return f"Seed {seed_at(round(x), round(y)):,}"


@dataclass(frozen=True)
class DirectionAxes:
    """More of one direction to the right, more of the other up. Strength 0 of both is the place (0, 0)."""

    right: DirectionUse
    up: DirectionUse
    words: str = "Walk along directions"

    def at(self, point: LatentPoint, x: float, y: float) -> LatentPoint:
        return _with(_with(point, self.right, x * CELL), self.up, -y * CELL)

    def place(self, point: LatentPoint, near: Place) -> Place | None:
        return point.strength_of(self.right.name) / CELL, -point.strength_of(self.up.name) / CELL

    def frame(self, point: LatentPoint) -> LatentPoint:
        return self.at(point, 0, 0)

    def name(self, x: float, y: float) -> str:
        return f"{self.right.name} {x * CELL:+.1f}, {self.up.name} {-y * CELL:+.1f}"


def nearest_copy(place: Place, near: Place) -> Place:
    """The plane is a cylinder: column 100 of a row is column 0 of the next, and the last seed is followed by the
    first. Of all places of the same seed, the one nearest to `near`, so that a walk over the seam stays a walk."""
    spare = (HIGHEST_SEED + 1) - ROWS * ROW
    copies = []
    for turns in (-1, 0, 1):
        x, y = place[0] - turns * spare, place[1] - turns * ROWS
        rows = round((near[0] - x) / ROW)
        copies.append((x + rows * ROW, y - rows))
    return min(copies, key=lambda copy: (copy[0] - near[0]) ** 2 + (copy[1] - near[1]) ** 2)


def _with(point: LatentPoint, use: DirectionUse, strength: float) -> LatentPoint:
    """The direction's own vector and layers in the point are kept where it is there already."""
    there = next((old for old in point.directions if old.name == use.name), use)
    return point.with_direction(there.model_copy(update={"strength": strength}))

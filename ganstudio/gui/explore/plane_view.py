"""Which part of a plane is seen, and the path that was walked on it."""

from dataclasses import dataclass, field, replace

from ganstudio.gui.explore.plane_axes import Place

FEWEST, MOST, USUAL = 3, 16, 8  # cells across
THIN = 0.12  # cells between two places of a path that are kept
LONGEST = 240  # places of a path


@dataclass(frozen=True)
class PlaneView:
    """A square of whole cells: `left` and `top` are the first ones seen, `count` how many each way."""

    left: int
    top: int
    count: int = USUAL

    @classmethod
    def around(cls, place: Place, count: int = USUAL) -> "PlaneView":
        half = (count - 1) / 2
        return cls(round(place[0] - half), round(place[1] - half), count)

    def pixels_of(self, place: Place, side: float) -> tuple[float, float]:
        """Where a place lies in a square of `side` pixels; cells have their places in their middles."""
        cell = side / self.count
        return (place[0] - self.left + 0.5) * cell, (place[1] - self.top + 0.5) * cell

    def place_at(self, x: float, y: float, side: float) -> Place:
        """The other way round; what lies outside the square counts as its edge."""
        cell = side / self.count
        x, y = min(max(x, 0.0), side), min(max(y, 0.0), side)
        return x / cell + self.left - 0.5, y / cell + self.top - 0.5

    def holds(self, place: Place) -> bool:
        x, y = place[0] - self.left + 0.5, place[1] - self.top + 0.5
        return 0 <= x <= self.count and 0 <= y <= self.count

    def zoomed(self, count: int, about: Place) -> "PlaneView":
        """More or fewer cells; `about` stays where it is on the screen, to half a cell."""
        count = min(max(count, FEWEST), MOST)
        left, top = (
            round(value + 0.5 - (value - first + 0.5) / self.count * count)
            for value, first in zip(about, (self.left, self.top))
        )
        return PlaneView(left, top, count)

    def shifted(self, right: int, down: int) -> "PlaneView":
        return replace(self, left=self.left + right, top=self.top + down)

    def cells(self, around: Place) -> list[tuple[int, int]]:
        """All cells, those nearest to `around` first."""
        found = [(self.left + i, self.top + j) for j in range(self.count) for i in range(self.count)]
        return sorted(found, key=lambda cell: (cell[0] - around[0]) ** 2 + (cell[1] - around[1]) ** 2)


@dataclass
class Path:
    """Where one has walked: every place, and the stops among them."""

    places: list[Place] = field(default_factory=list)
    stops: list[Place] = field(default_factory=list)

    def begin(self, place: Place) -> None:
        self.places, self.stops = [place], [place]

    def walk(self, place: Place) -> None:
        """On from the last place; steps too small to be seen are left out."""
        if self.places and _apart(self.places[-1], place) < THIN:
            return
        self.places.append(place)
        if len(self.places) > LONGEST:
            self.places = self.places[-LONGEST:]
            self.stops = [stop for stop in self.stops if stop in self.places]

    def stop(self, place: Place) -> None:
        """The walk has paused here."""
        if not self.stops or self.stops[-1] != place:
            self.stops.append(place)
            self.places.append(place)

    def back_to(self, place: Place) -> bool:
        """Forgets what came after an earlier stop; False where `place` is none."""
        for number, stop in enumerate(self.stops):
            if _apart(stop, place) < 1e-6:
                self.stops = self.stops[: number + 1]
                last = max(index for index, each in enumerate(self.places) if each == stop)
                self.places = self.places[: last + 1]
                return True
        return False


def _apart(one: Place, other: Place) -> float:
    return float(((one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2) ** 0.5)

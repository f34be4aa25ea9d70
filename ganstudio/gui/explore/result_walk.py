"""Moving through the plane of seeds: by dragging the picture, and by keys."""

import random
from time import monotonic

from PySide6.QtCore import QObject, QPointF, QTimer, Slot

from ganstudio.gui.models.explore.explore_model import ExploreModel
from ganstudio.latents.plane import origin_at, place_of, seed_at
from ganstudio.latents.point import LatentPoint, Origin
from ganstudio.latents.seeds import HIGHEST_SEED

CELLS = 3.0  # of the plane, for a drag over one width of the picture
EVERY = 0.008  # seconds between two points that are asked for; moves between them are merged
WORDS = "Walk through seeds"
RANDOM_BELOW = 1_000_000  # seeds that people can read and write down
NOT_THERE = (
    "This point is no place on the seed plane: it was fitted or given as a vector. R goes to a random seed."
)


class SeedWalk(QObject):
    """One drag: `begin`, then `move` to any number of places, of which the newest counts, then `end`."""

    def __init__(self, explore: ExploreModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._explore = explore
        self._from: tuple[LatentPoint, tuple[float, float]] | None = None
        self._wanted: QPointF | None = None
        self._asked = 0.0
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._ask)

    @property
    def can_begin(self) -> bool:
        point = self._explore.point
        return point is not None and place_of(point.origin) is not None

    @property
    def is_on(self) -> bool:
        return self._from is not None

    def begin(self) -> bool:
        """False where the point has no place on the plane."""
        point = self._explore.point
        place = None if point is None else place_of(point.origin)
        if point is None or place is None:
            return False
        self._from, self._wanted = (point, place), None
        return True

    def move(self, shares: QPointF) -> None:
        """How far from the beginning, in widths of the picture. Asks at once, or a moment after the last time."""
        self._wanted = shares
        if self._later.isActive():
            return
        waited = monotonic() - self._asked
        if waited >= EVERY:
            self._ask()
        else:
            self._later.start(max(1, round(1000 * (EVERY - waited))))

    def end(self) -> None:
        """The newest place is the step that is kept."""
        if self._from is None:
            return
        self._later.stop()
        self._ask()
        self._from = None
        self._explore.settle()

    @Slot()
    def _ask(self) -> None:
        if self._from is None or self._wanted is None:
            return
        point, (x, y) = self._from
        away, self._wanted = self._wanted, None
        self._asked = monotonic()
        origin = origin_at(x + CELLS * away.x(), y + CELLS * away.y())
        self._explore.change(WORDS, point.changed(origin=origin), live=True)


def step_seed(explore: ExploreModel, columns: int, rows: int) -> bool:
    """To the seed beside: one further for a column, a hundred for a row. False where there is no seed to step from."""
    point = explore.point
    place = None if point is None else place_of(point.origin)
    if point is None or place is None:
        return False
    seed = seed_at(round(place[0]) + columns, round(place[1]) + rows)
    explore.change(f"Seed {seed:,}", point.changed(origin=Origin.of_seed(seed)))
    return True


def random_seed(explore: ExploreModel) -> None:
    """Any other seed, with all else as it is."""
    point = explore.point
    if point is not None:
        seed = random.randrange(min(RANDOM_BELOW, HIGHEST_SEED))
        explore.change(f"Seed {seed:,}", point.changed(origin=Origin.of_seed(seed)))


def place_words(origin: Origin) -> str:
    """Seed 12, or what else the point begins with."""
    if origin.seed is not None:
        return f"Seed {origin.seed:,}"
    place = place_of(origin)
    if place is not None:
        column, row = round(place[0]), round(place[1])
        return f"Between seeds, near {seed_at(column, row):,}"
    return "A fitted point" if origin.w is not None else "A point given by z"

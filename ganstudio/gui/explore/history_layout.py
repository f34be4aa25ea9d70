"""Where thumbnails of visited points stand in their row: plain numbers, quick for thousands."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from ganstudio.gui.models.explore.history import Entry

SIDE, GAP, FORK = (
    48,
    6,
    18,
)  # px: a thumbnail, the air between two, and the room of the mark where a branch begins
PITCH = SIDE + GAP


class HistoryLayout:
    """One line in order of visit; a branch that goes on from an earlier point stands a little apart."""

    def __init__(self) -> None:
        self.count = 0
        self.forks: list[int] = []  # numbers at which a branch begins

    def read(self, entries: Sequence[Entry]) -> None:
        """Entries are only ever added, so only new ones are looked at."""
        if len(entries) < self.count:
            self.count, self.forks = 0, []
        for entry in entries[self.count :]:
            if entry.parent is not None and entry.parent != entry.number - 1:
                self.forks.append(entry.number)
        self.count = len(entries)

    @property
    def width(self) -> int:
        return self.left_of(self.count - 1) + SIDE if self.count else 0

    def left_of(self, number: int) -> int:
        """Where a thumbnail begins, from the first one's left edge."""
        return number * PITCH + FORK * bisect_right(self.forks, number)

    def is_fork(self, number: int) -> bool:
        place = bisect_left(self.forks, number)
        return place < len(self.forks) and self.forks[place] == number

    def number_at(self, x: float) -> int | None:
        """The thumbnail under `x`, None between two."""
        number = self.last_before(x)
        return number if number is not None and x < self.left_of(number) + SIDE else None

    def last_before(self, x: float) -> int | None:
        """The last thumbnail that begins at `x` or left of it."""
        if not self.count or x < 0:
            return None
        low, high = 0, self.count - 1
        while low < high:
            middle = (low + high + 1) // 2
            if self.left_of(middle) <= x:
                low = middle
            else:
                high = middle - 1
        return low

    def seen(self, left: float, right: float) -> range:
        """The thumbnails that lie between two edges, wholly or in part."""
        if not self.count:
            return range(0)
        first = self.last_before(max(0.0, left))
        last = self.last_before(right)
        return range(first or 0, (last if last is not None else -1) + 1)

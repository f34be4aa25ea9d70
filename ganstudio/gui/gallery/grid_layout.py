"""Where the tiles and heads of the grid lie: plain numbers, in pixels of the whole content. No Qt in here."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

GAP, INSET, CAPTION, HEAD = 16, 16, 28, 40
FIRST_BARE = 12  # where there are no heads
FIRST = -4  # the first head stands close to what is above


@dataclass(frozen=True)
class Row:
    """Tiles `first` to `first + count - 1`, side by side, whose pictures begin at `top`."""

    top: int
    first: int
    count: int


@dataclass(frozen=True)
class Head:
    top: int
    title: str
    count: int


class GridLayout:
    """As many columns as fit at the `wanted` side; the tiles then share the whole width."""

    def __init__(self, sections: Sequence[tuple[str, int]], width: int, wanted: int) -> None:
        """`sections`: title and number of tiles of each."""
        inner = max(wanted, width - 2 * INSET)
        self.columns = max(1, (inner + GAP) // (wanted + GAP))
        self.side = (inner + GAP) // self.columns - GAP
        self.rows: list[Row] = []
        self.heads: list[Head] = []
        self.count, top = 0, FIRST
        for title, count in sections:
            if title:
                self.heads.append(Head(top, title, count))
            top += HEAD if title else FIRST_BARE
            for first in range(0, count, self.columns):
                self.rows.append(Row(top, self.count + first, min(self.columns, count - first)))
                top += self.pitch
            self.count += count
        self.height = top + GAP if self.rows else 0
        self._tops = [row.top for row in self.rows]
        self._firsts = [row.first for row in self.rows]

    @property
    def pitch(self) -> int:
        """From one row to the next."""
        return self.side + CAPTION + GAP - 4

    def place(self, index: int) -> tuple[int, int]:
        """Left and top of a tile's picture."""
        row = self.rows[self.row_of(index)]
        return INSET + (index - row.first) * (self.side + GAP), row.top

    def row_of(self, index: int) -> int:
        return bisect_right(self._firsts, index) - 1

    def at(self, x: int, y: int) -> int | None:
        """The tile, caption included, at a point."""
        number = bisect_right(self._tops, y) - 1
        if number < 0 or y >= self._tops[number] + self.side + CAPTION:
            return None
        column, inside = divmod(x - INSET, self.side + GAP)
        row = self.rows[number]
        return row.first + column if 0 <= column < row.count and inside < self.side else None

    def between(self, top: int, bottom: int) -> Iterator[int]:
        """Every tile of which something lies there."""
        first = max(0, bisect_right(self._tops, top - self.pitch))
        for row in self.rows[first:]:
            if row.top >= bottom:
                return
            yield from range(row.first, row.first + row.count)

    def beside(self, index: int, rows: int) -> int:
        """The tile so many rows away in the same column, or the last that there is that way."""
        number = self.row_of(index)
        column = index - self.rows[number].first
        target = self.rows[min(len(self.rows) - 1, max(0, number + rows))]
        if target is self.rows[number] and rows:
            return self.count - 1 if rows > 0 else 0
        return target.first + min(column, target.count - 1)

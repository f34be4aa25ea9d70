"""How a picture is cut into overlapping tiles; nothing but numbers."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Span:
    """One tile along one axis: of what is seen from `first` to `last`, the part from `start` to `stop` is its own."""

    start: int
    stop: int
    first: int
    last: int

    @property
    def seen(self) -> slice:
        return slice(self.first, self.last)

    @property
    def own(self) -> slice:
        return slice(self.start, self.stop)

    @property
    def inner(self) -> slice:
        """Its own part, within what is seen."""
        return slice(self.start - self.first, self.stop - self.first)


@dataclass(frozen=True)
class Tile:
    rows: Span
    columns: Span

    def quarters(self, halo: int, multiple: int, size: tuple[int, int]) -> "list[Tile]":
        """The same part of a picture of `size` (height, width) in up to four smaller tiles."""
        return [
            Tile(rows, columns)
            for rows in _halves(self.rows, halo, multiple, size[0])
            for columns in _halves(self.columns, halo, multiple, size[1])
        ]


def tiles(height: int, width: int, side: int, halo: int, multiple: int) -> list[Tile]:
    """Tiles of about `side` pixels that share out the picture evenly, row by row, each seeing `halo` pixels around it.

    All positions are multiples of `multiple`, as are height and width, so that layers of larger stride meet the same
    pixels as in the whole picture; the halo ends at the picture's border.
    """
    halo = rounded_up(halo, multiple)
    return [
        Tile(rows, columns)
        for rows in spans(0, height, side, halo, multiple, height)
        for columns in spans(0, width, side, halo, multiple, width)
    ]


def spans(start: int, stop: int, side: int, halo: int, multiple: int, length: int) -> Iterator[Span]:
    """From `start` to `stop` of an axis of `length` in equal steps of at most `side`, rounded up to a multiple."""
    count = -(-(stop - start) // rounded_up(side, multiple))
    step = rounded_up(-(-(stop - start) // count), multiple)
    for at in range(start, stop, step):
        end = min(at + step, stop)
        yield Span(at, end, max(0, at - halo), min(length, end + halo))


def rounded_up(number: int, multiple: int) -> int:
    return -(-number // multiple) * multiple


def _halves(span: Span, halo: int, multiple: int, length: int) -> list[Span]:
    side = max(multiple, (span.stop - span.start) // 2)
    return list(spans(span.start, span.stop, side, rounded_up(halo, multiple), multiple, length))

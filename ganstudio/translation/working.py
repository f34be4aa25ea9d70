"""The work of a large picture: its tiles one after the other, and what of them reaches the result."""

from collections.abc import Callable, Generator

import numpy as np
from torch import Tensor, nn

from ganstudio.translation.passing import Passing
from ganstudio.translation.tiling import Span, Tile, rounded_up, tiles

Progress = tuple[int, int]  # tiles done and in all
Forwards = dict[nn.Module, Callable[[Tensor], Tensor]]
LEAST_TILE = 32
SLOW = 0.7  # seconds without a look at should_stop, after which the remaining tiles are made smaller
SAMPLES = 16  # pieces of a picture whose statistics stand for all of it


def in_tiles(
    passing: Passing, pixels: np.ndarray, limit: int
) -> Generator[Progress, None, tuple[np.ndarray, int, str]]:
    """The translation [H, W, 3], how many tiles it took, and what there is to know about them.

    No tile sees more than about `limit` pixels. Where the network's reach fits around a tile, tiles are cut to what
    they know exactly, so there are no seams; else they fade into each other.
    """
    height, width = pixels.shape[:2]
    grown = passing.grown(pixels[None])[0]
    reach = rounded_up(passing.network.reach, passing.network.multiple)
    side = max(LEAST_TILE, passing.manner.tile)
    exact = passing.network.reach <= side and (passing.is_local or bool(passing.norms))
    halo = reach if exact else rounded_up(-(-passing.manner.overlap // 2), passing.network.multiple)
    side = max(LEAST_TILE, min(side, int(limit**0.5) - 2 * halo), 2 * halo if not exact else 0)
    shares = tiles(grown.shape[0], grown.shape[1], side, halo, passing.network.multiple)
    if len(shares) == 1:
        return passing.whole(pixels[None])[0], 1, ""
    forwards: Forwards = {}
    if passing.norms:
        forwards = passing.held(passing.measured(pieces(grown, limit, passing.network.multiple)))
    way = _cut if exact else _faded
    made, count = yield from way(passing, grown, shares, halo, forwards)
    return np.ascontiguousarray(made[:height, :width]), count, _words(passing, count, exact)


def pieces(picture: np.ndarray, limit: int, multiple: int) -> np.ndarray:
    """[N, h, w, 3]: squares spread evenly over a picture, `limit` pixels together, at its own resolution.

    A picture of no more than `limit` pixels is one piece: its statistics are then exact.
    """
    height, width = picture.shape[:2]
    if height * width <= limit:
        return picture[None]
    side = max(multiple, int((limit / SAMPLES) ** 0.5) // multiple * multiple)
    down, across = _counts(height, width, limit / side**2)
    tall, wide = min(side, height), min(side, width)
    rows, columns = _middles(height, tall, down, multiple), _middles(width, wide, across, multiple)
    return np.stack([picture[y : y + tall, x : x + wide] for y in rows for x in columns])


def _middles(length: int, side: int, count: int, multiple: int) -> list[int]:
    """Where pieces begin that lie in the middles of equal shares of an axis."""
    first = (np.arange(count) + 0.5) * length / count - side / 2
    return [int(at) // multiple * multiple for at in first.clip(0, length - side)]


def _counts(height: int, width: int, most: float) -> tuple[int, int]:
    """Rows and columns of pieces, about `most` together and as far apart one way as the other."""
    across = max(1.0, min(most, (most * width / height) ** 0.5))
    return max(1, int(most / across)), int(across)


def _cut(
    passing: Passing, picture: np.ndarray, shares: list[Tile], halo: int, forwards: Forwards
) -> Generator[Progress, None, tuple[np.ndarray, int]]:
    """Each tile sees all that changes its own part, and only that part is kept."""
    made = np.empty_like(picture)
    waiting, done = list(shares), 0
    yield 0, len(waiting)
    while waiting:
        tile = waiting.pop(0)
        made[tile.rows.own, tile.columns.own] = _tile(passing, picture, tile, forwards)[
            tile.rows.inner, tile.columns.inner
        ]
        done += 1
        if passing.longest_wait > SLOW:
            waiting = _smaller(waiting, halo, passing.network.multiple, picture)
            passing.longest_wait = 0.0
        yield done, done + len(waiting)
    return made, done


def _smaller(waiting: list[Tile], halo: int, multiple: int, picture: np.ndarray) -> list[Tile]:
    size = picture.shape[:2]
    return [
        part
        for tile in waiting
        for part in (tile.quarters(halo, multiple, (size[0], size[1])) if _is_large(tile, halo) else [tile])
    ]


def _is_large(tile: Tile, halo: int) -> bool:
    return min(tile.rows.stop - tile.rows.start, tile.columns.stop - tile.columns.start) > max(
        2 * LEAST_TILE, halo
    )


def _faded(
    passing: Passing, picture: np.ndarray, shares: list[Tile], halo: int, forwards: Forwards
) -> Generator[Progress, None, tuple[np.ndarray, int]]:
    """Tiles fade into each other in straight lines over what both of them see."""
    made = np.zeros(picture.shape, np.float32)
    yield 0, len(shares)
    for done, tile in enumerate(shares, 1):
        weights = _ramp(tile.rows, halo)[:, None, None] * _ramp(tile.columns, halo)[:, None]
        made[tile.rows.seen, tile.columns.seen] += weights * _tile(passing, picture, tile, forwards)
        yield done, len(shares)
    return np.rint(made).astype(np.uint8), len(shares)


def _tile(passing: Passing, picture: np.ndarray, tile: Tile, forwards: Forwards) -> np.ndarray:
    seen = np.ascontiguousarray(picture[tile.rows.seen, tile.columns.seen])
    return passing.piece(seen[None], tile.rows.first, tile.columns.first, forwards)[0]


def _ramp(span: Span, halo: int) -> np.ndarray:
    """Weights along one axis: rising before the tile's own part and falling behind it; 1 with its neighbours'."""
    weights = np.ones(span.last - span.first, np.float32)
    if span.first < span.start:
        weights[: 2 * halo] = (np.arange(2 * halo) + 0.5) / (2 * halo)
    if span.last > span.stop:
        rise = (np.arange(2 * halo) + 0.5) / (2 * halo)
        weights[len(weights) - 2 * halo :] *= rise[::-1]
    return weights


def _words(passing: Passing, count: int, exact: bool) -> str:
    tiles_made = f"{count} tiles" if count > 1 else "1 tile"
    if exact and passing.is_local:
        return f"{tiles_made}, the same as the whole picture"
    if passing.norms:
        return f"{tiles_made}, with colours taken from all over the picture"
    return f"{tiles_made}; they differ a little from the whole picture where they meet"

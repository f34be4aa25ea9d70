"""Previews as pictures. These functions read and copy, so a reader thread calls them."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from ganstudio.errors import StudioError

LARGEST_TILE = 256  # pixels: more than a sheet's tile gets on a screen
ROWS = 6  # of a sheet whose tiles have an unknown size


@dataclass(frozen=True)
class Sheet:
    """A preview as one picture [H, W, C] uint8 of square tiles with `side` pixels each."""

    step: int
    pixels: np.ndarray
    side: int

    @property
    def columns(self) -> int:
        return max(1, self.pixels.shape[1] // max(1, self.side))

    @property
    def count(self) -> int:
        """How many tiles it has."""
        return self.columns * max(1, self.pixels.shape[0] // max(1, self.side))


def read_sheet(step: int, path: Path, side: int) -> Sheet:
    """A preview file, its tiles no larger than a screen shows them. Raises StudioError if it cannot be read."""
    with_side = side
    try:
        with Image.open(path) as picture:
            with_side = side or picture.height // ROWS
            whole = picture.convert("L" if picture.mode == "L" else "RGB")
            factor = reduction(with_side)
            pixels = np.asarray(whole.reduce(factor) if factor > 1 else whole)
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise StudioError(f"The preview {path.name} cannot be read; it is left out.") from error
    return Sheet(step, _with_channels(pixels), with_side // factor)


def read_tile(path: Path, side: int, columns: int, tile: int) -> np.ndarray:
    """One tile of a preview file at its full size, [side, side, C] uint8. Raises StudioError if it cannot be read."""
    row, column = divmod(tile, columns)
    try:
        with Image.open(path) as picture:
            box = (column * side, row * side, (column + 1) * side, (row + 1) * side)
            part = picture.convert("L" if picture.mode == "L" else "RGB").crop(box)
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise StudioError(f"The preview {path.name} cannot be read; it is left out.") from error
    return _with_channels(np.asarray(part))


def sheet_of(step: int, tiles: np.ndarray, columns: int) -> Sheet:
    """Tiles [N, H, W, C] uint8 butted together in rows of `columns`, no larger than a screen shows them."""
    factor = reduction(tiles.shape[1])
    tiles = _reduced(tiles, factor) if factor > 1 else tiles
    count, height, width, channels = tiles.shape
    rows = -(-count // columns)
    padded = np.zeros((rows * columns, height, width, channels), np.uint8)
    padded[:count] = tiles
    grid = padded.reshape(rows, columns, height, width, channels).swapaxes(1, 2)
    return Sheet(step, np.ascontiguousarray(grid.reshape(rows * height, columns * width, channels)), height)


def reduction(side: int) -> int:
    """The whole number by which tiles of `side` pixels are made smaller."""
    return max(1, side // LARGEST_TILE)


def _reduced(tiles: np.ndarray, factor: int) -> np.ndarray:
    """The mean of every block of factor x factor pixels."""
    count, height, width, channels = tiles.shape
    blocks = tiles[:, : height // factor * factor, : width // factor * factor]
    shape = (count, height // factor, factor, width // factor, factor, channels)
    means: np.ndarray = blocks.reshape(shape).mean(axis=(2, 4), dtype=np.float32)
    return (means + 0.5).astype(np.uint8)


def _with_channels(pixels: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(pixels[..., None] if pixels.ndim == 2 else pixels)

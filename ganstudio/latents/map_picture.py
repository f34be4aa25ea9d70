"""From feature maps to pictures: one number a pixel, spread over 255 levels, coloured afterwards. Loads no torch.

Levels go from 0 to 254 and are coloured when they are shown, so that another theme needs no new rendering.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

View = Literal["mean", "energy", "channel", "strongest"]
Colour = tuple[int, int, int]
Colours = tuple[Colour, Colour, Colour]
"""For the lowest, the middle and the highest level; the middle is 0 where values have a sign."""

TOP, GAP = 254, 255  # the highest level; what lies between the tiles of a mosaic
CLIPPED = 99.0  # percentile of the values' sizes that becomes the end of the scale
STRONGEST = 16  # channels in a mosaic
TILE = 32  # pixels at least, so that a gap of one is thin
HEAT: Colours = ((0x3D, 0x94, 0xE8), (0x12, 0x12, 0x12), (0xFF, 0xB6, 0x55))  # the dark theme's
GREY: Colours = ((0, 0, 0), (127, 127, 127), (255, 255, 255))


@dataclass(frozen=True)
class MapPicture:
    """levels [H, W] uint8. `low` and `high` are the values of the levels 0 and 254; what lies beyond is clipped.

    `channels` are the maps that are shown, the strongest first in a mosaic.
    """

    levels: np.ndarray
    low: float
    high: float
    channels: tuple[int, ...]
    columns: int = 1


def map_picture(maps: np.ndarray, view: View, channel: int = 0) -> MapPicture:
    """maps [C, h, w] -> their mean, root mean square ("energy"), one of them, or a mosaic of the strongest.

    The scale is even about 0 and ends at the 99th percentile of the values' sizes; energy begins at 0.
    """
    count = len(maps)
    if view == "energy":
        return _spread(energy(maps), (), has_sign=False)
    if view == "mean":
        return _spread(maps.mean(axis=0), (), has_sign=True)
    if view == "channel":
        chosen = min(max(channel, 0), count - 1)
        return _spread(maps[chosen], (chosen,), has_sign=True)
    chosen_maps = strongest(maps)
    return _mosaic(_spread(maps[list(chosen_maps)], chosen_maps, has_sign=True))


def energy(maps: np.ndarray) -> np.ndarray:
    """maps [C, h, w] -> the root mean square over channels [h, w]: how much happens where."""
    return np.sqrt(np.square(maps, dtype=np.float64).mean(axis=0))


def strongest(maps: np.ndarray, count: int = STRONGEST) -> tuple[int, ...]:
    """The channels with the largest mean square, the strongest first; of equals the lower number."""
    power = np.square(maps, dtype=np.float64).mean(axis=(1, 2))
    return tuple(int(number) for number in np.argsort(-power, kind="stable")[:count])


def coloured(picture: MapPicture, colours: Colours, gap: Colour = (0, 0, 0)) -> np.ndarray:
    """[H, W, 3] uint8."""
    return color_table(colours, gap)[picture.levels]


def color_table(colours: Colours, gap: Colour = (0, 0, 0)) -> np.ndarray:
    """[256, 3] uint8: straight lines from the first colour over the second to the third; 255 is the gap."""
    points = np.array(colours, np.float64)
    table = [np.interp(np.arange(TOP + 1), [0, TOP / 2, TOP], points[:, part]) for part in range(3)]
    return np.vstack([np.rint(np.stack(table, axis=1)), gap]).astype(np.uint8)


def _spread(values: np.ndarray, channels: tuple[int, ...], has_sign: bool) -> MapPicture:
    size = float(np.percentile(np.abs(values), CLIPPED)) or 1.0
    low = -size if has_sign else 0.0
    levels = np.rint((values.clip(low, size) - low) / (size - low) * TOP).astype(np.uint8)
    return MapPicture(levels, low, size, channels)


def _mosaic(tiles: MapPicture) -> MapPicture:
    """Tiles [C, h, w] side by side, as square as can be, one pixel apart."""
    count, height, width = tiles.levels.shape
    columns = int(np.ceil(np.sqrt(count)))
    times = max(1, -(-TILE // max(height, width)))
    height, width = height * times, width * times
    rows = -(-count // columns)
    whole = np.full((rows * (height + 1) - 1, columns * (width + 1) - 1), GAP, np.uint8)
    for index, tile in enumerate(tiles.levels):
        top, left = index // columns * (height + 1), index % columns * (width + 1)
        whole[top : top + height, left : left + width] = tile.repeat(times, axis=0).repeat(times, axis=1)
    return MapPicture(whole, tiles.low, tiles.high, tiles.channels, columns)

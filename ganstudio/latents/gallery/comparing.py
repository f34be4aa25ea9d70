"""Two pictures over each other, and how far apart they are."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from ganstudio.latents.gallery.opening import open_pixels


@dataclass(frozen=True)
class Pair:
    """a and b [H, W, 4] uint8 at the size of a; `was_resized` says that b had another one."""

    a: np.ndarray
    b: np.ndarray
    was_resized: bool
    mean: float  # absolute difference of the colours, of 255
    share: float  # of the pixels that differ at all


def open_pair(first: Path, second: Path) -> Pair:
    """Raises StudioError where one cannot be read."""
    a, b = open_pixels(first), open_pixels(second)
    was_resized = a.shape != b.shape
    if was_resized:
        size = a.shape[1], a.shape[0]
        b = np.asarray(Image.fromarray(b).resize(size, Image.Resampling.LANCZOS))
    apart = _apart(a, b)
    return Pair(a, b, was_resized, float(apart.mean()), float(apart.any(axis=2).mean()))


def difference(pair: Pair, gain: float) -> np.ndarray:
    """|a - b| times `gain` as a picture [H, W, 4] uint8, opaque."""
    apart = np.minimum(_apart(pair.a, pair.b) * np.float32(gain), 255).astype(np.uint8)
    return np.dstack([apart, np.full(apart.shape[:2], 255, np.uint8)])


def _apart(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """[H, W, 3], 0 to 255, of what is seen: transparent pixels count as black."""
    return np.abs(_seen(a) - _seen(b))


def _seen(pixels: np.ndarray) -> np.ndarray:
    return pixels[..., :3].astype(np.float32) * (pixels[..., 3:].astype(np.float32) / 255)

"""Brings pictures of any shape to the square that networks take."""

from typing import Literal, get_args

import numpy as np
from PIL import Image

from ganstudio.data.colour import grey_or_none
from ganstudio.errors import StudioError

Fit = Literal["crop", "letterbox", "stretch"]
"""Cut the longer sides off, show all of it on a background, or bend it into the square."""


def check_fit(fit: str) -> None:
    """Raises StudioError unless `fit` is one of the three."""
    if fit not in get_args(Fit):
        raise StudioError(f"'{fit}' is not a way to fit pictures; choose crop, letterbox or stretch.")


def fitted(picture: Image.Image, side: int, fit: Fit, background: tuple[int, int, int]) -> np.ndarray:
    """A picture in mode L or RGB as uint8 [1 or 3, side, side]; one channel exactly where all of it is grey."""
    if fit == "letterbox":
        square = _letterboxed(picture, side, background)
    else:
        square = _resized(picture, (side, side), _centre(picture) if fit == "crop" else None)
    return _planes(square)


def _centre(picture: Image.Image) -> tuple[float, float, float, float]:
    """The largest square in the middle."""
    side = min(picture.size)
    left, top = (picture.width - side) / 2, (picture.height - side) / 2
    return (left, top, left + side, top + side)


def _letterboxed(picture: Image.Image, side: int, background: tuple[int, int, int]) -> Image.Image:
    longest = max(picture.size)
    width, height = (max(1, round(length * side / longest)) for length in picture.size)
    if width == height == side:
        return _resized(picture, (side, side), None)
    grey = grey_or_none(background)
    if picture.mode == "L" and grey is not None:
        square = Image.new("L", (side, side), grey)
    else:
        square = Image.new("RGB", (side, side), background)
    square.paste(_resized(picture, (width, height), None), ((side - width) // 2, (side - height) // 2))
    return square


def _resized(
    picture: Image.Image, size: tuple[int, int], box: tuple[float, float, float, float] | None
) -> Image.Image:
    """Lanczos where pixels are merged, bilinear where they are only spread: it never overshoots."""
    left, top, right, bottom = box or (0, 0, *picture.size)
    shrinks = right - left > size[0] or bottom - top > size[1]
    filter_ = Image.Resampling.LANCZOS if shrinks else Image.Resampling.BILINEAR
    return picture.resize(size, filter_, box, reducing_gap=4.0 if shrinks else None)


def _planes(picture: Image.Image) -> np.ndarray:
    pixels = np.asarray(picture)
    if pixels.ndim == 2:
        return pixels[None]
    if (pixels[..., :1] == pixels[..., 1:]).all():
        return np.ascontiguousarray(pixels[None, ..., 0])
    return np.ascontiguousarray(pixels.transpose(2, 0, 1))

"""Pixels of any file in the gallery, the first frame of what moves; foreign files are refused in one sentence."""

import struct
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image

from ganstudio.errors import StudioError
from ganstudio.latents.gallery.item import READABLE

MOST_PIXELS = 64_000_000  # as large as a window can do something with


def open_pixels(path: Path, side: int | None = None) -> np.ndarray:
    """[H, W, 4] uint8, not premultiplied; at most `side` wide and high where one is given.

    Raises StudioError for a file that is gone, damaged, no picture or too large.
    """
    try:
        picture = _first_frame(path) if path.suffix.lower() == ".mp4" else _opened(path, side)
    except FileNotFoundError as error:
        raise StudioError(f"{path.name} is not there any more.") from error
    except (
        OSError,
        ValueError,
        SyntaxError,
        ImportError,
        struct.error,
        Image.DecompressionBombError,
    ) as error:
        raise StudioError(
            f"{path.name} cannot be read as a picture; it is damaged or something else."
        ) from error
    if side is not None and max(picture.size) > side:
        picture.thumbnail(
            (side, side), Image.Resampling.BOX if picture.mode == "P" else Image.Resampling.LANCZOS
        )
    return np.asarray(picture.convert("RGBA"))


def _opened(path: Path, side: int | None) -> Image.Image:
    with Image.open(path, formats=READABLE) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise StudioError(
                f"{path.name} has {picture.width:,} × {picture.height:,} pixels; at most "
                f"{MOST_PIXELS // 1_000_000} million are shown."
            )
        if side is not None:
            picture.draft(None, (side, side))  # JPEG comes smaller at once
        if picture.mode.startswith("I;16"):
            return Image.fromarray((np.asarray(picture) >> 8).astype(np.uint8))
        return picture.convert("RGBA")


def _first_frame(path: Path) -> Image.Image:
    """Raises ValueError where the film cannot be read here."""
    frame = next(_frames(path), None)
    if frame is None:
        raise ValueError("no frame")
    return frame


def _frames(path: Path) -> Iterator[Image.Image]:
    import av

    with av.open(str(path)) as film:
        for frame in film.decode(video=0):
            if frame.width * frame.height > MOST_PIXELS:
                raise ValueError("too large")
            yield frame.to_image()

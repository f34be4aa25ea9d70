"""Translates one picture of any size: whole, in tiles, or resized to what the model was trained at."""

import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import psutil
from PIL import Image

from ganstudio.data.entries import never
from ganstudio.errors import StudioError
from ganstudio.latents.model import Model
from ganstudio.translation.budget import cost_of, memory_for, pixels_at_once
from ganstudio.translation.finishing import finished
from ganstudio.translation.manner import Manner
from ganstudio.translation.passing import Passing
from ganstudio.translation.working import in_tiles

__all__ = ["Made", "finished", "fits_whole", "translate_pixels", "translate_together", "translating"]

Progress = Callable[[int, int], None]
LONGEST = 4  # times the model's resolution: the longer side of a picture that is resized


@dataclass(frozen=True, eq=False)
class Made:
    """`pixels` [H, W, 3] uint8 at full strength; of a resized translation at the size that it was made at."""

    pixels: np.ndarray
    tiles: int = 1
    how: str = ""
    seconds: float = 0.0


class Way(NamedTuple):
    """What `size` comes to for one picture: the whole of it at a size, or tiles."""

    whole: bool
    limit: int  # pixels that may be seen at a time


def translate_pixels(
    model: Model,
    pixels: np.ndarray,
    manner: Manner,
    progress: Progress | None = None,
    should_stop: Callable[[], bool] = never,
) -> Made:
    """pixels [H, W, 3] uint8 sRGB -> their translation. `progress` is told (done, total) of tiles.

    `should_stop` is asked before each layer; StoppedError comes soon after it is true. Raises StudioError where the
    model does not translate in this direction, or a whole picture needs more memory than there is.
    """
    work = translating(model, pixels, manner, should_stop)
    while True:
        try:
            done = next(work)
        except StopIteration as end:
            made: Made = end.value
            return made
        if progress is not None:
            progress(*done)


def translating(
    model: Model, pixels: np.ndarray, manner: Manner, should_stop: Callable[[], bool] = never
) -> Generator[tuple[int, int], None, Made]:
    """The same as a generator that yields (done, total) of tiles and returns what is made."""
    began = time.perf_counter()
    passing = Passing(model, manner, should_stop)
    if manner.size == "resized":
        made = _resized(passing, pixels)
    else:
        made = yield from _at_its_size(passing, pixels)
    return Made(made.pixels, made.tiles, made.how, time.perf_counter() - began)


def translate_together(
    model: Model, pictures: Sequence[np.ndarray], manner: Manner, should_stop: Callable[[], bool] = never
) -> list[Made]:
    """Several small pictures [H, W, 3] of one size at once, each as if it were alone."""
    began = time.perf_counter()
    made = Passing(model, manner, should_stop).whole(np.stack(pictures))
    seconds = (time.perf_counter() - began) / len(pictures)
    return [Made(pixels, seconds=seconds) for pixels in made]


def fits_whole(model: Model, size: tuple[int, int], manner: Manner, count: int = 1) -> bool:
    """Whether `count` pictures of (width, height) are taken whole, at once, by themselves."""
    if manner.size not in ("auto", "whole"):
        return False
    network = Passing(model, manner, never).network
    return count * size[0] * size[1] <= pixels_at_once(network, model.channels, model.device)


def _at_its_size(passing: Passing, pixels: np.ndarray) -> Generator[tuple[int, int], None, Made]:
    way = _way(passing, pixels)
    if not way.whole:
        return Made(*(yield from in_tiles(passing, pixels, way.limit)))
    yield 0, 1
    made = passing.whole(pixels[None])[0]
    yield 1, 1
    return Made(made)


def _way(passing: Passing, pixels: np.ndarray) -> Way:
    model, manner = passing.model, passing.manner
    height, width = pixels.shape[:2]
    limit = pixels_at_once(passing.network, model.channels, model.device)
    if manner.size == "whole":
        needed = cost_of(passing.network, model.channels, model.device).memory * height * width
        if needed > 2 * memory_for(model.device) and needed > _free(model):
            raise StudioError(
                f"A picture of {width} x {height} pixels needs about {needed / 2**30:.0f} GB of memory as a whole; "
                "choose tiles."
            )
        return Way(True, limit)
    return Way(manner.size == "auto" and height * width <= limit, limit)


def _free(model: Model) -> float:
    return memory_for(model.device) if model.device.type == "cuda" else psutil.virtual_memory().available


def _resized(passing: Passing, pixels: np.ndarray) -> Made:
    """The shorter side becomes the model's resolution, unless the longer one would become very long."""
    height, width = pixels.shape[:2]
    side = passing.model.resolution
    scale = min(side / min(height, width), LONGEST * side / max(height, width))
    to = max(1, round(width * scale)), max(1, round(height * scale))
    small = Image.fromarray(pixels).resize(to, Image.Resampling.LANCZOS)
    made = passing.whole(np.array(small)[None])[0]
    return Made(made, how=f"translated at {to[0]} × {to[1]}")

"""Pictures of points, taken in the thread that renders."""

from collections.abc import Callable
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np

from ganstudio.gui.models.explore.facts import Picture
from ganstudio.latents.point import LatentPoint

if TYPE_CHECKING:
    from ganstudio.latents.model import Model


def frame(point: "LatentPoint | Callable[[Model], LatentPoint]", model: "Model") -> Picture:
    """The picture of a point, which may have to be worked out first."""
    return timed(point if isinstance(point, LatentPoint) else point(model), model)[0]


def timed(point: LatentPoint, model: "Model", up_to: int | None = None) -> tuple[Picture, float]:
    """The picture, or a preview that stops at a resolution, and the seconds it took."""
    from ganstudio.latents.picture_file import pixels_of
    from ganstudio.latents.rendering import render, render_many

    begin = perf_counter()
    if up_to is None:
        picture = Picture(point, np.array(pixels_of(render(model, point))))
    else:
        picture = Picture(point, render_many(model, [point], up_to=up_to)[0], is_preview=True)
    return picture, perf_counter() - begin

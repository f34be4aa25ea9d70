"""From a latent point to its picture. The same model and point give the same bytes on the same device."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from ganstudio.errors import StudioError
from ganstudio.latents.capabilities import NoiseSource, has_placement
from ganstudio.latents.grid import to_uint8
from ganstudio.latents.point import LatentPoint

if TYPE_CHECKING:
    from ganstudio.latents.model import Model

AT_ONCE = 64


def render(model: "Model", point: LatentPoint) -> Image.Image:
    """The picture of a point, grey or RGB. Raises StudioError where the point does not fit the model."""
    return as_image(to_uint8(synthesize(model, [point]))[0])


def as_image(pixels: np.ndarray) -> Image.Image:
    """pixels [H, W, 1, 3 or 4] uint8 -> a grey, RGB or RGBA picture."""
    return Image.fromarray(pixels[..., 0] if pixels.shape[2] == 1 else pixels)


def render_many(model: "Model", points: Sequence[LatentPoint], up_to: int | None = None) -> np.ndarray:
    """Pictures [N, H, W, C] uint8, many at a time: for thumbnails. Last bits may differ from `render`'s.

    `up_to`, a resolution, stops there where the model can (see HasSkips), which is quicker.
    """
    parts = [points[first : first + AT_ONCE] for first in range(0, len(points), AT_ONCE)]
    return np.concatenate([to_uint8(synthesize(model, part, up_to)) for part in parts])


@torch.no_grad()
def synthesize(model: "Model", points: Sequence[LatentPoint], up_to: int | None = None) -> Tensor:
    """images [N, C, H, W] float32, nominally in [-1, 1], unclamped. All points have noise of the same kind."""
    first = points[0]
    if not model.has_styles:
        return _without_styles(model, points)
    _must_be_alike(points)
    if (first.shift, first.turn) != ((0.0, 0.0), 0.0) and not has_placement(model.generator):
        raise StudioError("This model cannot move or turn its pictures; set shift and turn back to 0.")
    ws = model.mapper.styles(points)
    noise = noise_of(model, points) if first.noise == "random" else first.noise
    return model.synthesize_placed(ws, noise, up_to=up_to, shift=first.shift, turn=first.turn)


def _without_styles(model: "Model", points: Sequence[LatentPoint]) -> Tensor:
    weights = [model.mapper.weights(point.classes) for point in points]
    labels = None if weights[0] is None else torch.cat([row for row in weights if row is not None])
    return model.generate(model.mapper.latents(points), labels)


def _must_be_alike(points: Sequence[LatentPoint]) -> None:
    if len({(point.noise, point.shift, point.turn) for point in points}) > 1:
        raise ValueError("points that are rendered together share noise, shift and turn")


def noise_of(model: "Model", points: Sequence[LatentPoint]) -> NoiseSource:
    """Noise from each point's own seed, layer after layer, drawn on the processor: the same on every device."""
    sources = [torch.Generator().manual_seed(point.noise_seed) for point in points]

    def draw(resolution: int) -> Tensor:
        size = (1, 1, resolution, resolution)
        return torch.cat([torch.randn(size, generator=source) for source in sources]).to(model.device)

    return draw

"""Changing the colours of pictures (ADA, appendix B.1, "color transformations").

All transforms of a picture become one matrix on (red, green, blue, 1), whose grey axis is luma.
"""

import math
from collections.abc import Sequence

import torch
from torch import Tensor

from ganstudio.data.augmentation_draws import RandomNumbers, sometimes

COLOUR = ("brightness", "contrast", "luma_flip", "hue", "saturation")


def colour_matrices(transforms: Sequence[str], images: Tensor, p: float, draws: RandomNumbers) -> Tensor:
    """What each picture's colours are multiplied with: [N, 4, 4]. What comes first stands rightmost."""
    wanted = set(transforms)
    eye = torch.eye(4, dtype=images.dtype, device=images.device)
    colours = torch.diag(torch.tensor([1.0, 1.0, 1.0, 0.0])).to(eye)
    luma = colours.new_tensor([[1.0, 1.0, 1.0, 0.0]]) / math.sqrt(3)
    luma = luma.t() @ luma  # projects on the grey axis
    matrix = eye.expand(len(images), 4, 4)

    def drawn(values: Tensor) -> Tensor:
        return sometimes(values, 0.0, p, draws).to(eye)[:, None, None]

    if "brightness" in wanted:
        offset = torch.zeros_like(eye)
        offset[:3, 3] = 0.2
        matrix = (eye + drawn(draws.normal()) * offset) @ matrix
    if "contrast" in wanted:
        factor = torch.exp2(drawn(draws.normal()) * 0.5)
        matrix = (factor * colours + (eye - colours)) @ matrix
    if "luma_flip" in wanted:
        matrix = (eye - 2 * drawn((draws.uniform() * 2).floor()) * luma) @ matrix
    if "hue" in wanted and images.shape[1] == 3:
        matrix = _hue(drawn((draws.uniform() * 2 - 1) * math.pi), luma, colours) @ matrix
    if "saturation" in wanted and images.shape[1] == 3:
        factor = torch.exp2(drawn(draws.normal()))
        matrix = (eye - colours + luma + factor * (colours - luma)) @ matrix
    return matrix


def _hue(angle: Tensor, luma: Tensor, colours: Tensor) -> Tensor:
    """Turns by [N, 1, 1] angles around the grey axis (Rodrigues' formula)."""
    cross = torch.zeros_like(luma)
    for row, column in ((0, 2), (1, 0), (2, 1)):
        cross[row, column], cross[column, row] = 1 / math.sqrt(3), -1 / math.sqrt(3)
    still = torch.eye(4).to(luma) - colours + luma
    return still + angle.cos() * (colours - luma) + angle.sin() * cross


def transformed_colours(images: Tensor, matrix: Tensor) -> Tensor:
    """Applies [N, 4, 4] to [N, 3, H, W]. A grey picture [N, 1, H, W] stays grey: what its luma would become."""
    if images.shape[1] == 1:
        gain = matrix[:, :3, :3].sum(dim=2).mean(dim=1)
        offset = matrix[:, :3, 3].mean(dim=1)
        return images * gain[:, None, None, None] + offset[:, None, None, None]
    colours = torch.baddbmm(matrix[:, :3, 3:], matrix[:, :3, :3], images.flatten(2))
    return colours.view_as(images)

"""Augmentation of what a discriminator sees (Karras et al. 2020, "Training Generative Adversarial Networks with
Limited Data", appendix B, called ADA here): differentiable, twice, and a pure function of its draws.
"""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from ganstudio.data.augmentation_colour import COLOUR, colour_matrices, transformed_colours
from ganstudio.data.augmentation_corruption import CORRUPTION, corrupted
from ganstudio.data.augmentation_draws import RandomNumbers
from ganstudio.data.augmentation_geometry import GEOMETRY, geometry_matrices, warped

TRANSFORMS: tuple[str, ...] = (*GEOMETRY, *COLOUR, *CORRUPTION)
_PARTS = {
    "b": ("flip", "quarter_turn", "translate"),
    "g": ("scale", "rotate", "stretch", "shift"),
    "c": COLOUR,
}
PIPES: dict[str, tuple[str, ...]] = {
    "translation": ("translate",),
    **_PARTS,
    "bg": (*_PARTS["b"], *_PARTS["g"]),
    "bgc": (*GEOMETRY, *COLOUR),
    "bgcf": (*GEOMETRY, *COLOUR, "filter"),
    "bgcfn": (*GEOMETRY, *COLOUR, "filter", "grain"),
    "bgcfnc": TRANSFORMS,
}


class Augmentation(nn.Module):
    """Makes each of its transforms, in order, with probability p for each picture.

    images [N, 1 or 3, H, W] in about [-1, 1] -> the same shape. Neither reads nor keeps any state.
    """

    def __init__(self, transforms: Sequence[str]) -> None:
        super().__init__()
        self.transforms = tuple(transforms)
        self._moves = any(name in GEOMETRY for name in transforms)
        self._colours = any(name in COLOUR for name in transforms)

    def forward(self, images: Tensor, p: float, draws: RandomNumbers) -> Tensor:
        if p <= 0 or not self.transforms:
            return images
        with torch.autocast(images.device.type, enabled=False):
            if self._moves:
                images = warped(images, geometry_matrices(self.transforms, images, p, draws))
            if self._colours:
                images = transformed_colours(images, colour_matrices(self.transforms, images, p, draws))
            return corrupted(self.transforms, images, p, draws)

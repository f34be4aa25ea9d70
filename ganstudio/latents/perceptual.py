"""How far apart two pictures are to the eye: squared differences of a network's features at several depths.

After LPIPS (Zhang et al. 2018, eq. 1). Its own network, VGG-16, is used where its weights are given; else
EfficientNet-Lite0, whose weights come with the program, with every depth weighted alike.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional as F

from ganstudio.networks import efficientnet_lite0
from ganstudio.networks.lpips_vgg import LPIPSVGG
from ganstudio.networks.weights_file import read_weights

DEPTHS = (0, 1, 3, 5, 8, 11)  # layers of EfficientNet-Lite0, each the last at its width
SMALL = 1e-3  # where features are shorter than this, their direction says nothing

Features = Callable[[Tensor], list[Tensor]]
"""images [N, 1 or 3, H, W] in [-1, 1] -> feature maps [N, C, h, w]; differentiable."""


def load_features(
    resolution: int, files: Sequence[Path] = (), device: torch.device | str = "cpu"
) -> Features:
    """The features for pictures of a resolution; `files` are the weights of LPIPS on VGG-16, in one file or two.

    Raises StudioError where the weights are not what they should be.
    """
    if not files:
        return EfficientNetFeatures(resolution, torch.device(device))
    state: dict[str, Tensor] = {}
    for file in files:
        state |= read_weights(Path(file))
    return VGGFeatures(state, resolution, torch.device(device))


def distance(some: Sequence[Tensor], others: Sequence[Tensor]) -> Tensor:
    """[N]: squared differences, summed over channels and depths, mean over places. One of `others` may face many."""
    gaps = [(one - other).square().sum(dim=1).mean(dim=(1, 2)) for one, other in zip(some, others)]
    return torch.stack(gaps).sum(dim=0)


class EfficientNetFeatures:
    """EfficientNet-Lite0's, each place of unit length, each depth with the same share."""

    def __init__(self, resolution: int, device: torch.device) -> None:
        self.side = efficientnet_side(resolution)
        self._network = efficientnet_lite0.load().to(device)

    def __call__(self, images: Tensor) -> list[Tensor]:
        pictures = 127.5 * resized(images, self.side) + 127.5
        share = len(DEPTHS) ** -0.5
        return [
            share * F.normalize(maps, dim=1, eps=SMALL) for maps in self._network.depths(pictures, DEPTHS)
        ]


class VGGFeatures:
    """LPIPS on VGG-16."""

    def __init__(self, state: dict[str, Tensor], resolution: int, device: torch.device) -> None:
        self.side = min(max(resolution, 64), 256)  # the projector of StyleGAN2 compares at 256 px
        self._network = LPIPSVGG(state).to(device)

    def __call__(self, images: Tensor) -> list[Tensor]:
        found: list[Tensor] = self._network(resized(images, self.side))
        return found


def efficientnet_side(resolution: int) -> int:
    """Pictures are enlarged to twice their side. A step at 32 px costs 12 ms on one core so, 9 at 32 and 18 at 96."""
    return min(max(64, 2 * resolution), 224)


def resized(images: Tensor, side: int) -> Tensor:
    """Three channels, `side` px wide; smoothed where that is smaller."""
    colour = images.expand(-1, 3, -1, -1) if images.shape[1] == 1 else images[:, :3]
    if colour.shape[-1] == side:
        return colour
    shrinks = colour.shape[-1] > side
    here = colour.cpu() if shrinks and colour.device.type == "mps" else colour  # MPS cannot smooth
    made = F.interpolate(here, size=(side, side), mode="bilinear", align_corners=False, antialias=shrinks)
    return made.to(images.device)

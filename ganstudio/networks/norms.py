"""Normalisation of feature maps, chosen by name."""

from typing import Literal

import torch
from torch import Tensor, nn

NormName = Literal["batch", "layer", "instance", "pixel", "none"]


class PixelNorm(nn.Module):
    """Every pixel's feature vector scaled to unit mean square: x [N, C, H, W] -> the same (Karras et al. 2018, 4.2)."""

    def forward(self, x: Tensor) -> Tensor:
        return x * torch.rsqrt(x.square().mean(dim=1, keepdim=True) + 1e-8)


def feature_norm(name: NormName, channels: int) -> nn.Module:
    """The norm of that name. Only "batch" makes the samples of a batch depend on each other.

    "layer" is over channels and pixels with one gain and bias a channel, as in Gulrajani et al. 2017.
    """
    if name == "batch":
        return nn.BatchNorm2d(channels)
    if name == "layer":
        return nn.GroupNorm(1, channels)
    if name == "instance":
        return nn.InstanceNorm2d(channels, affine=True)
    return PixelNorm() if name == "pixel" else nn.Identity()


def has_own_bias(name: NormName) -> bool:
    """Whether a norm adds a bias of its own, so that the convolution before it needs none."""
    return name in ("batch", "layer", "instance")

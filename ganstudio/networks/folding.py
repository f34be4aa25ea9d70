"""Batch normalisation that no longer learns, folded into the convolution before it."""

import torch
from torch import Tensor, nn


@torch.no_grad()
def folded(convolution: nn.Conv2d, norm: nn.BatchNorm2d) -> tuple[Tensor, Tensor]:
    """Weight and bias of the one convolution that does what both do in evaluation mode.

    w' = w g / sqrt(var + eps), b' = beta - mean g / sqrt(var + eps), computed in float64.
    """
    mean, variance = norm.running_mean, norm.running_var
    assert mean is not None
    assert variance is not None
    scale = norm.weight.double() / (variance.double() + norm.eps).sqrt()
    weight = convolution.weight.double() * scale[:, None, None, None]
    bias = norm.bias.double() - mean.double() * scale
    if convolution.bias is not None:
        bias += convolution.bias.double() * scale
    return weight.float(), bias.float()


def folded_convolution(convolution: nn.Conv2d, norm: nn.BatchNorm2d) -> nn.Conv2d:
    """A convolution with a bias that replaces a convolution and the batch norm after it."""
    made = nn.Conv2d(
        convolution.in_channels, convolution.out_channels, convolution.kernel_size,  # type: ignore[arg-type]
        convolution.stride, convolution.padding, convolution.dilation, convolution.groups,  # type: ignore[arg-type]
        bias=True, device="meta",
    )  # fmt: skip
    weight, bias = folded(convolution, norm)
    made.weight, made.bias = nn.Parameter(weight), nn.Parameter(bias)
    return made

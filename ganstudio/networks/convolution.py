"""Convolutions that are one matrix product where kernels are large and pictures small: on a CPU the faster form.

A convolution library reorders the whole kernel at every call and is slow at the kernel's gradient. With few pixels
that costs more than copying patches: DCGAN's widest layer, forward and both gradients, takes 0.7 times as long.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

MOST_PIXELS = 512  # of the small side, over all samples: above, direct convolution wins
LEAST_WEIGHTS = 1 << 20  # a smaller kernel stays in the cache, where reordering it costs little


def conv2d(
    x: Tensor, weight: Tensor, bias: Tensor | None = None, stride: int = 1, padding: int = 0
) -> Tensor:
    """F.conv2d, chosen by shape alone: x [N, I, H, W], square weight [O, I, k, k] -> [N, O, H', W']."""
    N, outputs, k = len(x), len(weight), weight.shape[-1]
    height, width = ((side + 2 * padding - k) // stride + 1 for side in x.shape[2:])
    if not _by_product(x, weight, N * height * width):
        return F.conv2d(x, weight, bias, stride, padding)
    patches = F.unfold(x, k, padding=padding, stride=stride).transpose(0, 1).reshape(weight[0].numel(), -1)
    kernel = weight.flatten(1)
    y = kernel @ patches if bias is None else torch.addmm(bias[:, None], kernel, patches)
    return y.view(outputs, N, height, width).transpose(0, 1)


def conv_transpose2d(
    x: Tensor, weight: Tensor, bias: Tensor | None = None, stride: int = 1, padding: int = 0
) -> Tensor:
    """F.conv_transpose2d, chosen likewise: x [N, I, H, W], square weight [I, O, k, k] -> [N, O, H', W']."""
    N, height, width = len(x), *x.shape[2:]
    if not _by_product(x, weight, N * height * width):
        return F.conv_transpose2d(x, weight, bias, stride, padding)
    k = weight.shape[-1]
    stamps = weight.flatten(1).t() @ x.transpose(0, 1).reshape(len(weight), -1)
    size = (height - 1) * stride - 2 * padding + k, (width - 1) * stride - 2 * padding + k
    y = F.fold(stamps.view(-1, N, height * width).transpose(0, 1), size, k, padding=padding, stride=stride)
    return y if bias is None else y + bias[:, None, None]


def _by_product(x: Tensor, weight: Tensor, pixels: int) -> bool:
    return x.device.type == "cpu" and pixels <= MOST_PIXELS and weight.numel() >= LEAST_WEIGHTS


class Conv2d(nn.Conv2d):
    """nn.Conv2d with square kernels by `conv2d`."""

    def forward(self, x: Tensor) -> Tensor:
        return conv2d(x, self.weight, self.bias, self.stride[0], int(self.padding[0]))


class ConvTranspose2d(nn.ConvTranspose2d):
    """nn.ConvTranspose2d with square kernels by `conv_transpose2d`."""

    def forward(self, x: Tensor, _output_size: list[int] | None = None) -> Tensor:
        return conv_transpose2d(x, self.weight, self.bias, self.stride[0], int(self.padding[0]))

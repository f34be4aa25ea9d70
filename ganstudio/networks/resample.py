"""Resampling with a finite impulse response filter, each step as one depthwise convolution.

Filters are square buffers that sum to one, such as the binomial [1, 3, 3, 1] of StyleGAN2 (Karras et al. 2020,
section 4.2; Zhang 2019). Filtering is true convolution, so the kernel is flipped for the correlation torch offers.
"""

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor


def fir_filter(taps: Sequence[float] = (1, 3, 3, 1)) -> Tensor:
    """The outer product of 1-D taps with themselves, scaled to sum to one: [len(taps), len(taps)]."""
    line = torch.tensor(taps, dtype=torch.float32)
    square = torch.outer(line, line)
    return square / square.sum()


def _depthwise(fir: Tensor, like: Tensor) -> Tensor:
    return fir.to(like.dtype).expand(like.shape[1], 1, *fir.shape)


def blur(images: Tensor, fir: Tensor, padding: int, gain: float = 1.0) -> Tensor:
    """Convolves every channel with `gain` times the filter: [N, C, H, W] -> [N, C, H + 2 padding - taps + 1, ...]."""
    return F.conv2d(
        images, _depthwise(fir.flip(0, 1) * gain, images), padding=padding, groups=images.shape[1]
    )


def upsample(images: Tensor, fir: Tensor) -> Tensor:
    """Twice the size: zeros between the pixels, then the filter with gain 4. [N, C, H, W] -> [N, C, 2H, 2W].

    The zeros are never written: this is a transposed convolution of stride 2. Even filters only.
    """
    kernel, padding = _depthwise(fir * 4, images), fir.shape[-1] // 2 - 1
    return F.conv_transpose2d(images, kernel, stride=2, padding=padding, groups=images.shape[1])


def downsample(images: Tensor, fir: Tensor) -> Tensor:
    """Half the size: the filter, evaluated only at the pixels that are kept. [N, C, H, W] -> [N, C, H/2, W/2]."""
    kernel, padding = _depthwise(fir.flip(0, 1), images), fir.shape[-1] // 2 - 1
    return F.conv2d(images, kernel, stride=2, padding=padding, groups=images.shape[1])

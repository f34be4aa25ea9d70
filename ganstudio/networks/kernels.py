"""What is computed of a convolution's kernels before they are used, where that costs as much as using them."""

from typing import Any

import torch
from torch import Tensor


def scaled(x: Tensor, weight: Tensor, factor: float) -> tuple[Tensor, Tensor]:
    """Two factors of a product, of which the one with fewer numbers is multiplied by `factor`."""
    return (x * factor, weight) if x.numel() < weight.numel() else (x, weight * factor)


class KernelEnergies(torch.autograd.Function):
    """The sum of squares of each kernel: [O, I, k, k] -> [O, I]. Its gradient is one product; torch makes three."""

    @staticmethod
    def forward(ctx: Any, weight: Tensor) -> Tensor:
        ctx.save_for_backward(weight)
        flat = weight.flatten(2)
        return flat.square() @ flat.new_ones(flat.shape[2])

    @staticmethod
    def backward(ctx: Any, *slopes: Tensor) -> Tensor:
        (weight,) = ctx.saved_tensors
        return (2 * slopes[0])[:, :, None, None] * weight


def kernel_energies(weight: Tensor) -> Tensor:
    """`KernelEnergies` as a function."""
    energies: Tensor = KernelEnergies.apply(weight)
    return energies

"""Moving, turning and stretching pictures (ADA, appendix B.1, "geometric transformations").

All transforms of a picture become one matrix, so that it is resampled once.
"""

import math
from collections.abc import Callable, Sequence
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from ganstudio.data.augmentation_draws import RandomNumbers, sometimes

GEOMETRY = ("flip", "quarter_turn", "translate", "scale", "rotate", "stretch", "shift")

# The low-pass filter of the symlet with six vanishing moments (Daubechies 1992, table 8.3), scaled to sum to one.
SYM6 = (
    0.015404109327027373, 0.0034907120842174702, -0.11799011114819057, -0.048311742585633,
    0.4910559419267466, 0.787641141030194, 0.3379294217276218, -0.07263752278646252,
    -0.021060292512300564, 0.04472490177066578, 0.0017677118642428036, -0.007800708325034148,
)  # fmt: skip
SUPPORT = len(SYM6) // 4  # in pixels of the picture, at twice whose resolution the filter works


def geometry_matrices(transforms: Sequence[str], images: Tensor, p: float, draws: RandomNumbers) -> Tensor:
    """For each picture the place in it from which a place of the result is taken: [N, 3, 3].

    Coordinates are in pixels from the centre, x to the right and y down. What a picture undergoes first stands
    leftmost, as these are inverses.
    """
    matrix = torch.eye(3, dtype=images.dtype, device=images.device).expand(len(images), 3, 3)
    for inverse in _inverses(transforms, images.shape[2:], p, draws):
        matrix = matrix @ inverse.to(matrix)
    return matrix


def _inverses(transforms: Sequence[str], size: Sequence[int], p: float, draws: RandomNumbers) -> list[Tensor]:
    wanted = set(transforms)
    height, width = size
    extent = torch.tensor([width, height])
    inverses = []

    def drawn(values: Tensor, neutral: float = 0.0, probability: float = p) -> Tensor:
        return sometimes(values, neutral, probability, draws)

    if "flip" in wanted:
        sign = drawn(1 - 2 * (draws.uniform() * 2).floor(), 1.0)
        inverses.append(_stretching(sign, torch.ones_like(sign)))
    if "quarter_turn" in wanted:
        inverses.append(_turning(-math.pi / 2 * drawn((draws.uniform() * 4).floor())))
    if "translate" in wanted:
        offset = drawn(draws.uniform(2) * 2 - 1) * 0.125
        inverses.append(_moving(-(offset * extent.to(offset)).round()))
    if "scale" in wanted:
        factor = torch.exp2(-drawn(draws.normal()) * 0.2)
        inverses.append(_stretching(factor, factor))
    # A turn before and one after the stretch, so that it may go in any direction; together as probable as p.
    probability = 1 - math.sqrt(max(1 - p, 0))
    if "rotate" in wanted:
        inverses.append(_turning(-drawn((draws.uniform() * 2 - 1) * math.pi, probability=probability)))
    if "stretch" in wanted:
        factor = torch.exp2(-drawn(draws.normal()) * 0.2)
        inverses.append(_stretching(factor, 1 / factor))
    if "rotate" in wanted:
        inverses.append(_turning(-drawn((draws.uniform() * 2 - 1) * math.pi, probability=probability)))
    if "shift" in wanted:
        offset = drawn(draws.normal(2)) * 0.125
        inverses.append(_moving(-offset * extent.to(offset)))
    return inverses


def _matrix(rows: Sequence[Sequence[Tensor]]) -> Tensor:
    return torch.stack([torch.stack(list(row), dim=-1) for row in rows], dim=-2)


def _stretching(x: Tensor, y: Tensor) -> Tensor:
    zero, one = torch.zeros_like(x), torch.ones_like(x)
    return _matrix([[x, zero, zero], [zero, y, zero], [zero, zero, one]])


def _turning(angle: Tensor) -> Tensor:
    zero, one, cosine, sine = torch.zeros_like(angle), torch.ones_like(angle), angle.cos(), angle.sin()
    return _matrix([[cosine, -sine, zero], [sine, cosine, zero], [zero, zero, one]])


def _moving(offset: Tensor) -> Tensor:
    x, y = offset.unbind(dim=1)
    zero, one = torch.zeros_like(x), torch.ones_like(x)
    return _matrix([[one, zero, x], [zero, one, y], [zero, zero, one]])


def warped(images: Tensor, matrix: Tensor) -> Tensor:
    """Resamples [N, C, H, W] by geometry_matrices: mirrored beyond the edges, at twice the resolution between two
    low-pass filters, whose wavelet reconstructs a picture that does not move exactly.
    """
    margin = _margin(images.shape[2:], matrix)
    wide = _doubled(reflected(images, margin))
    height, width = (side + 2 * SUPPORT for side in images.shape[2:])
    output = torch.tensor([width / 2, height / 2, 1.0], dtype=matrix.dtype, device=matrix.device)
    source = torch.tensor([wide.shape[3] / 4, wide.shape[2] / 4], dtype=matrix.dtype, device=matrix.device)
    theta = matrix[:, :2] * output / source[:, None]
    size = [len(images), images.shape[1], 2 * height, 2 * width]
    grid = F.affine_grid(theta, size, align_corners=False)
    moved: Tensor = _Sampled.apply(wide, grid)
    return _halved(moved)


def _margin(size: Sequence[int], matrix: Tensor) -> int:
    """How far beyond the edges the corners of the results reach, and the filters with them."""
    half = torch.tensor([size[1] / 2, size[0] / 2], dtype=matrix.dtype, device=matrix.device)
    reach = matrix[:, :2, :2].abs() @ (half + SUPPORT) + matrix[:, :2, 2].abs() - half
    return min(math.ceil(float(reach.max())) + SUPPORT + 1, 2 * max(size))


def reflected(images: Tensor, margin: int) -> Tensor:
    """Mirrors at the edges without repeating the edge pixels, as often as `margin` needs."""
    down = across = 0
    while min(down, across) < margin:
        y, x = (min(margin - done, side - 1) for done, side in zip((down, across), images.shape[2:]))
        images = F.pad(images, [x, x, y, y], mode="reflect")
        down, across = down + y, across + x
    return images


def _lowpass(images: Tensor, gain: float) -> tuple[Tensor, Tensor]:
    taps = torch.tensor(SYM6, dtype=images.dtype, device=images.device)
    taps = (taps * (gain / taps.sum())).expand(images.shape[1], 1, -1)
    return taps[:, :, None, :], taps[:, :, :, None]


def _doubled(images: Tensor) -> Tensor:
    row, column = _lowpass(images, gain=2.0)
    pad = len(SYM6) // 2 - 1
    groups = images.shape[1]
    images = F.conv_transpose2d(images, row, stride=(1, 2), padding=(0, pad), groups=groups)
    return F.conv_transpose2d(images, column, stride=(2, 1), padding=(pad, 0), groups=groups)


def _halved(images: Tensor) -> Tensor:
    """Takes SUPPORT pixels off each side as well."""
    row, column = _lowpass(images, gain=1.0)
    images = images[:, :, 1:-1, 1:-1]
    images = F.conv2d(images, row, stride=(1, 2), groups=images.shape[1])
    return F.conv2d(images, column, stride=(2, 1), groups=images.shape[1])


_MODES = (0, 0, False)  # bilinear, zeros outside, corners of the grid at the pixels' outer edges


class _Sampled(torch.autograd.Function):
    """Bilinear sampling of images at a grid, differentiable in the images any number of times.

    It is linear in them, so its derivative is its adjoint, whose derivative is the sampling again; torch's own
    derivative has no derivative, which R1 needs.
    """

    @staticmethod
    def forward(ctx: Any, images: Tensor, grid: Tensor) -> Tensor:
        ctx.save_for_backward(grid)
        ctx.shape = images.shape
        return torch.grid_sampler(images, grid, *_MODES)

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor, None]:
        (grid,) = ctx.saved_tensors
        return _Scattered.apply(gradient, grid, ctx.shape), None


class _Scattered(torch.autograd.Function):
    """The adjoint of _Sampled."""

    @staticmethod
    def forward(ctx: Any, gradient: Tensor, grid: Tensor, shape: torch.Size) -> Tensor:
        ctx.save_for_backward(grid)
        where = gradient.new_empty(()).expand(shape)  # only its shape is read
        backward: Callable[..., tuple[Tensor, Tensor]] = torch.ops.aten.grid_sampler_2d_backward
        return backward(gradient, where, grid, *_MODES, [True, False])[0]

    @staticmethod
    def backward(ctx: Any, images: Tensor) -> tuple[Tensor, None, None]:
        (grid,) = ctx.saved_tensors
        return _Sampled.apply(images, grid), None, None

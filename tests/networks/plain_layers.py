"""Convolutions and norms written out as sums, to check networks against."""

import torch
from torch import Tensor


def convolve(x: Tensor, weight: Tensor, bias: Tensor | None, stride: int = 1, padding: int = 0) -> Tensor:
    """Cross-correlation, one kernel tap at a time: x [N, I, H, W], weight [O, I, K, K]."""
    size = weight.shape[-1]
    padded = torch.zeros(*x.shape[:2], *(side + 2 * padding for side in x.shape[2:]), dtype=x.dtype)
    padded[:, :, padding : padding + x.shape[2], padding : padding + x.shape[3]] = x
    side = (padded.shape[-1] - size) // stride + 1
    total = torch.zeros(len(x), len(weight), side, side, dtype=x.dtype)
    for row in range(size):
        for column in range(size):
            seen = padded[:, :, row : row + stride * side : stride, column : column + stride * side : stride]
            total = total + torch.einsum("nihw,oi->nohw", seen, weight[:, :, row, column])
    return total if bias is None else total + bias[:, None, None]


def spread_out(x: Tensor, weight: Tensor, bias: Tensor | None) -> Tensor:
    """Transposed convolution, kernel 4, stride 2, padding 1: every pixel stamps the kernel. weight [I, O, 4, 4]."""
    side = x.shape[-1]
    canvas = torch.zeros(len(x), weight.shape[1], 2 * side + 2, 2 * side + 2, dtype=x.dtype)
    for row in range(4):
        for column in range(4):
            stamp = torch.einsum("nihw,io->nohw", x, weight[:, :, row, column])
            place = torch.zeros_like(canvas)
            place[:, :, row : row + 2 * side : 2, column : column + 2 * side : 2] = stamp
            canvas = canvas + place
    inner = canvas[:, :, 1:-1, 1:-1]
    return inner if bias is None else inner + bias[:, None, None]


def repeat_pixels(x: Tensor) -> Tensor:
    """Nearest neighbour, twice the side."""
    rows = torch.stack((x, x), dim=3).flatten(2, 3)
    return torch.stack((rows, rows), dim=4).flatten(3, 4)


def normalise(x: Tensor, name: str, weight: Tensor | None = None, bias: Tensor | None = None) -> Tensor:
    """The norms of `ganstudio.networks.norms` from their definitions."""
    if name == "none":
        return x
    if name == "pixel":
        return x / ((x * x).sum(1, keepdim=True) / x.shape[1] + 1e-8) ** 0.5
    over = {"batch": (0, 2, 3), "layer": (1, 2, 3), "instance": (2, 3)}[name]
    centred = x - x.mean(over, keepdim=True)
    scaled = centred / ((centred * centred).mean(over, keepdim=True) + 1e-5) ** 0.5
    return scaled * weight[:, None, None] + bias[:, None, None]

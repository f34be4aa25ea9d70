"""The resizing forms that published values rest on. They differ enough to change a value, so a protocol names them."""

import torch
from torch import Tensor
from torch.nn import functional as F


def tf1_bilinear(pictures: Tensor, side: int) -> Tensor:
    """TensorFlow 1's resize_bilinear: source = target * in / out, without half-pixel shift or antialiasing.

    pictures [N, C, H, W] float -> [N, C, side, side]. The order of operations is TensorFlow's, so that rounding is too.
    """
    height, width = pictures.shape[2:]
    top, bottom, down = _positions(height, side, pictures.device)
    left, right, across = _positions(width, side, pictures.device)
    upper, lower = pictures[:, :, top], pictures[:, :, bottom]
    upper = upper[..., left] + (upper[..., right] - upper[..., left]) * across
    lower = lower[..., left] + (lower[..., right] - lower[..., left]) * across
    return upper + (lower - upper) * down[:, None]


def _positions(size: int, side: int, device: torch.device) -> tuple[Tensor, Tensor, Tensor]:
    places = torch.arange(side, dtype=torch.float32) * torch.tensor(size / side, dtype=torch.float32)
    low = places.long()
    weights = places - low
    return low.to(device), (low + 1).clamp_max(size - 1).to(device), weights.to(device)


def half_pixel_bilinear(pictures: Tensor, side: int) -> Tensor:
    """F.interpolate's bilinear form with half-pixel centres, without antialiasing, as pytorch-fid resizes."""
    return F.interpolate(pictures, size=(side, side), mode="bilinear", align_corners=False)


def smooth_bilinear(pictures: Tensor, side: int) -> Tensor:
    """The same with antialiasing where it shrinks."""
    if pictures.shape[2] <= side and pictures.shape[3] <= side:
        return half_pixel_bilinear(pictures, side)
    here = pictures.cpu() if pictures.device.type == "mps" else pictures  # MPS has no antialiased form
    smooth = F.interpolate(here, size=(side, side), mode="bilinear", align_corners=False, antialias=True)
    return smooth.to(pictures.device)

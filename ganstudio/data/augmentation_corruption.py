"""Filtering, grain and holes (ADA, appendix B.1, "image-space filtering" and "image-space corruptions")."""

from collections.abc import Sequence
from functools import cache

import torch
import torch.nn.functional as F
from torch import Tensor

from ganstudio.data.augmentation_draws import RandomNumbers, sometimes
from ganstudio.data.augmentation_geometry import reflected

CORRUPTION = ("filter", "grain", "cutout")

# The low-pass filter of the symlet with two vanishing moments, (1 + sqrt 3, 3 + sqrt 3, ...) / 4 sqrt 2.
SYM2 = (-0.12940952255092145, 0.22414386804185735, 0.8365163037378079, 0.48296291314469025)
POWER = (
    10 / 13,
    1 / 13,
    1 / 13,
    1 / 13,
)  # of natural pictures in the four bands, lowest first (1/f spectrum)


def corrupted(transforms: Sequence[str], images: Tensor, p: float, draws: RandomNumbers) -> Tensor:
    """Those of filter, grain and cutout that are among `transforms`."""
    if "filter" in transforms:
        images = filtered(images, band_gains(p, draws).to(images))
    if "grain" in transforms:
        strength = sometimes(draws.normal().abs() * 0.1, 0.0, p, draws)
        images = images + (draws.normal(*images.shape[1:]) * strength[:, None, None, None]).to(images)
    if "cutout" in transforms:
        centre = draws.uniform(2)
        size = sometimes(torch.full_like(centre[:, 0], 0.5), 0.0, p, draws)
        images = images * uncovered(centre, size, images.shape[2:]).to(images)
    return images


def band_gains(p: float, draws: RandomNumbers) -> Tensor:
    """How much each of four octaves is raised or lowered, at the same expected power: [N, 4]."""
    power = torch.tensor(POWER)
    gains = torch.ones(1, 4)
    for band in range(4):
        chosen = sometimes(draws.normal(), 0.0, p, draws)
        change = torch.ones(len(chosen), 4, device=chosen.device)
        change[:, band] = torch.exp2(chosen)
        change = change / (change.square() * power.to(change)).sum(dim=1, keepdim=True).sqrt()
        gains = gains.to(change) * change
    return gains


@cache
def filter_bank() -> Tensor:
    """Four octave bands that add up to the picture, lowest first: [4, 43] float64.

    Each step splits the lowest band with the power spectra of a wavelet's two filters, which sum to one.
    """
    low = torch.tensor(SYM2, dtype=torch.float64)
    high = low.flip(0) * torch.tensor([1.0, -1.0, 1.0, -1.0], dtype=torch.float64)
    low_power, high_power = (_convolved(taps, taps.flip(0)) / 2 for taps in (low, high))
    bands = [torch.ones(1, dtype=torch.float64)]
    for _ in range(3):
        bands = [_convolved(_spread(band), low_power) for band in bands]
        bands.append(high_power)
    length = max(map(len, bands))
    return torch.stack([F.pad(band, [(length - len(band)) // 2] * 2) for band in bands])


def _spread(taps: Tensor) -> Tensor:
    """Zeros between the taps: the same filter for half the frequencies."""
    spread = taps.new_zeros(2 * len(taps) - 1)
    spread[::2] = taps
    return spread


def _convolved(a: Tensor, b: Tensor) -> Tensor:
    return F.conv1d(a[None, None], b.flip(0)[None, None], padding=len(b) - 1)[0, 0]


def filtered(images: Tensor, gains: Tensor) -> Tensor:
    """Weighs the octave bands of each picture by gains [N, 4], along both axes, mirroring at the edges."""
    N, C, H, W = images.shape
    taps = (gains @ filter_bank().to(gains)).repeat_interleave(C, dim=0)[:, None]
    margin = taps.shape[-1] // 2
    flat = reflected(images, margin).reshape(1, N * C, H + 2 * margin, W + 2 * margin)
    flat = F.conv2d(flat, taps[:, :, None, :], groups=N * C)
    return F.conv2d(flat, taps[:, :, :, None], groups=N * C).view(N, C, H, W)


def uncovered(centre: Tensor, size: Tensor, shape: Sequence[int]) -> Tensor:
    """1 outside a box of `size` [N], as a share of the sides, around `centre` [N, 2] (x, y), else 0: [N, 1, H, W]."""
    height, width = shape
    x = (torch.arange(width, device=centre.device) + 0.5) / width
    y = (torch.arange(height, device=centre.device) + 0.5) / height
    outside_x = (x - centre[:, :1]).abs() >= size[:, None] / 2
    outside_y = (y - centre[:, 1:]).abs() >= size[:, None] / 2
    return (outside_y[:, :, None] | outside_x[:, None, :])[:, None].float()

"""From the memory maps of two sides to a batch on the device; the pictures stay bytes until they are there."""

import numpy as np
import torch
from torch import Tensor

from ganstudio.data.dataset import Dataset
from ganstudio.data.domain_sampler import Drawn
from ganstudio.data.domains import Domains


def load_domain_batch(
    domains: Domains, drawn: Drawn, mine: slice, side: int, channels: int, device: torch.device
) -> dict[str, Tensor]:
    """`a` and `b`, each float32 [N, channels, side, side] in [-1, 1], cut out and mirrored as drawn."""
    return {
        "a": _side(
            domains.a, drawn.a[mine], drawn.flips_a[mine], drawn.places_a[mine], side, channels, device
        ),
        "b": _side(
            domains.b, drawn.b[mine], drawn.flips_b[mine], drawn.places_b[mine], side, channels, device
        ),
    }


def as_floats(images: np.ndarray, channels: int, device: torch.device) -> Tensor:
    """uint8 [N, C, H, W] -> float32 [N, channels, H, W] in [-1, 1]; grey pictures get three equal channels."""
    tensor = torch.from_numpy(images).to(device)
    return tensor.expand(-1, channels, -1, -1).to(torch.float32).div(127.5).sub(1)


def _side(
    dataset: Dataset, indices: np.ndarray, flips: np.ndarray, places: np.ndarray, side: int, channels: int,
    device: torch.device,
) -> Tensor:  # fmt: skip
    margin = dataset.resolution - side
    starts = (places * (margin + 1)).astype(int)
    cut = np.stack([
        dataset.images[index, :, top : top + side, left : left + side]
        for index, (top, left) in zip(indices, starts)
    ])  # fmt: skip
    cut[flips] = cut[flips, ..., ::-1]
    return as_floats(cut, channels, device)

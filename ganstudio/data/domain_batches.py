"""From the memory maps of two sides to a batch on the device; the pictures stay bytes until they are there."""

import numpy as np
import torch
from torch import Tensor

from ganstudio.data.batches import moved
from ganstudio.data.dataset import Dataset
from ganstudio.data.domain_sampler import Drawn
from ganstudio.data.domains import Domains


def load_domain_batch(
    domains: Domains, drawn: Drawn, mine: slice, side: int, channels: int, device: torch.device
) -> dict[str, Tensor]:
    """`a` and `b`, each float32 [N, channels, side, side] in [-1, 1], cut out and mirrored as drawn."""
    a = cut_out(domains.a, drawn.a[mine], drawn.flips_a[mine], drawn.places_a[mine], side)
    b = cut_out(domains.b, drawn.b[mine], drawn.flips_b[mine], drawn.places_b[mine], side)
    return {"a": as_floats(a, channels, device), "b": as_floats(b, channels, device)}


def cut_out(
    dataset: Dataset, indices: np.ndarray, flips: np.ndarray, places: np.ndarray, side: int
) -> np.ndarray:
    """uint8 [N, C, side, side]: squares at `places` [N, 2], shares in [0, 1) of the margin (down, right).

    One copy a picture, mirrored on its way, of nothing but the square: half the time of gathering whole pictures.
    """
    images, choices = dataset.images, dataset.resolution - side + 1
    cut = np.empty((len(indices), dataset.channels, side, side), np.uint8)
    starts = (places * choices).astype(int).tolist()
    for square, index, (top, left), flip in zip(cut, indices.tolist(), starts, flips.tolist()):
        found = images[index, :, top : top + side, left : left + side]
        square[...] = found[..., ::-1] if flip else found
    return cut


def as_floats(images: np.ndarray, channels: int, device: torch.device) -> Tensor:
    """uint8 [N, C, H, W] -> float32 [N, channels, H, W] in [-1, 1]; grey pictures get three equal channels."""
    values = moved(images, device).to(torch.float32).div_(127.5).sub_(1)
    return values if values.shape[1] == channels else values.repeat(1, channels, 1, 1)

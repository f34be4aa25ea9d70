"""What a generator's input looks like. From outside it is always standard normal, so that seeds mean the same."""

import math
from typing import Literal

import torch
from torch import Tensor

Latent = Literal["normal", "uniform"]


def shaped(z: Tensor, latent: Latent) -> Tensor:
    """Standard normal z as the distribution that the network was designed for: normal, or uniform in (-1, 1)."""
    return to_uniform(z) if latent == "uniform" else z


def to_uniform(z: Tensor) -> Tensor:
    """Standard normal to uniform in (-1, 1), element by element: 2 * Phi(z) - 1 = erf(z / sqrt 2)."""
    return torch.erf(z / math.sqrt(2))


def with_labels(z: Tensor, labels: Tensor | None) -> Tensor:
    """z [N, z_dim] with labels [N, num_classes] appended; labels may be soft, for blends of classes."""
    return z if labels is None else torch.cat((z, labels), dim=1)

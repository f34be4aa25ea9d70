"""Where augmentation takes its random numbers from."""

from typing import Protocol

import torch
from torch import Tensor


class RandomNumbers(Protocol):
    """Numbers that a caller owns; each call gives one row for each picture."""

    def normal(self, *shape: int) -> Tensor:
        """Standard normal numbers [N, *shape]."""
        ...

    def uniform(self, *shape: int) -> Tensor:
        """Numbers in [0, 1), [N, *shape]."""
        ...


def sometimes(values: Tensor, neutral: float, p: float, draws: RandomNumbers) -> Tensor:
    """Rows of `values` [N, ...] with probability p, else `neutral`."""
    chosen = draws.uniform() < p
    return torch.where(chosen.reshape(-1, *[1] * (values.dim() - 1)), values, neutral)

"""Samples for scoring: seeded, and the same however they are batched or shared out.

Latents are standard normal from numpy, one generator for each sample; labels are drawn with the data's class
frequencies; styles are not truncated (psi 1). Nothing here touches the random state of a training.
"""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor, nn


class Fakes:
    """`generator` maps (z [N, z_dim], labels [N, classes] or None) to images, as a recipe's does.

    `class_shares` are the relative frequencies of its classes; None for one that takes no labels.
    """

    def __init__(
        self, generator: nn.Module, class_shares: Sequence[float] | np.ndarray | None,
        device: torch.device | str = "cpu", seed: int = 0,
    ) -> None:  # fmt: skip
        self._generator, self._device, self._seed = generator, torch.device(device), seed
        self._bounds = None if class_shares is None or not len(class_shares) else _bounds(class_shares)

    @torch.no_grad()
    def generate(self, first: int, count: int) -> Tensor:
        """Images [count, C, H, W] of samples `first` to `first + count`. The generator keeps the mode it was in."""
        z, numbers = self.latents(first, count), self.asked(first, count)
        labels = None
        if numbers is not None and self._bounds is not None:
            labels = torch.eye(len(self._bounds))[torch.from_numpy(numbers)].to(self._device)
        modes = [module for module in self._generator.modules() if module.training]
        self._generator.eval()
        try:
            return self._generator(torch.from_numpy(z).to(self._device), labels)
        finally:
            for module in modes:
                module.training = True

    def latents(self, first: int, count: int) -> np.ndarray:
        """z float32 [count, z_dim]."""
        width = int(self._generator.z_dim)  # type: ignore[arg-type]  # nn.Module attributes are Any-like
        return np.stack([self._random(number).standard_normal(width) for number in range(first, first + count)]
                        ).astype(np.float32)  # fmt: skip

    def asked(self, first: int, count: int) -> np.ndarray | None:
        """Class numbers int64 [count] of the same samples; None for a generator without classes."""
        if self._bounds is None:
            return None
        draws = [self._random(number, 1).random() for number in range(first, first + count)]
        return np.searchsorted(self._bounds, draws, side="right").clip(max=len(self._bounds) - 1)

    def _random(self, number: int, stream: int = 0) -> np.random.Generator:
        return np.random.Generator(np.random.PCG64([self._seed, number, stream]))


def _bounds(shares: Sequence[float] | np.ndarray) -> np.ndarray:
    total = np.cumsum(np.asarray(shares, np.float64))
    if not total[-1] > 0:
        raise ValueError("at least one class must have a share")
    return total / total[-1]

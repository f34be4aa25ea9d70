"""Chosen pictures of one side, read a few at a time."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import interpolate

from ganstudio.data.dataset import Dataset
from ganstudio.data.domains import Domains


@dataclass(frozen=True, eq=False)
class SidePictures:
    """Pictures `numbers` [N] of a data set, whole: those kept larger, to crop from while training, are reduced."""

    dataset: Dataset
    numbers: np.ndarray
    resolution: int

    def __len__(self) -> int:
        return len(self.numbers)

    def read(self, first: int, count: int) -> Tensor:
        """uint8 [count, C, resolution, resolution] of the pictures from place `first` on."""
        return self.at(np.arange(first, min(first + count, len(self))))

    def at(self, places: np.ndarray) -> Tensor:
        """uint8 [len(places), C, resolution, resolution]."""
        images = torch.from_numpy(np.ascontiguousarray(self.dataset.images[self.numbers[places]]))
        if self.dataset.resolution == self.resolution or not len(images):
            return images
        side = (self.resolution, self.resolution)
        reduced = interpolate(images.float(), side, mode="bicubic", antialias=True)
        return reduced.round_().clamp_(0, 255).to(torch.uint8)


def held_out(domains: Domains) -> tuple[np.ndarray, np.ndarray]:
    """Indices of A and of B that no translator is trained on; where a side holds none out, those it trains on."""
    a = domains.test_a if len(domains.test_a) else domains.train_a
    b = domains.test_b if len(domains.test_b) else domains.train_b
    return a, b


def known_pairs(domains: Domains) -> np.ndarray:
    """Indices [P, 2] of pairs that are held out; those trained on where there are no others."""
    return domains.test_pairs if len(domains.test_pairs) else domains.train_pairs


def spread(numbers: np.ndarray, count: int) -> np.ndarray:
    """`count` of them (its first axis) at even distances, the first and the last among them."""
    return numbers[np.linspace(0, len(numbers) - 1, count).round().astype(int)]

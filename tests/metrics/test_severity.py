"""On real digits and the real network: the worse a copy, the further away it is."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
import torch
from torch import Tensor
from torchvision.transforms.functional import gaussian_blur

from ganstudio.data.library import open_dataset
from ganstudio.metrics.extractors import load_extractor
from ganstudio.metrics.frechet import frechet_distance_of_features
from ganstudio.metrics.kernel import kernel_distance

COUNT = 160
Spoil = Callable[[Tensor, np.ndarray, int], Tensor]


def blurred(pictures: Tensor, labels: np.ndarray, severity: int) -> Tensor:
    return gaussian_blur(pictures, 9, [0.0, 0.7, 1.2, 2.0][severity])


def noisy(pictures: Tensor, labels: np.ndarray, severity: int) -> Tensor:
    noise = torch.randn(pictures.shape, generator=torch.Generator().manual_seed(0)) * [0, 8, 25, 60][severity]
    return (pictures + noise).clamp(0, 255).to(torch.uint8)


def collapsed(pictures: Tensor, labels: np.ndarray, severity: int) -> Tensor:
    kept = [COUNT, COUNT // 3, COUNT // 12, 3][severity]
    return pictures[torch.arange(len(pictures)) % kept]


def class_dropped(pictures: Tensor, labels: np.ndarray, severity: int) -> Tensor:
    kept = torch.from_numpy(np.flatnonzero(labels < [10, 7, 4, 1][severity]))
    return pictures[kept[torch.arange(len(pictures)) % len(kept)]]


@pytest.fixture(scope="module")
def digits() -> tuple[Tensor, np.ndarray]:
    data = open_dataset("digits")
    chosen = np.sort(np.random.RandomState(0).permutation(len(data))[:COUNT])
    return torch.from_numpy(data.images[chosen]), data.labels[chosen]


@pytest.fixture(scope="module")
def features() -> Callable[[Tensor], Tensor]:
    extractor = load_extractor("efficientnet-lite0", 32)
    return lambda pictures: torch.cat([extractor(part)[0] for part in pictures.split(16)])


@pytest.fixture(scope="module")
def real(digits: tuple[Tensor, np.ndarray], features: Callable[[Tensor], Tensor]) -> Tensor:
    return features(digits[0])


@pytest.mark.parametrize("spoil", [blurred, noisy, collapsed, class_dropped])
def test_distances_rise_with_severity(
    digits: tuple[Tensor, np.ndarray], features: Callable[[Tensor], Tensor], real: Tensor, spoil: Spoil
) -> None:
    copies = [real] + [features(spoil(*digits, severity)) for severity in (1, 2, 3)]
    distances = [frechet_distance_of_features(copy, real) for copy in copies]
    assert distances[0] < 1e-6
    assert distances == sorted(distances)
    assert all(later > 1.2 * earlier for earlier, later in pairwise(distances[1:]))
    kernels = [kernel_distance(copy, real, subset_size=COUNT // 2)[0] for copy in copies]
    assert kernels == sorted(kernels)

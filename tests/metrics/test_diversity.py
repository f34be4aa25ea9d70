"""Variety: what a collapse does to it."""

import numpy as np
import pytest
import torch
from torch import Tensor

from ganstudio.metrics.diversity import diversity_of, mean_squared_distance, nearest_distances


def features(count: int, seed: int, scale: float = 1.0) -> Tensor:
    return torch.from_numpy(scale * np.random.RandomState(seed).randn(count, 8)).float()


def test_distances_by_hand() -> None:
    points = torch.tensor([[0.0, 0], [3, 4], [0, 1]])
    assert nearest_distances(points).tolist() == pytest.approx([1, 18, 1])
    assert mean_squared_distance(points) == pytest.approx((25 + 1 + 18) / 3)


def test_as_varied_as_the_data() -> None:
    found = diversity_of(features(300, 0), features(300, 1))
    assert found.spread == pytest.approx(1, abs=0.1)
    assert found.duplicates < 0.06
    assert (found.class_shares, found.real_class_shares, found.agreement) == ((), (), None)


def test_half_the_variety() -> None:
    assert diversity_of(features(300, 0, 0.5), features(300, 1)).spread == pytest.approx(0.25, abs=0.03)


def test_copies_are_duplicates() -> None:
    real, few = features(300, 1), features(10, 0)
    assert diversity_of(few.repeat(30, 1), real).duplicates == 1
    half = torch.cat((few.repeat(15, 1), features(150, 2)))
    assert diversity_of(half, real).duplicates == pytest.approx(0.5, abs=0.06)


def test_data_with_copies_of_its_own() -> None:
    """Where the data repeats itself, equal pictures are nothing unusual but still counted."""
    real = features(50, 1).repeat(4, 1)
    assert diversity_of(real, real).duplicates == 1
    assert diversity_of(features(200, 3), real).duplicates == 0


def test_classes_and_agreement() -> None:
    asked = torch.tensor([0, 0, 1, 2])
    found = diversity_of(
        features(4, 0), features(4, 1), torch.tensor([0, 0, 1, 1]), torch.tensor([2, 0]), asked, 3
    )
    assert found.class_shares == (0.5, 0.5, 0)
    assert found.real_class_shares == (0.5, 0, 0.5)
    assert found.agreement == 0.75


@pytest.mark.parametrize("count", [1, 2])
def test_next_to_no_pictures(count: int) -> None:
    found = diversity_of(features(count, 0), features(count, 1))
    assert np.isfinite([found.spread, found.duplicates]).all()

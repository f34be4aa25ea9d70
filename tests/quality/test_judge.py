"""The judge's arithmetic by hand, and (slow) that it knows digits and sees what is wrong with bad ones."""

import os

import pytest
import torch

from tests.quality.judge import (
    CLASSES,
    as_digits,
    coverage,
    frechet,
    load_judge,
    mnist,
    nearest_sibling,
    spread,
)

needs_mnist = pytest.mark.skipif(
    "GANSTUDIO_MNIST" not in os.environ, reason="GANSTUDIO_MNIST names no file of MNIST"
)


def normal(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


def test_frechet_by_hand() -> None:
    """Same covariance: the squared distance of the means. Covariance times 4: trace (1 - 2)^2 times the old one."""
    features = normal(300, 5)
    assert frechet(features, features) == pytest.approx(0, abs=1e-9)
    assert frechet(features, features + 2) == pytest.approx(5 * 4)
    centred = features - features.mean(0)
    assert frechet(centred, 2 * centred) == pytest.approx(torch.cov(features.T).trace().item())


def test_spread_is_the_mean_distance_inside_each_class() -> None:
    features = torch.tensor([[0.0, 0.0], [3.0, 4.0], [1.0, 1.0], [1.0, 1.0], [1.0, 3.0]])
    found = spread(features, torch.tensor([0, 0, 1, 1, 1]))
    assert found[0].item() == 5
    assert found[1].item() == pytest.approx(4 / 3)
    assert found[2:].isnan().all()


def test_repeated_pictures_have_near_siblings() -> None:
    pictures, labels = normal(20, 1, 4, 4), torch.arange(20) % 2
    assert nearest_sibling(pictures, labels).min() > 1
    pictures[2] = pictures[0]
    assert (nearest_sibling(pictures, labels) < 1e-6).sum() == 2


def test_coverage_falls_when_half_is_missing() -> None:
    real = normal(200, 3)
    assert coverage(real, real) == 1
    assert coverage(real[real[:, 0] > 0], real) < 0.75
    assert coverage(real[:1].expand(200, 3), real) < 0.1


def test_pictures_are_read_as_they_would_be_saved() -> None:
    wild = torch.tensor([-3.0, -1.0, 0.0, 1.0, 3.0]).view(5, 1, 1, 1).expand(5, 3, 32, 32)
    seen = as_digits(wild)
    assert seen.shape == (5, 1, 32, 32)
    assert ((seen[:, 0, 0, 0] * 127.5 + 127.5).round()).tolist() == [0, 0, 128, 255, 255]
    assert as_digits(wild[..., :16, :16]).shape == (5, 1, 32, 32)


@pytest.mark.slow
@needs_mnist
@pytest.mark.timeout(3600)
def test_judge_knows_digits_and_sees_faults() -> None:
    judge = load_judge()
    assert judge.test_accuracy > 0.99
    digits, labels = mnist("train")
    # Not a slice: the file is ordered by writer, and its parts differ from each other.
    chosen = torch.randperm(len(digits), generator=torch.Generator().manual_seed(99))[:2000]
    digits, labels = digits[chosen], labels[chosen]
    real = judge.verdict(digits, labels)
    assert real.accuracy > 0.99
    assert 0.7 < real.distance_ratio < 1.4
    assert real.variety == pytest.approx(1, abs=0.05)
    blurred = judge.verdict(torch.nn.functional.avg_pool2d(digits, 3, 1, 1), labels)
    assert blurred.distance_ratio > 3
    kept = labels != 4
    assert judge.verdict(digits[kept], labels[kept]).distance_ratio > 3
    firsts = torch.stack([digits[labels == label][0] for label in range(CLASSES)])
    alike = judge.verdict(firsts.repeat(200, 1, 1, 1) + 0.01 * normal(2000, 1, 32, 32).float(), None)
    assert (alike.variety < 0.2, alike.duplicates > 0.9, alike.coverage < 0.1) == (True, True, True)

"""The Fréchet distance against values by hand and against scipy's and numpy's matrix square roots."""

import time

import numpy as np
import pytest
import torch
from scipy import linalg
from torch import Tensor

from ganstudio.errors import StudioError
from ganstudio.metrics import frechet
from ganstudio.metrics.frechet import frechet_distance, frechet_distance_of_features
from ganstudio.metrics.moments import Moments, moments_of


def gaussian(mean: list[float], deviations: list[float]) -> Moments:
    return Moments(11, torch.tensor(mean).double(), 10 * torch.tensor(deviations).double().square().diag())


def features(count: int, width: int, seed: int, scale: float = 1.0) -> Tensor:
    """Correlated, with directions of very different lengths, as networks give them."""
    random = np.random.RandomState(seed)
    lengths = np.exp(-5 * np.arange(width) / width)
    turn = np.linalg.qr(np.random.RandomState(99).randn(width, width))[0]
    return torch.from_numpy(scale * (random.randn(count, width) * lengths) @ turn + 0.1 * random.randn(width))


def by_scipy(first: Moments, second: Moments) -> float:
    s1, s2 = first.covariance.numpy(), second.covariance.numpy()
    root = linalg.sqrtm(s1 @ s2)
    gap = (first.mean - second.mean).numpy()
    return float(gap @ gap + np.trace(s1) + np.trace(s2) - 2 * np.trace(root.real))


def by_eigenvalues(first: Moments, second: Moments) -> float:
    s1, s2 = first.covariance.numpy(), second.covariance.numpy()
    root = np.sqrt(np.linalg.eigvals(s1 @ s2).astype(complex)).real.sum()
    gap = (first.mean - second.mean).numpy()
    return float(gap @ gap + np.trace(s1) + np.trace(s2) - 2 * root)


def test_by_hand() -> None:
    """Independent directions: squared gaps of means plus squared gaps of deviations, 3^2 + 4^2 + 1^2 + 0 + 2^2."""
    first, second = gaussian([0, 1, 2], [1, 2, 3]), gaussian([3, 5, 2], [2, 2, 5])
    assert frechet_distance(first, second) == pytest.approx(9 + 16 + 1 + 0 + 4, abs=1e-12)


def test_by_hand_where_a_direction_has_no_spread() -> None:
    first, second = gaussian([0, 0, 0], [1, 0, 2]), gaussian([0, 0, 1], [3, 2, 0])
    assert frechet_distance(first, second) == pytest.approx(4 + 4 + 4 + 1, abs=1e-12)


@pytest.mark.parametrize("scale", [0.3, 1.0, 30.0])
def test_equals_the_matrix_square_root(scale: float) -> None:
    first, second = moments_of(features(900, 128, 0, scale)), moments_of(features(700, 128, 1, scale))
    value = frechet_distance(first, second)
    assert value == pytest.approx(by_scipy(first, second), rel=1e-9, abs=1e-9)
    assert value == pytest.approx(by_eigenvalues(first, second), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("count", [2, 40, 100])
def test_fewer_pictures_than_features(count: int) -> None:
    """Two of our forms and a third: the non-zero eigenvalues of S1 S2 are those of a small product."""
    one, two = features(count, 120, 0), features(count + 5, 120, 1)
    x, y = (part - part.mean(dim=0) for part in (one, two))
    x, y = x / (len(x) - 1) ** 0.5, y / (len(y) - 1) ** 0.5
    root = np.sqrt(np.linalg.eigvals((x @ y.T @ y @ x.T).numpy()).real.clip(0)).sum()
    gap = (one.mean(dim=0) - two.mean(dim=0)).square().sum()
    expected = float(gap + x.square().sum() + y.square().sum() - 2 * root)
    assert frechet_distance_of_features(one, two) == pytest.approx(expected, abs=1e-6)
    assert frechet_distance(moments_of(one), moments_of(two)) == pytest.approx(expected, abs=1e-6)
    assert frechet_distance(moments_of(one), moments_of(two), one) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("count", [30, 63, 64, 65, 300, 5000])
def test_a_set_against_itself_is_zero(count: int) -> None:
    mine = features(count, 64, 3, 20.0)
    shuffled = mine[torch.randperm(count, generator=torch.Generator().manual_seed(0))]
    assert 0 <= frechet_distance(moments_of(mine), moments_of(shuffled)) < 1e-6
    if count <= 300:
        assert 0 <= frechet_distance_of_features(mine, shuffled) < 1e-6


def test_the_product_that_skips_zeros(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frechet, "_BLOCK", 7)
    covariance = moments_of(features(90, 30, 0)).covariance
    square = features(30, 30, 1)
    square[0] = 0  # a row of zeros makes nothing triangular
    for factor in (features(30, 12, 2), square, square.tril()):
        product = frechet._congruent(factor, covariance)
        assert torch.allclose(product.tril(), (factor.T @ covariance @ factor).tril(), rtol=1e-12)


def test_it_is_symmetric() -> None:
    first, second = moments_of(features(300, 50, 0)), moments_of(features(20, 50, 1))
    assert frechet_distance(first, second) == pytest.approx(frechet_distance(second, first), rel=1e-9)


def test_features_that_are_not_finite_are_refused() -> None:
    good = features(10, 4, 0)
    bad = good.clone()
    bad[1, 1] = torch.nan
    with pytest.raises(StudioError, match="not finite"):
        frechet_distance_of_features(good, bad)
    with pytest.raises(StudioError, match="at least two"):
        frechet_distance_of_features(good, good[:1])


@pytest.mark.slow
def test_2048_features_fast_and_exact() -> None:
    """Differs by less than 1e-5 from scipy's sqrtm and takes a ninth of its time or less."""
    first, second = moments_of(features(5000, 2048, 0)), moments_of(features(5000, 2048, 1, 1.2))
    mine = min(_seconds(first, second) for _ in range(3))
    before = time.process_time()
    expected = by_scipy(first, second)
    theirs = time.process_time() - before
    assert frechet_distance(first, second) == pytest.approx(expected, abs=1e-5)
    assert theirs / mine >= 9, (theirs, mine)


def _seconds(first: Moments, second: Moments) -> float:
    before = time.process_time()
    frechet_distance(first, second)
    return time.process_time() - before

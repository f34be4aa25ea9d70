"""Streaming moments against numpy's mean and covariance."""

import numpy as np
import pytest
import torch

from ganstudio.errors import StudioError
from ganstudio.metrics.moments import MomentSum, merged, moments_of

FEATURES = torch.from_numpy(
    np.random.RandomState(0).randn(701, 12) @ np.random.RandomState(1).randn(12, 12) + 5
)


def streamed(features: torch.Tensor, batch: int, centre: float = 0.0) -> MomentSum:
    total = MomentSum(torch.full((12,), centre))
    for part in features.split(batch):
        total.add(part)
    return total


@pytest.mark.parametrize(("batch", "centre"), [(1, 0.0), (64, 0.0), (300, 4.5), (701, -2.0)])
def test_streaming_gives_mean_and_covariance(batch: int, centre: float) -> None:
    moments = streamed(FEATURES, batch, centre).moments()
    assert moments.count == 701
    assert np.allclose(moments.mean, FEATURES.numpy().mean(axis=0), rtol=1e-12)
    assert np.allclose(moments.covariance, np.cov(FEATURES.numpy(), rowvar=False), rtol=1e-11)


def test_float32_features_far_from_zero_are_summed_in_float64() -> None:
    far = (FEATURES + 3000).float()
    expected = np.cov(far.double().numpy(), rowvar=False)
    assert np.allclose(streamed(far, 50).moments().covariance, expected, rtol=1e-7, atol=1e-7)


def test_shares_of_processes_add_up() -> None:
    parts = [streamed(part, 33) for part in FEATURES.split(400)]
    for mine, other in zip(parts[0].parts, parts[1].parts):
        mine += other
    together, whole = parts[0].moments(), moments_of(FEATURES)
    assert together.count == whole.count
    assert torch.allclose(together.scatter, whole.scatter, rtol=1e-11)


def test_merging() -> None:
    first, second = (moments_of(part) for part in FEATURES.split(250)[:2])
    both = merged(first, second)
    assert np.allclose(both.mean, FEATURES[:500].numpy().mean(axis=0), rtol=1e-12)
    assert np.allclose(both.covariance, np.cov(FEATURES[:500].numpy(), rowvar=False), rtol=1e-11)
    empty = moments_of(FEATURES[:0])
    assert merged(empty, empty).count == 0


def test_the_state_of_any_number_of_pictures_is_under_40_mib() -> None:
    state = MomentSum(torch.zeros(2048))
    for _ in range(3):
        state.add(torch.ones(130, 2048))
    held = sum(part.nbytes for part in [*state.parts, state.centre]) + 128 * 2048 * 4
    assert held <= 40 << 20
    moments = state.moments()
    assert moments.count == 390
    assert moments.scatter.data_ptr() == state.products.data_ptr()  # no second matrix


@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
def test_features_that_are_not_finite_are_refused(bad: float) -> None:
    features = FEATURES[:5].clone()
    features[3, 2] = bad
    with pytest.raises(StudioError, match="not finite"):
        streamed(features, 5)
    with pytest.raises(StudioError, match="not finite"):
        moments_of(features)


def test_one_picture_has_no_covariance() -> None:
    with pytest.raises(StudioError, match="at least two pictures"):
        _ = moments_of(FEATURES[:1]).covariance

"""KID against loops, and against torch-fidelity on the same subsets."""

import numpy as np
import pytest
import torch
from torch import Tensor
from torch_fidelity.metric_kid import kid_features_to_metric

from ganstudio.errors import StudioError
from ganstudio.metrics import kernel
from ganstudio.metrics.kernel import kernel_distance


def features(count: int, width: int, seed: int, shift: float = 0.0) -> Tensor:
    return torch.from_numpy(np.abs(np.random.RandomState(seed).randn(count, width)) + shift).float()


def by_loops(x: np.ndarray, y: np.ndarray) -> float:
    """Gretton et al. 2012, equation 3, pair by pair."""

    def k(a: np.ndarray, b: np.ndarray) -> float:
        return float((a @ b / len(a) + 1) ** 3)

    m, n = len(x), len(y)
    within_x = sum(k(x[i], x[j]) for i in range(m) for j in range(m) if i != j) / (m * (m - 1))
    within_y = sum(k(y[i], y[j]) for i in range(n) for j in range(n) if i != j) / (n * (n - 1))
    return within_x + within_y - 2 * sum(k(a, b) for a in x for b in y) / (m * n)


def test_one_subset_that_is_everything() -> None:
    x, y = features(9, 5, 0), features(9, 5, 1, 0.3)
    value, deviation = kernel_distance(x, y, subsets=1, subset_size=9)
    assert value == pytest.approx(by_loops(x.double().numpy(), y.double().numpy()), abs=1e-6)
    assert deviation == 0


@pytest.mark.parametrize("counts", [(150, 200), (700, 900)])
@pytest.mark.parametrize("size", [40, 120])
def test_equals_torch_fidelity(counts: tuple[int, int], size: int) -> None:
    x, y = features(counts[0], 64, 0), features(counts[1], 64, 1, 0.1)
    theirs = kid_features_to_metric(x, y, kid_subsets=20, kid_subset_size=size, rng_seed=2020, verbose=False)
    value, deviation = kernel_distance(x, y, subsets=20, subset_size=size)
    assert value == pytest.approx(theirs["kernel_inception_distance_mean"], abs=1e-6)
    assert deviation == pytest.approx(theirs["kernel_inception_distance_std"], abs=1e-6)


def test_both_forms_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    x, y = features(600, 32, 0), features(530, 32, 1)
    used = []
    for name in ("_by_whole_matrices", "_one_by_one"):
        form = getattr(kernel, name)
        monkeypatch.setattr(kernel, name, lambda *a, form=form, name=name: used.append(name) or form(*a))
    whole = kernel_distance(x, y, subsets=30, subset_size=500)
    assert used == ["_by_whole_matrices"]
    monkeypatch.setattr(kernel, "_by_whole_matrices", kernel._one_by_one)
    assert kernel_distance(x, y, subsets=30, subset_size=500) == pytest.approx(whole, abs=1e-9)
    assert used[-1] == "_one_by_one"


def test_equal_distributions_give_about_zero_and_others_more() -> None:
    x, y, far = features(400, 16, 0), features(400, 16, 1), features(400, 16, 2, 0.5)
    near = kernel_distance(x, y, subset_size=200)[0]
    assert abs(near) < 0.01 < kernel_distance(x, far, subset_size=200)[0]


@pytest.mark.parametrize("counts", [(10, 30), (30, 10), (1, 1)])
def test_too_few_pictures(counts: tuple[int, int]) -> None:
    with pytest.raises(StudioError, match=r"subsets of .* give more pictures"):
        kernel_distance(
            features(counts[0], 4, 0), features(counts[1], 4, 1), subset_size=max(1, min(20, *counts) + 1)
        )


@pytest.mark.parametrize("count", [60, 2000])
def test_it_stops(count: int) -> None:
    asked = []

    def should_stop() -> bool:
        asked.append(1)
        return len(asked) > 2

    assert np.isnan(kernel_distance(features(count, 4, 0), features(count, 4, 1), subset_size=50,
                                    should_stop=should_stop)[0])  # fmt: skip
    assert len(asked) <= 5

"""Precision and recall against brute force and torch-fidelity."""

import numpy as np
import pytest
import torch
from torch import Tensor
from torch_fidelity.metric_prc import prc_features_to_metric

from ganstudio.errors import StudioError
from ganstudio.metrics import precision_recall as module
from ganstudio.metrics.precision_recall import precision_recall


def features(count: int, seed: int, width: int = 3) -> Tensor:
    return torch.from_numpy(np.random.RandomState(seed).randn(count, width) * (1 + 0.3 * seed)).float()


def by_brute_force(made: Tensor, real: Tensor, k: int) -> tuple[float, float]:
    def covered(points: np.ndarray, centres: np.ndarray) -> float:
        inside = 0
        for point in points:
            for number, centre in enumerate(centres):
                others = np.delete(centres, number, axis=0)
                radius = np.sort(np.linalg.norm(others - centre, axis=1))[k - 1]
                if np.linalg.norm(point - centre) <= radius:
                    inside += 1
                    break
        return inside / len(points)

    x, y = made.double().numpy(), real.double().numpy()
    return covered(x, y), covered(y, x)


@pytest.mark.parametrize("k", [1, 3, 5])
def test_equals_brute_force(k: int) -> None:
    made, real = features(40, 1), features(55, 0)
    assert precision_recall(made, real, k) == pytest.approx(by_brute_force(made, real, k), abs=1e-9)


def test_equals_torch_fidelity_and_blocks_do_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    made, real = features(150, 2, 8), features(210, 0, 8)
    theirs = prc_features_to_metric(made, real, verbose=False)
    monkeypatch.setattr(module, "_BLOCK", 64)
    mine = precision_recall(made, real)
    assert mine == pytest.approx((theirs["precision"], theirs["recall"]), abs=1e-7)
    assert 0 < mine[0] < 1


def test_a_collapsed_set_is_precise_and_recalls_little() -> None:
    real = features(300, 0)
    made = real[:5].repeat(40, 1) + 1e-3 * features(200, 1)
    precision, recall = precision_recall(made, real)
    assert precision > 0.95
    assert recall < 0.1


def test_too_few_and_stopped() -> None:
    with pytest.raises(StudioError, match="more than 3 pictures"):
        precision_recall(features(3, 0), features(30, 1))
    assert np.isnan(precision_recall(features(30, 0), features(30, 1), should_stop=lambda: True)).all()

"""The Inception score by hand and against torch-fidelity."""

import numpy as np
import pytest
import torch
from torch_fidelity.metric_isc import isc_features_to_metric

from ganstudio.errors import StudioError
from ganstudio.metrics.inception_score import inception_score


@pytest.mark.parametrize("count", [10, 57, 400])
def test_equals_torch_fidelity(count: int) -> None:
    logits = torch.from_numpy(np.random.RandomState(0).randn(count, 30) * 3).float()
    theirs = isc_features_to_metric(logits)
    mine = inception_score(logits)
    assert mine[0] == pytest.approx(theirs["inception_score_mean"], rel=1e-10)
    assert mine[1] == pytest.approx(theirs["inception_score_std"], rel=1e-8, abs=1e-12)


def test_pictures_that_all_look_alike_score_one() -> None:
    assert inception_score(torch.ones(40, 7).cumsum(dim=1)) == pytest.approx((1, 0), abs=1e-12)


def test_certain_about_each_of_four_classes_scores_four() -> None:
    """In every split of 1,000 certain pictures classes come nearly equally often, so exp(log 4 - 0) = 4."""
    logits = 50.0 * torch.eye(4)[torch.arange(10_000) % 4]
    mean, deviation = inception_score(logits)
    assert mean == pytest.approx(4, abs=0.02)
    assert deviation < 0.02


def test_too_few_pictures() -> None:
    with pytest.raises(StudioError, match="at least 10 pictures"):
        inception_score(torch.zeros(9, 4))

"""Samples for scoring: the same however they are asked for."""

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from ganstudio.metrics.fakes import Fakes


class Painter(nn.Module):
    """Shows its latent and its label as a picture."""

    z_dim = 6

    def __init__(self) -> None:
        super().__init__()
        self.norm = nn.BatchNorm1d(6)

    def forward(self, z: Tensor, labels: Tensor | None) -> Tensor:
        assert not torch.is_grad_enabled()
        assert not self.training
        parts = [z] if labels is None else [z, labels]
        return torch.cat(parts, dim=1)[:, None, None]


def test_the_batch_does_not_matter() -> None:
    fakes = Fakes(Painter(), [1, 2, 1], seed=5)
    whole = fakes.generate(0, 12)
    assert torch.equal(
        torch.cat([fakes.generate(first, count) for first, count in ((0, 5), (5, 1), (6, 6))]), whole
    )
    assert torch.equal(fakes.generate(7, 2), whole[7:9])
    assert torch.equal(whole[:, 0, 0, 6:].argmax(dim=1), torch.from_numpy(fakes.asked(0, 12)))


def test_seeds_differ_and_global_random_numbers_do_not_matter() -> None:
    state = torch.get_rng_state()
    first = Fakes(Painter(), None, seed=1).generate(0, 4)
    np.random.seed(3)
    assert torch.equal(Fakes(Painter(), None, seed=1).generate(0, 4), first)
    assert not torch.equal(Fakes(Painter(), None, seed=2).generate(0, 4), first)
    assert torch.equal(torch.get_rng_state(), state)


def test_latents_are_standard_normal() -> None:
    z = Fakes(Painter(), None, seed=0).latents(0, 5000)
    assert z.shape == (5000, 6)
    assert np.abs(z.mean(axis=0)).max() < 0.05
    assert np.abs(np.cov(z, rowvar=False) - np.eye(6)).max() < 0.06


def test_labels_come_as_often_as_in_the_data() -> None:
    asked = Fakes(Painter(), [10, 0, 30], seed=0).asked(0, 4000)
    assert asked is not None
    assert np.bincount(asked, minlength=3) / 4000 == pytest.approx([0.25, 0, 0.75], abs=0.02)
    assert Fakes(Painter(), None).asked(0, 4) is None
    with pytest.raises(ValueError, match="at least one class"):
        Fakes(Painter(), [0, 0])


def test_the_generator_keeps_its_mode() -> None:
    painter = Painter().train()
    Fakes(painter, None).generate(0, 1)
    assert painter.training
    assert painter.norm.training

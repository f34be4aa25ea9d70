"""Penalties on D(x) = x'Ax/2 + b'x, whose slope is known: (A + A')x/2 + b."""

import pytest
import torch
from torch import Tensor

from ganstudio.objectives import (
    between,
    drift,
    unit_slope_penalty,
    zero_centred_difference,
    zero_centred_penalty,
)

PIXELS = 2 * 3 * 3


class Quadratic(torch.nn.Module):
    def __init__(self) -> None:
        super().__init__()
        draws = torch.Generator().manual_seed(11)
        self.a = torch.nn.Parameter(torch.randn(PIXELS, PIXELS, generator=draws, dtype=torch.float64) / 5)
        self.b = torch.nn.Parameter(torch.randn(PIXELS, generator=draws, dtype=torch.float64))

    def forward(self, images: Tensor) -> Tensor:
        x = images.flatten(1)
        return ((x @ self.a) * x).sum(1) / 2 + x @ self.b

    def slope(self, images: Tensor) -> Tensor:
        return images.flatten(1) @ (self.a + self.a.T) / 2 + self.b


@pytest.fixture
def critic() -> Quadratic:
    return Quadratic()


@pytest.fixture
def images() -> Tensor:
    return torch.randn(5, 2, 3, 3, generator=torch.Generator().manual_seed(2), dtype=torch.float64)


def same_with_gradients(one: Tensor, other: Tensor, critic: Quadratic) -> None:
    torch.testing.assert_close(one, other, rtol=0, atol=1e-10)
    parameters = list(critic.parameters())
    for slope, expected in zip(torch.autograd.grad(one, parameters), torch.autograd.grad(other, parameters)):
        torch.testing.assert_close(slope, expected, rtol=0, atol=1e-8)


def test_zero_centred_penalty(critic: Quadratic, images: Tensor) -> None:
    images.requires_grad_()
    expected = critic.slope(images.detach()).square().sum() / 5 / 2
    same_with_gradients(zero_centred_penalty(critic(images), images), expected, critic)


def test_unit_slope_penalty(critic: Quadratic, images: Tensor) -> None:
    images.requires_grad_()
    expected = (critic.slope(images.detach()).square().sum(1).sqrt() - 1).pow(2).sum() / 5
    same_with_gradients(unit_slope_penalty(critic(images), images), expected, critic)


def test_unit_slope_penalty_by_hand() -> None:
    """D(x) = 3 x1 + 4 x2 has slope 5 everywhere, so the penalty is (5 - 1)^2."""
    images = torch.zeros(2, 1, 1, 2, requires_grad=True)
    logits = images.flatten(1) @ torch.tensor([3.0, 4.0])
    assert unit_slope_penalty(logits, images).item() == pytest.approx(16)
    assert zero_centred_penalty(images.flatten(1) @ torch.tensor([3.0, 4.0]), images).item() == pytest.approx(
        12.5
    )


def test_difference_by_hand() -> None:
    still, moved = torch.tensor([1.0, 2.0]), torch.tensor([1.1, 1.8])
    assert zero_centred_difference(still, moved, 0.1).item() == pytest.approx((1 + 4) / 2 / 2)


def test_difference_is_the_penalty_in_expectation(critic: Quadratic, images: Tensor) -> None:
    """Mean over 20,000 directions, whose standard error is below 1 %, at a step where curvature does not matter."""
    noise = torch.randn(
        20_000, *images.shape, generator=torch.Generator().manual_seed(4), dtype=torch.float64
    )
    moved = critic((images + 1e-4 * noise).flatten(0, 1)).view(20_000, -1)
    exact = zero_centred_penalty(critic(images.requires_grad_()), images)
    estimate = zero_centred_difference(critic(images), moved, 1e-4)
    assert estimate.item() == pytest.approx(exact.item(), rel=0.02)


def test_difference_along_one_direction_is_the_slope_along_it(critic: Quadratic, images: Tensor) -> None:
    """On a quadratic the quotient is n . slope(x + step n / 2) exactly, with its gradients."""
    noise = torch.randn(images.shape, generator=torch.Generator().manual_seed(5), dtype=torch.float64)
    along = (critic.slope(images + 0.05 / 2 * noise) * noise.flatten(1)).sum(1)
    found = zero_centred_difference(critic(images), critic(images + 0.05 * noise), 0.05)
    same_with_gradients(found, along.square().mean() / 2, critic)


def test_between() -> None:
    real, fake = torch.ones(3, 1, 1, 1), torch.zeros(3, 1, 1, 1, requires_grad=True)
    share = torch.tensor([0.0, 0.25, 1.0]).view(3, 1, 1, 1)
    points = between(real, fake, share)
    assert points.flatten().tolist() == [0.0, 0.25, 1.0]  # share 0 is the fake, 1 the real picture
    assert points.is_leaf
    assert points.requires_grad


def test_drift() -> None:
    assert drift(torch.tensor([3.0, -1.0])).item() == 5.0

"""WGAN-GP: Algorithm 1 of Gulrajani et al. 2017, line by line."""

import pytest
import torch
from torch import Tensor

from ganstudio.errors import StudioError
from ganstudio.recipes.base import Batch, Draws, Pictures
from ganstudio.recipes.wgan_gp import WGANGP

CPU = torch.device("cpu")
SMALL = {"backbone": "dcgan", "width": 4, "d_width": 4, "z_dim": 6, "batch": 8}


class Doubled(Draws):
    """The same draws in float64."""

    def normal(self, *shape: int) -> Tensor:
        return super().normal(*shape).double()

    def uniform(self, *shape: int) -> Tensor:
        return super().uniform(*shape).double()


def make(**changes: object) -> WGANGP:
    torch.manual_seed(0)
    pictures = Pictures(16, 1)
    settings = WGANGP.resolve(WGANGP.settings_type().changed(SMALL | changes), pictures, CPU)
    made = WGANGP(settings, pictures).double()
    with torch.no_grad():
        for parameter in made.parameters():
            parameter.mul_(3)
    return made


def batch(count: int = 8) -> Batch:
    draws = torch.Generator().manual_seed(2)
    return {"image": torch.rand(count, 1, 16, 16, generator=draws, dtype=torch.float64) * 2 - 1}


@pytest.mark.parametrize("backbone", ["resnet", "dcgan"])
@pytest.mark.parametrize("norm", ["none", "layer"])
def test_critic_by_a_second_form(norm: str, backbone: str) -> None:
    made, real, draws = make(critic_norm=norm, backbone=backbone), batch()["image"], Doubled(5, 8)
    found = made.critic_losses(batch(), Doubled(5, 8))
    fake = made.generator(draws.normal(6)).detach()
    share = draws.uniform(1, 1, 1)
    mixed = share * real + (1 - share) * fake
    distance = made.discriminator(real).mean() - made.discriminator(fake).mean()
    assert found["wasserstein"].item() == pytest.approx(distance.item(), abs=1e-10)
    assert found["adversarial"].item() == pytest.approx(-distance.item(), abs=1e-10)
    slopes = torch.autograd.functional.jacobian(made.discriminator, mixed)  # [8, 8, 1, 16, 16]
    assert not slopes[0, 1].any()  # each picture is judged alone
    norms = slopes.diagonal(dim1=0, dim2=1).flatten(0, -2).square().sum(0).sqrt()
    assert found["penalty"].item() == pytest.approx(10 * (norms - 1).square().mean().item(), abs=1e-9)


def test_critic_gradients_by_differences() -> None:
    """The penalty's gradient needs second derivatives: compare with differences of the loss itself."""
    made = make()
    weight = made.discriminator.head.weight
    total = sum(made.critic_losses(batch(), Doubled(5, 8)).values())
    (slope,) = torch.autograd.grad(total, weight)
    for index in (0, 17, 100):
        ends = []
        for step in (1e-6, -1e-6):
            with torch.no_grad():
                weight[0, index] += step
            losses = made.critic_losses(batch(), Doubled(5, 8))
            ends.append((losses["adversarial"] + losses["penalty"]).item())
            with torch.no_grad():
                weight[0, index] -= step
        assert slope[0, index].item() == pytest.approx((ends[0] - ends[1]) / 2e-6, rel=1e-5, abs=1e-7)


def test_estimate_is_reported_and_not_trained() -> None:
    losses = make().critic_losses(batch(), Doubled(5, 8))
    assert not losses["wasserstein"].requires_grad
    assert losses["wasserstein"].item() == -losses["adversarial"].item() != 0


def test_drift() -> None:
    made = make(drift_weight=0.5)
    losses = made.critic_losses(batch(), Doubled(5, 8))
    expected = 0.5 * made.discriminator(batch()["image"]).square().mean()
    torch.testing.assert_close(losses["drift"], expected)


def test_generator() -> None:
    made = make()
    fake = made.generator(Doubled(5, 8).normal(6))
    losses = made.generator_losses(batch(), Doubled(5, 8))
    torch.testing.assert_close(losses["adversarial"], -made.discriminator(fake).mean())


@pytest.mark.parametrize("backbone", ["resnet", "dcgan"])
@pytest.mark.parametrize("norm", ["layer", "pixel", "instance", "none"])
def test_micro_batches_give_the_losses_of_the_whole(norm: str, backbone: str) -> None:
    made = make(generator_norm=norm, backbone=backbone)
    assert made.batch_statistics == ""
    whole = batch()["image"]
    for update in made.updates():
        together = update.losses({"image": whole}, Doubled(5, 8))
        few = update.losses({"image": whole[:2]}, Doubled(5, 8, 0, 2))
        rest = update.losses({"image": whole[2:]}, Doubled(5, 8, 2, 6))
        for name, loss in together.items():
            torch.testing.assert_close(loss, (2 * few[name] + 6 * rest[name]) / 8, rtol=0, atol=1e-10)


def test_batch_norm_says_why_processes_differ() -> None:
    assert "batch norm" in make(generator_norm="batch").batch_statistics


def test_no_batch_norm_in_the_critic() -> None:
    with pytest.raises(StudioError, match="critic_norm cannot be 'batch'"):
        make(critic_norm="batch")


def test_five_critic_steps() -> None:
    critic, generator = make().updates()
    assert (critic.trains, critic.repeats, critic.full_precision) == ("discriminator", 5, True)
    assert (generator.trains, generator.repeats) == ("generator", 1)
    assert make(critic_steps=2).updates()[0].repeats == 2


def test_paper_preset() -> None:
    """Gulrajani et al. 2017, appendix: Adam 0 and 0.9, lambda 10, five critic steps, batch 64, linear decay."""
    paper = WGANGP.presets["paper"]
    assert (paper.beta1, paper.beta2, paper.penalty_weight, paper.critic_steps, paper.batch) == (
        0,
        0.9,
        10,
        5,
        64,
    )
    assert paper.decay_end == paper.steps

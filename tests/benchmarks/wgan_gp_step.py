"""A step of WGAN-GP (five of the critic, one of the generator) at 32 px, batch 16, against the textbook's loop."""

import copy
from collections.abc import Iterator

from ganstudio.networks.resnet import ResNetCritic, ResNetGenerator
from ganstudio.recipes.base import Draws, Pictures
from ganstudio.recipes.wgan_gp import WGANGP
from tests.benchmarks.pairing import Row, measure_pairs, require_equal
from tests.benchmarks.peak import operations, peak_gflops
from tests.benchmarks.plain_wgan_gp import PlainTraining
from tests.benchmarks.training import Training, begin, in_float64, total

SIDE, BATCH = 32, 16


def both(width: int = 64) -> tuple[Training, PlainTraining]:
    ours = begin(WGANGP, Pictures(SIDE, 3), batch=BATCH, width=width, d_width=width)
    generator, critic = copy.deepcopy(ours.recipe.generator), copy.deepcopy(ours.recipe.discriminator)
    assert isinstance(generator, ResNetGenerator)
    assert isinstance(critic, ResNetCritic)
    settings = ours.recipe.settings
    return ours, PlainTraining(generator, critic, float(settings.generator_lr), settings.critic_steps)  # type: ignore[attr-defined]


def compare() -> None:
    """Gradients of the critic's and the generator's losses for the same numbers, in float64."""
    with in_float64():
        ours, plain = both(width=8)
        again = Draws(1, BATCH)
        total(ours.recipe.critic_losses(ours.batch, Draws(1, BATCH))).backward()  # type: ignore[operator]
        plain.critic_step(ours.batch["image"], again.normal(plain.generator.z_dim), again.uniform(1, 1, 1))
        _same_gradients(ours.recipe.discriminator, plain.critic)
        ours, plain = both(width=8)
        total(ours.recipe.generator_losses(ours.batch, Draws(1, BATCH))).backward()  # type: ignore[operator]
        plain.generator_step(Draws(1, BATCH).normal(plain.generator.z_dim))
        _same_gradients(ours.recipe.generator, plain.generator)


def _same_gradients(ours: object, plain: object) -> None:
    for (name, a), b in zip(ours.named_parameters(), plain.parameters()):  # type: ignore[attr-defined]
        assert a.grad is not None
        assert b.grad is not None
        require_equal(name, a.grad, b.grad, 1e-8)


def measure(quick: bool, slow: bool) -> Iterator[Row]:
    peak = peak_gflops()
    compare()
    ours, plain = both()
    times = measure_pairs(ours.step, lambda: plain.step(ours.batch["image"], 0.999), 2 if quick else 5)
    row = times.row(f"WGAN-GP step, {SIDE} px, batch {BATCH}", against="textbook loop")
    yield row.with_peak(operations(ours.step) / 1e9, peak)

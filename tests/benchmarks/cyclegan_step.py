"""A step of CycleGAN with identity, 128 px, 6 blocks, batch 1: the product's stepper against the usual loop."""

from collections.abc import Iterator
from typing import cast

import torch

from ganstudio.recipes.base import Draws, Pictures
from ganstudio.recipes.cyclegan import CycleGAN
from tests.benchmarks.pairing import Row, measure_pairs, require_equal
from tests.benchmarks.peak import operations, peak_gflops
from tests.benchmarks.plain_cyclegan import PlainCycleGAN
from tests.benchmarks.plain_translators import convolutions_and_norms
from tests.benchmarks.training import Training, begin, in_float64, total


def both(side: int, width: int, blocks: int, d_layers: int) -> tuple[Training, PlainCycleGAN]:
    ours = begin(
        CycleGAN,
        Pictures(side, 3, (), ("A", "B")),
        width=width,
        d_width=width,
        blocks=blocks,
        d_layers=d_layers,
    )
    recipe = cast(CycleGAN, ours.recipe)
    chosen = recipe.settings
    return ours, PlainCycleGAN(
        recipe, 3, width, blocks, width, d_layers, chosen.cycle, chosen.identity, chosen.pool, 2e-4
    )


def compare() -> None:
    """Gradients of both updates in float64; the pools are still filling, so both judge what was just made."""
    with in_float64():
        ours, plain = both(32, 8, 2, 1)
        recipe, batch = cast(CycleGAN, ours.recipe), ours.batch
        recipe.discriminator.requires_grad_(False)
        total(recipe.generator_losses(batch, Draws(1, 1))).backward()
        plain.translators_loss(batch["a"], batch["b"]).backward()
        for name, network in (("a2b", plain.a2b), ("b2a", plain.b2a)):
            same_gradients(recipe.generator.networks[name], network)
        recipe.discriminator.requires_grad_(True)
        losses = recipe.discriminator_losses(batch, Draws(1, 1))
        (losses["adversarial_a"] + losses["adversarial_b"]).backward()
        plain.adam_d.zero_grad()
        for name, judge, fake in (("a", plain.judge_a, plain.fake_a), ("b", plain.judge_b, plain.fake_b)):
            plain.judge_loss(judge, batch[name], fake).backward()
            same_gradients(recipe.discriminator[name], judge)  # type: ignore[index]


def same_gradients(ours: torch.nn.Module, plain: torch.nn.Module, side: int = 32) -> None:
    """Of all weights but the biases that a norm takes out again, whose gradients are rounding alone."""
    layers = zip(convolutions_and_norms(ours, side), convolutions_and_norms(plain, side), strict=True)
    for one, other in layers:
        assert one.weight.grad is not None
        require_equal(str(one), one.weight.grad, other.weight.grad, 1e-8)


def measure(quick: bool, slow: bool) -> Iterator[Row]:
    compare()
    peak = peak_gflops()
    ours, plain = both(128, 64, 6, 3)
    a, b = ours.batch["a"], ours.batch["b"]
    draws = Draws(1, 1)
    times = measure_pairs(
        ours.step,
        lambda: plain.step(a, b, lambda: (draws.uniform().tolist(), draws.integers(0, 50).tolist())),
        2 if quick else 5,
    )
    row = times.row("CycleGAN step, 128 px, 6 blocks, batch 1", against="usual loop", goal=1.2)
    yield row.with_peak(operations(ours.step) / 1e9, peak)

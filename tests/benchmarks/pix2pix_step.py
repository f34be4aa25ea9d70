"""A step of pix2pix at 256 and 128 px, batch 1: the product's stepper against the usual loop."""

from collections.abc import Iterator
from typing import cast

from ganstudio.recipes.base import Draws, Pictures
from ganstudio.recipes.pix2pix import Pix2Pix
from tests.benchmarks.cyclegan_step import same_gradients
from tests.benchmarks.pairing import Row, measure_pairs
from tests.benchmarks.peak import operations, peak_gflops
from tests.benchmarks.plain_pix2pix import PlainPix2Pix
from tests.benchmarks.training import Training, begin, in_float64, total


def both(side: int, width: int, d_layers: int, dropout: bool) -> tuple[Training, PlainPix2Pix]:
    ours = begin(
        Pix2Pix,
        Pictures(side, 3, (), ("A", "B")),
        width=width,
        d_width=width,
        d_layers=d_layers,
        dropout=dropout,
    )
    recipe = cast(Pix2Pix, ours.recipe)
    downs = int(recipe.settings.downs)
    return ours, PlainPix2Pix(recipe, 3, width, downs, dropout, width, d_layers, recipe.settings.l1, 2e-4)


def compare() -> None:
    """Gradients of both updates in float64, without dropout, whose masks are drawn in other ways."""
    with in_float64():
        ours, plain = both(32, 8, 1, dropout=False)
        recipe, batch = cast(Pix2Pix, ours.recipe), ours.batch
        recipe.discriminator.requires_grad_(False)
        total(recipe.generator_losses(batch, Draws(1, 1))).backward()
        plain.generator_loss(batch["a"], batch["b"]).backward()
        same_gradients(recipe.generator.networks["a2b"], plain.generator)
        recipe.discriminator.requires_grad_(True)
        recipe.discriminator_losses(batch, Draws(1, 1))["adversarial"].backward()
        plain.adam_d.zero_grad()
        plain.judge_loss(batch["a"], batch["b"]).backward()
        same_gradients(recipe.discriminator, plain.judge)


def measure(quick: bool, slow: bool) -> Iterator[Row]:
    compare()
    peak = peak_gflops()
    for side in (256, 128):
        ours, plain = both(side, 64, 3, dropout=True)
        a, b = ours.batch["a"], ours.batch["b"]
        times = measure_pairs(ours.step, lambda a=a, b=b, plain=plain: plain.step(a, b), 2 if quick else 7)  # type: ignore[misc]
        row = times.row(f"pix2pix step, {side} px, batch 1", against="usual loop", goal=1.4)
        yield row.with_peak(operations(ours.step) / 1e9, peak)

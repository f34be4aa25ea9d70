"""A step of DCGAN and of conditional GAN at 64 px, batch 16: the product's stepper against the textbook's loop."""

from collections.abc import Iterator
from functools import partial

import torch

from ganstudio.networks.dcgan import Discriminator, Generator
from ganstudio.recipes.base import Draws, Pictures, Recipe
from ganstudio.recipes.cgan import CGAN
from ganstudio.recipes.dcgan import DCGAN
from tests.benchmarks.pairing import Row, measure_pairs, require_equal
from tests.benchmarks.peak import operations, peak_gflops
from tests.benchmarks.plain_dcgan import PlainTraining
from tests.benchmarks.training import Training, begin, in_float64, total

SIDE, BATCH, CLASSES = 64, 16, 10


def both(recipe_type: type[Recipe], width: int = 64, norm: str = "batch") -> tuple[Training, PlainTraining]:
    names = tuple(map(str, range(CLASSES))) if recipe_type is CGAN else ()
    ours = begin(recipe_type, Pictures(SIDE, 3, names), batch=BATCH, width=width, d_width=width)
    generator, discriminator = ours.recipe.generator, ours.recipe.discriminator
    assert isinstance(generator, Generator)
    assert isinstance(discriminator, Discriminator)
    rate = float(ours.recipe.settings.generator_lr)
    return ours, PlainTraining(generator, discriminator, width, rate, 3)


def compare(recipe_type: type[Recipe]) -> None:
    """Gradients of both losses, for the same pictures, in float64."""
    with in_float64():
        ours, plain = both(recipe_type, width=8)
        labels, draws = ours.batch.get("label"), Draws(1, BATCH)
        z = Draws(1, BATCH).normal(plain.z_dim)
        losses = ours.recipe.discriminator_losses(ours.batch, draws)  # type: ignore[operator]
        total(losses).backward()
        plain.discriminator_step(ours.batch["image"], labels, plain.generator(z, labels))
        _same_gradients(ours.recipe.discriminator, plain.discriminator)
    with in_float64():
        ours, plain = both(recipe_type, width=8)
        total(ours.recipe.generator_losses(ours.batch, Draws(1, BATCH))).backward()  # type: ignore[operator]
        plain.generator_step(labels, plain.generator(z, labels))
        _same_gradients(ours.recipe.generator, plain.generator)


def _same_gradients(ours: torch.nn.Module, plain: torch.nn.Module) -> None:
    for (name, a), b in zip(ours.named_parameters(), plain.parameters()):
        assert a.grad is not None
        assert b.grad is not None
        grad = a.grad.t() if name == "project.weight" else a.grad
        require_equal(name, grad.reshape(b.shape), b.grad, 1e-8)


def measure(quick: bool, slow: bool) -> Iterator[Row]:
    """Ours makes fresh pictures for the generator's update, as algorithm 1 of the GAN paper does. The usual loop
    saves that forward pass and shows both networks the same ones, so DCGAN is also compared with a loop that does not.
    """
    peak = peak_gflops()
    for recipe_type, fresh, goal in ((DCGAN, False, 1.2), (DCGAN, True, None), (CGAN, False, None)):
        compare(recipe_type)
        ours, plain = both(recipe_type)
        images, labels = ours.batch["image"], ours.batch.get("label")
        textbook = partial(plain.step, images, labels, 0.999, fresh)
        times = measure_pairs(ours.step, textbook, 3 if quick else 9)
        against = f"textbook loop{', fresh fakes' if fresh else ''}"
        row = times.row(f"{recipe_type.card.title} step, 64 px, batch {BATCH}", against=against, goal=goal)
        yield row.with_peak(operations(ours.step) / 1e9, peak)

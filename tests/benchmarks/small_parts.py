"""The optimiser's step and the averaged generator, on the parameters of StyleGAN2 at 64 px."""

import copy
from collections.abc import Iterator

import torch
from torch import nn

from ganstudio.recipes.base import Pictures
from ganstudio.recipes.stylegan2 import StyleGAN2
from ganstudio.training.averaging import follow_
from tests.benchmarks.pairing import Row, measure_pairs, require_equal
from tests.benchmarks.training import begin


def plain_follow_(average: nn.Module, network: nn.Module, factor: float) -> None:
    """One parameter after the other."""
    with torch.no_grad():
        for mean, new in zip(average.parameters(), network.parameters()):
            mean.mul_(factor).add_(new, alpha=1 - factor)
        for mean, new in zip(average.buffers(), network.buffers()):
            mean.copy_(new)


def measure(quick: bool, slow: bool) -> Iterator[Row]:
    pairs = 3 if quick else 15
    yield _averaging(pairs)
    yield _optimizer(pairs)


def _averaging(pairs: int) -> Row:
    network = begin(StyleGAN2, Pictures(64, 3), channel_base=4096, batch=4).recipe.generator
    ours, other = (copy.deepcopy(network) for _ in range(2))
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.add_(torch.randn_like(parameter))
    follow_(ours, network, 0.9)
    plain_follow_(other, network, 0.9)
    for a, b in zip(ours.parameters(), other.parameters()):
        require_equal("average", a, b, 1e-5)
    times = measure_pairs(
        lambda: follow_(ours, network, 0.999), lambda: plain_follow_(other, network, 0.999), pairs
    )
    return times.row("Averaging StyleGAN2's generator", against="loop over parameters")


def _optimizer(pairs: int) -> Row:
    recipe = begin(StyleGAN2, Pictures(64, 3), channel_base=4096, batch=4).recipe
    plain = copy.deepcopy(recipe.generator)
    ours = recipe.optimizers()["generator"]
    group = ours.param_groups[0]
    other = torch.optim.Adam(
        plain.parameters(), lr=group["lr"], betas=group["betas"], eps=group["eps"], foreach=False
    )
    for a, b in zip(recipe.generator.parameters(), plain.parameters()):
        a.grad = torch.randn_like(a)
        b.grad = a.grad.clone()
    ours.step()
    other.step()
    for a, b in zip(recipe.generator.parameters(), plain.parameters()):
        require_equal("Adam", a, b, 1e-5)
    return measure_pairs(ours.step, other.step, pairs).row(
        "Adam on StyleGAN2's generator", against="torch's default"
    )

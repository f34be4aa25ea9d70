"""Dropout whose masks belong to the pictures: the same after a resume and in micro-batches of any size."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import torch
from torch import Tensor, nn

KEPT = 0.5  # share of the features that stay (Isola et al. 2017, appendix 6.1.1)


class SeededDropout(nn.Module):
    """x [N, C, H, W] -> half of it, doubled, while it trains; else x itself, unless who translates covers it.

    `seeds` [N] are one whole number for each picture; without them masks come from torch's own numbers.
    """

    def __init__(self) -> None:
        super().__init__()
        self.seeds: Sequence[int] | None = None

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return x
        if self.seeds is None:
            return nn.functional.dropout(x, 1 - KEPT)
        if len(self.seeds) != len(x):
            raise ValueError(f"{len(self.seeds)} seeds of dropout for {len(x)} pictures")
        source = torch.Generator(x.device)
        masks = torch.empty_like(x)
        for mask, seed in zip(masks, self.seeds):
            mask.bernoulli_(KEPT, generator=source.manual_seed(seed))
        return x * masks.div_(KEPT)


@contextmanager
def dropping(network: nn.Module, seeds: Sequence[int] | None) -> Iterator[None]:
    """Gives every dropout of a network masks that follow from `seeds`, another for each layer."""
    layers = [module for module in network.modules() if isinstance(module, SeededDropout)]
    for index, layer in enumerate(layers):
        layer.seeds = None if seeds is None else [(seed * 1009 + index) % 2**63 for seed in seeds]
    try:
        yield
    finally:
        for layer in layers:
            layer.seeds = None

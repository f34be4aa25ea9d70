"""Normalisation that depends on the picture, held fast so that every tile of a picture is treated alike.

Instance norm (Ulyanov et al. 2016) takes mean and variance from the picture it is given; a tile would get those of its
own. Here they are taken once, over pieces that are spread over the whole picture, and every tile is normalised by them.
A network without dependence on the whole is local again. Networks know nothing of it: their layers' `forward` is
covered for a while, for one model in one thread.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn.functional import batch_norm

NormLayer = nn.InstanceNorm2d | nn.BatchNorm2d


class Moments(NamedTuple):
    """Mean and variance of each channel, [C] each."""

    mean: Tensor
    variance: Tensor


Statistics = dict[str, Moments]


@contextmanager
def covered(forwards: dict[nn.Module, Callable[[Tensor], Tensor]]) -> Iterator[None]:
    """Layers that compute something else as long as the block lasts."""
    try:
        for layer, forward in forwards.items():
            layer.forward = forward
        yield
    finally:
        for layer in forwards:
            layer.__dict__.pop("forward", None)


def picture_norms(network: nn.Module, own_statistics: bool) -> dict[str, NormLayer]:
    """The layers that take their statistics from the picture: instance norm, and batch norm where it is asked for."""
    return {
        name: layer
        for name, layer in network.named_modules()
        if (isinstance(layer, nn.InstanceNorm2d) and not layer.track_running_stats)
        or (isinstance(layer, nn.BatchNorm2d) and own_statistics)
    }


def from_each_picture(layers: dict[str, NormLayer]) -> dict[nn.Module, Callable[[Tensor], Tensor]]:
    """Each picture of a batch is normalised by itself, batch norm too; no layer's own numbers change."""

    def forward(layer: NormLayer) -> Callable[[Tensor], Tensor]:
        def normalised(x: Tensor) -> Tensor:
            variance, mean = torch.var_mean(x, dim=(-2, -1), correction=0, keepdim=True)
            y = (x - mean).mul_((variance + layer.eps).rsqrt())
            if layer.weight is None:
                return y
            return y.mul_(layer.weight[:, None, None]).add_(layer.bias[:, None, None])

        return normalised

    return {layer: forward(layer) for layer in layers.values() if isinstance(layer, nn.BatchNorm2d)}


def measuring(layers: dict[str, NormLayer], found: Statistics) -> dict[nn.Module, Callable[[Tensor], Tensor]]:
    """A batch [N, C, H, W] of pieces of one picture is normalised by what they have in common, put in `found`."""

    def forward(name: str, layer: NormLayer) -> Callable[[Tensor], Tensor]:
        def measured(x: Tensor) -> Tensor:
            variance, mean = torch.var_mean(x, dim=(0, 2, 3), correction=0)
            found[name] = Moments(mean, variance)
            return _by(found[name], layer, x)

        return measured

    return {layer: forward(name, layer) for name, layer in layers.items()}


def held_fast(layers: dict[str, NormLayer], found: Statistics) -> dict[nn.Module, Callable[[Tensor], Tensor]]:
    """Whatever comes is normalised by `found`."""

    def forward(moments: Moments, layer: NormLayer) -> Callable[[Tensor], Tensor]:
        return lambda x: _by(moments, layer, x)

    return {layer: forward(found[name], layer) for name, layer in layers.items()}


def _by(moments: Moments, layer: NormLayer, x: Tensor) -> Tensor:
    return batch_norm(x, moments.mean, moments.variance, layer.weight, layer.bias, False, 0.0, layer.eps)

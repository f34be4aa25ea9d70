"""Dropout that is left on (Isola et al. 2017, section 2.1), the same wherever a tile begins.

Whether a feature is dropped follows from its layer, its channel and its place in the whole picture, so that the same
picture always gives the same result and neighbouring tiles agree where they meet.
"""

from collections.abc import Callable

import torch
from torch import Tensor, nn

from ganstudio.networks.dropout import KEPT, SeededDropout


class Place:
    """Where the piece that is being computed lies in the picture: rows and columns in pixels, and its size."""

    def __init__(self) -> None:
        self.top = self.left = 0
        self.height = self.width = 1


def dropping(network: nn.Module, place: Place) -> dict[nn.Module, Callable[[Tensor], Tensor]]:
    """What dropout layers compute in place of nothing."""
    layers = [layer for layer in network.modules() if isinstance(layer, nn.Dropout | SeededDropout)]

    def forward(number: int, lost: float) -> Callable[[Tensor], Tensor]:
        def dropped(x: Tensor) -> Tensor:
            return x * _kept(x, number, lost, place) / (1 - lost) if 0 < lost < 1 else x

        return dropped

    return {
        layer: forward(number, layer.p if isinstance(layer, nn.Dropout) else 1 - KEPT)
        for number, layer in enumerate(layers, 1)
    }


def _kept(x: Tensor, number: int, p: float, place: Place) -> Tensor:
    """A mask [C, H, W] of features [N, C, H, W]: a hash of layer, channel, row and column."""
    channels, height, width = x.shape[1:]
    top, left = place.top * height // place.height, place.left * width // place.width
    channel = torch.arange(channels, device=x.device)[:, None, None]
    row = torch.arange(top, top + height, device=x.device)[:, None]
    column = torch.arange(left, left + width, device=x.device)
    mixed = _mix(_mix(_mix(channel + 1_000_003 * number) ^ row) ^ column)
    return mixed >= int(p * 2**31)


def _mix(number: Tensor) -> Tensor:
    """31 bits that hang together with those of `number` in no simple way: rounds of multiply and shift."""
    for factor in (0x45D9F3B, 0x2C1B3C6D):
        number = ((number ^ (number >> 16)) * factor) & 0x7FFFFFFF
    return number ^ (number >> 15)

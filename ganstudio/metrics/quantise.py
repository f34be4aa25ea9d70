"""Pictures as they would be saved: metrics judge bytes, never the numbers behind them."""

import torch
from torch import Tensor

from ganstudio.errors import StudioError


@torch.no_grad()
def to_bytes(images: Tensor) -> Tensor:
    """images [N, C, H, W] in [-1, 1] -> uint8, trunc(clamp(127.5 x + 128)).

    Raises StudioError where one is not finite.
    """
    if not bool(torch.isfinite(images).all()):
        raise StudioError(
            "The generator makes pictures that are not finite numbers; go back to an earlier checkpoint."
        )
    return (images.float() * 127.5 + 128).clamp(0, 255).to(torch.uint8)


def to_colour(pictures: Tensor) -> Tensor:
    """Grey pictures [N, 1, H, W] repeated to three channels; colour as it is."""
    return pictures.expand(-1, 3, -1, -1) if pictures.shape[1] == 1 else pictures[:, :3]

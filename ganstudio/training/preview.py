"""What previews show: of a generator of pictures, the same fixed latents every time."""

from typing import Protocol

import numpy as np
import torch
from PIL import Image
from torch import nn

from ganstudio.latents.grid import tile, to_uint8
from ganstudio.recipes.base import Pictures
from ganstudio.training.stopping import StopAsked, never

ROWS = 6


class Painter(Protocol):
    """Draws the same subject with whatever generator it is given."""

    columns: int
    labels: tuple[int, ...]  # class of each tile; empty without classes
    rows: tuple[str, ...]  # what each row shows; empty where all show the same

    def paint(self, generator: nn.Module, should_stop: StopAsked = never) -> np.ndarray | None:
        """Tiles [N, H, W, C] uint8, row by row; None if it was stopped."""
        ...


class LatentPainter:
    """The pictures of seeds 0, 1, 2, ..."""

    rows: tuple[str, ...] = ()

    def __init__(self, pictures: Pictures, device: torch.device) -> None:
        self._pictures, self._device = pictures, device
        self.columns, self.labels = preview_layout(pictures)

    def paint(self, generator: nn.Module, should_stop: StopAsked = never) -> np.ndarray | None:
        return preview_pictures(generator, self._pictures, self._device, should_stop)


def preview_layout(pictures: Pictures) -> tuple[int, tuple[int, ...]]:
    """(columns, class of each tile). Up to 12 classes get a column each; otherwise classes cycle over 12 columns."""
    classes = pictures.num_classes
    columns = classes if 0 < classes <= 12 else 12
    return columns, tuple(index % classes for index in range(columns * ROWS)) if classes else ()


@torch.no_grad()
def preview_pictures(
    generator: nn.Module, pictures: Pictures, device: torch.device, should_stop: StopAsked = never
) -> np.ndarray | None:
    """Tile i is the picture of seed i, as `Model.latents` counts seeds. Returns [N, H, W, C] uint8; None if it was
    stopped between two rows."""
    columns, labels = preview_layout(pictures)
    count = columns * ROWS
    z_dim = int(generator.z_dim)  # type: ignore[arg-type]
    z = np.stack([np.random.RandomState(seed).randn(z_dim) for seed in range(count)]).astype(np.float32)
    latents = torch.from_numpy(z).to(device)
    onehot = torch.eye(pictures.num_classes, device=device)[list(labels)] if labels else None
    rows = []
    for first in range(0, count, columns):  # a row at a time keeps memory small
        if should_stop():
            return None
        some = slice(first, first + columns)
        rows.append(to_uint8(generator(latents[some], None if onehot is None else onehot[some])))
    return np.concatenate(rows)


def preview_image(tiles: np.ndarray, columns: int) -> Image.Image:
    """Tiles butt together in one picture."""
    sheet = tile(tiles, columns)
    return Image.fromarray(sheet[..., 0] if sheet.shape[-1] == 1 else sheet)

"""Previews of an image-to-image run: the same held-out pictures every time, there and back or beside the truth."""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor, nn

from ganstudio.data.domain_batches import as_floats
from ganstudio.data.domains import Domains
from ganstudio.data.side_pictures import SidePictures, held_out, known_pairs, spread
from ganstudio.latents.grid import to_uint8
from ganstudio.networks.translators import Direction, Translators, translates
from ganstudio.recipes.base import Pictures
from ganstudio.training.preview_rows import BLOCKS, COLUMNS, preview_rows
from ganstudio.training.stopping import StopAsked, never

PIXELS_AT_ONCE = {"cpu": 1 << 16}  # a row of 64 px; what a translator of the paper's width makes in a second
PIXELS_ON_GPU = 1 << 21


class TranslationPainter:
    """Both directions: pictures of A, as B, and back; pictures of B, as A, and back. A single direction is learnt from
    pairs: twice pictures, what is made of them, and the truth."""

    labels: tuple[int, ...] = ()

    def __init__(
        self, domains: Domains, pictures: Pictures, directions: Sequence[Direction], device: torch.device
    ) -> None:
        self._pictures, self._directions, self._device = pictures, tuple(directions), device
        self._paired = len(directions) == 1
        self.rows = preview_rows(pictures.domains, directions, self._paired)
        numbers = _of_pairs(domains) if self._paired else _of_sides(domains)
        self.columns = len(numbers[0]) // (BLOCKS if self._paired else 1)
        sides = zip((domains.a, domains.b), numbers)
        self._sides = {
            name: SidePictures(side, chosen, pictures.resolution) for name, (side, chosen) in zip("ab", sides)
        }

    @torch.no_grad()
    def paint(self, generator: nn.Module, should_stop: StopAsked = never) -> np.ndarray | None:
        """Tiles [rows * columns, H, W, C] uint8; None if it was stopped between two groups of pictures."""
        assert translates(generator)
        rows: list[np.ndarray] = []
        for direction in self._directions:
            painted = self._translated(generator, direction, should_stop)
            if painted is None:
                return None
            rows += painted
        return np.concatenate(rows)

    def _translated(
        self, generator: Translators, direction: Direction, should_stop: StopAsked
    ) -> list[np.ndarray] | None:
        """The rows of one direction, from the top."""
        back: Direction = "b2a" if direction == "a2b" else "a2b"
        source, groups = self._sides[direction[0]], []
        for first in range(0, len(source), self._at_once()):
            if should_stop():
                return None
            images = self._read(direction[0], first)
            made = generator(images, direction)
            last = self._read(direction[-1], first) if self._paired else generator(made, back)
            groups.append([to_uint8(each) for each in (images, made, last)])
        kinds = [np.concatenate(parts) for parts in zip(*groups)]
        return [
            kind[start : start + self.columns]
            for start in range(0, len(source), self.columns)
            for kind in kinds
        ]

    def _read(self, side: str, first: int) -> Tensor:
        """float32 [n, C, H, W] in [-1, 1]."""
        images = self._sides[side].read(first, self._at_once())
        return as_floats(images.numpy(), self._pictures.channels, self._device)

    def _at_once(self) -> int:
        pixels = PIXELS_AT_ONCE.get(self._device.type, PIXELS_ON_GPU)
        return max(1, pixels // self._pictures.resolution**2)


def _of_sides(domains: Domains) -> tuple[np.ndarray, np.ndarray]:
    """COLUMNS pictures of each side, or as many as the smaller one holds out."""
    a, b = held_out(domains)
    columns = min(COLUMNS, len(a), len(b))
    return spread(a, columns), spread(b, columns)


def _of_pairs(domains: Domains) -> tuple[np.ndarray, np.ndarray]:
    """BLOCKS times COLUMNS pairs, or about as many as there are."""
    pairs = known_pairs(domains)
    columns = min(COLUMNS, -(-len(pairs) // BLOCKS))
    chosen = spread(pairs, BLOCKS * columns)
    return chosen[:, 0], chosen[:, 1]

"""Previews of an image-to-image run: the same held-out pictures there and back, every time."""

import numpy as np
import torch
from torch import Tensor, nn

from ganstudio.data.dataset import Dataset
from ganstudio.data.domain_batches import as_floats
from ganstudio.data.domains import Domains
from ganstudio.latents.grid import to_uint8
from ganstudio.networks.translators import translates
from ganstudio.recipes.base import Pictures
from ganstudio.training.stopping import StopAsked, never

COLUMNS = 12


class TranslationPainter:
    """Six rows: pictures of A, as B, and back; pictures of B, as A, and back."""

    labels: tuple[int, ...] = ()

    def __init__(self, domains: Domains, pictures: Pictures, device: torch.device) -> None:
        self.columns = COLUMNS
        a, b = domains.titles
        self.rows: tuple[str, ...] = (a, f"as {b}", "and back", b, f"as {a}", "and back")
        self._a = _chosen(domains.a, domains.test_a, pictures, device)
        self._b = _chosen(domains.b, domains.test_b, pictures, device)

    @torch.no_grad()
    def paint(self, generator: nn.Module, should_stop: StopAsked = never) -> np.ndarray | None:
        assert translates(generator)
        rows: list[Tensor] = []
        for images, there, back in ((self._a, "a2b", "b2a"), (self._b, "b2a", "a2b")):
            if should_stop():
                return None
            made = generator(images, there)
            rows += [images, made, generator(made, back)]
        return np.concatenate([to_uint8(row) for row in rows])


def _chosen(dataset: Dataset, indices: np.ndarray, pictures: Pictures, device: torch.device) -> Tensor:
    """COLUMNS pictures [COLUMNS, C, R, R] spread over `indices`, cut from the middle."""
    spread = indices[np.linspace(0, len(indices) - 1, COLUMNS).round().astype(int)]
    start = (dataset.resolution - pictures.resolution) // 2
    part = slice(start, start + pictures.resolution)
    return as_floats(np.asarray(dataset.images[spread])[:, :, part, part], pictures.channels, device)

"""Latents drawn for statistics of a model's latent space: the same ones every time, a batch at a time."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

from ganstudio.latents.point import ClassShare

if TYPE_CHECKING:
    from ganstudio.latents.model import Model

BATCH = 500


def draw_z(
    model: "Model", count: int, classes: Sequence[ClassShare] = (), seed: int = 0
) -> Iterator[tuple[Tensor, Tensor | None]]:
    """z [n, z_dim] and class weights [n, classes] in batches; without `classes` each class takes its turn."""
    source = np.random.RandomState(seed)
    for first in range(0, count, BATCH):
        size = min(BATCH, count - first)
        z = torch.from_numpy(source.randn(size, model.z_dim).astype(np.float32)).to(model.device)
        yield z, _weights(model, first, size, classes)


@torch.no_grad()
def styles_of(model: "Model", z: Tensor, weights: Tensor | None) -> Tensor:
    """w [N, w_dim], before truncation."""
    return model.styles.map(z, weights, psi=1)[:, 0]


def sample_styles(
    model: "Model", count: int, classes: Sequence[ClassShare] = (), seed: int = 0,
    should_stop: Callable[[], bool] = lambda: False,
) -> np.ndarray:  # fmt: skip
    """w [N, w_dim] in float64; fewer than `count` once it should stop."""
    parts = [np.zeros((0, model.w_dim or 0))]
    for z, weights in draw_z(model, count, classes, seed):
        if should_stop():
            break
        parts.append(styles_of(model, z, weights).double().cpu().numpy())
    return np.concatenate(parts)


def _weights(model: "Model", first: int, size: int, classes: Sequence[ClassShare]) -> Tensor | None:
    if not model.num_classes:
        return None
    if classes:
        weights = model.mapper.weights(tuple(classes))
        assert weights is not None
        return weights.expand(size, -1)
    numbers = (torch.arange(size) + first) % model.num_classes
    return torch.nn.functional.one_hot(numbers, model.num_classes).float().to(model.device)


@dataclass
class Moments:
    """Mean [D] and covariance [D, D] of vectors that stream by, in float64 (Chan et al. 1983): memory stays flat."""

    size: int
    count: int = 0
    mean: np.ndarray = field(init=False)
    scatter: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        self.mean = np.zeros(self.size)
        self.scatter = np.zeros((self.size, self.size))

    def add(self, vectors: np.ndarray) -> None:
        """vectors [N, D]."""
        vectors = vectors.astype(np.float64)
        mean = vectors.mean(axis=0)
        centred, shift = vectors - mean, mean - self.mean
        total = self.count + len(vectors)
        self.scatter += centred.T @ centred + np.outer(shift, shift) * (self.count * len(vectors) / total)
        self.mean += shift * (len(vectors) / total)
        self.count = total

    def covariance(self) -> np.ndarray:
        """[D, D], divided by N - 1."""
        return self.scatter / max(self.count - 1, 1)

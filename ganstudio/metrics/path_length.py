"""Perceptual path length (Karras et al. 2019, section 4.1; Karras et al. 2020, section 3): how smoothly pictures change
with their latents. Lower is smoother.

Values compare only where distance, space and sampling are equal: `protocol` names them.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import torch
from torch import Tensor, nn

from ganstudio.metrics.extractors import Extractor, exact
from ganstudio.metrics.fakes import Fakes
from ganstudio.metrics.quantise import to_colour

EPSILON = 1e-4
TRIM = 1.0  # percent of the distances that are left out at either end
Distance = Callable[[Tensor, Tensor], Tensor]
"""(images a, images b), each [N, C, H, W], nominally in [-1, 1], never quantised -> squared distances [N]"""


@dataclass(frozen=True)
class PathLength:
    """How far a measurement is; `value` comes with the last one."""

    done: int
    total: int
    value: float | None = None
    protocol: str = ""


@dataclass(frozen=True, eq=False)
class Walks:
    """Pairs of pictures a step of `epsilon` apart on ways between random latents, both of one class, same noise.

    In w the way is straight; in z it is spherical. It is measured at its "end" (its beginning, so that only latents
    of the training are looked at) or at random places of the "full" way.
    """

    generator: nn.Module
    class_shares: Sequence[float] | None = None
    space: Literal["w", "z"] = "w"
    sampling: Literal["end", "full"] = "end"
    device: torch.device | str = "cpu"
    seed: int = 0

    @torch.no_grad()
    def pair(self, first: int, count: int, epsilon: float = EPSILON) -> tuple[Tensor, Tensor]:
        """Images [count, C, H, W] float32 of the walks `first` to `first + count`: here, and a step further."""
        fakes = Fakes(self.generator, self.class_shares, self.device, self.seed)
        z = fakes.latents(2 * first, 2 * count).astype(np.float64)
        t = self._places(first, count)
        labels = self._labels(fakes, first, count)
        if self.space == "z":
            near, far = (self._tensor(slerp(z[0::2], z[1::2], place)) for place in (t, t + epsilon))
            return self._made(near, labels), self._made(far, labels)
        w = [self._map(self._tensor(part), labels).double() for part in (z[0::2], z[1::2])]
        places = [torch.from_numpy(place)[:, :, None].to(w[0]) for place in (t, t + epsilon)]
        near, far = (torch.lerp(w[0], w[1], place).float() for place in places)
        return self.generator.synthesis(near, "const"), self.generator.synthesis(far, "const")  # type: ignore[operator]

    def _places(self, first: int, count: int) -> np.ndarray:
        """[count, 1]: where on each way, in [0, 1)."""
        if self.sampling == "end":
            return np.zeros((count, 1))
        draws = [
            np.random.Generator(np.random.PCG64([self.seed, n, 2])).random()
            for n in range(first, first + count)
        ]
        return np.array(draws)[:, None]

    def _labels(self, fakes: Fakes, first: int, count: int) -> Tensor | None:
        numbers = fakes.asked(first, count)
        if numbers is None or self.class_shares is None:
            return None
        return torch.eye(len(self.class_shares))[torch.from_numpy(numbers)].to(self.device)

    def _tensor(self, array: np.ndarray) -> Tensor:
        return torch.from_numpy(array.astype(np.float32)).to(self.device)

    def _map(self, z: Tensor, labels: Tensor | None) -> Tensor:
        return self.generator.map(z, labels, psi=1)  # type: ignore[operator]

    def _made(self, z: Tensor, labels: Tensor | None) -> Tensor:
        if hasattr(self.generator, "synthesis"):
            return self.generator.synthesis(self._map(z, labels), "const")  # type: ignore[operator]
        return self.generator(z, labels)


def slerp(a: np.ndarray, b: np.ndarray, t: np.ndarray) -> np.ndarray:
    """Rows of a and b [N, D] at t [N, 1] over the sphere; lengths go linearly. float64."""
    lengths = [np.linalg.norm(rows, axis=1, keepdims=True) for rows in (a, b)]
    start, end = a / lengths[0], b / lengths[1]
    cosine = (start * end).sum(axis=1, keepdims=True)
    across = end - cosine * start
    across /= np.maximum(np.linalg.norm(across, axis=1, keepdims=True), 1e-12)
    angle = t * np.arccos(np.clip(cosine, -1, 1))
    return (start * np.cos(angle) + across * np.sin(angle)) * ((1 - t) * lengths[0] + t * lengths[1])


def path_length(
    walks: Walks, distance: Distance, samples: int = 1000, batch: int = 16, epsilon: float = EPSILON,
    should_stop: Callable[[], bool] = lambda: False, name: str = "",
) -> Iterator[PathLength]:  # fmt: skip
    """Measures, telling how far it is; the last has the value unless it was stopped. `name` is the distance's."""
    found: list[Tensor] = []
    for first in range(0, samples, batch):
        if should_stop():
            return
        yield PathLength(first, samples)
        near, far = walks.pair(first, min(batch, samples - first), epsilon)
        found.append(distance(near.float(), far.float()).detach().double().cpu() / epsilon**2)
    value = trimmed_mean(torch.cat(found).numpy())
    protocol = f"PPL[{name or 'distance'}|{walks.space}-{walks.sampling}|eps={epsilon:g}|n={samples}]"
    yield PathLength(samples, samples, value, protocol)


def trimmed_mean(distances: np.ndarray) -> float:
    """The mean of what lies between the 1st and the 99th percentile, both included."""
    low = np.percentile(distances, TRIM, method="lower")
    high = np.percentile(distances, 100 - TRIM, method="higher")
    return float(distances[(distances >= low) & (distances <= high)].mean())


def feature_distance(extractor: Extractor) -> Distance:
    """The squared distance of an extractor's features, for pictures that are not rounded to bytes.

    Rounding would add jumps of a grey level, which at a step of 1e-4 are far larger than what is measured.
    """

    @torch.no_grad()
    def features(images: Tensor) -> Tensor:
        pictures = to_colour(images.to(extractor.device)) * 127.5 + 127.5
        with exact(extractor.device):
            return extractor.network(extractor.prepare(pictures))[0]

    return lambda a, b: (features(a) - features(b)).square().sum(dim=1)

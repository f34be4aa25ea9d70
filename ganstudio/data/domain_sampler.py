"""Which pictures of two sides a batch holds, as a pure function of (seed, index)."""

from dataclasses import dataclass

import numpy as np

from ganstudio.data.domains import Domains
from ganstudio.data.sampler import Sampler

_SIDE_B, _PLACES_A, _PLACES_B = range(101, 104)


@dataclass(frozen=True, eq=False)
class Drawn:
    """Of each side: indices int64 [batch], which to mirror bool [batch], and where to cut, float64 [batch, 2] in [0, 1)
    as shares of the margin (down, right)."""

    a: np.ndarray
    b: np.ndarray
    flips_a: np.ndarray
    flips_b: np.ndarray
    places_a: np.ndarray
    places_b: np.ndarray


class DomainSampler:
    """Sides are shuffled apart from each other; pairs stay together, cut and mirrored alike."""

    def __init__(self, domains: Domains, batch: int, seed: int, mirror: bool, paired: bool) -> None:
        self._domains, self._batch, self._seed, self._paired = domains, batch, seed & (2**64 - 1), paired
        first = domains.train_pairs if paired else domains.train_a
        self._a = Sampler(np.zeros(len(first), np.int64), batch, seed, mirror=mirror)
        other = int(np.random.SeedSequence([self._seed, _SIDE_B]).generate_state(1, np.uint64)[0])
        self._b = Sampler(np.zeros(len(domains.train_b), np.int64), batch, other, mirror=mirror)

    def batch_at(self, index: int) -> Drawn:
        """Batch number `index`."""
        chosen, flips = self._a.batch_at(index)
        places = self._places(_PLACES_A, index)
        if self._paired:
            pairs = self._domains.train_pairs[chosen]
            return Drawn(pairs[:, 0], pairs[:, 1], flips, flips, places, places)
        others, other_flips = self._b.batch_at(index)
        return Drawn(
            self._domains.train_a[chosen], self._domains.train_b[others], flips, other_flips, places,
            self._places(_PLACES_B, index),
        )  # fmt: skip

    def _places(self, kind: int, index: int) -> np.ndarray:
        source = np.random.Generator(np.random.PCG64(np.random.SeedSequence([self._seed, kind, index])))
        return source.random((self._batch, 2))

"""Which pictures a batch holds, as a pure function of (seed, index): a resumed run sees what it would have seen."""

from functools import lru_cache
from typing import Literal

import numpy as np

_SHUFFLE, _CLASS_ORDER, _CLASS_SHUFFLE, _FLIP = range(4)


class Sampler:
    """Draws batches of indices.

    "data": every picture once in an epoch, each epoch in a new order; a batch may span two. "balanced": every class
    equally often, to within one picture at any time, and the pictures of a class in shuffled rounds.
    """

    def __init__(
        self, labels: np.ndarray, batch: int, seed: int,
        class_weighting: Literal["data", "balanced"] = "data", mirror: bool = False,
    ) -> None:  # fmt: skip
        self._batch, self._seed, self._mirror = batch, seed & (2**64 - 1), mirror
        self._count = len(labels)
        self._members = _members(labels) if class_weighting == "balanced" else []
        self._order = lru_cache(maxsize=max(2, 2 * len(self._members)))(self._permutation)

    def batch_at(self, index: int) -> tuple[np.ndarray, np.ndarray]:
        """Batch number `index`: picture indices int64 [batch] and which of them to mirror, bool [batch]."""
        first = index * self._batch
        if len(self._members) > 1:
            indices = np.array([self._balanced(first + offset) for offset in range(self._batch)], np.int64)
        else:
            indices = self._shuffled(first)
        flips = np.zeros(self._batch, bool)
        if self._mirror:
            flips = self._random(_FLIP, index).integers(0, 2, self._batch).astype(bool)
        return indices, flips

    def _shuffled(self, first: int) -> np.ndarray:
        """Positions [first, first + batch) of the endless row of shuffled epochs."""
        parts, position, end = [], first, first + self._batch
        while position < end:
            epoch, start = divmod(position, self._count)
            stop = min(self._count, start + end - position)
            parts.append(self._order(_SHUFFLE, epoch, 0, self._count)[start:stop])
            position += stop - start
        return np.concatenate(parts)

    def _balanced(self, position: int) -> int:
        """Rounds in which every class comes once, in an order of its own."""
        classes = len(self._members)
        round_, place = divmod(position, classes)
        chosen = self._order(_CLASS_ORDER, round_, 0, classes)[place]
        members = self._members[chosen]
        epoch, rank = divmod(round_, len(members))
        return int(members[self._order(_CLASS_SHUFFLE, epoch, int(chosen), len(members))[rank]])

    def _permutation(self, kind: int, epoch: int, group: int, length: int) -> np.ndarray:
        return self._random(kind, epoch, group).permutation(length)

    def _random(self, *key: int) -> np.random.Generator:
        """PCG64 seeded by (seed, key); a SeedSequence keeps neighbours independent."""
        return np.random.Generator(np.random.PCG64(np.random.SeedSequence([self._seed, *key])))


def _members(labels: np.ndarray) -> list[np.ndarray]:
    """The picture indices of each class that has any."""
    order = np.argsort(labels, kind="stable")
    _, starts = np.unique(labels[order], return_index=True)
    return np.split(order, starts[1:])

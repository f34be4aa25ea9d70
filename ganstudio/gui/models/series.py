"""One series over training steps that grows and is drawn again and again: only what is new is looked at. No Qt."""

import numpy as np
from numpy.typing import ArrayLike

from ganstudio.gui.models.decimation import Points, decimate, rising, smooth_at

BLOCK = 64  # values that are summed up in one: 200,000 points are three thousand blocks
DIRECT = 16_384  # so many points are fast enough without blocks


class Growing:
    """A float64 array that can be appended to."""

    def __init__(self) -> None:
        self._room, self._length = np.empty(256), 0

    def append(self, value: float) -> None:
        if self._length == len(self._room):
            self._make_room(1)
        self._room[self._length] = value
        self._length += 1

    def extend(self, values: np.ndarray) -> None:
        self._make_room(len(values))
        self._room[self._length : self._length + len(values)] = values
        self._length += len(values)

    def cut(self, length: int) -> None:
        self._length = min(length, self._length)

    @property
    def values(self) -> np.ndarray:
        return self._room[: self._length]

    def _make_room(self, more: int) -> None:
        wanted = self._length + more
        if wanted > len(self._room):
            room = np.empty(max(wanted, 2 * len(self._room)))
            room[: self._length] = self._room[: self._length]
            self._room = room


class Series:
    """Steps rise. Blocks of values remember where their extremes are, their sum, and how many are finite."""

    def __init__(self) -> None:
        self._steps, self._values = Growing(), Growing()
        self._lows, self._highs, self._sums, self._counts = (Growing() for _ in range(4))

    def add(self, step: float, value: float) -> None:
        self._steps.append(step)
        self._values.append(value)

    def extend(self, steps: ArrayLike, values: ArrayLike) -> None:
        self._steps.extend(np.asarray(steps, float))
        self._values.extend(np.asarray(values, float))

    def cut_after(self, step: int) -> None:
        """Forgets what lies beyond `step`."""
        length = int(np.searchsorted(self.steps, step, side="right"))
        for numbers in (self._steps, self._values):
            numbers.cut(length)
        for block in (self._lows, self._highs, self._sums, self._counts):
            block.cut(length // BLOCK)

    @property
    def steps(self) -> np.ndarray:
        return self._steps.values

    @property
    def values(self) -> np.ndarray:
        return self._values.values

    def __len__(self) -> int:
        return len(self._steps.values)

    def is_positive(self) -> bool:
        """Whether every value is above zero, so that a log scale can show it."""
        self._sum_up()
        rest = self.values[len(self._lows.values) * BLOCK :]
        lowest = self.values[self._lows.values.astype(int)]
        return bool((rest > 0).all() and (lowest > 0).all() and (self._counts.values == BLOCK).all())

    def extremes(self, part: slice, limit: int) -> Points:
        """At most `limit` points of a part, with its ends and every extreme that a screen could show."""
        if part.stop - part.start <= DIRECT:
            return decimate(self.steps[part], self.values[part], limit)
        self._sum_up()
        first, last = -(-part.start // BLOCK), part.stop // BLOCK
        pairs = np.stack([self._lows.values[first:last], self._highs.values[first:last]], axis=1).astype(int)
        pairs.sort(axis=1)
        before, after = np.arange(part.start, first * BLOCK), np.arange(last * BLOCK, part.stop)
        index = rising(np.concatenate([[part.start], before, pairs.ravel(), after, [part.stop - 1]]))
        return decimate(self.steps[index], self.values[index], limit)

    def means(self, half: int, index: np.ndarray) -> np.ndarray:
        """The mean of what is finite within `half` points around each index, [M]; wide windows end at blocks."""
        first, stop = max(0, int(index[0]) - half), int(index[-1]) + half + 1
        if half < 4 * BLOCK or stop - first <= DIRECT:
            return smooth_at(self.values[first:stop], half, index - first)
        self._sum_up()
        sums = np.concatenate([[0.0], np.cumsum(self._sums.values)])
        counts = np.concatenate([[0.0], np.cumsum(self._counts.values)])
        low = np.maximum(index - half, 0) // BLOCK
        high = np.minimum((index + half) // BLOCK + 1, len(sums) - 1)
        seen = counts[high] - counts[low]
        return np.where(seen > 0, (sums[high] - sums[low]) / np.maximum(seen, 1), np.nan)

    def _sum_up(self) -> None:
        """Makes the blocks of what was added since."""
        first, last = len(self._lows.values), len(self) // BLOCK
        if first == last:
            return
        values = self.values[first * BLOCK : last * BLOCK].reshape(-1, BLOCK)
        known = np.isfinite(values)
        starts = np.arange(first, last) * BLOCK
        self._lows.extend(np.where(known, values, np.inf).argmin(axis=1) + starts)
        self._highs.extend(np.where(known, values, -np.inf).argmax(axis=1) + starts)
        self._sums.extend(np.where(known, values, 0.0).sum(axis=1))
        self._counts.extend(known.sum(axis=1).astype(float))

"""The curves of a run, kept whole and drawn thin. No Qt in here."""

from collections.abc import Mapping

import numpy as np

LIMIT = 2000  # points drawn of one curve
Points = tuple[np.ndarray, np.ndarray]


class Growing:
    """A float64 array that can be appended to."""

    def __init__(self) -> None:
        self._room, self._length = np.empty(256), 0

    def append(self, value: float) -> None:
        if self._length == len(self._room):
            self._room = np.concatenate([self._room, np.empty_like(self._room)])
        self._room[self._length] = value
        self._length += 1

    def cut(self, length: int) -> None:
        self._length = min(length, self._length)

    @property
    def values(self) -> np.ndarray:
        return self._room[: self._length]


class Curves:
    """Named series over training steps."""

    def __init__(self) -> None:
        self._series: dict[str, tuple[Growing, Growing]] = {}

    def add(self, step: int, values: Mapping[str, float]) -> None:
        for name, value in values.items():
            steps, numbers = self._series.setdefault(name, (Growing(), Growing()))
            steps.append(step)
            numbers.append(value)

    def cut_after(self, step: int) -> None:
        """Forgets what lies beyond `step`: a resume goes on from a checkpoint that may be older."""
        for steps, numbers in self._series.values():
            length = int(np.searchsorted(steps.values, step, side="right"))
            steps.cut(length)
            numbers.cut(length)

    def names(self) -> list[str]:
        return [name for name, (steps, _) in self._series.items() if len(steps.values)]

    def points(self, name: str) -> Points:
        """(steps [N], values [N]); empty for an unknown name."""
        if name not in self._series:
            return np.empty(0), np.empty(0)
        steps, numbers = self._series[name]
        return steps.values, numbers.values


def decimate(x: np.ndarray, y: np.ndarray, limit: int = LIMIT) -> Points:
    """At most `limit` points that keep the first, the last and every extreme that a screen could show.

    Cuts the curve into equal groups and keeps the lowest and the highest point of each.
    """
    if len(x) <= limit:
        return x, y
    size = -(-len(x) // ((limit - 2) // 2))
    known = np.isfinite(y)
    lows = _lowest(np.where(known, y, np.inf), size)
    highs = _lowest(np.where(known, -y, np.inf), size)
    kept = np.unique(np.concatenate([[0, len(x) - 1], lows, highs]))
    return x[kept], y[kept]


def _lowest(y: np.ndarray, size: int) -> np.ndarray:
    """Index of the lowest value in each group of `size` values; the last group may be shorter."""
    whole = len(y) // size * size
    groups = y[:whole].reshape(-1, size)
    lows = groups.argmin(axis=1) + np.arange(0, whole, size)
    return lows if whole == len(y) else np.append(lows, whole + int(y[whole:].argmin()))


def smooth(y: np.ndarray, amount: float) -> np.ndarray:
    """A centred moving mean whose window grows with the square of `amount` in [0, 1]; narrower at both ends.

    y [N] -> [N]. Centred, so that it does not lag behind the raw curve as an exponential mean does.
    """
    half = half_window(amount, len(y))
    return y if half < 1 else smooth_at(y, half, np.arange(len(y)))


def half_window(amount: float, length: int) -> int:
    """So many points to either side go into the mean."""
    return round(amount**2 * length / 10)


def smooth_at(y: np.ndarray, half: int, index: np.ndarray) -> np.ndarray:
    """The mean of what is finite within `half` points around each index, [M]; NaN where nothing is."""
    known = np.isfinite(y)
    is_whole = bool(known.all())
    sums = np.concatenate([[0.0], np.cumsum(y if is_whole else np.where(known, y, 0.0))])
    first, last = np.maximum(index - half, 0), np.minimum(index + half + 1, len(y))
    counts = last - first
    if not is_whole:
        seen = np.concatenate([[0], np.cumsum(known)])
        counts = seen[last] - seen[first]
    means: np.ndarray = np.where(counts > 0, (sums[last] - sums[first]) / np.maximum(counts, 1), np.nan)
    return means

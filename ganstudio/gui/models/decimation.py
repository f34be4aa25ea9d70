"""What is drawn of many points: their extremes, and their mean. No Qt in here."""

import numpy as np

LIMIT = 2000  # points drawn of one curve
Points = tuple[np.ndarray, np.ndarray]


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
    kept = rising(np.sort(np.concatenate([[0], lows, highs, [len(x) - 1]])))
    return x[kept], y[kept]


def rising(index: np.ndarray) -> np.ndarray:
    """Sorted numbers [N] without repetition. `np.unique` would take longer than all the rest."""
    return index[np.concatenate([[True], np.diff(index) > 0])]


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

"""What a plot shows of numbers: its range, its ticks, where words stand. No Qt in here."""

from collections.abc import Sequence

import numpy as np

SAMPLED = 4000  # values of a curve of which percentiles are taken: as good as all, and instant


def limits(curves: Sequence[np.ndarray]) -> tuple[float, float]:
    """Lowest and highest value to show: a spike of a few points does not flatten the rest."""
    values = np.concatenate([curve[:: max(1, len(curve) // SAMPLED)] for curve in curves])
    values = values[np.isfinite(values)]
    if not len(values):
        return 0.0, 1.0
    low, high = (float(limit) for limit in np.percentile(values, (0.5, 99.5)))
    room = max((high - low) * 0.08, abs(high) * 0.02, 1e-9)
    return low - room, high + room


def apart(heights: Sequence[float], distance: float) -> list[float]:
    """Rising heights moved so that neighbours are `distance` apart, around the middle of each crowd."""
    placed: list[list[float]] = []  # crowds of heights that were wanted
    for height in heights:
        placed.append([height])
        while len(placed) > 1 and _low(placed[-1], distance) - _high(placed[-2], distance) < distance:
            placed[-2:] = [placed[-2] + placed[-1]]
    return [_low(crowd, distance) + at * distance for crowd in placed for at in range(len(crowd))]


def _low(crowd: Sequence[float], distance: float) -> float:
    return sum(crowd) / len(crowd) - distance * (len(crowd) - 1) / 2


def _high(crowd: Sequence[float], distance: float) -> float:
    return sum(crowd) / len(crowd) + distance * (len(crowd) - 1) / 2


def nearest(steps: np.ndarray, step: float) -> int:
    """Index of the point nearest to `step`; steps rise."""
    right = int(np.clip(np.searchsorted(steps, step), 0, len(steps) - 1))
    left = max(right - 1, 0)
    return left if abs(steps[left] - step) <= abs(steps[right] - step) else right


def tick_spacing(low: float, high: float, least: int) -> float:
    """The largest of 1, 2, 5 times a power of ten that puts at least so many ticks into [low, high]."""
    span = high - low
    if not span > 0 or not np.isfinite(span):
        return 1.0
    power = float(np.floor(np.log10(span)))
    for exponent in (power, power - 1, power - 2):
        for digit in (5, 2, 1):
            spacing = digit * 10.0**exponent
            if np.floor(high / spacing) - np.ceil(low / spacing) + 1 >= least:
                return float(spacing)
    return float(span / least)


def log_ticks(low: float, high: float) -> list[float]:
    """Exponents of 1, 2 and 5 times powers of ten within [low, high]; of many, the powers alone; where these are
    few, the ticks that a linear axis would have."""
    powers = range(int(np.floor(low)) - 1, int(np.ceil(high)) + 1)
    ticks = [power + float(np.log10(digit)) for power in powers for digit in (1, 2, 5)]
    inside = [tick for tick in ticks if low <= tick <= high]
    if len(inside) > 6:
        whole = [tick for tick in inside if tick == round(tick)]
        return whole[:: max(1, len(whole) // 5)]
    if len(inside) > 2:
        return inside
    bottom, top = 10.0**low, 10.0**high
    spacing = tick_spacing(bottom, top, 3)
    even = np.arange(np.ceil(bottom / spacing), np.floor(top / spacing) + 1) * spacing
    return [float(tick) for tick in np.log10(even[even > 0])]

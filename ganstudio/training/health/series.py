"""Shapes of a curve, from its points alone."""

import math
from collections.abc import Sequence
from itertools import pairwise
from statistics import fmean


def smoothed(values: Sequence[float], width: int) -> list[float]:
    """Means of `width` neighbours; shorter than the curve by width - 1."""
    return [fmean(values[start : start + width]) for start in range(len(values) - width + 1)]


def about_trend(values: Sequence[float]) -> list[float]:
    """What is left of a curve when its straight line of least squares is taken away."""
    centre, mean = (len(values) - 1) / 2, fmean(values)
    places = [index - centre for index in range(len(values))]
    slope = sum(p * v for p, v in zip(places, values)) / (sum(p * p for p in places) or 1.0)
    return [value - mean - slope * place for place, value in zip(places, values)]


def swing(values: Sequence[float]) -> float:
    """Standard deviation about the trend, in units of the mean size of the curve."""
    size = fmean(abs(value) for value in values)
    rest = about_trend(values)
    return math.sqrt(fmean(value * value for value in rest)) / size if size else 0.0


def turns(values: Sequence[float]) -> int:
    """How often a curve goes from well above its trend to well below it, or back. Well: 0.4 deviations."""
    rest = about_trend(values)
    far = 0.4 * math.sqrt(fmean(value * value for value in rest))
    sides = [value > 0 for value in rest if abs(value) > far]
    return sum(before != after for before, after in pairwise(sides))

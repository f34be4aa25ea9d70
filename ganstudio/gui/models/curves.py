"""The curves of a run, kept whole and drawn thin. No Qt in here."""

from collections.abc import Iterable, Mapping

import numpy as np

from ganstudio.gui.models.decimation import LIMIT, Points, decimate, half_window, smooth, smooth_at
from ganstudio.gui.models.series import Series

__all__ = ["LIMIT", "Curves", "Points", "decimate", "half_window", "smooth", "smooth_at"]


class Curves:
    """Named series over training steps."""

    def __init__(self) -> None:
        self._series: dict[str, Series] = {}

    def add(self, step: int, values: Mapping[str, float]) -> None:
        for name, value in values.items():
            if (series := self._series.get(name)) is None:
                series = self._series[name] = Series()
            series.add(step, value)

    def add_many(self, points: Iterable[tuple[int, Mapping[str, float]]]) -> None:
        """The same for many points at once, oldest first."""
        found: dict[str, tuple[list[float], list[float]]] = {}
        for step, values in points:
            for name, value in values.items():
                if (lists := found.get(name)) is None:
                    lists = found[name] = ([], [])
                lists[0].append(step)
                lists[1].append(value)
        for name, (steps, numbers) in found.items():
            self._series.setdefault(name, Series()).extend(steps, numbers)

    def cut_after(self, step: int) -> None:
        """Forgets what lies beyond `step`: a resume goes on from a checkpoint that may be older."""
        for series in self._series.values():
            series.cut_after(step)

    def names(self) -> list[str]:
        return [name for name, series in self._series.items() if len(series)]

    def series(self, name: str) -> Series:
        """The series itself; an empty one for an unknown name."""
        return self._series.get(name) or Series()

    def points(self, name: str) -> Points:
        """(steps [N], values [N]); empty for an unknown name."""
        if name not in self._series:
            return np.empty(0), np.empty(0)
        return self._series[name].steps, self._series[name].values

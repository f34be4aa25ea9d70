"""Seconds to pixels and back, and where a ruler has its ticks."""

import math
from dataclasses import dataclass

LABEL_GAP, TICK_GAP = 72, 7  # pixels between labels at least, and between fine ticks
STEPS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600)
MIN_SPAN = 1e-6


@dataclass(frozen=True)
class TimeScale:
    """`left` and `right` are the pixels of 0 and of `duration` seconds."""

    left: float
    right: float
    duration: float

    def x(self, seconds: float) -> float:
        return self.left + (self.right - self.left) * seconds / max(self.duration, MIN_SPAN)

    def seconds(self, x: float) -> float:
        """Within the duration."""
        share = (x - self.left) / max(self.right - self.left, 1.0)
        return min(max(share, 0.0), 1.0) * self.duration

    def label_step(self) -> float:
        """Seconds between labels."""
        return _step(self._per_pixel() * LABEL_GAP)

    def tick_step(self) -> float:
        """Seconds between fine ticks: a tenth, a fifth or a half of a label's step, or the whole."""
        labels = self.label_step()
        return next((labels / n for n in (10, 5, 2) if labels / n >= self._per_pixel() * TICK_GAP), labels)

    def moments(self, step: float) -> list[float]:
        """Multiples of a step within the duration."""
        return [index * step for index in range(math.floor(self.duration / step + 1e-6) + 1)]

    def _per_pixel(self) -> float:
        return self.duration / max(self.right - self.left, 1.0)


def _step(least: float) -> float:
    return next((step for step in STEPS if step >= least), STEPS[-1])


def short(seconds: float) -> str:
    """`3 s`, `0.5 s`, `1:30`."""
    if seconds >= 60:
        return f"{int(seconds // 60)}:{seconds % 60:02.0f}"
    return f"{round(seconds, 2):g} s"

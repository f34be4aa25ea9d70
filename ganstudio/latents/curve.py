"""Cubic curves through values at given times: natural where they end, periodic where they close."""

import numpy as np


class CubicCurve:
    """The C2 cubic spline through values [K, ...] at increasing times [K].

    With a `period` it closes: after the last value it returns to the first, and both derivatives agree there.
    Without one its ends are natural (no second derivative). See de Boor 1978, ch. IV.
    """

    def __init__(self, times: np.ndarray, values: np.ndarray, period: float | None = None) -> None:
        self._times = np.asarray(times, dtype=np.float64)
        self._values = np.asarray(values, dtype=np.float64)
        self._period = period
        if period is not None:
            self._times = np.append(self._times, self._times[0] + period)
            self._values = np.concatenate((self._values, self._values[:1]))
        self._bends = _second_derivatives(self._times, self._values, period is not None)

    def at(self, time: float) -> np.ndarray:
        """The value [...] at a time; times outside wrap on a closed curve and stop at the ends of an open one."""
        times, start = self._times, self._times[0]
        time = start + (time - start) % self._period if self._period else min(max(time, start), times[-1])
        if len(times) == 1:
            return self._values[0]
        place = int(np.clip(np.searchsorted(times, time, side="right") - 1, 0, len(times) - 2))
        step = times[place + 1] - times[place]
        right = (time - times[place]) / step
        left = 1 - right
        bend = (left**3 - left) * self._bends[place] + (right**3 - right) * self._bends[place + 1]
        return left * self._values[place] + right * self._values[place + 1] + bend * step**2 / 6


def _second_derivatives(times: np.ndarray, values: np.ndarray, closed: bool) -> np.ndarray:
    """[K, ...], from the condition that the first derivative is continuous at every knot."""
    count = len(times)
    if count < 3:
        return np.zeros_like(values)
    steps = np.diff(times)
    flat = values.reshape(count, -1)
    slopes = np.diff(flat, axis=0) / steps[:, None]
    system, right = np.zeros((count, count)), np.zeros_like(flat)
    for knot in range(1, count - 1):
        system[knot, knot - 1 : knot + 2] = steps[knot - 1], 2 * (steps[knot - 1] + steps[knot]), steps[knot]
        right[knot] = 6 * (slopes[knot] - slopes[knot - 1])
    system[0, 0] = system[-1, -1] = 1
    if closed:  # the first and the last knot are one: their bends agree, and so do the slopes on both sides
        system[-1, 0] = -1
        system[0, 0] = 2 * (steps[0] + steps[-1])
        system[0, 1] += steps[0]
        system[0, -2] += steps[-1]
        right[0] = 6 * (slopes[0] - slopes[-1])
    return np.linalg.solve(system, right).reshape(values.shape)

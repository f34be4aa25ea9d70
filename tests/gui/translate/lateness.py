"""How late the window's event loop is: the gaps between the ticks of a timer.

Lateness by the clock also tells of other programs; how busy the window's thread itself was between two ticks does not.
"""

import time

from PySide6.QtCore import QObject, Qt, QTimer

TICK = 10  # ms


class Lateness(QObject):
    """Begins when it is made. `late` are the seconds by which each tick came too late."""

    def __init__(self) -> None:
        super().__init__()
        self._last = time.perf_counter()
        self._last_busy = time.thread_time()
        self.late: list[float] = []
        self.busy: list[float] = []
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start(TICK)

    def stop(self) -> None:
        self._timer.stop()

    def at(self, share: float) -> float:
        """A quantile of the seconds by which ticks came too late, in milliseconds."""
        return _quantile(self.late, share)

    def busy_at(self, share: float) -> float:
        """A quantile of the processor time of the window's thread between two ticks, in milliseconds."""
        return _quantile(self.busy, share)

    def _tick(self) -> None:
        now, busy = time.perf_counter(), time.thread_time()
        self.busy.append(busy - self._last_busy)
        self._last_busy = busy
        self.late.append(max(0.0, now - self._last - TICK / 1000))
        self._last = now


def _quantile(seconds: list[float], share: float) -> float:
    return 1000 * sorted(seconds)[min(len(seconds) - 1, int(share * len(seconds)))]

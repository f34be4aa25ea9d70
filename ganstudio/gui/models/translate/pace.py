"""How quickly pictures are translated, and how long the rest will take."""

import time
from collections import deque
from collections.abc import Callable

WINDOW = 5.0  # seconds that the speed is an average of


class Pace:
    """`clock` gives seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self.begin()

    def begin(self) -> None:
        """A new batch begins."""
        self._began = self._clock()
        self._work: deque[tuple[float, float]] = deque()  # when, and how many megapixels were done then

    def add(self, megapixels: float) -> None:
        self._work.append((self._clock(), megapixels))
        self._trim()

    @property
    def speed(self) -> float:
        """Megapixels a second over the last seconds."""
        self._trim()
        since = min(WINDOW, self._clock() - self._began)
        return sum(work for _, work in self._work) / since if since > 0 else 0.0

    def left(self, done: float, total: float) -> float | None:
        """Seconds until `total` pictures are done, `done` of them so far; None while there is too little to tell."""
        passed = self._clock() - self._began
        return passed / done * (total - done) if done > 0 and passed > 0.5 else None

    def _trim(self) -> None:
        while self._work and self._work[0][0] < self._clock() - WINDOW:
            self._work.popleft()

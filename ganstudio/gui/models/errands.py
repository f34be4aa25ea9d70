"""Small deeds with files, one after the other, away from the window."""

from collections import deque
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from ganstudio.gui.start.tasks import Task

Deed = Callable[[], Any]


class Errands(QObject):
    """Unlike a `Reader` it does everything that it was asked for, in order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: deque[tuple[Deed, Callable[[Any], None], Callable[[str], None]]] = deque()
        self._is_busy = False

    def add(self, deed: Deed, done: Callable[[Any], None], failed: Callable[[str], None]) -> None:
        self._waiting.append((deed, done, failed))
        if not self._is_busy:
            self._begin()

    def close(self) -> None:
        """Does what waits still, and ends the thread."""
        Task.stop_all(self)
        while self._waiting:
            self._waiting.popleft()[0]()

    def _begin(self) -> None:
        if not self._waiting:
            self._is_busy = False
            return
        self._is_busy = True
        deed, done, failed = self._waiting.popleft()

        def end(say: Callable[[Any], None], answer: Any) -> None:
            self._begin()
            say(answer)

        Task(self, lambda _report, _stop: deed()).begin(
            lambda answer: end(done, answer), lambda sentence: end(failed, sentence)
        )

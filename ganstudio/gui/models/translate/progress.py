"""How far the translating is, in the bar at the bottom."""

from collections.abc import Callable

from ganstudio.gui.models.long_tasks import LongTask, LongTasks
from ganstudio.gui.models.translate.hearing import Hearing
from ganstudio.gui.models.translate.line import Line
from ganstudio.gui.models.translate.pace import Pace
from ganstudio.gui.words import about


class Progress:
    """One long task from `begin` to `end`, however many pictures come and go meanwhile."""

    def __init__(self, tasks: LongTasks, line: Line, hearing: Hearing, pace: Pace) -> None:
        self._tasks, self._line, self._hearing, self._pace = tasks, line, hearing, pace
        self._task: LongTask | None = None

    def begin(self, stop: Callable[[], None]) -> None:
        self._hearing.begin()
        self._task = self._tasks.begin("Translating", stop)

    def show(self, is_stopping: bool) -> None:
        """Which picture it is of how many, and how long the rest will take."""
        if self._task is None:
            return
        running, ended = self._hearing.running, self._hearing.ended
        done = ended + (running.done / running.total if running is not None and running.total else 0.0)
        total = max(1, ended + len(self._line) + (running is not None))
        words = "Stopping" if is_stopping else f"{min(ended + 1, total):,} of {total:,}"
        left = None if is_stopping else self._pace.left(done, total)
        words = words if left is None else f"{words}, {about(left)} left"
        self._task.update(done / total, words, speed_in_words(self._pace.speed))

    def end(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            task.end()


def speed_in_words(megapixels: float) -> str:
    """Of so many a second: 0.02, 6.4 or 120 Mpx/s; nothing where there is no measure yet."""
    if megapixels < 0.005:
        return ""
    digits = 2 if megapixels < 0.1 else 1 if megapixels < 10 else 0
    return f"{megapixels:,.{digits}f} Mpx/s"

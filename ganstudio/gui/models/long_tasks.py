"""Long work that the bar at the bottom shows: a name, how far it is, and a way out."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal


class LongTask(QObject):
    """`fraction` is None while there is no measure. `cancel` is None for what cannot be stopped. `speed` says how
    quickly it goes, such as "6.4 Mpx/s"; empty where that is of no interest."""

    changed = Signal()
    ended = Signal()

    def __init__(self, name: str, cancel: Callable[[], None] | None, parent: QObject) -> None:
        super().__init__(parent)
        self.name, self.cancel = name, cancel
        self.fraction: float | None = None
        self.words = self.speed = ""

    def update(self, fraction: float | None, words: str = "", speed: str = "") -> None:
        self.fraction, self.words, self.speed = fraction, words, speed
        self.changed.emit()

    def end(self) -> None:
        self.ended.emit()


class LongTasks(QObject):
    """Every long task there is now, in the order of their begin."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tasks: list[LongTask] = []

    def begin(self, name: str, cancel: Callable[[], None] | None = None) -> LongTask:
        task = LongTask(name, cancel, self)
        task.ended.connect(lambda: self._remove(task))
        self.tasks.append(task)
        self.changed.emit()
        return task

    def _remove(self, task: LongTask) -> None:
        if task in self.tasks:
            self.tasks.remove(task)
            self.changed.emit()
            task.deleteLater()

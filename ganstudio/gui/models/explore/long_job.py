"""Long work on a model of its own, in a thread of its own, with progress in the bar at the bottom."""

import threading
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QThread, QTimer, Signal, Slot

from ganstudio.gui.models.long_tasks import LongTasks
from ganstudio.gui.workers import STACK, sentence

if TYPE_CHECKING:
    from ganstudio.latents.model import Model

EVERY = 50  # ms between two looks at what arrived
Work = Callable[["Model", Callable[[], bool]], Iterator[Any]]


class _Thread(QThread):
    def __init__(self, model: "Model", work: Work, parent: QObject) -> None:
        super().__init__(parent)
        self.setStackSize(STACK)
        self._model, self._work = model, work
        self.stop = threading.Event()
        self.lock = threading.Lock()
        self.values: list[Any] = []
        self.problem = ""

    def run(self) -> None:
        try:
            for value in self._work(copy_of(self._model), self.stop.is_set):
                with self.lock:
                    self.values.append(value)
        except BaseException as error:  # an exception in run() would only be printed
            self.problem = sentence(error)


class LongJob(QObject):
    """`stop` asks it to end, which it does by itself within a second; `ended` comes after everything else."""

    ended = Signal()

    def __init__(
        self, name: str, model: "Model", work: Work, tasks: LongTasks, step: Callable[[Any], None],
        done: Callable[[], None], failed: Callable[[str], None], *, keep_all: bool, parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._step, self._done, self._failed, self._keep_all = step, done, failed, keep_all
        self._task = tasks.begin(name, self.stop)
        self._thread = _Thread(model, work, self)
        self._thread.finished.connect(self._finish)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._take)
        self._timer.start(EVERY)
        self.is_running = True
        self._thread.start(QThread.Priority.LowPriority)

    @Slot()
    def stop(self) -> None:
        self._thread.stop.set()

    def wait(self) -> None:
        """Until the thread has ended; only for the window's end."""
        self._thread.wait()

    @Slot()
    def _take(self) -> None:
        with self._thread.lock:
            values, self._thread.values = self._thread.values, []
        if not values:
            return
        done, total = getattr(values[-1], "done", None), getattr(values[-1], "total", None)
        if total:
            self._task.update((done or 0) / total)
        for value in values if self._keep_all else values[-1:]:
            self._step(value)

    @Slot()
    def _finish(self) -> None:
        self._timer.stop()
        self._take()
        self.is_running = False
        self._task.end()
        if self._thread.problem:
            self._failed(self._thread.problem)
        else:
            self._done()
        self.ended.emit()
        self.deleteLater()


class LongJobs(QObject):
    """Those under way, so that they can be ended together."""

    def __init__(self, tasks: LongTasks, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks, self._jobs = tasks, list[LongJob]()

    def begin(
        self, name: str, model: "Model", work: Work, step: Callable[[Any], None], done: Callable[[], None],
        failed: Callable[[str], None], *, keep_all: bool,
    ) -> LongJob:  # fmt: skip
        """Starts one on a copy of the model."""
        job = LongJob(name, model, work, self._tasks, step, done, failed, keep_all=keep_all, parent=self)
        self._jobs.append(job)
        job.ended.connect(partial(self._forget, job))
        return job

    def close(self) -> None:
        """Ends all of them, and waits for that."""
        for job in self._jobs:
            job.stop()
        for job in self._jobs:
            job.wait()

    def _forget(self, job: LongJob) -> None:
        if job in self._jobs:
            self._jobs.remove(job)


def copy_of(model: "Model") -> "Model":
    """The same model with tensors and memory of its own, so that two threads never share one."""
    import copy

    from ganstudio.latents.model import Model

    return Model(copy.deepcopy(model.generator), model.record, model.name)

"""Work away from the window: one function in one thread, its answer delivered back in the window's thread."""

import time
from collections.abc import Callable
from typing import Any, ClassVar

from PySide6.QtCore import QObject, QThread, Signal, Slot
from shiboken6 import isValid

from ganstudio.errors import StudioError

Report = Callable[[int, int], None]
ShouldStop = Callable[[], bool]
Job = Callable[[Report, ShouldStop], Any]


class Task(QThread):
    """Runs `job(report, should_stop)` and calls `done`, `failed` or neither (stopped) of its owner.

    A task keeps itself alive while it runs, since dropping a running thread aborts the process, and is silent once
    its owner is gone.
    """

    running: ClassVar[set["Task"]] = set()
    answered = Signal(object)
    refused = Signal(str)
    reported = Signal(int, int)
    REPORTS_A_SECOND = 20

    def __init__(self, owner: QObject, job: Job) -> None:
        super().__init__()
        self.setStackSize(16 << 20)
        self._owner, self._job, self._last_report = owner, job, 0.0
        self._on_done: Callable[[Any], None] | None = None
        self._on_failed: Callable[[str], None] | None = None
        self._on_progress: Report | None = None
        self.answered.connect(self._deliver)
        self.refused.connect(self._refuse)
        self.reported.connect(self._show)
        self.finished.connect(self._forget)

    def begin(
        self,
        done: Callable[[Any], None],
        failed: Callable[[str], None] | None = None,
        progress: Report | None = None,
    ) -> "Task":
        self._on_done, self._on_failed, self._on_progress = done, failed, progress
        Task.running.add(self)
        self.start(QThread.Priority.LowPriority)
        return self

    def stop(self) -> None:
        """Asks the job to end; nothing more is delivered."""
        self._on_done = self._on_failed = self._on_progress = None
        self.requestInterruption()

    @classmethod
    def stop_all(cls, owner: QObject) -> None:
        """Before its owner ends: asks every task of it to stop and waits for them."""
        mine = [task for task in cls.running if task._owner is owner]
        for task in mine:
            task.stop()
        for task in mine:
            task.wait()

    def run(self) -> None:
        try:
            self.answered.emit(self._job(self._report, self.isInterruptionRequested))
        except StudioError as error:
            self.refused.emit(str(error))
        except Exception as error:  # an exception in run() would only be printed
            self.refused.emit(f"{type(error).__name__}: {error}")

    def _report(self, done: int, total: int) -> None:
        now = time.monotonic()
        if done == total or now - self._last_report > 1 / self.REPORTS_A_SECOND:
            self._last_report = now
            self.reported.emit(done, total)

    @Slot(object)
    def _deliver(self, answer: Any) -> None:
        if self._on_done and isValid(self._owner):
            self._on_done(answer)

    @Slot(str)
    def _refuse(self, sentence: str) -> None:
        if self._on_failed and isValid(self._owner):
            self._on_failed(sentence)

    @Slot(int, int)
    def _show(self, done: int, total: int) -> None:
        if self._on_progress and isValid(self._owner):
            self._on_progress(done, total)

    @Slot()
    def _forget(self) -> None:
        Task.running.discard(self)

"""Threads of the window: one that trains, one that reads. Neither knows what it carries."""

import threading
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal

from ganstudio.errors import StudioError
from ganstudio.training.events import Evaluating, Evaluation, Event, Preparing, Preview, Progress

Job = Callable[[Callable[[], bool]], Iterator[Event]]
"""Given should_stop, yields events."""
STACK = 16 << 20  # bytes; the threads of macOS are small


@dataclass
class Mail:
    """What arrived since the mailbox was emptied last: every point, but only the newest of what replaces itself."""

    preparing: Preparing | None = None
    evaluating: Evaluating | None = None  # unless training went on after it
    points: list[Progress] = field(default_factory=list)
    preview: Preview | None = None
    others: list[Event] = field(default_factory=list)


class Mailbox:
    """Between a thread that trains and a timer that draws. Signals for each event would pile up without limit."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._mail = Mail()

    def put(self, event: Event) -> None:
        with self._lock:
            if isinstance(event, Progress | Evaluation):
                self._mail.evaluating = None
            if isinstance(event, Progress):
                self._mail.points.append(event)
            elif isinstance(event, Evaluating):
                self._mail.evaluating = event
            elif isinstance(event, Preview):
                self._mail.preview = event
                raw = None if event.raw is None else event.raw[:0]
                self._mail.others.append(Preview(event.step, event.path, event.pictures[:0], raw=raw))
            elif isinstance(event, Preparing):
                self._mail.preparing = event
            else:
                self._mail.others.append(event)

    def take(self) -> Mail:
        with self._lock:
            taken, self._mail = self._mail, Mail()
        return taken


class TrainingThread(QThread):
    """Iterates over a job away from the window; nothing here knows what the events mean."""

    failed = Signal(str, str)  # one sentence, full traceback

    def __init__(
        self, job: Job, parent: QObject | None = None, pause_after: Callable[[Event], bool] | None = None
    ) -> None:
        """`pause_after` says of an event whether the job shall wait after it until it is unpaused."""
        super().__init__(parent)
        self.setStackSize(STACK)
        self.mailbox = Mailbox()
        self._job, self._pause_after = job, pause_after or (lambda _event: False)
        self._stop = threading.Event()
        self._unpaused = threading.Event()
        self._unpaused.set()

    def run(self) -> None:
        try:
            for event in self._job(self._stop.is_set):
                self.mailbox.put(event)
                if self._pause_after(event):
                    self.pause()
                self._unpaused.wait()  # an unasked generator does no work: this is the pause
        except BaseException as error:  # an exception in run() would only be printed
            self.failed.emit(sentence(error), traceback.format_exc())

    def pause(self) -> None:
        self._unpaused.clear()
        if self._stop.is_set():  # asked for in the very moment of a pause
            self._unpaused.set()

    def unpause(self) -> None:
        self._unpaused.set()

    def stop(self) -> None:
        """The job ends by itself soon; `finished` says when."""
        self._stop.set()
        self._unpaused.set()


def sentence(error: BaseException) -> str:
    """What a person reads of an error."""
    if isinstance(error, StudioError):
        return str(error)
    return f"{type(error).__name__}: {error}" if str(error) else f"{type(error).__name__}."


class Reader(QThread):
    """Reads files for the window. Of several requests that wait only the newest is done; stale answers are dropped."""

    answered = Signal(int, object)
    refused = Signal(int, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setStackSize(STACK)
        self._changed = threading.Condition()
        self._waiting: tuple[int, Callable[[], Any]] | None = None
        self._newest, self._closed = 0, False

    def ask(self, job: Callable[[], Any]) -> int:
        """Does `job` soon unless another request comes first. Returns the number that its answer will carry."""
        with self._changed:
            self._newest += 1
            self._waiting = (self._newest, job)
            self._changed.notify()
        if not self.isRunning():
            self.start(QThread.Priority.LowPriority)
        return self._newest

    def is_newest(self, number: int) -> bool:
        return number == self._newest

    def run(self) -> None:
        while (request := self._next()) is not None:
            number, job = request
            try:
                self.answered.emit(number, job())
            except BaseException as error:
                self.refused.emit(number, sentence(error))

    def close(self) -> None:
        """Ends the thread after what it is doing now, and waits for that."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self.wait()

    def _next(self) -> tuple[int, Callable[[], Any]] | None:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting is not None or self._closed)
            request, self._waiting = self._waiting, None
            return None if self._closed else request

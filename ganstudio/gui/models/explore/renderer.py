"""The thread that renders: of each kind of request only the newest waits, and the result picture goes first."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QThread, Signal

from ganstudio.gui.workers import STACK, sentence

if TYPE_CHECKING:
    from ganstudio.latents.model import Model

FIRST = "picture"
Job = Callable[["Model"], Any]


class Failure:
    """What a job ended with in place of an answer."""

    def __init__(self, words: str) -> None:
        self.words = words


class Renderer(QThread):
    """Answers wait in a mailbox, the newest of each kind, and `arrived` is sent once until they are taken: however
    slow the window is, nothing piles up."""

    arrived = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setStackSize(STACK)
        self._changed = threading.Condition()
        self._model: Model | None = None
        self._waiting: OrderedDict[str, tuple[int, Job]] = OrderedDict()
        self._answers: dict[str, tuple[int, Any]] = {}
        self._number, self._closed, self._working = 0, False, False

    def set_model(self, model: "Model | None") -> None:
        """From now on requests are about this model; those that wait are dropped."""
        with self._changed:
            self._model = model
            self._waiting.clear()
            self._answers.clear()

    def ask(self, kind: str, job: Job) -> int:
        """Does `job(model)` soon, in place of any of the same kind that waits. Returns the answer's number."""
        with self._changed:
            self._number += 1
            number = self._number
            self._waiting[kind] = (number, job)
            self._changed.notify()
        if not self.isRunning():
            self.start()
        return number

    @property
    def is_busy(self) -> bool:
        """Whether a request waits or is being answered, or an answer was not taken yet."""
        with self._changed:
            return bool(self._waiting or self._working or self._answers)

    def take(self) -> dict[str, tuple[int, Any]]:
        """The answers since the last time: kind -> (number, answer or Failure)."""
        with self._changed:
            taken, self._answers = self._answers, {}
        return taken

    def run(self) -> None:
        while (request := self._next()) is not None:
            model, kind, number, job = request
            try:
                answer = job(model)
            except BaseException as error:  # an exception in run() would only be printed
                answer = Failure(sentence(error))
            self._deliver(model, kind, number, answer)

    def close(self) -> None:
        """Ends the thread after what it is doing now, and waits for that."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self.wait()

    def _next(self) -> "tuple[Model, str, int, Job] | None":
        with self._changed:
            self._working = False
            self._changed.wait_for(lambda: self._closed or (self._waiting and self._model is not None))
            if self._closed or self._model is None:
                return None
            kind = FIRST if FIRST in self._waiting else next(iter(self._waiting))
            number, job = self._waiting.pop(kind)
            self._working = True
            return self._model, kind, number, job

    def _deliver(self, model: "Model", kind: str, number: int, answer: object) -> None:
        with self._changed:
            if model is not self._model:
                return
            was_empty = not self._answers
            self._answers[kind] = (number, answer)
        if was_empty:
            self.arrived.emit()

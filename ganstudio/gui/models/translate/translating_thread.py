"""The thread that translates: one job at a time, the model in it, and nothing that piles up."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QThread, Signal

from ganstudio.data.parallel import StoppedError
from ganstudio.gui.workers import STACK, sentence

if TYPE_CHECKING:
    from ganstudio.latents.model import Model

Work = Callable[["Model", Callable[[], bool]], Iterator[Any]]
"""Given the model and should_stop, yields values."""


@dataclass(eq=False)
class Ticket:
    """One job on its way. `problem` is the sentence it broke with; stopping is no problem."""

    work: Work
    stop: threading.Event = field(default_factory=threading.Event)
    problem: str = ""


@dataclass(frozen=True, eq=False)
class Post:
    """A value of a job, or its end."""

    ticket: Ticket
    value: Any = None
    is_end: bool = False


class TranslatingThread(QThread):
    """Jobs wait until there is a model. Urgent ones, such as frames of a camera, go between two values of the job in
    hand. `arrived` is sent once until the posts are taken."""

    arrived = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setStackSize(STACK)
        self._changed = threading.Condition()
        self._model: Model | None = None
        self._waiting: list[Ticket] = []
        self._urgent: list[Ticket] = []
        self._posts: list[Post] = []
        self._closed, self._is_working = False, False

    def set_model(self, model: "Model | None") -> None:
        """Jobs that begin from now on have this one; the job in hand keeps the one it has."""
        with self._changed:
            self._model = model
            self._changed.notify()

    def ask(self, work: Work, *, urgent: bool = False) -> Ticket:
        """Does `work` after those that were asked for before."""
        ticket = Ticket(work)
        with self._changed:
            (self._urgent if urgent else self._waiting).append(ticket)
            self._changed.notify()
        if not self.isRunning():
            self.start(QThread.Priority.LowPriority)
        return ticket

    def stop(self, ticket: Ticket) -> None:
        """The job ends by itself soon; one that has not begun ends at once."""
        ticket.stop.set()
        with self._changed:
            for line in (self._waiting, self._urgent):
                if ticket in line:
                    line.remove(ticket)
                    self._put(Post(ticket, is_end=True))

    @property
    def is_busy(self) -> bool:
        """Whether a job waits for its turn or its end was not heard yet; jobs that wait for a model do not count."""
        with self._changed:
            return bool(self._posts or self._is_working or (self._model and (self._waiting or self._urgent)))

    def take(self) -> list[Post]:
        """What arrived since the last time."""
        with self._changed:
            taken, self._posts = self._posts, []
        return taken

    def run(self) -> None:
        while (found := self._next()) is not None:
            self._do(*found)

    def close(self) -> None:
        """Stops the job in hand, ends the thread, and waits for that."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self.wait()

    def _next(self) -> "tuple[Model, Ticket] | None":
        with self._changed:
            self._is_working = False
            self._changed.wait_for(
                lambda: self._closed or (self._model is not None and (self._waiting or self._urgent))
            )
            if self._closed or self._model is None:
                return None
            self._is_working = True
            return self._model, (self._urgent or self._waiting).pop(0)

    def _do(self, model: "Model", ticket: Ticket) -> None:
        def should_stop() -> bool:
            return ticket.stop.is_set() or self._closed

        try:
            for value in ticket.work(model, should_stop):
                self._post(Post(ticket, value))
                self._do_urgent(model)
        except StoppedError:
            pass
        except BaseException as error:  # an exception in run() would only be printed
            ticket.problem = sentence(error)
        self._post(Post(ticket, is_end=True))

    def _do_urgent(self, model: "Model") -> None:
        while True:
            with self._changed:
                if not self._urgent or self._closed:
                    return
                ticket = self._urgent.pop(0)
            self._do(model, ticket)

    def _post(self, post: Post) -> None:
        with self._changed:
            self._put(post)

    def _put(self, post: Post) -> None:
        was_empty = not self._posts
        self._posts.append(post)
        if was_empty:
            self.arrived.emit()

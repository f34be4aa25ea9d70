"""What the Translate room shows: a translator, how it is used, and the one thread in which it works."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from ganstudio.gui.models.long_tasks import LongTasks
from ganstudio.gui.models.preferences import Preferences
from ganstudio.gui.models.run_list import RunList
from ganstudio.gui.models.translate.facts import Direction, TranslatorFacts
from ganstudio.gui.models.translate.habits import keep, kept_manner, kept_output
from ganstudio.gui.models.translate.live import Live
from ganstudio.gui.models.translate.loading import Loaded, Loader
from ganstudio.gui.models.translate.picture_queue import PictureQueue
from ganstudio.gui.models.translate.shown_picture import ShownPicture
from ganstudio.gui.models.translate.translating_job import TranslatingJob
from ganstudio.gui.models.translate.translating_thread import Ticket, TranslatingThread
from ganstudio.gui.models.translate.translator_shelf import TranslatorShelf
from ganstudio.gui.workers import Reader
from ganstudio.translation.manner import Manner, Output

if TYPE_CHECKING:
    from ganstudio.latents.model import Model

T = TypeVar("T")


class TranslateModel(QObject):
    """One translator at a time. `refused` says in one sentence why a file was not opened."""

    model_changed = Signal()
    manner_changed = Signal()
    output_changed = Signal()
    loading_changed = Signal(bool)
    refused = Signal(str)
    told = Signal(str)  # good news

    def __init__(
        self, runs: RunList, tasks: LongTasks | None = None, preferences: Preferences | None = None,
        words: Callable[[str], str] = str, parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.tasks = tasks or LongTasks(self)
        self.facts: TranslatorFacts | None = None
        self.manner = kept_manner(preferences) if preferences is not None else Manner()
        self.output = kept_output(preferences) if preferences is not None else Output()
        self.is_loading = False
        self.shelf = TranslatorShelf(runs, words, self)
        self._preferences = preferences
        self._loader, self._reader = Loader(), Reader(self)
        self._reader.answered.connect(self._adopt)
        self._reader.refused.connect(self._refuse)
        self._thread = TranslatingThread(self)
        self._thread.arrived.connect(self._take)
        self._jobs: dict[Ticket, TranslatingJob] = {}
        self.queue = PictureQueue(self.run, self.tasks, self)
        self.queue.set_manner(self.manner)
        self.queue.set_output(self.output)
        self.shown = ShownPicture(self, self)
        self.live = Live(self, self)
        self._connect()

    def _connect(self) -> None:
        queue = self.queue
        self.manner_changed.connect(lambda: queue.set_manner(self.manner))
        self.output_changed.connect(lambda: queue.set_output(self.output))
        queue.model_found.connect(self.open)

    # -- the translator -------------------------------------------------------------------------------------------

    def open(self, path: Path) -> None:
        """Loads the translator of a run folder or a file; the one that is open stays until then."""
        self._set_loading(True)
        self._reader.ask(lambda: self._loader.load(path))

    def open_first(self) -> None:
        """What was open the last time, or the first there is; nothing where one is open or on its way."""
        if self.facts is not None or self.is_loading:
            return
        last = self._preferences.translator if self._preferences is not None else None
        rows = self.shelf.rows
        if last is not None and last.exists():
            self.open(last)
        elif rows:
            self.open(rows[0].path)

    @Slot(int, object)
    def _adopt(self, number: int, loaded: Loaded) -> None:
        if not self._reader.is_newest(number):
            return
        self._set_loading(False)
        self.facts = loaded.facts
        self._thread.set_model(loaded.model)
        self.shelf.add(loaded.facts)
        if self._preferences is not None:
            self._preferences.set_translator(loaded.facts.path)
        if self.manner.direction not in loaded.facts.directions:
            self.manner = replace(self.manner, direction=loaded.facts.directions[0])
            self.manner_changed.emit()
        self.queue.set_model(loaded.key, loaded.facts.name)
        self.model_changed.emit()

    @Slot(int, str)
    def _refuse(self, number: int, words: str) -> None:
        if self._reader.is_newest(number):
            self._set_loading(False)
            self.refused.emit(words)

    def _set_loading(self, is_loading: bool) -> None:
        if is_loading != self.is_loading:
            self.is_loading = is_loading
            self.loading_changed.emit(is_loading)

    # -- how ------------------------------------------------------------------------------------------------------

    def set_manner(self, **changes: Any) -> None:
        """Other values of `Manner`."""
        manner = replace(self.manner, **changes)
        if manner != self.manner:
            self.manner = manner
            self._keep_habits()
            self.manner_changed.emit()

    def set_output(self, **changes: Any) -> None:
        """Other values of `Output`."""
        output = replace(self.output, **changes)
        if output != self.output:
            self.output = output
            self._keep_habits()
            self.output_changed.emit()

    def _keep_habits(self) -> None:
        if self._preferences is not None:
            keep(self._preferences, self.manner, self.output)

    def set_direction(self, direction: Direction) -> None:
        """Ignored where the translator has no such direction."""
        if self.facts is not None and direction in self.facts.directions:
            self.set_manner(direction=direction)

    # -- the thread -----------------------------------------------------------------------------------------------

    def run(
        self, job: Callable[["Model", Callable[[], bool]], Iterator[T]],
        step: Callable[[T], None] | None = None, done: Callable[[], None] | None = None,
        failed: Callable[[str], None] | None = None, *, urgent: bool = False,
    ) -> TranslatingJob:  # fmt: skip
        """`job(model, should_stop)` in the translating thread, after those asked for before; it waits for a model.

        `step`, `done` and `failed` are called in the window's thread. An urgent job goes between two values of the
        job in hand.
        """
        ticket = self._thread.ask(job, urgent=urgent)
        made = TranslatingJob(
            self._thread, ticket, step or (lambda _value: None), done or (lambda: None),
            failed or self.refused.emit, self,
        )  # fmt: skip
        self._jobs[ticket] = made
        return made

    @property
    def is_busy(self) -> bool:
        """Whether the thread works, or what it said was not heard yet."""
        return self.is_loading or self._thread.is_busy

    def close(self) -> None:
        """Ends every thread, and waits for that."""
        self._reader.close()
        self.shelf.close()
        self.shown.close()
        self.live.stop()
        self.queue.stop()
        self._thread.close()
        self.queue.close()

    @Slot()
    def _take(self) -> None:
        for post in self._thread.take():
            job = self._jobs.get(post.ticket)
            if job is None:
                continue
            if post.is_end:
                del self._jobs[post.ticket]
            job.take(post)

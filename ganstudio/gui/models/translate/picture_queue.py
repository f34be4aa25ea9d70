"""Pictures that were dropped are translated one after the other, kept until they are saved, and saved when asked."""

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal, Slot

from ganstudio.gui.models.long_tasks import LongTasks
from ganstudio.gui.models.translate.collection import Collection
from ganstudio.gui.models.translate.hearing import Hearing
from ganstudio.gui.models.translate.item import Finish, Item, Making, State
from ganstudio.gui.models.translate.news import DiskFull, LetGo, NotSaved, Saved
from ganstudio.gui.models.translate.pace import Pace
from ganstudio.gui.models.translate.progress import Progress
from ganstudio.gui.models.translate.saving import Order, Saving
from ganstudio.gui.models.translate.session_folder import SessionFolder
from ganstudio.gui.models.translate.translating import Translate, Translating
from ganstudio.translation.manner import Manner, Output


class Job(Protocol):
    """What `run` gives back."""

    def stop(self) -> object:
        """It ends by itself soon; its `done` says when."""


Run = Callable[..., Job]
"""`TranslateModel.run`: (job, step, done, failed) -> Job, with job(model, should_stop) in the translating thread."""


class PictureQueue(Collection):
    """`told` carries one sentence, and the folder it is about or None; `refused` one about what went wrong.
    `progressed` comes at most twenty times a second. Who owns model, manner and output sets them.
    """

    progressed = Signal()
    running_changed = Signal()
    told = Signal(str, object)
    refused = Signal(str)

    def __init__(
        self, run: Run, tasks: LongTasks, parent: QObject | None = None, *,
        translate: Translate | None = None, folder: SessionFolder | None = None,
    ) -> None:  # fmt: skip
        """`translate` stands in for the `translate_pixels` of the translation package."""
        super().__init__(folder or SessionFolder(), parent)
        self._run, self._translate = run, translate
        self.manner, self.output = Manner(), Output()
        self._model = self._model_name = ""
        self.pace = Pace()
        self._saving = Saving(self._mailbox, tasks, self)
        self._hearing = Hearing(self, self._line, self._smalls, self._folder, self.pace)
        self._progress = Progress(tasks, self._line, self._hearing, self.pace)
        self._job: Job | None = None
        self._is_stopping = False
        self._mailbox.opened.connect(self._hear)
        self._saving.ended.connect(self._tell_saved)
        self.filled.connect(self._go_on)

    def close(self) -> None:
        """The translating thread has ended before."""
        if self._job is not None:
            self._job.stop()
        self._saving.close()
        super().close()

    # -- how they are translated ----------------------------------------------------------------------------------

    @property
    def has_model(self) -> bool:
        return bool(self._model)

    def set_model(self, key: str, name: str) -> None:
        """Another model is open; `key` tells it from others, empty where there is none."""
        if key != self._model:
            self._model, self._model_name = key, name
            if self._job is not None:  # what it has in hand waits again, for a job with the new model
                self._job.stop()
            self._renew()

    def set_manner(self, manner: Manner) -> None:
        """What is done in another way is out of date; what is in hand is begun anew."""
        self.manner = manner
        self._renew()

    def set_output(self, output: Output) -> None:
        self.output = output
        self.changed.emit()

    @property
    def finish(self) -> Finish:
        """What files depend on beside the results."""
        manner = self.manner
        return Finish(manner.strength, manner.keep_brightness, manner.keep_alpha, self.output)

    def _renew(self) -> None:
        making = Making(self._model, self._model_name, self.manner) if self._model else None
        self._line.set_making(making)
        self._hearing.making = making
        for item in list(self.results.values()):
            if item.result is not None and making is not None:
                was = item.is_out_of_date
                item.is_out_of_date = not item.result.making.gives_the_same(making, item.tiles)
                if was != item.is_out_of_date:
                    self.note(item)
                    self.item_changed.emit(item.number)
        self.changed.emit()
        self._go_on()

    # -- translating ----------------------------------------------------------------------------------------------

    @property
    def is_running(self) -> bool:
        return self._job is not None

    @property
    def is_stopping(self) -> bool:
        return self._is_stopping

    @Slot()
    def start(self) -> None:
        """All that waits, and all that is out of date."""
        self._held, self._is_stopping = 0, False
        outdated = [item for item in self.results.values() if self.is_outdated(item)]
        self._send(self.those(State.STOPPED) + outdated)

    @Slot()
    def stop(self) -> None:
        """Ends within a second; what is not done waits until `start`."""
        self._held = self._drops
        if self._job is not None:
            self._is_stopping = True
            self._job.stop()
        held = self._line.clear()
        for item in held:
            self.set_state(item, State.STOPPED)
        self.tell(held)
        self.running_changed.emit()
        self.changed.emit()

    def _hold(self, item: Item | None) -> None:
        if item is not None and item.state in (State.WAITING, State.RUNNING):
            self.set_state(item, State.STOPPED)
            self.item_changed.emit(item.number)

    @Slot()
    def _go_on(self) -> None:
        if self._job is None and self._model and len(self._line):
            work = Translating(self._line, self._folder, self._mailbox, self._model, self._translate)
            self._progress.begin(self.stop)
            self._job = self._run(work.all, lambda _number: None, self._end, self._fail)
            self.running_changed.emit()

    def _end(self) -> None:
        """The job has ended. Somebody may have put something in the line since it last looked."""
        self._mailbox.open()
        self._job, self._is_stopping = None, False
        self._progress.end()
        self.running_changed.emit()
        self.changed.emit()
        self._go_on()

    def _fail(self, words: str) -> None:
        """The thread itself broke, not a picture."""
        self.stop()
        self._hold(self._hearing.running)
        self._end()
        self.refused.emit(words)

    @Slot(list)
    def _hear(self, news: list[Any]) -> None:
        for each in news:
            if isinstance(each, Saved | NotSaved):
                self._saving.count(each)
            item = self.item(each.number)
            if item is None:
                self._hearing.forget(each)
                continue
            self._hearing.hear(item, each)
            if isinstance(each, DiskFull):
                self.stop()
                self.refused.emit(each.sentence)
            if isinstance(each, LetGo) and self._is_stopping and self._line.withdraw(item.number):
                self._hold(item)
        for number in dict.fromkeys(each.number for each in news):
            self.item_changed.emit(number)
        if self._job is not None:
            self._progress.show(self._is_stopping)
            self.progressed.emit()
        self.changed.emit()

    # -- saving ---------------------------------------------------------------------------------------------------

    @property
    def is_saving(self) -> bool:
        return self._saving.is_busy

    @property
    def unsaved(self) -> list[Item]:
        """Those whose result is in no file yet, as it would be finished now."""
        finish = self.finish
        return [item for item in self.results.values() if not item.is_saved(finish)]

    def save(self, numbers: Iterable[int] | None = None) -> None:
        """Writes these results, or all that are not saved; `told` says where they are."""
        items = (
            self.unsaved if numbers is None else [item for n in numbers if (item := self.item(n)) is not None]
        )
        finish = self.finish
        self._saving.begin(
            Order(item.number, item.readable, item.result, finish)
            for item in sorted(items, key=lambda item: item.number)
            if item.result is not None and item.readable is not None
        )
        self.changed.emit()

    @Slot()
    def _tell_saved(self) -> None:
        self._mailbox.open()
        words, folder, has_failed = self._saving.summary()
        if words:
            (self.refused.emit(words) if has_failed else self.told.emit(words, folder))
        self.changed.emit()

"""Pictures that were dropped are translated one after the other, kept until they are saved, and saved when asked."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from ganstudio.gui.models.long_tasks import LongTask, LongTasks
from ganstudio.gui.models.translate.batch import Batch
from ganstudio.gui.models.translate.gathering import Arrival, Gathering
from ganstudio.gui.models.translate.hearing import Hearing
from ganstudio.gui.models.translate.item import Finish, Item, Making, State
from ganstudio.gui.models.translate.line import Line
from ganstudio.gui.models.translate.news import DiskFull, Mailbox, NotSaved, Saved
from ganstudio.gui.models.translate.pace import Pace
from ganstudio.gui.models.translate.saving import Order, Saving
from ganstudio.gui.models.translate.session_folder import SessionFolder
from ganstudio.gui.models.translate.small_pictures import SmallPictures
from ganstudio.gui.models.translate.translating import Translate, Translating
from ganstudio.gui.start.tasks import Task
from ganstudio.gui.words import about
from ganstudio.translation.manner import Manner, Output


class Job(Protocol):
    """What `run` gives back."""

    def stop(self) -> object:
        """It ends by itself soon; its `done` says when."""


Run = Callable[..., Job]
"""`TranslateModel.run`: (job, step, done, failed) -> Job, with job(model, should_stop) in the translating thread."""


class PictureQueue(Batch):
    """`told` carries one sentence, and the folder it is about or None; `refused` one about what went wrong.
    `progressed` comes at most twenty times a second. Who owns model, manner and output sets them.
    """

    progressed = Signal()
    running_changed = Signal()
    told = Signal(str, object)
    refused = Signal(str)
    model_found = Signal(Path)  # one was dropped

    def __init__(
        self, run: Run, tasks: LongTasks, parent: QObject | None = None, *,
        translate: Translate | None = None, folder: SessionFolder | None = None,
    ) -> None:  # fmt: skip
        """`translate` stands in for the `translate_pixels` of the translation package."""
        super().__init__(parent)
        self._run, self._tasks, self._translate = run, tasks, translate
        self.manner, self.output = Manner(), Output()
        self._model = self._model_name = ""
        self._folder, self._line, self.pace = folder or SessionFolder(), Line(), Pace()
        self._mailbox = Mailbox(self)
        self._gathering = Gathering(self._folder, self._arrive, self)
        self._smalls = SmallPictures(self._mailbox, self)
        self._saving = Saving(self._mailbox, tasks, self)
        self._hearing = Hearing(self, self._line, self._smalls, self._folder, self.pace)
        self._job: Job | None = None
        self._task: LongTask | None = None
        self._is_stopping = False
        self._drops = self._held = self._shown = 0  # drops; how many were stopped; of how many one was shown
        self._by_path: dict[Path, Item] = {}
        self._mailbox.opened.connect(self._hear)
        self._gathering.changed.connect(self.changed)
        self._gathering.model_found.connect(self.model_found)
        self._saving.ended.connect(self._tell_saved)
        Task(self, lambda _report, _stop: self._folder.sweep()).begin(lambda _none: None)

    def close(self) -> None:
        """Ends every thread of it and removes what was not saved. The translating thread has ended before."""
        if self._job is not None:
            self._job.stop()
        self._gathering.forget()
        self._smalls.close()
        self._saving.close()
        Task.stop_all(self)
        self._folder.close()

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

    # -- what is in it --------------------------------------------------------------------------------------------

    def add(self, paths: Iterable[str | Path]) -> None:
        """Files and folders, translated as soon as they are found. What is there already is shown, or tried again."""
        self._drops += 1
        self._gathering.search(self._drops, [Path(path) for path in paths])

    def add_picture(self, picture: QImage | bytes, name: str = "Pasted picture") -> None:
        """A picture without a file: an image, or an encoded one."""
        self._drops += 1
        self._gathering.keep(self._drops, picture, name)

    def add_refused(self, name: str, sentence: str) -> None:
        """Something that cannot be a picture gets its row too."""
        self._gathering.tell(Arrival(self._drops, name, is_readable=False, sentence=sentence))

    @property
    def is_gathering(self) -> bool:
        """Whether more is about to come."""
        return self._gathering.is_busy

    def remove(self, number: int) -> None:
        self.remove_all([number])

    def remove_all(self, numbers: Iterable[int]) -> None:
        """Their results go with them; files that were saved stay."""
        numbers = list(numbers)
        for number in numbers:
            self._line.drop(number)
        self._forget(self.take_out(numbers))

    def clear(self) -> None:
        """Everything, also what is on its way."""
        self._gathering.forget()
        self._line.drop_all()
        self._forget(self.take_out_all())

    def _forget(self, gone: list[Item]) -> None:
        for item in gone:
            self._smalls.forget(item)
            if item.path is not None:
                self._by_path.pop(item.path, None)
            self._folder.forget(item.place)
            if item.result is not None:
                self._folder.forget(item.result.file)
        self.changed.emit()

    def want(self, who: str, numbers: Iterable[int]) -> None:
        """The small pictures that `who` has in sight; `item_changed` says when one is there."""
        self._smalls.want(who, [item for number in numbers if (item := self.item(number)) is not None])

    def select(self, number: int) -> None:
        super().select(number)
        self._line.prefer(number)

    def _arrive(self, arrivals: list[Arrival]) -> None:
        """The first picture of a drop is shown. What is there already is shown too, or tried again."""
        items: list[Item] = []
        show: Item | None = None
        for arrival in arrivals:
            item = self._by_path.get(arrival.path) if arrival.path is not None else None
            if item is None:
                item = self._made_of(arrival)
                items.append(item)
            elif item.state is State.REFUSED:
                self._send([item])
            if arrival.drop > self._shown and not arrival.sentence:
                self._shown, show = arrival.drop, item
        if items:
            self.insert(items)
        if self.current is None and show is None:
            show = items[0] if items else None
        if show is not None:
            self.select(show.number)
        self._line.put(item for item in items if item.state is State.WAITING)
        self.changed.emit()
        self._go_on()

    def _made_of(self, arrival: Arrival) -> Item:
        item = Item(self.new_number(), arrival.name, arrival.path, arrival.place, arrival.is_readable)
        if item.path is not None:
            self._by_path[item.path] = item
        if arrival.sentence:
            item.state, item.sentence = State.REFUSED, arrival.sentence
        elif arrival.drop <= self._held:
            item.state = State.STOPPED
        return item

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
        self._held = 0
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

    def retry(self, *numbers: int) -> None:
        """Once more: a file may be mended, or a result may please better another time."""
        items = [item for number in numbers if (item := self.item(number)) is not None]
        again = [item.path for item in items if not item.is_readable and item.path is not None]
        if again:  # folders, which may hold something now
            self.remove_all([item.number for item in items if not item.is_readable])
            self.add(again)
        self._send(item for item in items if item.is_readable)

    @Slot()
    def retry_failed(self) -> None:
        self.retry(*(item.number for item in self.those(State.REFUSED)))

    def _send(self, items: Iterable[Item]) -> None:
        """Into the line."""
        items = [item for item in items if item.is_readable and item.state is not State.RUNNING]
        for item in items:
            self._smalls.look_again(item)
            self.set_state(item, State.WAITING)
        self._line.put(items)
        self.tell(items)
        self.changed.emit()
        self._go_on()

    def _hold(self, item: Item | None) -> None:
        if item is not None and item.state in (State.WAITING, State.RUNNING):
            self.set_state(item, State.STOPPED)
            self.item_changed.emit(item.number)

    @Slot()
    def _go_on(self) -> None:
        if self._job is None and self._model and len(self._line):
            self._hearing.begin()
            work = Translating(self._line, self._folder, self._mailbox, self._model, self._translate)
            self._task = self._tasks.begin("Translating", self.stop)
            self._job = self._run(work.all, lambda _number: None, self._end, self._fail)
            self.running_changed.emit()

    def _end(self) -> None:
        """The job has ended. Somebody may have put something in the line since it last looked."""
        self._mailbox.open()
        self._job, self._is_stopping = None, False
        if self._task is not None:
            self._task.end()
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
            item = self.item(each.number)
            if item is None:
                self._hearing.forget(each)
                continue
            self._hearing.hear(item, each)
            if item.state is State.WAITING and self._is_stopping and self._line.withdraw(item.number):
                self._hold(item)
            if isinstance(each, DiskFull):
                self.stop()
                self.refused.emit(each.sentence)
            if isinstance(each, Saved | NotSaved):
                self._saving.count(each)
            self.item_changed.emit(item.number)
        self._report()
        self.changed.emit()

    def _report(self) -> None:
        """To the bar at the bottom, and to whoever shows how it goes."""
        if self._task is None or self._job is None:
            return
        running, ended = self._hearing.running, self._hearing.ended
        parts = running.done / running.total if running is not None and running.total else 0.0
        total = max(1, ended + len(self._line) + (running is not None))
        left = self.pace.left(ended + parts, total)
        words = "Stopping" if self._is_stopping else f"{min(ended + 1, total):,} of {total:,}"
        if left is not None and not self._is_stopping:
            words += f", {about(left)} left"
        self._task.update((ended + parts) / total, words)
        self.progressed.emit()

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

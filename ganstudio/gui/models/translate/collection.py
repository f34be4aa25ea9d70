"""What the batch is made of: pictures come in by drops, wait in the line, and go together with their results."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from ganstudio.gui.models.translate.batch import Batch
from ganstudio.gui.models.translate.gathering import Arrival, Gathering
from ganstudio.gui.models.translate.item import Item, State
from ganstudio.gui.models.translate.line import Line
from ganstudio.gui.models.translate.news import Mailbox
from ganstudio.gui.models.translate.session_folder import SessionFolder
from ganstudio.gui.models.translate.small_pictures import SmallPictures
from ganstudio.gui.start.tasks import Task


class Collection(Batch):
    """`filled` says that something has been put in the line."""

    filled = Signal()
    model_found = Signal(Path)  # one was dropped

    def __init__(self, folder: SessionFolder, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder, self._line, self._mailbox = folder, Line(), Mailbox(self)
        self._gathering = Gathering(folder, self._arrive, self)
        self._smalls = SmallPictures(self._mailbox, self)
        self._drops = self._held = self._shown = 0  # drops; how many were stopped; of how many one was shown
        self._by_path: dict[Path, Item] = {}
        self._gathering.changed.connect(self.changed)
        self._gathering.model_found.connect(self.model_found)
        Task(self, lambda _report, _stop: folder.sweep()).begin(lambda _none: None)

    def close(self) -> None:
        """Ends every thread of it and removes what was not saved."""
        self._gathering.close()
        self._smalls.close()
        Task.stop_all(self)
        self._folder.close()

    # -- what comes in --------------------------------------------------------------------------------------------

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
        self.filled.emit()

    def _made_of(self, arrival: Arrival) -> Item:
        item = Item(self.new_number(), arrival.name, arrival.path, arrival.place, arrival.is_readable)
        if item.path is not None:
            self._by_path[item.path] = item
        if arrival.sentence:
            item.state, item.sentence = State.REFUSED, arrival.sentence
        elif arrival.drop <= self._held:
            item.state = State.STOPPED
        return item

    # -- once more ------------------------------------------------------------------------------------------------

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
        self.filled.emit()

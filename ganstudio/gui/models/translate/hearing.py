"""What threads have said of pictures becomes the state of the batch, in the window's thread."""

from ganstudio.gui.models.translate.batch import Batch
from ganstudio.gui.models.translate.item import Item, Making, State
from ganstudio.gui.models.translate.line import Line
from ganstudio.gui.models.translate.news import (
    Advanced,
    Began,
    DiskFull,
    LetGo,
    Made,
    News,
    NoPicture,
    NotSaved,
    Opened,
    Saved,
    Unreadable,
)
from ganstudio.gui.models.translate.pace import Pace
from ganstudio.gui.models.translate.session_folder import SessionFolder
from ganstudio.gui.models.translate.small_pictures import SmallPictures


class Hearing:
    """`running` is the picture that is translated now; `ended` counts those that were since the last `begin`."""

    def __init__(
        self, batch: Batch, line: Line, smalls: SmallPictures, folder: SessionFolder, pace: Pace
    ) -> None:
        self._batch, self._line, self._smalls, self._folder, self._pace = batch, line, smalls, folder, pace
        self.making: Making | None = None
        self.running: Item | None = None
        self.ended = 0

    def begin(self) -> None:
        self.ended = 0
        self._pace.begin()

    def hear(self, item: Item, news: News) -> None:
        match news:
            case Began():
                item.done = item.total = 0
                self.running = item
                self._batch.set_state(item, State.RUNNING)
            case Opened():
                self._look(item, news)
            case Advanced():
                self._advance(item, news.done, news.total)
            case Made():
                self._make(item, news)
            case Unreadable():
                self._end(item, State.REFUSED, news.sentence)
            case NoPicture():
                if item.is_waiting and news.sentence and self._withdraw(item):
                    self._batch.set_state(item, State.REFUSED, news.sentence)
            case LetGo() | DiskFull():
                self._end(item, State.WAITING)
            case Saved():
                item.saved, item.saved_as = news.path, (news.result, news.finish)
                if item.state is State.DONE:
                    item.sentence = ""
            case NotSaved():
                if item.state is State.DONE:
                    item.sentence = news.sentence

    def forget(self, news: News) -> None:
        """Of a picture that is gone."""
        if isinstance(news, Made):
            self._folder.forget(news.result.file)
        if self.running is not None and self.running.number == news.number:
            self.running = None

    def _withdraw(self, item: Item) -> bool:
        """Whether it still waits for its turn; the translating thread has the last word otherwise."""
        return item.state is State.STOPPED or self._line.withdraw(item.number)

    def _look(self, item: Item, news: Opened) -> None:
        item.size, item.small_before = news.size, news.small
        if news.small_result is not None:
            item.small_after = news.small_result
        self._smalls.keep(item)

    def _advance(self, item: Item, done: int, total: int) -> None:
        share = done / total - (item.done / item.total if item.total else 0)
        self._pace.add(max(0.0, share) * item.megapixels)
        item.done, item.total = done, total

    def _make(self, item: Item, news: Made) -> None:
        self._advance(item, 1, 1)
        if item.result is not None:
            self._folder.forget(item.result.file)
        item.result, item.small_after = news.result, news.small
        making = self.making
        item.is_out_of_date = making is not None and not news.result.making.gives_the_same(
            making, news.result.tiles
        )
        self._smalls.keep(item)
        self._end(item, State.DONE)

    def _end(self, item: Item, state: State, sentence: str = "") -> None:
        if item is self.running:
            self.running = None
        if state is not State.WAITING:
            self.ended += 1
        self._batch.set_state(item, state, sentence)

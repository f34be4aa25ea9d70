"""The picture that the canvas shows: before, after, and there and back, made in threads."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from ganstudio.gui.models.translate.cycle import Cycle, make_cycle
from ganstudio.gui.models.translate.finishing_thread import Finisher, View
from ganstudio.gui.models.translate.item import Item, Result
from ganstudio.gui.models.translate.translating_job import TranslatingJob
from ganstudio.gui.workers import Reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ganstudio.gui.models.translate.translate_model import TranslateModel
    from ganstudio.latents.model import Model

Token = tuple[int, Result | None]
"""The picture and the result that a cycle is of."""
PAUSE = 150  # ms without a change, after which a large picture is finished at its full size


class ShownPicture(QObject):
    """`view` is the newest that is ready, perhaps still another picture's. `cycle` is of the picture in `view`, where
    it was asked for; `parts` (done, total) while it is made."""

    changed = Signal()

    def __init__(self, translate: "TranslateModel", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._translate, self._queue = translate, translate.queue
        self.view: View | None = None
        self.cycle: Cycle | None = None
        self.parts: tuple[int, int] | None = None
        self.problem = ""
        self._wants_cycle = False
        self._cycle_job: TranslatingJob | None = None
        self._cycle_of: Token = (0, None)
        self._finisher, self._reader = Finisher(), Reader(self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._ask)
        self._connect()

    def _connect(self) -> None:
        self._reader.answered.connect(self._take)
        self._reader.refused.connect(self._refuse)
        self._queue.current_changed.connect(self._look)
        self._queue.item_changed.connect(self._hear)
        self._translate.manner_changed.connect(self._finish)
        self._translate.model_changed.connect(self._forget_cycle)

    @property
    def item(self) -> Item | None:
        return self._queue.current

    @property
    def is_stale(self) -> bool:
        """Whether what is there belongs to another picture than the one that was chosen."""
        item, view = self.item, self.view
        return view is not None and item is not None and view.number != item.number

    @property
    def is_settled(self) -> bool:
        """Whether all that was asked for is there."""
        item, view = self.item, self.view
        if item is None or item.readable is None or self.problem:
            return True
        is_newest = view is not None and view.number == item.number and view.result is item.result
        is_finished = view is not None and view.manner == self._translate.manner and not view.is_reduced
        return is_newest and is_finished and self._cycle_job is None

    def close(self) -> None:
        """Ends the thread, and waits for that."""
        self._pause.stop()
        self._reader.close()

    # -- before and after -----------------------------------------------------------------------------------------

    @Slot()
    def _look(self) -> None:
        """Another picture was chosen."""
        self._forget_cycle()
        self.problem = ""
        if self.item is None or self.item.readable is None:
            self.view = None
        else:
            self._ask()
        self.changed.emit()

    @Slot(int)
    def _hear(self, number: int) -> None:
        item = self.item
        if item is None or item.number != number:
            return
        if item.readable is not None and (self.view is None or self.view.result is not item.result):
            self._ask()
        self.changed.emit()

    @Slot()
    def _finish(self) -> None:
        """Strength or brightness moved: what is large follows at a smaller size first."""
        if self.item is not None and self.item.result is not None:
            self._ask(is_live=True)
            self._pause.start()

    @Slot()
    def _ask(self, *, is_live: bool = False) -> None:
        item = self.item
        if item is not None and item.readable is not None:
            self._reader.ask(partial(self._finisher.view, item, item.result, self._translate.manner, is_live))

    @Slot(int, object)
    def _take(self, _number: int, view: View) -> None:
        item = self.item
        if item is None or view.number != item.number:
            return
        if (
            view.is_reduced
            and self.view is not None
            and not self.view.is_reduced
            and self.view.manner == view.manner
        ):
            return
        self.view, self.problem = view, ""
        self.changed.emit()
        self._ask_cycle()

    @Slot(int, str)
    def _refuse(self, number: int, sentence: str) -> None:
        if self._reader.is_newest(number):
            self.view, self.problem = None, sentence
            self.changed.emit()

    # -- there and back -------------------------------------------------------------------------------------------

    def want_cycle(self, wanted: bool) -> None:
        """While it is wanted it is made for every picture that is shown and has a result."""
        self._wants_cycle = wanted
        if wanted:
            self._ask_cycle()
        elif self._cycle_job is not None:
            self._forget_cycle()

    @property
    def can_cycle(self) -> bool:
        """Whether the picture that is shown can be brought back by the translator that is open."""
        item, facts = self.item, self._translate.facts
        has_result = item is not None and item.result is not None and not item.is_out_of_date
        return has_result and facts is not None and facts.is_round

    def _ask_cycle(self) -> None:
        item, view = self.item, self.view
        if not self._wants_cycle or not self.can_cycle or item is None or item.result is None:
            return
        if view is None or view.result is not item.result or self._cycle_of == (item.number, item.result):
            return
        self._forget_cycle()
        token = self._cycle_of = item.number, item.result
        self._cycle_job = self._translate.run(
            partial(_cycle_of, item, item.result), partial(self._step_cycle, token),
            partial(self._end_cycle, token), partial(self._fail_cycle, token), urgent=True,
        )  # fmt: skip

    def _step_cycle(self, token: Token, value: tuple[int, int] | Cycle) -> None:
        if token == self._cycle_of:
            self.cycle, self.parts = (value, None) if isinstance(value, Cycle) else (None, value)
            self.changed.emit()

    def _end_cycle(self, token: Token) -> None:
        if token == self._cycle_of:
            self._cycle_job, self.parts = None, None
            self.changed.emit()

    def _fail_cycle(self, token: Token, sentence: str) -> None:
        if token == self._cycle_of:
            self.problem = sentence
            self._end_cycle(token)

    @Slot()
    def _forget_cycle(self) -> None:
        if self._cycle_job is not None:
            self._cycle_job.stop()
        self._cycle_job, self.cycle, self.parts, self._cycle_of = None, None, None, (0, None)


def _cycle_of(
    item: Item, result: Result, model: "Model", should_stop: "Callable[[], bool]"
) -> "Iterator[tuple[int, int] | Cycle]":
    yield from make_cycle(model, item.before(), result.pixels(), result.making.manner, should_stop)

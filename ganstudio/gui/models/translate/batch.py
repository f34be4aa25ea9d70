"""The pictures of the Translate room in their order, which of them is shown, and how many are how far."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject, Signal

from ganstudio.gui.models.translate.item import Item, State

MANY = 32


class Batch(QObject):
    """Items keep their number for good, and stand in the order of their numbers. What changes many of them sends
    `changed` once. `inserting` and `removing` carry the first and last row, before it happens."""

    changed = Signal()
    item_changed = Signal(int)
    all_changed = Signal()  # in place of `item_changed` for each of many
    current_changed = Signal()
    inserting = Signal(int, int)
    inserted = Signal()
    removing = Signal(int, int)
    removed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.items: list[Item] = []
        self.current: Item | None = None
        self._last_number = 0
        self._count: Counter[State] = Counter()
        self.results: dict[int, Item] = {}  # those that have one
        self._outdated: set[int] = set()

    # -- looking up -----------------------------------------------------------------------------------------------

    def row_of(self, number: int) -> int:
        """-1 where it is gone."""
        row = bisect_left(self.items, number, key=lambda item: item.number)
        return row if row < len(self.items) and self.items[row].number == number else -1

    def item(self, number: int) -> Item | None:
        row = self.row_of(number)
        return self.items[row] if row >= 0 else None

    def count(self, *states: State) -> int:
        return sum(self._count[state] for state in states)

    def those(self, state: State) -> list[Item]:
        return [item for item in self.items if item.state is state] if self._count[state] else []

    def is_outdated(self, item: Item) -> bool:
        """Whether its result is of another model or manner and nobody has sent it on again."""
        return item.number in self._outdated

    @property
    def waiting(self) -> int:
        """How many "Translate" would translate: those that wait, and those whose result is out of date."""
        return self.count(State.WAITING, State.STOPPED) + len(self._outdated)

    # -- which one is shown ---------------------------------------------------------------------------------------

    def select(self, number: int) -> None:
        """Shows one; it comes first when it has no result yet."""
        item = self.item(number)
        if item is not None and item is not self.current:
            self.current = item
            self.current_changed.emit()

    def select_next(self) -> None:
        self._step(1)

    def select_previous(self) -> None:
        self._step(-1)

    def _step(self, by: int) -> None:
        if self.current is not None:
            row = self.row_of(self.current.number) + by
            if 0 <= row < len(self.items):
                self.select(self.items[row].number)

    # -- changing -------------------------------------------------------------------------------------------------

    def insert(self, items: list[Item]) -> None:
        """Behind the others."""
        row = len(self.items)
        self.inserting.emit(row, row + len(items) - 1)
        self.items += items
        self._count.update(item.state for item in items)
        self.inserted.emit()

    def new_number(self) -> int:
        self._last_number += 1
        return self._last_number

    def set_state(self, item: Item, state: State, sentence: str = "") -> None:
        self._count[item.state] -= 1
        self._count[state] += 1
        item.state, item.sentence = state, sentence
        self.note(item)

    def note(self, item: Item) -> None:
        """Keeps what is counted right."""
        if item.result is not None:
            self.results[item.number] = item
        if item.state is State.DONE and item.is_out_of_date:
            self._outdated.add(item.number)
        else:
            self._outdated.discard(item.number)

    def tell(self, items: Sequence[Item]) -> None:
        """These have changed. Whoever shows one of them hears of that one, whoever shows many of all at once."""
        if len(items) <= MANY:
            for item in items:
                self.item_changed.emit(item.number)
            return
        self.all_changed.emit()
        if self.current is not None:
            self.item_changed.emit(self.current.number)

    def take_out(self, numbers: Iterable[int]) -> list[Item]:
        """Rows that lie side by side go together. The neighbour of the one that is shown takes its place."""
        rows = sorted({row for number in numbers if (row := self.row_of(number)) >= 0})
        shown = self.row_of(self.current.number) if self.current is not None else -1
        gone: list[Item] = []
        for first, last in reversed(list(_stretches(rows))):
            gone += self._cut(first, last)
        if shown in rows:
            row = min(shown - rows.index(shown), len(self.items) - 1)
            self.current = self.items[row] if row >= 0 else None
            self.current_changed.emit()
        return gone

    def take_out_all(self) -> list[Item]:
        gone = self._cut(0, len(self.items) - 1) if self.items else []
        if self.current is not None:
            self.current = None
            self.current_changed.emit()
        return gone

    def _cut(self, first: int, last: int) -> list[Item]:
        self.removing.emit(first, last)
        gone = self.items[first : last + 1]
        del self.items[first : last + 1]
        self.removed.emit()
        self._count.subtract(item.state for item in gone)
        for item in gone:
            self.results.pop(item.number, None)
            self._outdated.discard(item.number)
        return gone


def _stretches(rows: list[int]) -> Iterable[tuple[int, int]]:
    """First and last of each run of neighbours in sorted rows."""
    first = last = -2
    for row in rows:
        if row != last + 1:
            if first >= 0:
                yield first, last
            first = row
        last = row
    if first >= 0:
        yield first, last

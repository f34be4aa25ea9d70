"""The line of pictures that wait: the window puts them in, the translating thread takes them out."""

import heapq
import threading
from collections.abc import Iterable
from dataclasses import dataclass

from ganstudio.gui.models.translate.item import Item, Making, Readable


@dataclass(frozen=True)
class Ticket:
    """What the thread needs of one picture, and how it is to be translated."""

    item: Item  # only to put it back
    picture: Readable
    making: Making

    @property
    def number(self) -> int:
        return self.item.number

    @property
    def name(self) -> str:
        return self.picture.name


class Line:
    """The preferred picture comes first, then the others by their numbers. Safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._heap: list[int] = []
        self._waiting: dict[int, Item] = {}
        self._taken: Ticket | None = None
        self._preferred = -1
        self._making: Making | None = None

    def __len__(self) -> int:
        with self._lock:
            return len(self._waiting)

    def set_making(self, making: Making | None) -> None:
        """How those are translated that are taken from now on; without it none is."""
        with self._lock:
            self._making = making

    def prefer(self, number: int) -> None:
        with self._lock:
            self._preferred = number

    def put(self, items: Iterable[Item]) -> None:
        """Those that can be read."""
        with self._lock:
            for item in items:
                if item.is_readable:
                    self._put(item)

    def withdraw(self, number: int) -> bool:
        """Takes one out that waits. Whether it did."""
        with self._lock:
            return self._waiting.pop(number, None) is not None

    def drop(self, number: int) -> None:
        """Takes one out, or lets go of it where it is being translated."""
        with self._lock:
            if self._taken is not None and self._taken.number == number:
                self._taken = None
            self._waiting.pop(number, None)

    def clear(self) -> list[Item]:
        """Takes all out that wait."""
        with self._lock:
            items = list(self._waiting.values())
            self._waiting.clear()
            self._heap.clear()
            return items

    def drop_all(self) -> None:
        """Takes all out, and lets go of what is being translated."""
        with self._lock:
            self._taken = None
            self._waiting.clear()
            self._heap.clear()

    def take(self, model: str) -> Ticket | None:
        """The next one, None where none waits for this model."""
        with self._lock:
            number = self._preferred if self._preferred in self._waiting else self._first()
            if number is None or self._making is None or self._making.model != model:
                return None
            item = self._waiting.pop(number)
            assert item.readable is not None
            self._taken = Ticket(item, item.readable, self._making)
            return self._taken

    def wants(self, ticket: Ticket, tiles: int) -> bool:
        """Whether what is being translated, in that many tiles, is still asked for, and in this manner."""
        with self._lock:
            if self._taken is not ticket or self._making is None:
                return False
            return ticket.making.gives_the_same(self._making, tiles)

    def let_go(self, ticket: Ticket) -> bool:
        """The translation of `ticket` was broken off: it waits again, unless it was dropped."""
        with self._lock:
            was_wanted, self._taken = self._taken is ticket, None
            if was_wanted:
                self._put(ticket.item)
            return was_wanted

    def _first(self) -> int | None:
        while self._heap and self._heap[0] not in self._waiting:
            heapq.heappop(self._heap)
        return self._heap[0] if self._heap else None

    def _put(self, item: Item) -> None:
        if item.number not in self._waiting:
            heapq.heappush(self._heap, item.number)
        self._waiting[item.number] = item

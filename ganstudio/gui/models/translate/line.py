"""The line of pictures that wait: the window puts them in, the translating thread takes them out."""

import heapq
import threading
from dataclasses import dataclass

from ganstudio.gui.models.translate.item import Item, Making, Readable


@dataclass(frozen=True)
class Ticket:
    """What the thread needs of one picture, and how it is to be translated."""

    number: int
    picture: Readable
    making: Making

    @property
    def name(self) -> str:
        return self.picture.name


class Line:
    """The preferred picture comes first, then the others by their numbers. Safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._heap: list[int] = []
        self._waiting: dict[int, Readable] = {}
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

    def put(self, item: Item) -> None:
        if item.readable is not None:
            with self._lock:
                self._put(item.number, item.readable)

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

    def clear(self) -> list[int]:
        """Takes all out that wait."""
        with self._lock:
            numbers = list(self._waiting)
            self._waiting.clear()
            self._heap.clear()
            return numbers

    def take(self, model: str) -> Ticket | None:
        """The next one, None where none waits for this model."""
        with self._lock:
            number = self._preferred if self._preferred in self._waiting else self._first()
            if number is None or self._making is None or self._making.model != model:
                return None
            self._taken = Ticket(number, self._waiting.pop(number), self._making)
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
                self._put(ticket.number, ticket.picture)
            return was_wanted

    def _first(self) -> int | None:
        while self._heap and self._heap[0] not in self._waiting:
            heapq.heappop(self._heap)
        return self._heap[0] if self._heap else None

    def _put(self, number: int, picture: Readable) -> None:
        if number not in self._waiting:
            heapq.heappush(self._heap, number)
        self._waiting[number] = picture

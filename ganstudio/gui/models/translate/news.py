"""What threads have to say of pictures, gathered until the window has time for it."""

import threading
import time
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QImage

from ganstudio.gui.models.translate.item import Finish, Result


@dataclass(frozen=True)
class Began:
    number: int


@dataclass(frozen=True)
class Opened:
    """It was read: width and height, and how it and its result look."""

    number: int
    size: tuple[int, int]
    small: QImage
    small_result: QImage | None = None


@dataclass(frozen=True)
class Advanced:
    """`done` of `total` tiles."""

    number: int
    done: int
    total: int


@dataclass(frozen=True)
class Made:
    number: int
    result: Result
    small: QImage


@dataclass(frozen=True)
class Unreadable:
    """One sentence: why it is no picture, or why it could not be translated."""

    number: int
    sentence: str


@dataclass(frozen=True)
class NoPicture:
    """Somebody looked at it before its turn came. No sentence: it may be a picture, but cannot be shown small."""

    number: int
    sentence: str


@dataclass(frozen=True)
class LetGo:
    """It was broken off and waits again."""

    number: int


@dataclass(frozen=True)
class DiskFull:
    """There is no room for the result; it waits again, and so does everything behind it."""

    number: int
    sentence: str


@dataclass(frozen=True)
class Saved:
    """The result, finished like this, is in `path`."""

    number: int
    path: Path
    result: Result
    finish: Finish


@dataclass(frozen=True)
class NotSaved:
    number: int
    sentence: str


News = Saved | NotSaved | Began | Opened | Advanced | Made | Unreadable | NoPicture | LetGo | DiskFull


class Mailbox(QObject):
    """Filled by any thread. `opened` comes in the window's thread twenty times a second, with the news in order; of the
    tiles of one picture only the newest number. Where there are more than the window can take at once, it gets them in
    lots, and `is_full` asks who fills it to wait."""

    EVERY, SOON = 50, 20  # ms until the next lot, and until then where more is there already
    LOT, MOST = 150, 600
    opened = Signal(list)
    _filled = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = threading.Lock()
        self._news: list[News] = []
        self._last = 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._open_lot)
        self._filled.connect(self._wait)

    def put(self, news: News) -> None:
        with self._lock:
            last = self._news[-1] if self._news else None
            if isinstance(news, Advanced) and isinstance(last, Advanced) and last.number == news.number:
                self._news[-1] = news
            else:
                self._news.append(news)
        if last is None:
            self._filled.emit()

    @property
    def is_full(self) -> bool:
        return len(self._news) > self.MOST

    def open(self) -> None:
        """All of it now, without waiting for its time."""
        self._hand_out(self.MOST * 2)

    @Slot()
    def _open_lot(self) -> None:
        self._hand_out(self.LOT)

    def _hand_out(self, most: int) -> None:
        self._timer.stop()
        with self._lock:
            taken, self._news = self._news[:most], self._news[most:]
            is_more = bool(self._news)
        self._last = time.monotonic()
        if is_more:
            self._timer.start(self.SOON)
        if taken:
            self.opened.emit(taken)

    @Slot()
    def _wait(self) -> None:
        if not self._timer.isActive():
            since = 1000 * (time.monotonic() - self._last)
            self._timer.start(max(0, round(self.EVERY - since)))

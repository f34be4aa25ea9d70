"""Small versions of pictures for lists and strips: made in a thread where they are in sight, a bounded number kept."""

import threading
from collections import OrderedDict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QThread
from PySide6.QtGui import QImage

from ganstudio.errors import StudioError
from ganstudio.gui.behind import giving_way
from ganstudio.gui.models.translate.item import Item, State
from ganstudio.gui.models.translate.news import Mailbox, NoPicture, Opened
from ganstudio.gui.workers import STACK

if TYPE_CHECKING:
    import numpy as np

WIDTH, HEIGHT = (
    264,
    176,
)  # at most, in pixels of the screen: a strip of 88 on a screen of twice the usual density
LIMIT = 64 << 20  # bytes


def small_picture(pixels: "np.ndarray") -> QImage:
    """pixels [H, W, 3] uint8 as large as a list shows it; smaller pictures stay as they are. Any thread may call it."""
    height, width = pixels.shape[:2]
    step = max(1, min(width // (3 * WIDTH), height // (3 * HEIGHT)))
    image = image_of(pixels[::step, ::step])
    if image.width() > WIDTH or image.height() > HEIGHT:
        image = image.scaled(
            WIDTH, HEIGHT, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
    return image


def image_of(pixels: "np.ndarray") -> QImage:
    """pixels [H, W, 3] uint8 as a picture of its own."""
    import numpy as np

    pixels = np.ascontiguousarray(pixels)
    height, width = pixels.shape[:2]
    return QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()


class SmallPictures(QThread):
    """`want` says what is in sight; what was missing of it comes to the mailbox as news."""

    def __init__(self, mailbox: Mailbox, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setStackSize(STACK)
        self._mailbox = mailbox
        self._changed = threading.Condition()
        self._in_sight: dict[str, list[Item]] = {}
        self._wanted: list[Item] = []
        self._asked: set[int] = set()  # those whose news nobody has taken yet, and those that cannot be shown
        self._closed = False
        self._kept: OrderedDict[int, Item] = OrderedDict()
        self._sizes: dict[int, int] = {}
        self.size = 0

    def want(self, who: str, items: Iterable[Item]) -> None:
        """What `who` shows now; it takes the place of what they showed before."""
        self._in_sight[who] = list(items)
        for item in self._in_sight[who]:
            if item.number in self._kept:
                self._kept.move_to_end(item.number)
        self._ask()

    def keep(self, item: Item) -> None:
        """The item has new small pictures. Those that were out of sight for longest make room."""
        self._asked.discard(item.number)
        self.forget(item)
        self._kept[item.number] = item
        self._sizes[item.number] = sum(
            image.sizeInBytes() for image in (item.small_before, item.small_after) if image is not None
        )
        self.size += self._sizes[item.number]
        while self.size > LIMIT and len(self._kept) > 1:
            oldest = next(iter(self._kept.values()))
            self.forget(oldest)
            oldest.small_before = oldest.small_after = None

    def forget(self, item: Item) -> None:
        """The item is gone."""
        if self._kept.pop(item.number, None) is not None:
            self.size -= self._sizes.pop(item.number)

    def look_again(self, item: Item) -> None:
        """It could not be shown, but may have been mended."""
        self._asked.discard(item.number)

    def run(self) -> None:
        while (item := self._next()) is not None:
            with giving_way():
                self._mailbox.put(self._look_at(item))

    def close(self) -> None:
        """Ends the thread after what it is doing now, and waits for that."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self.wait()

    def _ask(self) -> None:
        seen = {item.number: item for items in self._in_sight.values() for item in items}
        missing = [item for item in seen.values() if _lacks(item) and item.number not in self._asked]
        with self._changed:
            self._wanted = missing
            self._changed.notify()
        if missing and not self.isRunning() and not self._closed:
            self.start(QThread.Priority.LowPriority)

    def _next(self) -> Item | None:
        with self._changed:
            self._changed.wait_for(lambda: bool(self._wanted) or self._closed)
            if self._closed:
                return None
            item = self._wanted.pop(0)
            self._asked.add(item.number)
            return item

    def _look_at(self, item: Item) -> Opened | NoPicture:
        try:
            pixels, result = item.before(), item.result
            after = small_picture(result.pixels()) if result is not None else None
            return Opened(item.number, (pixels.shape[1], pixels.shape[0]), small_picture(pixels), after)
        except StudioError as error:
            return NoPicture(item.number, str(error))
        except (OSError, MemoryError):
            return NoPicture(item.number, "")


def _lacks(item: Item) -> bool:
    return item.small_before is None and item.is_readable and item.state is not State.REFUSED

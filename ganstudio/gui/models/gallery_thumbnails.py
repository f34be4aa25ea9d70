"""Small versions of pictures: made in a thread, those in sight first, a bounded number of them kept."""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Qt, QThread, Signal, Slot
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

from ganstudio.errors import StudioError
from ganstudio.gui.behind import giving_way
from ganstudio.gui.workers import STACK
from ganstudio.latents.gallery.item import Item
from ganstudio.latents.gallery.opening import open_pixels

LIMIT = 96 << 20  # bytes: a thousand at the usual size; files have all

Key = tuple[Path, tuple[int, int, int, int], int]
"""File, its stamp, and the longest side in pixels of the screen."""


class Thumbnails(QThread):
    """`want` says what is in sight; `ready` comes when some of it can be had by `get`."""

    ready = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setStackSize(STACK)
        self._lock = threading.Condition()
        self._grid: list[Key] = []
        self._beside: list[Key] = []
        self._wanted: list[Key] = []
        self._made: list[tuple[Key, QImage]] = []
        self._doing: Key | None = None
        self._closed = False
        self._kept: OrderedDict[Key, QPixmap] = OrderedDict()  # a null one: it cannot be shown
        self._latest: dict[Path, Key] = {}
        self._size = 0
        self._arrived.connect(self._keep)

    _arrived = Signal()

    @property
    def size(self) -> int:
        """Bytes that are kept."""
        return self._size

    @property
    def is_done(self) -> bool:
        """Whether everything that is in sight is there."""
        return all(key in self._kept for key in (*self._beside, *self._grid))

    def get(self, item: Item, side: int) -> QPixmap | None:
        """The small picture, or an older one of that file meanwhile, None where there is none yet; a null one for
        a file that cannot be shown."""
        key = item.path, item.stamp, side
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        latest = self._latest.get(item.path)
        return None if latest is None else self._kept[latest]

    def want(self, items: Sequence[Item], side: int) -> None:
        """Takes the place of what was wanted before: what is out of sight is not made."""
        self._grid = [(item.path, item.stamp, side) for item in items]
        self._ask()

    def want_one(self, item: Item | None, side: int) -> None:
        """The large one beside the grid, which comes first."""
        self._beside = [] if item is None else [(item.path, item.stamp, side)]
        self._ask()

    def _ask(self) -> None:
        missing = [key for key in (*self._beside, *self._grid) if key not in self._kept]
        with self._lock:
            coming = {self._doing, *(key for key, _ in self._made)}
            self._wanted = [key for key in missing if key not in coming]
            self._lock.notify()
        if missing and not self.isRunning():
            self.start(QThread.Priority.LowPriority)

    def run(self) -> None:
        while (key := self._next()) is not None:
            with giving_way():
                picture = small_picture(key[0], key[2])
            with self._lock:
                self._made.append((key, picture))
                self._doing = None
                is_first = len(self._made) == 1
            if is_first:
                self._arrived.emit()

    def close(self) -> None:
        """Ends the thread after what it is doing now, and waits for that."""
        with self._lock:
            self._closed = True
            self._lock.notify()
        self.wait()
        self._kept.clear()
        self._latest.clear()
        self._size = 0

    def _next(self) -> Key | None:
        with self._lock:
            self._lock.wait_for(lambda: bool(self._wanted) or self._closed)
            self._doing = None if self._closed else self._wanted.pop(0)
            return self._doing

    @Slot()
    def _keep(self) -> None:
        with self._lock:
            made, self._made = self._made, []
        for key, picture in made:
            self._forget(key)
            self._kept[key] = QPixmap.fromImage(picture)
            self._latest[key[0]] = key
            self._size += picture.sizeInBytes()
        while self._size > LIMIT and len(self._kept) > 1:
            self._forget(next(iter(self._kept)))
        self.ready.emit()

    def _forget(self, key: Key) -> None:
        picture = self._kept.pop(key, None)
        if picture is not None:
            self._size -= 4 * picture.width() * picture.height()
            if self._latest.get(key[0]) == key:
                del self._latest[key[0]]


def small_picture(path: Path, side: int) -> QImage:
    """At most `side` wide and high; smaller pictures grow, and their pixels stay visible. Null where it cannot be."""
    try:
        pixels = open_pixels(path, side)
    except StudioError:
        return QImage()
    longest = max(pixels.shape[:2])
    if longest < side:
        times = -(-side // longest)
        pixels = pixels.repeat(times, 0).repeat(times, 1)
    image = image_of(pixels)
    if max(image.width(), image.height()) > side:
        image = image.scaled(
            side, side, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
    image = image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    _draw_inner_line(image)
    return image


def _draw_inner_line(image: QImage) -> None:
    """Without it a white picture dissolves into the light theme and a black one into the dark."""
    painter, line = QPainter(image), QColor(128, 128, 128, 64)
    width, height = image.width(), image.height()
    for bar in (
        (0, 0, width, 1),
        (0, height - 1, width, 1),
        (0, 1, 1, height - 2),
        (width - 1, 1, 1, height - 2),
    ):
        painter.fillRect(*bar, line)
    painter.end()


def image_of(pixels: np.ndarray) -> QImage:
    """pixels [H, W, 4] uint8 as a picture of its own."""
    pixels = np.ascontiguousarray(pixels)
    height, width = pixels.shape[:2]
    return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGBA8888).copy()

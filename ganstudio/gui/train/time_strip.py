"""One sample at several steps of the training, from the first to the newest."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from ganstudio.errors import StudioError
from ganstudio.gui import theme
from ganstudio.gui.models.sheets import Sheet
from ganstudio.gui.train.preview_grid import image_of
from ganstudio.gui.train.sheet_store import Source
from ganstudio.gui.widgets.text import describe
from ganstudio.gui.workers import Reader

SIDE, GAP, MOST = 44, 4, 16
TIP = "This sample over the training; click one to go to its step"


class TimeStrip(QWidget):
    """Thumbnails; `moved` carries the step of the one that is clicked."""

    moved = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(SIDE + 4)
        self.setMouseTracking(True)
        describe(self, "This sample over time", TIP)
        self.steps: list[int] = []
        self._images: list[QImage] = []
        self._marked = 0
        self._asked: tuple[tuple[Source, ...], int] = ((), -1)
        self._number = 0
        self._reader = Reader(self)
        self._reader.answered.connect(self._take)

    def show_tile(self, sources: list[Source], tile: int) -> None:
        """Reads this tile of as many of the previews as fit side by side."""
        count = max(2, min(MOST, (self.width() + GAP) // (SIDE + GAP)))
        picked = tuple(spread(sources, count))
        if (picked, tile) == self._asked:
            return
        if tile != self._asked[1]:
            self.steps, self._images = [], []
        self._asked = (picked, tile)
        number = self._number = self._number + 1
        self._reader.ask(lambda: thumbnails(picked, tile, lambda: self._number != number))
        self.update()

    def mark(self, step: int) -> None:
        """The step that is shown large."""
        self._marked = step
        self.update()

    def close_reader(self) -> None:
        self._number += 1
        self._reader.close()

    @Slot(int, object)
    def _take(self, number: int, found: list[tuple[int, np.ndarray]]) -> None:
        if self._reader.is_newest(number):
            self.steps = [step for step, _ in found]
            self._images = [image_of(pixels) for _, pixels in found]
            self.update()

    def cell(self, index: int) -> QRect:
        """Where a thumbnail stands; all of them are centred."""
        width = len(self.steps) * (SIDE + GAP) - GAP
        return QRect((self.width() - width) // 2 + index * (SIDE + GAP), 2, SIDE, SIDE)

    def sizeHint(self) -> QSize:
        return QSize(MOST * (SIDE + GAP), SIDE + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colours = QPainter(self), theme.current()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for index, (step, image) in enumerate(zip(self.steps, self._images)):
            painter.drawImage(self.cell(index), image)
            chosen = step == self._marked
            pen = QPen(QColor(colours.ring), 2) if chosen else QPen(QColor(128, 128, 128, 64), 1)
            pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
            painter.setPen(pen)
            painter.drawRect(self.cell(index).adjusted(0, 0, -1, -1))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self._at(event)
        if at is None:
            QToolTip.hideText()
        else:
            QToolTip.showText(event.globalPosition().toPoint(), f"Step {self.steps[at]:,}", self)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if (at := self._at(event)) is not None:
            self.moved.emit(self.steps[at])

    def _at(self, event: QMouseEvent) -> int | None:
        place = event.position().toPoint()
        return next((at for at in range(len(self.steps)) if self.cell(at).contains(place)), None)


def spread(sources: list[Source], count: int) -> list[Source]:
    """`count` of them, evenly, with the first and the last."""
    if len(sources) <= count:
        return sources
    return [sources[round(at)] for at in np.linspace(0, len(sources) - 1, count)]


def thumbnails(
    sources: tuple[Source, ...], tile: int, is_over: Callable[[], bool]
) -> list[tuple[int, np.ndarray]]:
    """(step, [side, side, C] uint8) of a tile in each preview that can be read, until nobody waits for it."""
    found = []
    for source in sources:
        if is_over():
            break
        try:
            found.append((source.step, tile_of(source.sheet(), tile)))
        except StudioError:  # one preview that cannot be read leaves a gap in the strip, no more
            continue
    return found


def tile_of(sheet: Sheet, tile: int) -> np.ndarray:
    """One tile of a sheet, [side, side, C] uint8."""
    row, column = divmod(tile, sheet.columns)
    side = sheet.side
    return sheet.pixels[row * side : (row + 1) * side, column * side : (column + 1) * side]

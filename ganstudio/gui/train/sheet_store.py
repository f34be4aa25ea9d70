"""Previews for the view of a run: read and put together in a thread, the newest shown ones kept."""

from collections import OrderedDict
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from ganstudio.gui.models.sheets import Sheet, read_sheet, sheet_of
from ganstudio.gui.workers import Reader

LIMIT = 12 << 20  # bytes of pictures that are kept: 160 sheets at 32 px, a dozen at 64 px; files have all


@dataclass(frozen=True)
class Source:
    """Where a preview comes from: its file, or the pictures [N, H, W, C] uint8 that training has just made."""

    step: int
    path: Path
    side: int
    pictures: np.ndarray | None = field(default=None, compare=False)
    columns: int = 12

    def sheet(self) -> Sheet:
        if self.pictures is not None:
            return sheet_of(self.step, self.pictures, self.columns)
        return read_sheet(self.step, self.path, self.side)


class SheetStore(QObject):
    """`ready` carries the source that was asked for and its sheet; `refused` a sentence."""

    ready = Signal(object, object)
    refused = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kept: OrderedDict[Source, Sheet] = OrderedDict()
        self._asked: dict[int, Source] = {}
        self._reader = Reader(self)
        self._reader.answered.connect(self._take)
        self._reader.refused.connect(self._refuse)

    @property
    def size(self) -> int:
        """Bytes that are kept."""
        return sum(sheet.pixels.nbytes for sheet in self._kept.values())

    def ask(self, source: Source) -> None:
        """Answers at once where the sheet is kept, else when it is read; of several the newest is read."""
        if source in self._kept:
            self._kept.move_to_end(source)
            self.ready.emit(source, self._kept[source])
        elif source not in self._asked.values():
            self._asked[self._reader.ask(source.sheet)] = source

    def forget(self) -> None:
        """Another run, or one that goes on from an earlier step: its files are written anew."""
        self._kept.clear()
        self._asked.clear()

    def close(self) -> None:
        self._reader.close()

    @Slot(int, object)
    def _take(self, number: int, sheet: Sheet) -> None:
        source = self._asked.pop(number, None)
        self._drop_older(number)
        if source is None:
            return
        self._kept[replace(source, pictures=None)] = sheet  # not the pictures that it was made of
        while self.size > LIMIT and len(self._kept) > 1:
            self._kept.popitem(last=False)
        self.ready.emit(source, sheet)

    @Slot(int, str)
    def _refuse(self, number: int, sentence: str) -> None:
        self._drop_older(number)
        if self._asked.pop(number, None) is not None:
            self.refused.emit(sentence)

    def _drop_older(self, number: int) -> None:
        """Requests that a newer one overtook are never answered."""
        self._asked = {each: source for each, source in self._asked.items() if each >= number}

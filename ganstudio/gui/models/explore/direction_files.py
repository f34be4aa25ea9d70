"""Reads and writes the files of directions in a thread, so that no slow disk holds the window up."""

import threading
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from ganstudio.errors import StudioError
from ganstudio.gui.workers import Reader
from ganstudio.latents.direction_store import directions_file, read_all, write_directions
from ganstudio.latents.directions import Direction


@dataclass(frozen=True)
class FoundFile:
    """Where a model's directions are kept, and what lies there, or a sentence where that cannot be read."""

    fingerprint: str
    file: Path
    directions: tuple[Direction, ...]
    problem: str = ""


class DirectionFiles(QObject):
    """Of several states of a file that wait the newest is written; nothing is read before what waits is written."""

    found = Signal(object)  # FoundFile
    refused = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._unwritten: dict[Path, tuple[Direction, ...]] = {}
        self._lock = threading.Lock()
        self._newest = 0
        self._reader = Reader(self)
        self._reader.answered.connect(self._take)
        self._reader.refused.connect(self._refuse)
        self._wanted: tuple[Path, str] | None = None

    @property
    def is_busy(self) -> bool:
        return self._newest > 0

    def read(self, model: Path, fingerprint: str) -> None:
        self._wanted = (model, fingerprint)
        self._newest = self._reader.ask(lambda: self._work(model, fingerprint))

    def write(self, file: Path, directions: tuple[Direction, ...]) -> None:
        with self._lock:
            self._unwritten[file] = directions
        wanted = self._wanted  # a reading that has not begun would be replaced by this request
        self._newest = self._reader.ask(self._write if wanted is None else lambda: self._work(*wanted))

    def close(self) -> None:
        """Ends the thread; what waits is written here."""
        self._reader.close()
        try:
            self._write()
        except StudioError as error:
            self.refused.emit(str(error))

    def _work(self, model: Path, fingerprint: str) -> FoundFile:
        self._write()
        file = directions_file(model, fingerprint)
        try:
            return FoundFile(fingerprint, file, read_all(model, fingerprint))
        except StudioError as error:
            return FoundFile(fingerprint, file, (), str(error))

    def _write(self) -> None:
        with self._lock:
            waiting, self._unwritten = self._unwritten, {}
        for file, directions in waiting.items():
            write_directions(file, directions)

    @Slot(int, object)
    def _take(self, number: int, answer: object) -> None:
        if number != self._newest:
            return
        self._newest, self._wanted = 0, None
        if isinstance(answer, FoundFile):
            self.found.emit(answer)

    @Slot(int, str)
    def _refuse(self, number: int, words: str) -> None:
        if number == self._newest:
            self._newest, self._wanted = 0, None
        self.refused.emit(words)

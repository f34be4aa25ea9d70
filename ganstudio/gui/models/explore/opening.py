"""Opening models and saved pictures: read in one thread, the newest wish only."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from ganstudio.gui.models.explore.loading import Loaded, Loader, TranslatorFoundError
from ganstudio.gui.models.explore.restoring import Restored, found_model, read_restored
from ganstudio.gui.workers import Reader
from ganstudio.latents.point import LatentPoint


@dataclass(frozen=True, eq=False)
class Opened:
    """A model that was asked for. `words` name the step it becomes, "" for none; `entry` is the visited point that
    it was opened for, of which nothing is left to do when one has gone elsewhere since."""

    loaded: Loaded
    point: LatentPoint | None = None
    words: str = ""
    entry: int | None = None


@dataclass(frozen=True)
class ForTranslate:
    """The model that was asked for is a translator: a sentence that says so."""

    path: Path
    sentence: str


class Opening(QObject):
    """`opened` carries an Opened, `restored` a Restored, `translator_found` a path and a sentence. `is_loading` while a
    model is on its way."""

    opened = Signal(object)
    translator_found = Signal(object, str)
    restored = Signal(object)
    refused = Signal(str)
    loading_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.is_loading = False
        self._loader, self._reader = Loader(), Reader(self)
        self._reader.answered.connect(self._take)
        self._reader.refused.connect(self._refuse)

    def model(
        self, path: Path, point: LatentPoint | None = None, words: str = "", *, known_as: Path | None = None,
        entry: int | None = None,
    ) -> None:  # fmt: skip
        """Loads the model of a run folder, a checkpoint or a file."""
        self._set_loading(True)

        def load() -> Opened | ForTranslate:
            try:
                return Opened(self._loader.load(path).known_as(known_as or path), point, words, entry)
            except TranslatorFoundError as found:
                return ForTranslate(path, str(found))

        self._reader.ask(load)

    def picture(self, path: Path, open_now: str, models_named: Callable[[str], list[Path]]) -> None:
        """Reads a saved picture, and looks for its model where that is not the open one, by fingerprint."""

        def read() -> Restored:
            restored = read_restored(path)
            mark = restored.saved.model
            if mark.fingerprint == open_now:
                return restored
            return found_model(restored, self._loader, models_named(mark.name))

        self._reader.ask(read)

    def close(self) -> None:
        """Ends the thread, and waits for that."""
        self._reader.close()

    @Slot(int, object)
    def _take(self, number: int, answer: Any) -> None:
        if not self._reader.is_newest(number):
            return
        self._set_loading(False)
        if isinstance(answer, ForTranslate):
            self.translator_found.emit(answer.path, answer.sentence)
        else:
            (self.restored if isinstance(answer, Restored) else self.opened).emit(answer)

    @Slot(int, str)
    def _refuse(self, number: int, words: str) -> None:
        if self._reader.is_newest(number):
            self._set_loading(False)
            self.refused.emit(words)

    def _set_loading(self, is_loading: bool) -> None:
        if is_loading != self.is_loading:
            self.is_loading = is_loading
            self.loading_changed.emit(is_loading)

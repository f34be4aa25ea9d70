"""Runs that other processes train, followed through their folders."""

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from shiboken6 import isValid

from ganstudio.errors import StudioError
from ganstudio.gui.models.following import News, read_news
from ganstudio.gui.models.run_model import RunModel, State
from ganstudio.gui.models.tail import Tail
from ganstudio.gui.workers import Reader

EVERY = 1000  # ms
Found = dict[Path, News | str]
"""What is new of each run, or the sentence that says why it cannot be read."""


class Watching(QObject):
    """Asks once a second what is new of every run it was given, until that run ends. It reads in a thread."""

    told = Signal()  # something new was shown

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._watched: dict[Path, tuple[RunModel, Tail]] = {}
        self._reader = Reader(self)
        self._reader.answered.connect(self._tell)
        self._reader.refused.connect(self._go_on)
        self._is_reading = False
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY)
        self._timer.timeout.connect(self._look)

    def watch(self, run: RunModel, tail: Tail) -> None:
        """Follows a run whose log was read as far as `tail` says."""
        if run.state is State.RUNNING_ELSEWHERE:
            self._watched[run.path] = (run, tail)
            self._timer.start()

    def is_watched(self, run: RunModel) -> bool:
        return run.path in self._watched and self._watched[run.path][0] is run

    def close(self) -> None:
        self._timer.stop()
        self._reader.close()

    @Slot()
    def _look(self) -> None:
        self._watched = {path: pair for path, pair in self._watched.items() if is_elsewhere(pair[0])}
        if not self._watched:
            self._timer.stop()
        elif not self._is_reading:
            self._is_reading = True
            tails = {path: tail for path, (_, tail) in self._watched.items()}
            self._reader.ask(lambda: read_all(tails))

    @Slot(int, object)
    def _tell(self, _number: int, found: Found) -> None:
        self._is_reading = False
        for path, news in found.items():
            run, tail = self._watched.get(path, (None, None))
            if run is None or tail is None or not is_elsewhere(run):
                continue
            if isinstance(news, str):
                run.fail(news)
            else:
                run.take_news(news)
                if news.opened is not None:
                    self._watched[path] = (run, news.opened.tail)
        self.told.emit()

    @Slot(int, str)
    def _go_on(self, _number: int, _sentence: str) -> None:
        self._is_reading = False


def is_elsewhere(run: RunModel) -> bool:
    return isValid(run) and run.state is State.RUNNING_ELSEWHERE


def read_all(tails: dict[Path, Tail]) -> Found:
    """What is new of every run; one that cannot be read does not hold up the others."""
    found: Found = {}
    for path, tail in tails.items():
        try:
            found[path] = read_news(path, tail)
        except StudioError as error:
            found[path] = str(error)
    return found

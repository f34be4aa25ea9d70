"""What is known of a run: what it is, how far it is, and what it has reported."""

import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from ganstudio.gui.models.following import News
from ganstudio.gui.models.history import History
from ganstudio.gui.models.notices import open_notice
from ganstudio.gui.models.reading import Opened
from ganstudio.gui.models.run_state import BUSY, OF_FOLDER, State
from ganstudio.training.events import Evaluating, Health, Preparing, Preview


class RunFacts(QObject):
    """Says when something has changed, ten times a second at most. It learns from the run folder; what is live
    comes from a subclass."""

    state_changed = Signal(object)
    identified = Signal()  # name, recipe, data, settings or length are known now
    progressed = Signal()
    previewed = Signal()
    noticed = Signal()  # something to say: a notice, work before the first step, a measurement that goes on

    def __init__(self, path: Path, recipe: str = "", data: str = "", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.path, self.recipe, self.data = path, recipe, data
        self.settings: dict[str, Any] = {}
        self.preset: str | None = None
        self.class_names: tuple[str, ...] = ()
        self.domains: tuple[str, ...] = ()  # titles of side A and B where the run translates
        self.preview_rows: tuple[str, ...] = ()  # what each row of a preview shows, where rows differ
        self.resolution, self.step, self.steps, self.device = 0, 0, 0, ""
        self.state = State.IDLE
        self.preparing: Preparing | None = None
        self.evaluating: Evaluating | None = None
        self.refused_save: Health | None = None  # the disk refused a checkpoint, and nobody has tried again
        self.newest: Preview | None = None  # the newest one of a training in this window, with its pictures
        self.best_step: int | None = None  # whose checkpoint is kept
        self.checked: float | None = None  # time.monotonic() of the last report
        self.dismissed = 0  # so many of the notices are done with
        self.notes = ""
        self.error, self.traceback = "", ""
        self._hold(History())

    def _hold(self, history: History) -> None:
        """Everything reported so far is this."""
        self.history = history
        self.curves, self.clock, self.quality = history.curves, history.clock, history.quality
        self.previews, self.raw_previews = history.previews, history.raw_previews
        self.notices, self.happenings = history.notices, history.happenings
        self.last = history.last

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def is_busy(self) -> bool:
        """Whether this window trains it now."""
        return self.state in BUSY

    @property
    def can_resume(self) -> bool:
        """Whether there are steps left to make."""
        if self.state is State.FINISHED:
            return self.step < self.steps
        return self.state in (State.STOPPED, State.INTERRUPTED, State.FAILED)

    @property
    def notice(self) -> Health | None:
        """The problem that is open, or the newest word of which nobody has taken note."""
        return open_notice(self.notices, self.dismissed)

    def seconds_left(self) -> float | None:
        """From the pace of the last fifty points; None while it is unknown."""
        steps, seconds = (values[-50:] for values in self.clock.points("seconds"))
        if len(steps) < 2 or steps[-1] <= steps[0]:
            return None
        return float((seconds[-1] - seconds[0]) / (steps[-1] - steps[0]) * max(0, self.steps - self.step))

    def dismiss(self) -> None:
        """Every notice so far is done with."""
        self.dismissed = len(self.notices)
        self.noticed.emit()

    # -- what is read from the folder ---------------------------------------------------------------------------

    def show_folder(self, opened: Opened) -> None:
        """Takes over what was read from the run folder."""
        self.recipe, self.data, self.settings = opened.recipe, opened.data, opened.settings
        self.preset, self.notes, self.best_step = opened.preset, opened.notes, opened.best_step
        self.class_names, self.resolution = opened.class_names, opened.resolution
        self.domains, self.preview_rows = opened.domains, opened.preview_rows
        self.step, self.steps = opened.step, opened.steps
        self._hold(opened)
        self.identified.emit()
        self.progressed.emit()
        self.previewed.emit()
        self.noticed.emit()
        self._set_state(OF_FOLDER.get(opened.state, State.INTERRUPTED))

    def show_record(self, opened: Opened) -> None:
        """Learns of a run in training what only its folder says: resolved settings, class names, notes."""
        self.settings, self.class_names = opened.settings, opened.class_names
        self.domains, self.preview_rows = opened.domains, opened.preview_rows
        self.preset, self.notes = opened.preset, opened.notes
        self.data, self.resolution = opened.data or self.data, opened.resolution
        self.identified.emit()

    def take_lines(self, lines: Iterable[Mapping[str, Any]]) -> None:
        """Lines that another process added to the log. Where they begin earlier than what is known ends, they
        replace that."""
        lines = list(lines)
        if not lines:
            return
        first = int(lines[0]["step"])
        if first < self.history.last_step():
            self.history.forget_after(first - 1)
        said = len(self.notices)
        self.history.add_lines(lines)
        self.last, self.checked = self.history.last, time.monotonic()
        self.step = max(self.step if first >= self.step else 0, int(lines[-1]["step"]))
        self.progressed.emit()
        if len(self.notices) != said:
            self.noticed.emit()

    def take_news(self, news: News) -> None:
        """What `following.read_news` found."""
        if news.opened is not None:
            self.show_folder(news.opened)
            return
        self.take_lines(news.lines)
        self.best_step, self.steps = news.best_step, news.steps or self.steps
        if (news.previews, news.raw_previews) != (self.previews, self.raw_previews):
            self.previews[:], self.raw_previews[:] = news.previews, news.raw_previews
            self.previewed.emit()
        self._set_state(OF_FOLDER.get(news.state, self.state))

    def fail(self, sentence: str) -> None:
        """The folder could not be read."""
        self.error = sentence
        self._set_state(State.FAILED)

    def _set_state(self, state: State) -> None:
        if state is not self.state:
            self.state = state
            self.state_changed.emit(state)

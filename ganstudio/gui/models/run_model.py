"""The state of one run: of one that trains in this window, or of one that was opened from its folder."""

import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from ganstudio.gui.jobs import resume_job
from ganstudio.gui.models.following import News
from ganstudio.gui.models.history import History
from ganstudio.gui.models.notices import open_notice
from ganstudio.gui.models.reading import Opened
from ganstudio.gui.models.run_state import BUSY, OF_FOLDER, State
from ganstudio.gui.workers import Job, Mail, TrainingThread
from ganstudio.training.events import (
    Checkpoint,
    Evaluating,
    Evaluation,
    Event,
    Finished,
    Health,
    Preparing,
    Preview,
    Remedy,
    Started,
)

__all__ = ["BUSY", "RunModel", "State"]

TICK = 100  # ms: how often the mailbox is read


class RunModel(QObject):
    """Owns a run's state and its thread. Panels call its methods and hear its signals, ten times a second at most."""

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
        self.job: Job | None = None
        self._thread: TrainingThread | None = None
        self._next: Job | None = None
        self._ending: Finished | None = None
        self._hold(History())
        self._timer = QTimer(self)
        self._timer.setInterval(TICK)
        self._timer.timeout.connect(self.read_mail)

    def _hold(self, history: History) -> None:
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

    # -- what a person does -------------------------------------------------------------------------------------

    def start(self, job: Job) -> None:
        """Trains in a thread of its own until the job ends."""
        if self.is_busy:
            return
        self.error = self.traceback = ""
        self.dismissed, self.refused_save = len(self.notices), None
        self._ending, self._next, self.job = None, None, job
        self._thread = TrainingThread(job, self, pause_after=is_refused_save)
        self._thread.failed.connect(self._keep_error)
        self._thread.finished.connect(self._end)
        self._set_state(State.PREPARING)
        self._thread.start()
        self._timer.start()

    def restart(self, job: Job) -> None:
        """Begins `job` now, or as soon as what is going on has saved and stopped."""
        if self._thread is None:
            self.start(job)
        else:
            self.stop()
            self._next = job

    def apply(self, remedy: Remedy) -> None:
        """Stops if need be, goes back to the remedy's checkpoint and goes on with its changes."""
        back = {} if remedy.step is None else {"from_step": remedy.step}
        self.restart(resume_job(self.path, {**remedy.changes, **back}))

    def pause(self) -> None:
        if self._thread and self.state in (State.PREPARING, State.TRAINING):
            self._thread.pause()
            self._set_state(State.PAUSED)

    def unpause(self) -> None:
        """Goes on; after a save that the disk refused it is tried again at once."""
        if self._thread and self.state is State.PAUSED:
            self.refused_save = None
            self._thread.unpause()
            self._set_state(State.TRAINING if self.last else State.PREPARING)

    def stop(self) -> None:
        """Saves and ends. The state says so at once; it becomes Stopped when everything is on the disk."""
        self._next = None
        if self._thread and self.is_busy and self.state is not State.STOPPING:
            self._thread.stop()
            self._set_state(State.STOPPING)

    def dismiss(self) -> None:
        """Every notice so far is done with."""
        self.dismissed = len(self.notices)
        self.noticed.emit()

    def wait(self) -> None:
        """Blocks until the thread is gone. Only for the end of the program."""
        self._next = None
        if self._thread is not None:
            self._thread.stop()
            self._thread.wait()

    # -- what is read from the folder ---------------------------------------------------------------------------

    def show_folder(self, opened: Opened) -> None:
        """Takes over what was read from the run folder."""
        self.recipe, self.data, self.settings = opened.recipe, opened.data, opened.settings
        self.preset, self.notes, self.best_step = opened.preset, opened.notes, opened.best_step
        self.class_names, self.resolution = opened.class_names, opened.resolution
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
        if len(news.previews) != len(self.previews) or len(news.raw_previews) != len(self.raw_previews):
            self.previews[:], self.raw_previews[:] = news.previews, news.raw_previews
            self.previewed.emit()
        self._set_state(OF_FOLDER.get(news.state, self.state))

    def fail(self, sentence: str) -> None:
        """The folder could not be read."""
        self.error = sentence
        self._set_state(State.FAILED)

    # -- what arrives -------------------------------------------------------------------------------------------

    @Slot()
    def read_mail(self) -> None:
        if self._thread is not None:
            self._deliver(self._thread.mailbox.take())

    def _deliver(self, mail: Mail) -> None:
        for event in mail.others:
            self._take(event)
        if mail.preparing is not None and self.state in (State.PREPARING, State.STOPPING):
            self.preparing = mail.preparing
            self.noticed.emit()
        for point in mail.points:
            self.history.add_point(point)
        if mail.points:
            self.last, self.step, self.checked = mail.points[-1], mail.points[-1].step, time.monotonic()
            self.progressed.emit()
        went_on = bool(mail.points) or any(isinstance(event, Evaluation) for event in mail.others)
        if mail.evaluating is not None or (self.evaluating is not None and went_on):
            self.evaluating = mail.evaluating
            self.noticed.emit()
        if mail.preview is not None:
            self.newest = mail.preview
            self.previewed.emit()

    def _take(self, event: Event) -> None:
        if isinstance(event, Started):
            self._begin(event)
        self.history.add_event(event)
        match event:
            case Health():
                self.refused_save = event if is_refused_save(event) else self.refused_save
                if is_refused_save(event) and self.state is State.TRAINING:
                    self._set_state(State.PAUSED)
                self.noticed.emit()
            case Evaluation():
                self.best_step = event.step if event.is_best else self.best_step
                self.progressed.emit()
            case Checkpoint():
                self.refused_save = None
                self.noticed.emit()
            case Finished():
                self._ending, self.step = event, event.step
            case _:
                pass

    def _begin(self, event: Started) -> None:
        self.path, self.recipe = event.run, event.recipe
        self.step, self.steps, self.device, self.preparing = event.step, event.steps, event.device, None
        self.history.cut_after(event.step)
        self.last = self.history.last
        if self.newest is not None and self.newest.step > event.step:
            self.newest = None
        self.identified.emit()
        if self.state is State.PREPARING:
            self._set_state(State.TRAINING)

    @Slot(str, str)
    def _keep_error(self, sentence: str, trace: str) -> None:
        self.error, self.traceback = sentence, trace

    @Slot()
    def _end(self) -> None:
        """`finished` follows the thread's last event, so nothing stale can reach the next training."""
        self._timer.stop()
        self.read_mail()
        thread, self._thread, self.preparing, self.evaluating = self._thread, None, None, None
        if thread is not None:
            thread.wait()  # `finished` is sent from the thread, a moment before it is gone
            thread.deleteLater()
        following, self._next = self._next, None
        if self.error:
            self._set_state(State.FAILED)
        elif following is not None:
            self.state = State.STOPPED  # nobody needs to hear of it
            self.start(following)
        else:
            whole = self._ending is not None and not self._ending.stopped
            self._set_state(State.FINISHED if whole else State.STOPPED)

    def _set_state(self, state: State) -> None:
        if state is not self.state:
            self.state = state
            self.state_changed.emit(state)


def is_refused_save(event: Event) -> bool:
    """Whether the disk refused a checkpoint, so that going on would risk what was learnt."""
    return isinstance(event, Health) and event.kind == "not-saved"

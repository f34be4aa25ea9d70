"""The state of one run: of one that trains in this window, or of one that was opened from its folder."""

from enum import Enum
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from ganstudio.gui.models.curves import Curves
from ganstudio.gui.models.reading import Opened, Sheet, sheet_of
from ganstudio.gui.workers import Job, Mail, TrainingThread
from ganstudio.training.events import (
    Evaluation,
    Event,
    Finished,
    Health,
    Preparing,
    Preview,
    Progress,
    Started,
)

TICK = 100  # ms: how often the mailbox is read


class State(Enum):
    """What a run is doing. The first five are this window's own work."""

    PREPARING = "Preparing"
    TRAINING = "Training"
    PAUSED = "Paused"
    STOPPING = "Stopping"
    IDLE = "Not started"
    RUNNING_ELSEWHERE = "Running in another window"
    FINISHED = "Finished"
    STOPPED = "Stopped"
    INTERRUPTED = "Interrupted"
    FAILED = "Failed"


BUSY = frozenset({State.PREPARING, State.TRAINING, State.PAUSED, State.STOPPING})
_FOLDER_STATES = {
    "running": State.RUNNING_ELSEWHERE,
    "finished": State.FINISHED,
    "stopped": State.STOPPED,
    "interrupted": State.INTERRUPTED,
}


class RunModel(QObject):
    """Owns a run's state and its thread. Panels call its methods and hear its signals, ten times a second at most."""

    state_changed = Signal(object)
    identified = Signal()  # name, recipe, data, settings or length are known now
    progressed = Signal()
    previewed = Signal()
    noticed = Signal()

    def __init__(self, path: Path, recipe: str = "", data: str = "", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.path, self.recipe, self.data = path, recipe, data
        self.settings: dict[str, Any] = {}
        self.preset: str | None = None
        self.class_names: tuple[str, ...] = ()
        self.resolution, self.step, self.steps, self.device = 0, 0, 0, ""
        self.state = State.IDLE
        self.last: Progress | None = None
        self.preparing: Preparing | None = None
        self.curves = Curves()
        self.clock = Curves()  # training seconds over steps
        self.previews: list[tuple[int, Path]] = []
        self.sheet: Sheet | None = None
        self.notices: list[Health] = []
        self.quality = Curves()  # metrics over steps
        self.error, self.traceback = "", ""
        self.job: Job | None = None
        self._thread: TrainingThread | None = None
        self._ending: Finished | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(TICK)
        self._timer.timeout.connect(self.read_mail)

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
        self._ending, self.job = None, job
        self._thread = TrainingThread(job, self)
        self._thread.failed.connect(self._keep_error)
        self._thread.finished.connect(self._end)
        self._set_state(State.PREPARING)
        self._thread.start()
        self._timer.start()

    def pause(self) -> None:
        if self._thread and self.state in (State.PREPARING, State.TRAINING):
            self._thread.pause()
            self._set_state(State.PAUSED)

    def unpause(self) -> None:
        if self._thread and self.state is State.PAUSED:
            self._thread.unpause()
            self._set_state(State.TRAINING if self.last else State.PREPARING)

    def stop(self) -> None:
        """Saves and ends. The state says so at once; it becomes Stopped when everything is on the disk."""
        if self._thread and self.is_busy and self.state is not State.STOPPING:
            self._thread.stop()
            self._set_state(State.STOPPING)

    def wait(self) -> None:
        """Blocks until the thread is gone. Only for the end of the program."""
        if self._thread is not None:
            self._thread.stop()
            self._thread.wait()

    # -- what arrives -------------------------------------------------------------------------------------------

    def show_folder(self, opened: Opened) -> None:
        """Takes over what was read from the run folder."""
        self.recipe, self.data, self.settings = opened.recipe, opened.data, opened.settings
        self.preset = opened.preset
        self.class_names, self.resolution = opened.class_names, opened.resolution
        self.step, self.steps, self.last = opened.step, opened.steps, opened.last
        self.curves, self.previews, self.notices = opened.curves, opened.previews, opened.notices
        self.quality, self.sheet = opened.quality, opened.sheet
        self.identified.emit()
        self.progressed.emit()
        self.previewed.emit()
        self.noticed.emit()
        self._set_state(_FOLDER_STATES.get(opened.state, State.INTERRUPTED))

    def show_record(self, opened: Opened) -> None:
        """Learns of a run in training what only its folder says: resolved settings and class names."""
        self.settings, self.class_names = opened.settings, opened.class_names
        self.preset = opened.preset
        self.data, self.resolution = opened.data or self.data, opened.resolution
        self.identified.emit()

    def fail(self, sentence: str) -> None:
        """The folder could not be read."""
        self.error = sentence
        self._set_state(State.FAILED)

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
            self.curves.add(point.step, point.losses)
            self.clock.add(point.step, {"seconds": point.seconds})
        if mail.points:
            self.last, self.step = mail.points[-1], mail.points[-1].step
            self.progressed.emit()
        if mail.preview is not None:
            self.sheet = sheet_of(mail.preview.step, mail.preview.pictures, mail.preview.columns)
            self.previewed.emit()

    def _take(self, event: Event) -> None:
        match event:
            case Started():
                self._begin(event)
            case Preview():
                self.previews.append((event.step, event.path))
            case Health():
                self.notices.append(event)
                self.noticed.emit()
            case Evaluation():
                self.quality.add(event.step, {event.metric: event.value})
                self.progressed.emit()
            case Finished():
                self._ending, self.step = event, event.step
            case _:
                pass

    def _begin(self, event: Started) -> None:
        self.path, self.recipe = event.run, event.recipe
        self.step, self.steps, self.device, self.preparing = event.step, event.steps, event.device, None
        self.curves.cut_after(event.step)
        self.clock.cut_after(event.step)
        self.previews = [(step, path) for step, path in self.previews if step <= event.step]
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
        thread, self._thread, self.preparing = self._thread, None, None
        if thread is not None:
            thread.wait()  # `finished` is sent from the thread, a moment before it is gone
            thread.deleteLater()
        if self.error:
            self._set_state(State.FAILED)
        else:
            whole = self._ending is not None and not self._ending.stopped
            self._set_state(State.FINISHED if whole else State.STOPPED)

    def _set_state(self, state: State) -> None:
        if state is not self.state:
            self.state = state
            self.state_changed.emit(state)

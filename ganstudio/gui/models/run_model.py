"""The state of one run: of one that trains in this window, or of one that was opened from its folder."""

import time
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Slot

from ganstudio.gui.jobs import resume_job
from ganstudio.gui.models.run_facts import RunFacts
from ganstudio.gui.models.run_state import BUSY, State
from ganstudio.gui.workers import Job, Mail, TrainingThread
from ganstudio.training.events import (
    Checkpoint,
    Evaluation,
    Event,
    Finished,
    Health,
    Remedy,
    Started,
)

__all__ = ["BUSY", "RunModel", "State"]

TICK = 100  # ms: how often the mailbox is read


class RunModel(RunFacts):
    """Owns a run's state and its thread. Panels call its methods and hear its signals."""

    def __init__(self, path: Path, recipe: str = "", data: str = "", parent: QObject | None = None) -> None:
        super().__init__(path, recipe, data, parent)
        self.job: Job | None = None
        self._thread: TrainingThread | None = None
        self._next: Job | None = None
        self._ending: Finished | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(TICK)
        self._timer.timeout.connect(self.read_mail)

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

    def wait(self) -> None:
        """Blocks until the thread is gone. Only for the end of the program."""
        self._next = None
        if self._thread is not None:
            self._thread.stop()
            self._thread.wait()

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


def is_refused_save(event: Event) -> bool:
    """Whether the disk refused a checkpoint, so that going on would risk what was learnt."""
    return isinstance(event, Health) and event.kind == "not-saved"

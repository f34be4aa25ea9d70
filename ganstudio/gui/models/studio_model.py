"""What the whole window shares: the runs, the one that trains, the one that is looked at, long tasks, preferences."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from ganstudio.gui.jobs import resume_job, train_job
from ganstudio.gui.models.library import Library, load_library
from ganstudio.gui.models.long_tasks import LongTask, LongTasks
from ganstudio.gui.models.preferences import Preferences
from ganstudio.gui.models.reading import Opened, open_run
from ganstudio.gui.models.run_list import RunList
from ganstudio.gui.models.run_model import RunModel, State
from ganstudio.gui.start.request import TrainRequest
from ganstudio.gui.words import about
from ganstudio.gui.workers import Job, Reader
from ganstudio.resources import runs_folder


class StudioModel(QObject):
    """One run trains at a time; any run can be looked at meanwhile."""

    shown_changed = Signal(object)  # RunModel, or None for the start page
    training_changed = Signal()
    library_loaded = Signal()

    def __init__(
        self,
        preferences: Preferences | None = None,
        load: Callable[[], Library] = load_library,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.preferences = preferences or Preferences(parent=self)
        self.runs = RunList(runs_folder(), self)
        self.tasks = LongTasks(self)
        self.training: RunModel | None = None
        self.shown: RunModel | None = None
        self.library = Library()
        self._load_library = load
        self._opening: dict[int, RunModel] = {}
        self.runs.changed.connect(self._watch)
        self._task: LongTask | None = None
        self._then_resume = False
        self._opener, self._recorder, self._loader = Reader(self), Reader(self), Reader(self)
        self._opener.answered.connect(self._show_opened)
        self._opener.refused.connect(self._show_refused)
        self._recorder.answered.connect(self._show_record)
        self._loader.answered.connect(self._keep_library)

    @property
    def is_training(self) -> bool:
        return self.training is not None and self.training.is_busy

    # -- what a person does -------------------------------------------------------------------------------------

    def start(self, request: TrainRequest) -> RunModel | None:
        """Trains a new run and shows it; None while another one trains."""
        run = RunModel(Path(request.out), request.recipe, request.data, self)
        return run if self.train(run, train_job(request)) else None

    def resume(self, run: RunModel, changes: dict[str, Any] | None = None) -> bool:
        """Goes on with a run that stopped."""
        return self.train(run, resume_job(run.path, changes))

    def retry(self, run: RunModel) -> bool:
        """After a failure: goes on from the last checkpoint, or begins again where there is no run folder yet."""
        if (run.path / "run.json").is_file() or run.job is None:
            return self.resume(run)
        return self.train(run, run.job)

    def train(self, run: RunModel, job: Job) -> bool:
        """Gives a run a thread. False while another one trains."""
        if self.is_training:
            return False
        if self.training is not run:
            self._adopt(run)
        run.start(job)
        self.show(run)
        return True

    def open_run(self, path: Path, then_resume: bool = False) -> None:
        """Shows the run in a folder, which is read in a thread, and perhaps goes on with it."""
        self._then_resume = then_resume
        if self.training is not None and path == self.training.path:
            self.show(self.training)
            if then_resume:
                self.resume(self.training)
            return
        self.runs.add(path)
        number = self._opener.ask(lambda: open_run(path))
        self._opening = {number: RunModel(path, parent=self)}

    def show(self, run: RunModel | None) -> None:
        """Shows a run, or the start page for None."""
        if run is self.shown:
            return
        before, self.shown = self.shown, run
        if run is not None:
            self.preferences.add_recent_run(run.path)
        self.shown_changed.emit(run)
        if before is not None and before is not self.training:
            before.deleteLater()

    def load_library(self) -> None:
        """Learns of recipes, data sets and devices in a thread, once; `library_loaded` says when."""
        if not self._loader.isRunning():
            self._loader.ask(self._load_library)

    def data_title(self, name: str) -> str:
        """What a person calls a data set; of a folder its last part."""
        return self.library.data_titles.get(name) or Path(name.replace("\\", "/")).name

    def recipe_title(self, name: str) -> str:
        recipe = self.library.recipes.get(name)
        return recipe.title if recipe is not None else name

    def close(self) -> None:
        """Ends every thread. Training must have been asked to stop before, or this waits for it."""
        if self.training is not None:
            self.training.wait()
        self.runs.close()
        for reader in (self._opener, self._recorder, self._loader):
            reader.close()
        self.preferences.save()

    # -- what comes back ----------------------------------------------------------------------------------------

    def _adopt(self, run: RunModel) -> None:
        before, self.training = self.training, run
        if before is not None and before is not self.shown:
            before.deleteLater()
        run.state_changed.connect(self._follow)
        run.progressed.connect(self._measure)
        run.noticed.connect(self._measure)
        run.state_changed.connect(self._read_record)
        self.runs.follow(run)

    @Slot(object)
    def _follow(self, _state: State) -> None:
        """The bar at the bottom carries the training, and its cross stops it."""
        run = self.training
        if run is None:
            return
        if run.is_busy and self._task is None:
            self._task = self.tasks.begin(f"Training {run.name}", run.stop)
        if not run.is_busy and self._task is not None:
            self._task.end()
            self._task = None
        self._measure()
        self.training_changed.emit()

    @Slot()
    def _measure(self) -> None:
        if self._task is not None and self.training is not None:
            self._task.update(*measure(self.training))

    @Slot(object)
    def _read_record(self, state: State) -> None:
        run = self.training
        if run is not None and state is State.TRAINING:
            path = run.path
            self._recorder.ask(lambda: open_run(path))

    @Slot(int, object)
    def _show_record(self, _number: int, opened: Opened) -> None:
        if self.training is not None and self.training.path == opened.path:
            self.training.show_record(opened)

    @Slot()
    def _watch(self) -> None:
        """A run that another process trains is read again each time the list is."""
        run = self.shown
        if run is not None and run.state is State.RUNNING_ELSEWHERE and not self._opening:
            path = run.path
            self._opening = {self._opener.ask(lambda: open_run(path)): run}

    @Slot(int, object)
    def _show_opened(self, number: int, opened: Opened) -> None:
        run = self._opening.pop(number, None)
        if run is not None and self._opener.is_newest(number):
            run.path = opened.path
            run.show_folder(opened)
            self.show(run)
            if self._then_resume:
                self._then_resume = False
                self.resume(run)

    @Slot(int, str)
    def _show_refused(self, number: int, sentence: str) -> None:
        run = self._opening.pop(number, None)
        if run is not None:
            run.fail(sentence)
            self.show(run)

    @Slot(int, object)
    def _keep_library(self, _number: int, library: Library) -> None:
        self.library = library
        self.library_loaded.emit()


def measure(run: RunModel) -> tuple[float | None, str]:
    """How far a run is and what the bar says of it."""
    if run.state is State.STOPPING:
        return None, "saving"
    if run.state is State.PREPARING or not run.steps:
        preparing = run.preparing
        return (
            (preparing.done / preparing.total, "preparing") if preparing and preparing.total else (None, "")
        )
    share = run.step / run.steps
    left = run.seconds_left()
    if run.state is State.PAUSED:
        return share, f"{share * 100:.0f} %, paused"
    return share, f"{share * 100:.0f} %" + (f", {about(left)} left" if left is not None else "")

"""What the whole window shares: the runs, the one that trains, the one that is looked at, long tasks, preferences."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from ganstudio.gui.jobs import resume_job, train_job
from ganstudio.gui.models.explore.explore_model import ExploreModel
from ganstudio.gui.models.explore.shelf import Shelf
from ganstudio.gui.models.gallery_model import GalleryModel
from ganstudio.gui.models.launched import LaunchedRun
from ganstudio.gui.models.library import Library, load_library
from ganstudio.gui.models.long_tasks import LongTasks
from ganstudio.gui.models.preferences import Preferences
from ganstudio.gui.models.reading import Opened, open_run
from ganstudio.gui.models.run_list import RunList
from ganstudio.gui.models.run_model import RunModel, State
from ganstudio.gui.models.training_task import TrainingTask
from ganstudio.gui.models.translate.translate_model import TranslateModel
from ganstudio.gui.models.watching import Watching
from ganstudio.gui.processes import processes_of
from ganstudio.gui.start.request import TrainRequest
from ganstudio.gui.workers import Job, Reader
from ganstudio.latents.point import LatentPoint
from ganstudio.resources import runs_folder
from ganstudio.training.events import Remedy


class StudioModel(QObject):
    """One run trains at a time; any run can be looked at meanwhile."""

    shown_changed = Signal(object)  # RunModel, or None for the start page
    training_changed = Signal()
    library_loaded = Signal()
    refused = Signal(str)  # a sentence about what was asked of a run
    explore_wanted = Signal()  # the Explore room shall open
    translate_wanted = Signal()  # the Translate room shall open

    def __init__(
        self,
        preferences: Preferences | None = None,
        load: Callable[[], Library] = load_library,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.preferences = preferences or Preferences(parent=self)
        self.library = Library()
        self.runs = RunList(runs_folder(), self)
        self.tasks = LongTasks(self)
        self.explore = ExploreModel(self.tasks, self)
        self.shelf = Shelf(self.runs, self)
        self.explore.models_named = self.shelf.named
        self.gallery = GalleryModel(tasks=self.tasks, parent=self)
        self.translate = TranslateModel(self.runs, self.tasks, self.preferences, self.recipe_words, self)
        self.library_loaded.connect(self.translate.shelf.look)
        self.training: RunModel | None = None
        self.shown: RunModel | None = None
        self._load_library = load
        self.watching = Watching(self)
        self.request: TrainRequest | None = None  # of the newest run that was started here
        self._opening: dict[int, RunModel] = {}
        self._asked: set[Path] = set()  # runs elsewhere that were asked to stop
        self.runs.changed.connect(self._watch)
        self._task = TrainingTask(self.tasks)
        self._then_resume = False
        self._opener, self._recorder, self._loader, self._asker = (Reader(self) for _ in range(4))
        self._opener.answered.connect(self._show_opened)
        self._opener.refused.connect(self._show_refused)
        self._recorder.answered.connect(self._show_record)
        self._loader.answered.connect(self._keep_library)
        self._asker.refused.connect(lambda _number, sentence: self.refused.emit(sentence))
        self.watching.told.connect(self._measure)

    @property
    def is_training(self) -> bool:
        """Whether a run that was started here still trains, in this process or in its own."""
        run = self.training
        return run is not None and (run.is_busy or (isinstance(run, LaunchedRun) and run.is_alive))

    def is_asked_to_stop(self, run: RunModel) -> bool:
        """Whether a run elsewhere was asked to stop and has not done so yet."""
        return run.state is State.RUNNING_ELSEWHERE and run.path in self._asked

    # -- what a person does -------------------------------------------------------------------------------------

    def start(self, request: TrainRequest) -> RunModel | None:
        """Trains a new run and shows it; None while another one trains."""
        if self.is_training:
            return None
        self.request = request
        if processes_of(request) > 1:
            return self._launch(LaunchedRun(request, self))
        run = RunModel(Path(request.out), request.recipe, request.data, self)
        return run if self.train(run, train_job(request)) else None

    def _launch(self, run: LaunchedRun) -> LaunchedRun:
        if self.training is not run:
            self._adopt(run)
            run.appeared.connect(self._read_folder)
            run.ended.connect(self._follow)
        run.launch()
        self.show(run)
        return run

    def explore_run(self, path: Path, point: LatentPoint | None = None) -> None:
        """Explores the model of a run, perhaps at a point, also while it trains."""
        self.shelf.add(path)
        self.explore.open(path, point)
        self.explore_wanted.emit()

    def translate_run(self, path: Path) -> None:
        """Translates with the model of a run, also while it trains, or with the one in a file."""
        self.translate.open(path)
        self.translate_wanted.emit()

    def stop(self, run: RunModel) -> None:
        """Saves and ends a run, wherever it trains."""
        if run.state is not State.RUNNING_ELSEWHERE:
            run.stop()
            return
        path = run.path
        self._asked.add(path)
        self._asker.ask(lambda: ask_to_stop(path))
        run.state_changed.emit(run.state)

    def resume(self, run: RunModel, changes: dict[str, Any] | None = None) -> bool:
        """Goes on with a run that stopped, or begins one again that was stopped before there was a folder."""
        if run.job is not None and not (run.path / "run.json").is_file():
            return self.train(run, run.job)
        return self.train(run, resume_job(run.path, changes))

    def retry(self, run: RunModel) -> bool:
        """After a failure: goes on from the last checkpoint, or begins again where there is no run folder yet."""
        if isinstance(run, LaunchedRun) and not (run.path / "run.json").is_file():
            return not self.is_training and bool(self._launch(run))
        return self.resume(run)

    def apply(self, run: RunModel, remedy: Remedy) -> bool:
        """Stops a run if need be, goes back to a remedy's checkpoint and goes on with its changes. False while
        another run trains."""
        if self.is_training and self.training is not run:
            return False
        if self.training is not run:
            self._adopt(run)
        run.apply(remedy)
        return True

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

    def recipe_words(self, name: str) -> str:
        """CycleGAN, 2017."""
        recipe = self.library.recipes.get(name)
        return f"{recipe.title}, {recipe.year}" if recipe is not None else name

    def close(self) -> None:
        """Ends every thread. Training must have been asked to stop before, or this waits for it."""
        if self.training is not None:
            self.training.wait()
        self.explore.close()
        self.translate.close()
        self.runs.close()
        self.watching.close()
        for reader in (self._opener, self._recorder, self._loader, self._asker):
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
    def _follow(self, _state: State | None = None) -> None:
        run = self.training
        if run is not None:
            self._task.follow(run, self.is_training, lambda: self.stop(run))
            self.training_changed.emit()

    @Slot()
    def _measure(self) -> None:
        self._task.measure(self.training)

    @Slot(object)
    def _read_record(self, state: State) -> None:
        if state is State.TRAINING:
            self._read_folder()

    @Slot()
    def _read_folder(self) -> None:
        if self.training is not None:
            path = self.training.path
            self._recorder.ask(lambda: open_run(path))

    @Slot(int, object)
    def _show_record(self, _number: int, opened: Opened) -> None:
        run = self.training
        if run is None or run.path != opened.path:
            return
        if isinstance(run, LaunchedRun):
            run.show_folder(opened)
            self.watching.watch(run, opened.tail)
        else:
            run.show_record(opened)

    @Slot()
    def _watch(self) -> None:
        """A run that another process goes on with is read again and then followed."""
        run = self.shown
        if run is None or run is self.training or run.state is State.RUNNING_ELSEWHERE or self._opening:
            return
        if any(row.path == run.path and row.state == "running" for row in self.runs.rows):
            path = run.path
            self._opening = {self._opener.ask(lambda: open_run(path)): run}

    @Slot(int, object)
    def _show_opened(self, number: int, opened: Opened) -> None:
        run = self._opening.pop(number, None)
        if run is not None and self._opener.is_newest(number):
            run.path = opened.path
            self._asked.discard(run.path)
            run.show_folder(opened)
            self.watching.watch(run, opened.tail)
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


def ask_to_stop(path: Path) -> None:
    """Writes a file into a run folder, so a reader thread calls it. Raises StudioError where that is not possible."""
    from ganstudio.training.run_folder import RunFolder

    RunFolder(path).ask_to_stop()

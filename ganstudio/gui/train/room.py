"""The Train room: the start page, or the run that is shown."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ganstudio.gui.behind import behind, when_up
from ganstudio.gui.models.launched import LaunchedRun
from ganstudio.gui.models.run_model import RunModel, State
from ganstudio.gui.models.studio_model import StudioModel
from ganstudio.gui.start.request import RunDraft, TrainRequest
from ganstudio.gui.train.runs_panel import reveal_folder
from ganstudio.gui.train.train_header import TrainHeader
from ganstudio.gui.widgets.binding import Binding
from ganstudio.latents.point import LatentPoint
from ganstudio.training.events import Remedy

if TYPE_CHECKING:
    from ganstudio.gui.train.run_page import RunPage
    from ganstudio.gui.train.run_view import RunView
    from ganstudio.gui.train.runs_panel import RunsPanel
    from ganstudio.gui.train.settings_panel import SettingsPanel

NARROW, NARROWER = 1280 - 72, 1100 - 72  # of the room, which has the rail beside it
StartPageMaker = Callable[[StudioModel], Any]


def make_start_page(studio: StudioModel) -> Any:
    """The real start page; its threads begin to read as soon as the window is up."""
    from ganstudio.gui.start.catalog import load_devices, load_recipes
    from ganstudio.gui.start.estimate import Trials
    from ganstudio.gui.start.page import StartPage
    from ganstudio.gui.start.samples import list_data, sample_pictures
    from ganstudio.gui.start.start_model import Sources

    sources = Sources(
        recipes=behind(load_recipes),
        devices=behind(load_devices),
        data=when_up(list_data),
        sample=when_up(sample_pictures),
    )
    trials = Trials(allowed=lambda: not studio.is_training)
    studio.training_changed.connect(trials.look_again)
    return StartPage(sources, tasks=studio.tasks, trials=trials)


class TrainRoom(QWidget):
    """Puts header, start page and run page together; the panels never meet each other."""

    def __init__(self, studio: StudioModel, start_page: StartPageMaker = make_start_page) -> None:
        super().__init__()
        self.setObjectName("room_train")
        self._studio, self._make_start_page = studio, start_page
        self._run: RunModel | None = None
        self._links = Binding()
        self.start_page: Any = None
        self._run_page: RunPage | None = None
        self.header = TrainHeader(studio)
        self._lay_out()
        self._connect()
        self._name_forms()

    @property
    def run_page(self) -> "RunPage":
        """Made when a run is first shown, or behind the start page when there is time for it."""
        if self._run_page is None:
            self.make_run_page()
        assert self._run_page is not None
        return self._run_page

    @Slot()
    def make_run_page(self) -> None:
        if self._run_page is not None:
            return
        from ganstudio.gui.train.run_page import RunPage

        self._run_page = page = RunPage(self._studio)
        page.runs.resume_asked.connect(self.resume)
        page.runs.duplicate_asked.connect(self.duplicate)
        page.compared.connect(self._fold)
        page.view.asked.connect(self._act)
        page.view.explore_asked.connect(self.explore)
        page.settings.asked.connect(self._act)
        self._pages.addWidget(page)
        self._name_forms()

    @property
    def view(self) -> "RunView":
        return self.run_page.view

    @property
    def runs(self) -> "RunsPanel":
        return self.run_page.runs

    @property
    def settings(self) -> "SettingsPanel":
        return self.run_page.settings

    def open_start_page(self) -> None:
        """Makes the start page when it is first seen."""
        if self.start_page is not None:
            return
        self.start_page = page = self._make_start_page(self._studio)
        self._pages.addWidget(page)
        page.start_requested.connect(self.begin)
        for signal in (page.lists_changed, page.data_chosen, page.recipe_chosen):
            signal.connect(self._mirror)
        page.start.installEventFilter(self)
        self._mirror()
        self._name_forms()

    def open_start(self) -> None:
        """Shows the page for a new run."""
        if self._studio.shown is not None:
            self._studio.show(None)
        else:
            self._show(None)

    @Slot(object)
    def begin(self, request: TrainRequest) -> None:
        """Starts what the start page asks for."""
        training = self._studio.training
        if self._studio.start(request) is None and training is not None:
            self.start_page.problem.say(f"{training.name} is training; stop it before another run starts.")

    def resume(self, path: Path) -> None:
        """Goes on with the run in a folder."""
        self._studio.open_run(path, then_resume=True)

    @Slot(object)
    def duplicate(self, draft: RunDraft) -> None:
        """The page for a new run, filled with what an earlier one had."""
        self.open_start()
        self.start_page.take_over(draft)

    @Slot(int)
    def explore(self, tile: int = 0) -> None:
        """Explores the model of the run that is shown, at one tile of its previews: tile i is seed i. A model that
        translates opens where pictures are translated."""
        run = self._run
        if run is None:
            return
        if run.domains:
            self._studio.translate_run(run.path)
            return
        classes = len(run.class_names)
        number = tile % classes if classes else None
        self._studio.explore_run(run.path, LatentPoint.of_seed(tile, number))

    def toggle_pause(self) -> None:
        run = self._run
        if run is None or isinstance(run, LaunchedRun):
            return
        if run.state is State.PAUSED:
            run.unpause()
        else:
            run.pause()

    def is_settled(self) -> bool:
        """Whether everything that is read in threads is here and shown."""
        if self._run is not None:
            return self.run_page.is_settled() or (self._run.state is State.FAILED and not self._run.settings)
        page = self.start_page
        if page is None or not page.recipe_names() or not page.data_names():
            return False
        return all(name in page.model.pictures for name in page.data_names())

    def is_importing(self) -> bool:
        """Whether pictures are being imported on the start page."""
        return self.start_page is not None and bool(self.start_page.is_busy())

    def close_down(self) -> None:
        """Ends the threads of this room."""
        if self._run_page is not None:
            self._run_page.close_down()
        if self.start_page is not None:
            self.start_page.stop_work()

    # -- what happens -------------------------------------------------------------------------------------------

    @Slot(object)
    def _show(self, run: RunModel | None) -> None:
        self._run = run
        if run is not None or self._run_page is not None:
            self.run_page.show_run(run)
        if run is None:
            self._links.connect()
            self.open_start_page()
            self.start_page.refresh()
            self._pages.setCurrentWidget(self.start_page)
        else:
            self._links.connect((run.state_changed, self._refresh), (run.identified, self._refresh))
            self._pages.setCurrentWidget(self.run_page)
        self._name_forms()
        self._refresh()
        self._fold()

    @Slot()
    def _refresh(self, *_ignored: object) -> None:
        run = self._run
        if run is None:
            self._mirror()
            return
        self.header.show_run(run, self._studio.data_title(run.data), self._studio.recipe_title(run.recipe))

    @Slot()
    def _mirror(self, *_ignored: object) -> None:
        """The header shows what the start page has chosen."""
        page = self.start_page
        if self._run is not None or page is None:
            return
        data = [(name, page.data_title(name)) for name in page.data_names()]
        recipes = [(name, page.recipe_title(name)) for name in page.recipe_names()]
        self.header.show_choices(data, page.model.data_name, recipes, page.model.recipe_name)
        others = [(name, page.data_title(name)) for name in page.other_names()]
        self.header.show_others(others, page.model.to_name)
        self._mirror_start()

    def _mirror_start(self) -> None:
        page, training = self.start_page, self._studio.training
        if self._run is not None or page is None:
            return
        if self._studio.is_training and training is not None:
            self.header.allow_start(False, f"{training.name} is training; one run trains at a time")
        else:
            self.header.allow_start(
                page.start.isEnabled(), "" if page.start.isEnabled() else page.start.toolTip()
            )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.EnabledChange:
            QTimer.singleShot(0, self, self._mirror_start)  # the tip that says why comes just after
        return False

    @Slot()
    def _start(self) -> None:
        run = self._run
        if run is None:
            self.start_page.start.click()
        elif run.state is State.PAUSED:
            run.unpause()
        elif run.can_resume:
            self._act("resume")

    @Slot(object)
    def _act(self, deed: str | Remedy) -> None:
        """What the banner's button means, or "Apply now" of the settings."""
        run = self._run
        if run is None:
            return
        if deed == "folder":
            reveal_folder(run.path)
        elif deed == "unpause":
            run.unpause()
        elif isinstance(deed, Remedy):
            if not self._studio.apply(run, deed):
                self.view.banner.say("Another run is training; stop it first, then apply this.")
        elif not (self._studio.retry(run) if deed == "retry" else self._resume(run)):
            self.view.banner.say("Another run is training; stop it first, then resume this one.")

    def _resume(self, run: RunModel) -> bool:
        return self._studio.resume(run, self.settings.changes())

    @Slot()
    def _stop(self) -> None:
        if self._run is not None:
            self._studio.stop(self._run)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self._run is not None and self._run.is_busy:
            self.toggle_pause()
        else:
            super().keyPressEvent(event)

    # -- layout -------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    @Slot()
    def _fold(self, *_ignored: object) -> None:
        """In a narrow window the side panels fold away and a button brings them back."""
        page = self._run_page
        if page is None:
            return
        for panel, toggle, limit in (
            (page.runs, self.header.runs_toggle, NARROW),
            (page.settings, self.header.settings_toggle, NARROWER),
        ):
            is_narrow = self.width() < limit
            toggle.setVisible(self._run is not None and is_narrow)
            is_wanted = panel is page.runs or page.comparison is None  # settings are those of one run
            panel.setVisible(is_wanted and (not is_narrow or toggle.isChecked()))

    def _name_forms(self) -> None:
        """The form that is seen is the one called settings_form."""
        on_run = self._run is not None
        if self._run_page is not None:
            self.settings.form.setObjectName("settings_form" if on_run else "settings_form_of_run")
        if self.start_page is not None:
            self.start_page.form.setObjectName("settings_form_of_start" if on_run else "settings_form")

    def _connect(self) -> None:
        self._studio.shown_changed.connect(self._show)
        self._studio.training_changed.connect(self._refresh)
        self._studio.library_loaded.connect(self._refresh)
        self._studio.refused.connect(lambda sentence: self.view.banner.say(sentence))
        self.header.started.connect(self._start)
        self.header.paused.connect(self.toggle_pause)
        self.header.stopped.connect(self._stop)
        self.header.explored.connect(self.explore)
        self.header.data_chosen.connect(lambda name: self.start_page.choose_data(name))
        self.header.other_chosen.connect(lambda name: self.start_page.choose_to(name))
        self.header.recipe_chosen.connect(lambda name: self.start_page.choose_recipe(name))
        self.header.runs_toggle.toggled.connect(self._fold)
        self.header.settings_toggle.toggled.connect(self._fold)

    def _lay_out(self) -> None:
        self._pages = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self._pages, 1)

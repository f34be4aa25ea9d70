"""The page "New run": choose data, choose a recipe, start."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ganstudio.errors import StudioError
from ganstudio.gui.models.long_tasks import LongTasks
from ganstudio.gui.start.all_data import AllData
from ganstudio.gui.start.choose_steps import DataStep, RecipeStep
from ganstudio.gui.start.costing import Costing
from ganstudio.gui.start.data_sheet import DataSheet, ImportSources
from ganstudio.gui.start.estimate import Trials
from ganstudio.gui.start.estimate_card import EstimateCard
from ganstudio.gui.start.request import RunDraft, TrainRequest
from ganstudio.gui.start.right_side import RightSide
from ganstudio.gui.start.settings_form import SettingsForm
from ganstudio.gui.start.start_model import Sources, StartModel
from ganstudio.gui.start.summary_panel import SummaryPanel, scrolling
from ganstudio.gui.start.tab_order import chain
from ganstudio.gui.widgets.text import line
from ganstudio.resources import runs_folder


class StartPage(QWidget):
    """Data and recipe cards in the middle, the summary or the settings form at the right, Start under it.

    `start_requested` carries a TrainRequest. Dropping a folder or zip opens the sheet that imports it.
    """

    start_requested = Signal(object)
    data_chosen = Signal(str)
    recipe_chosen = Signal(str)
    lists_changed = Signal()  # data_names() or recipe_names() give something else

    def __init__(
        self,
        sources: Sources | None = None,
        import_sources: ImportSources | None = None,
        tasks: LongTasks | None = None,
        folder: Path | None = None,
        trials: Trials | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("start_page")
        self.setAcceptDrops(True)
        self.model = StartModel(sources, self)
        self.form = SettingsForm()
        self.folder = folder or runs_folder()
        self.summary = SummaryPanel(self.model, self.form, self.folder)
        self.trials, self.estimate = trials, EstimateCard()
        if trials is not None:
            trials.setParent(self)
        self.estimate.setVisible(trials is not None)
        self.data_step, self.recipe_step = DataStep(self.model), RecipeStep(self.model)
        self.costing = Costing(trials, self.model, self.estimate, self.recipe_step, self) if trials else None
        self.right = RightSide(self.summary, self.form, self.estimate)
        self.start, self.problem = self.right.start, self.right.problem
        self.sheet = DataSheet(import_sources, tasks)
        self.sheet.setObjectName("data_sheet")
        self.all_data = AllData(self.model)
        self._was_shown = False
        self._draft: RunDraft | None = None  # waits for the recipes
        self._missing = ""  # data of an earlier run that is not here any more
        self._lay_out()
        self._connect()
        self._judge()
        self.model.load()

    def choose_data(self, name: str) -> None:
        self.model.choose_data(name)

    def choose_recipe(self, name: str) -> None:
        self.model.choose_recipe(name)

    def data_names(self) -> list[str]:
        return [name for name, info in self.model.data.items() if not info.problem]

    def choose_to(self, name: str) -> None:
        """Side B, where the recipe translates and the data is side A alone."""
        self.model.choose_to(name)

    def other_names(self) -> list[str]:
        """What can be side B; empty where nothing is asked for."""
        if not self.model.needs_other:
            return []
        return [
            name
            for name in self.data_names()
            if name != self.model.data_name and not self.model.data[name].sides
        ]

    def recipe_names(self) -> list[str]:
        return list(self.model.recipes)

    def data_title(self, name: str) -> str:
        return self.model.data[name].title

    def recipe_title(self, name: str) -> str:
        return self.model.recipes[name].title

    def request(self) -> TrainRequest:
        """What Start would ask for now."""
        return TrainRequest(
            recipe=self.model.recipe_name,
            data=self.model.data_name,
            out=self.folder / self.summary.run_name(),
            settings=self.form.values(),
            preset=self.form.preset_name(),
            seed=self.summary.seed_value(),
            device=self.summary.device_name(),
            processes=self.model.device(self.summary.device_name()).processes,
            to=self.model.to_name if self.model.other is not None else None,
        )

    def take_over(self, draft: RunDraft) -> None:
        """Begins with the data, recipe and settings of an earlier run, as soon as they are there."""
        self._pages.setCurrentIndex(0)
        self._draft = draft
        self.model.choose_data(draft.data)
        self.model.choose_to(draft.to or "")
        self.model.choose_recipe(draft.recipe)
        if self.model.recipe_name == draft.recipe:
            self._fill_in()

    def _fill_in(self) -> None:
        """Writes the settings of an earlier run into the form; what this version does not know is left out."""
        draft, self._draft = self._draft, None
        if draft is None or draft.recipe != self.model.recipe_name:
            return
        self.form.choose_preset(draft.preset)
        self.form.take_over(draft.settings)
        self.summary.take_over(draft.name, draft.seed)
        gone = [
            name
            for name in (draft.data, draft.to)
            if name and self.model.data and name not in self.model.data
        ]
        if gone:
            self._missing = Path(gone[0]).name
        self._judge()

    def add_pictures(self, path: Path | None = None) -> None:
        """Opens the sheet that checks and imports a folder or zip."""
        self._pages.setCurrentWidget(self.sheet)
        if path is not None:
            self.sheet.check(path)

    def refresh(self) -> None:
        """After the page was hidden: a run may have taken the name, and data may have come."""
        self.summary.refresh_name()
        self.model.reload_data()

    def is_busy(self) -> bool:
        """Whether pictures are being checked or imported."""
        return self.sheet.is_busy()

    def stop_work(self) -> None:
        """Ends every thread of the page; needed before the program ends."""
        self.sheet.stop_work()
        self.model.stop()
        if self.trials is not None:
            self.trials.close()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._was_shown:
            self.refresh()
        self._was_shown = True
        if self.trials is not None:
            self.trials.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self.trials is not None:
            self.trials.stop()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_path(event.mimeData()) is not None and not self.sheet.is_busy():
            event.acceptProposedAction()
            self.data_step.add.set_target(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.data_step.add.set_target(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.data_step.add.set_target(False)
        path = dropped_path(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.add_pictures(path)

    def _start(self) -> None:
        if self._judge():
            if self.trials is not None:
                self.trials.stop()
            self.start_requested.emit(self.request())

    def _judge(self) -> bool:
        """Shows what auto means, and in one sentence why a start is not possible."""
        recipe = self.model.chosen_recipe
        if recipe is not None and not isinstance(self.form.settings(), recipe.settings_type):
            return False  # data follows a recipe before the form does, which judges once more
        problem, about_data = "", ""
        meanings: dict[str, Any] = {}
        if not self.model.data_name or not self.model.recipe_name:
            problem = "Choose data and a recipe."
        elif self.model.problem:
            about_data = self.model.problem
        else:
            try:
                device = self.summary.device_name()
                meanings = dict(self.model.resolved(self.form.settings(), device))
            except StudioError as error:
                about_data = str(error)
        self.form.show_auto(meanings)
        self.summary.show_settings()
        self.summary.show_meanings(meanings)
        form_problem = next(iter(self.form.problems().values()), "")
        problem = problem or form_problem or self.summary.problem() or about_data
        waits = not self.model.recipes or not self.model.data
        if self.costing is not None:
            is_possible = not about_data and not form_problem and bool(meanings)
            self.costing.measure(self.request() if is_possible else None, self.form.settings().steps)
        self.right.show_problem(problem, quietly=waits)
        if self._missing and not problem:
            self.problem.say(f"{self._missing} is not among the data; add it again, or choose other data.")
        return not problem

    def _show_data(self, name: str) -> None:
        self._missing = ""
        self.summary.show_data()
        self._judge()
        self.data_chosen.emit(name)

    def _turn(self) -> None:
        """A recipe that makes one side of the other goes the other way."""
        self.form.change("direction", "a2b" if self.model.is_turned else "b2a")

    def _heed_direction(self) -> None:
        fields = self.form.draft.fields
        self.data_step.slots.can_turn = "direction" in fields
        self.model.turn("direction" in fields and self.form.draft.value("direction") == "b2a")

    def _show_sides(self) -> None:
        if self.model.other is not None:
            self._missing = ""
        self.summary.show_data()
        self._order_tabs()
        self._judge()
        self.lists_changed.emit()

    def _show_recipe(self, name: str) -> None:
        info = self.model.chosen_recipe
        if info is not None:
            self.form.set_settings_type(info.settings_type, info.presets)
            self.form.choose_preset(self.model.suitable_preset())
        self._heed_direction()
        self.data_step.slots.refresh()
        self.summary.show_recipe()
        self._order_tabs()
        self._fill_in()
        self._judge()
        self.recipe_chosen.emit(name)

    def _order_tabs(self) -> None:
        """Steps 1 and 2, then the right side, whenever cards or rows have been made."""
        stops = (
            self.data_step.tab_stops(),
            self.recipe_step.tab_stops(),
            self.summary.tab_stops(),
            [self.start],
        )
        chain(widget for part in stops for widget in part)

    def _show_pictures(self, name: str) -> None:
        if name in (self.model.data_name, self.model.to_name):
            self.summary.show_sample()
            self._judge()

    def _imported(self, name: str) -> None:
        self._pages.setCurrentIndex(0)
        self.model.reload_data(choose=name)

    def _connect(self) -> None:
        self.model.data_chosen.connect(self._show_data)
        self.model.recipe_chosen.connect(self._show_recipe)
        self.model.pictures_ready.connect(self._show_pictures)
        self.model.sides_changed.connect(self._show_sides)
        self.model.data_changed.connect(self.lists_changed)
        self.model.data_changed.connect(self._order_tabs)
        self.model.recipes_changed.connect(self.summary.show_devices)
        self.model.recipes_changed.connect(self.lists_changed)
        self.form.changed.connect(self._heed_direction)
        self.form.changed.connect(self._judge)
        self.data_step.slots.turn_asked.connect(self._turn)
        self.summary.changed.connect(self._judge)
        self.start.clicked.connect(self._start)
        self.data_step.add_asked.connect(self.add_pictures)
        self.data_step.all_asked.connect(lambda: self._pages.setCurrentWidget(self.all_data))
        self.all_data.closed.connect(lambda: self._pages.setCurrentIndex(0))
        self.all_data.add_asked.connect(self.add_pictures)
        self.all_data.download_asked.connect(self._download)
        self.sheet.closed.connect(lambda: self._pages.setCurrentIndex(0))
        self.sheet.imported.connect(self._imported)

    def _download(self, name: str, title: str) -> None:
        self._pages.setCurrentWidget(self.sheet)
        self.sheet.download(name, title)

    def _lay_out(self) -> None:
        middle = QWidget()
        middle.setProperty("surface", "none")
        column = QVBoxLayout(middle)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(16)
        column.addWidget(self.data_step)
        column.addWidget(self.recipe_step)
        column.addStretch(1)
        choose = QWidget()
        row = QHBoxLayout(choose)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(scrolling(middle), 1)
        row.addWidget(line("v"))
        row.addWidget(self.right)
        self._pages = QStackedWidget()
        for page in (choose, self.sheet, self.all_data):
            self._pages.addWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._pages)


def dropped_path(mime: QMimeData) -> Path | None:
    """The one file or folder that is dragged; whether it is any good, the sheet says."""
    urls = [url for url in mime.urls() if url.isLocalFile()]
    return Path(urls[0].toLocalFile()) if len(urls) == 1 else None

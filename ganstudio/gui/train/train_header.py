"""The head of the Train room: what is learnt from, how, and Start, Pause, Stop, always in their places.

Who drives the window finds the data in `dataset_choice`: single sets, and sets with two sides. Where a recipe
translates and the data is side A alone, side B is chosen in `dataset_choice_b`, which is hidden otherwise.
"""

from pathlib import Path

from PySide6.QtCore import QEvent, QSignalBlocker, Signal
from PySide6.QtWidgets import QFileDialog, QLabel, QMenu, QWidget

from ganstudio.gui import theme
from ganstudio.gui.icons import icon, pixmap
from ganstudio.gui.models.launched import LaunchedRun
from ganstudio.gui.models.run_model import RunModel, State
from ganstudio.gui.models.studio_model import StudioModel
from ganstudio.gui.widgets.button import Button, IconButton
from ganstudio.gui.widgets.choice import Choice
from ganstudio.gui.widgets.header import Header
from ganstudio.gui.widgets.text import describe

DATA_TIP = "The pictures to learn from"
OTHER_TIP = "Side B: the pictures that those of side A become"
RECIPE_TIP = "The published system that learns them"
EXPLORE = ("Explore", "Walk through what this run has learnt", "compass")
TRANSLATE = ("Translate", "Translate pictures with what this run has learnt", "arrows-left-right")
FIXED = "Fixed once a run has started. Choose + New run for something else."


class TrainHeader(Header):
    """Shows what can be done with the run that is shown; `started`, `paused` and `stopped` say what is wanted."""

    started = Signal()
    paused = Signal()
    stopped = Signal()
    explored = Signal()
    data_chosen = Signal(str)
    other_chosen = Signal(str)
    recipe_chosen = Signal(str)

    def __init__(self, studio: StudioModel, parent: QWidget | None = None) -> None:
        super().__init__("Train", parent)
        self._studio = studio
        self.dataset_choice = self._choice("dataset_choice", "Data", DATA_TIP, 152)
        self.other_choice = self._choice("dataset_choice_b", "Translate into", OTHER_TIP, 152)
        self.other_choice.setPlaceholderText("Other side")
        self.other_choice.hide()
        self.recipe_choice = self._choice("recipe_choice", "Recipe", RECIPE_TIP, 184)
        self.other_choice.activated.connect(lambda at: self.other_chosen.emit(self.other_choice.itemData(at)))
        self.dataset_choice.activated.connect(
            lambda at: self.data_chosen.emit(self.dataset_choice.itemData(at))
        )
        self.recipe_choice.activated.connect(
            lambda at: self.recipe_chosen.emit(self.recipe_choice.itemData(at))
        )
        self.runs_toggle = self._toggle("runs_toggle", "list", "Runs", "Show or hide the list of runs")
        self.settings_toggle = self._toggle(
            "settings_toggle", "sliders-horizontal", "Settings", "Show or hide the settings of this run"
        )
        self.open_button = Button("Open a run", "quiet", "folder-open", "Open a run that was made before")
        self.open_button.setObjectName("open_run_button")
        self.open_menu = QMenu(self)
        self.open_menu.aboutToShow.connect(self._fill_menu)
        self.open_button.setMenu(self.open_menu)
        self.start_button = self._button("start_button", "Start", "play", 100)
        self.pause_button = self._button("pause_button", "Pause", "pause", 84)
        self.pause_button.setCheckable(True)
        self.stop_button = self._button("stop_button", "Stop", "stop", 76)
        words, tip, sign = EXPLORE
        self.explore_button = Button(words, "quiet", sign, tip)
        self.explore_button.setObjectName("explore_run_button")
        self.explore_button.clicked.connect(self.explored)
        self.explore_button.hide()
        self.start_button.clicked.connect(self.started)
        self.pause_button.clicked.connect(self.paused)
        self.stop_button.clicked.connect(self.stopped)
        self._arrow = QLabel()
        self._lay_out()
        self._draw()

    # -- a run --------------------------------------------------------------------------------------------------

    def show_run(self, run: RunModel, data: str, recipe: str) -> None:
        """The run's own data and recipe, which cannot be changed, and what can be done with it now. A run that
        translates shows its two sides."""
        self.title.setText("Train")
        self.open_button.hide()
        self.explore_button.setVisible(run.step > 0)
        self._name_next_room(bool(run.domains))
        self._show_fixed(self.dataset_choice, run.domains[0] if run.domains else data)
        self.other_choice.setVisible(bool(run.domains))
        if run.domains:
            self._show_fixed(self.other_choice, run.domains[1])
        self._show_fixed(self.recipe_choice, recipe)
        self._show_start(run)
        is_running = run.state in (State.PREPARING, State.TRAINING) and not isinstance(run, LaunchedRun)
        self.pause_button.setEnabled(is_running or run.state is State.PAUSED)
        self.pause_button.setChecked(run.state is State.PAUSED)
        self.pause_button.setToolTip(_pause_tip(run))
        self._show_stop(run)

    def _show_stop(self, run: RunModel) -> None:
        if run.state is State.STOPPING or self._studio.is_asked_to_stop(run):
            can, tip = False, "It saves and ends as soon as it can"
        elif run.state is State.RUNNING_ELSEWHERE:
            can, tip = True, "Ask the process that trains this run to save and end; it does within a second"
        elif run.is_busy:
            can, tip = True, "Save and end this training"
        else:
            can, tip = False, "This run is not training"
        self.stop_button.setEnabled(can)
        self.stop_button.setToolTip(tip)

    def _show_start(self, run: RunModel) -> None:
        words, tip, can = "Start", "This run is training", False
        if run.state is State.PAUSED:
            words, tip, can = "Continue", "Go on from here (Space)", True
        elif run.state is State.RUNNING_ELSEWHERE:
            tip = "This run trains in another process"
        elif run.state is State.STOPPING:
            tip = "Wait until everything is saved"
        elif run.can_resume:
            words, tip, can = "Resume", "Go on from the last checkpoint", True
            if self._studio.is_training and self._studio.training is not None:
                tip, can = f"{self._studio.training.name} is training; one run trains at a time", False
        elif not run.is_busy:
            tip = "This run is complete; a greater length in its settings lets it go on"
        self._set_start(words, tip, can)

    # -- the start page -----------------------------------------------------------------------------------------

    def show_choices(
        self,
        data: list[tuple[str, str]],
        chosen_data: str,
        recipes: list[tuple[str, str]],
        chosen_recipe: str,
    ) -> None:
        """(name, title) of everything that can be chosen for a new run."""
        self.other_choice.hide()
        self.title.setText("New run")
        self.open_button.show()
        self.explore_button.hide()
        self._fill(self.dataset_choice, data, chosen_data, DATA_TIP)
        self._fill(self.recipe_choice, recipes, chosen_recipe, RECIPE_TIP)
        self.pause_button.setChecked(False)
        for button in (self.pause_button, self.stop_button):
            button.setEnabled(False)
            button.setToolTip("Nothing is training here")

    def show_others(self, others: list[tuple[str, str]], chosen: str) -> None:
        """(name, title) of what can be side B, where one is asked for."""
        self._fill(self.other_choice, others, chosen, OTHER_TIP)
        self.other_choice.setVisible(bool(others))

    def allow_start(self, allowed: bool, why_not: str = "") -> None:
        self._set_start("Start", why_not or "Train with the chosen data, recipe and settings", allowed)

    # -- parts --------------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in theme.RESTYLED and hasattr(self, "_arrow"):
            self._draw()

    def _draw(self) -> None:
        self._arrow.setPixmap(pixmap("arrow-right", 16, "text3"))
        pairs = ((self.dataset_choice, "image"), (self.other_choice, "image"), (self.recipe_choice, "flask"))
        for choice, name in pairs:
            for index in range(choice.count()):
                choice.setItemIcon(index, icon(name, "text2"))

    def _name_next_room(self, translates: bool) -> None:
        """Where what this run has learnt is used."""
        words, tip, sign = TRANSLATE if translates else EXPLORE
        self.explore_button.setText(words)
        self.explore_button.set_icon(sign)
        describe(self.explore_button, words, tip)

    def _set_start(self, words: str, tip: str, can: bool) -> None:
        self.start_button.setText(words)
        self.start_button.setAccessibleName(words)
        self.start_button.setToolTip(tip)
        self.start_button.setEnabled(can)

    def _show_fixed(self, choice: Choice, title: str) -> None:
        with QSignalBlocker(choice):
            choice.clear()
            choice.addItem(icon("lock-simple", "text3", disabled="text3"), title, title)
            choice.setCurrentIndex(0)
        choice.setEnabled(False)
        choice.setToolTip(FIXED)

    def _fill(self, choice: Choice, entries: list[tuple[str, str]], chosen: str, tip: str) -> None:
        with QSignalBlocker(choice):
            choice.clear()
            for name, title in entries:
                choice.addItem(title, name)
            choice.setCurrentIndex(choice.findData(chosen))
        choice.setEnabled(bool(entries))
        choice.setToolTip(tip if entries else "Reading what there is")
        self._draw()

    def _fill_menu(self) -> None:
        self.open_menu.clear()
        known = [row.path for row in self._studio.runs.rows]
        recent = [path for path in self._studio.preferences.recent_runs if path in known]
        for path in (recent + [path for path in known if path not in recent])[:8]:
            self.open_menu.addAction(path.name).triggered.connect(
                lambda _=False, p=path: self._studio.open_run(p)
            )
        if known:
            self.open_menu.addSeparator()
        self.open_menu.addAction("Another folder…").triggered.connect(self._ask_folder)

    def _ask_folder(self) -> None:
        dialog = QFileDialog(self.window(), "Open a run folder", str(self._studio.runs.folder))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda chosen: self._studio.open_run(Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _choice(self, object_name: str, name: str, tip: str, width: int) -> Choice:
        choice = Choice(name, tip, height=32)
        choice.setObjectName(object_name)
        choice.setProperty("size", "large")
        choice.setFixedWidth(width)
        return choice

    def _button(self, object_name: str, words: str, icon_name: str, width: int) -> Button:
        button = Button(words, "plain", icon_name, words)
        button.setObjectName(object_name)
        button.setMinimumWidth(width)
        return button

    def _toggle(self, object_name: str, icon_name: str, name: str, tip: str) -> IconButton:
        button = IconButton(icon_name, name, tip, size=32)
        button.setObjectName(object_name)
        button.setCheckable(True)
        button.hide()
        return button

    def _lay_out(self) -> None:
        left = (self.runs_toggle, self.dataset_choice, self.other_choice, self._arrow, self.recipe_choice)
        for widget in left:
            self.left.addWidget(widget)
        for button in (
            self.open_button,
            self.explore_button,
            self.start_button,
            self.pause_button,
            self.stop_button,
        ):
            self.right.addWidget(button)
        self.right.addWidget(self.settings_toggle)
        describe(self.open_button, "Open a run", "Open a run that was made before")


def _pause_tip(run: RunModel) -> str:
    if run.state is State.PAUSED:
        return "Paused; press again to go on (Space)"
    if run.state is State.RUNNING_ELSEWHERE or isinstance(run, LaunchedRun):
        return "A run in another process cannot be paused; stop it, and resume it when you like"
    return "Pause: nothing is computed until you go on (Space)"

"""The settings of the run that is open: what it fixed is locked, the rest counts when it is applied."""

from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.errors import StudioError
from ganstudio.gui.models.run_model import RunModel, State
from ganstudio.gui.models.studio_model import StudioModel
from ganstudio.gui.start.settings_form import SettingsForm
from ganstudio.gui.train.notes import Notes
from ganstudio.gui.widgets.binding import Binding
from ganstudio.gui.widgets.button import Button
from ganstudio.gui.widgets.card import Surfaced
from ganstudio.gui.widgets.text import line, text
from ganstudio.training.events import Remedy

WIDTH = 320
LATER = "Changes count from the next resume on."
NOW = "Changes do not count yet. Apply them: the run saves, stops and goes on with them."


class SettingsPanel(Surfaced):
    """Knows the run that is shown, and from the studio what its recipe's settings look like.

    `asked` carries a Remedy: the changes that the run shall go on with.
    """

    asked = Signal(object)

    def __init__(self, studio: StudioModel, parent: QWidget | None = None) -> None:
        super().__init__("panel", parent)
        self.setFixedWidth(WIDTH)
        self._studio = studio
        self._run: RunModel | None = None
        self._links = Binding()
        self._recipe = ""
        self._values: dict[str, Any] = {}
        self.form = SettingsForm()
        self.note = text("", "caption", wrap=True)
        self.apply = Button("Apply now", "plain", tip="Save, stop, and go on with these settings", height=28)
        self.apply.setObjectName("apply_settings")
        self.apply.clicked.connect(self._ask)
        self.notes = Notes()
        self.form.changed.connect(self._say_later)
        studio.library_loaded.connect(self.refresh)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._bar = QWidget()
        bar = QHBoxLayout(self._bar)
        bar.setContentsMargins(16, 8, 16, 8)
        bar.addWidget(self.note, 1)
        bar.addWidget(self.apply)
        column.addWidget(self.form, 1)
        column.addWidget(self._bar)
        column.addWidget(self.notes)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(line("v"))
        row.addLayout(column, 1)
        self.refresh()

    def show_run(self, run: RunModel | None) -> None:
        self._run = run
        self.notes.show_run(run)
        if run is None:
            self._links.connect()
            return
        self._values = {}
        self._links.connect((run.identified, self.refresh), (run.state_changed, self._say_later))
        self._studio.load_library()
        self.refresh()

    def changes(self) -> dict[str, Any]:
        """What a resume is given."""
        if self._run is None or not self._values or self.form.problems():
            return {}
        return self.form.changes_since_shown()

    @Slot()
    def refresh(self) -> None:
        run = self._run
        recipe = self._studio.library.recipes.get(run.recipe) if run is not None else None
        self.form.setVisible(recipe is not None and bool(run and run.settings))
        if run is None or recipe is None or not run.settings:
            self._say("Reading the settings" if run is not None and not run.error else "")
            return
        if run.settings == self._values and recipe.name == self._recipe:
            return
        if recipe.name != self._recipe:
            self.form.set_settings_type(recipe.settings_type, recipe.presets)
            self._recipe = recipe.name
        self._values = run.settings
        try:
            self.form.choose_preset(run.preset)
            self.form.show_values(run.settings)
            self._say("")
        except StudioError as error:
            self._say(f"These settings are of another version: {error}")
        self.form.set_locked(True)

    @Slot()
    def _ask(self) -> None:
        """The run goes on with what was changed."""
        if changes := self.changes():
            self.asked.emit(Remedy("Apply now", changes))

    @Slot()
    def _say_later(self, *_ignored: object) -> None:
        run, changes = self._run, self.changes()
        is_busy = run is not None and run.is_busy
        self._say((NOW if is_busy else LATER) if changes else "", can_apply=bool(is_busy and changes))
        self.apply.setEnabled(run is not None and run.state in (State.TRAINING, State.PAUSED))

    def _say(self, words: str, can_apply: bool = False) -> None:
        self.note.setText(words)
        self._bar.setVisible(bool(words))
        self.apply.setVisible(can_apply)

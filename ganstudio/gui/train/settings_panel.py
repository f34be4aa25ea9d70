"""The settings of the run that is open: what it fixed is locked, the rest counts from the next resume on."""

from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.errors import StudioError
from ganstudio.gui.models.run_model import RunModel
from ganstudio.gui.models.studio_model import StudioModel
from ganstudio.gui.start.settings_form import SettingsForm
from ganstudio.gui.widgets.binding import Binding
from ganstudio.gui.widgets.card import Surfaced
from ganstudio.gui.widgets.text import line, text

WIDTH = 320
LATER = "Changes take effect when this run is resumed."


class SettingsPanel(Surfaced):
    """Knows the run that is shown, and from the studio what its recipe's settings look like."""

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
        self.note.setContentsMargins(16, 8, 16, 8)
        self.form.changed.connect(self._say_later)
        studio.library_loaded.connect(self.refresh)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.note)
        column.addWidget(self.form, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(line("v"))
        row.addLayout(column, 1)
        self.refresh()

    def show_run(self, run: RunModel | None) -> None:
        self._run = run
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
    def _say_later(self, *_ignored: object) -> None:
        is_busy = self._run is not None and self._run.is_busy
        self._say(LATER if is_busy and self.changes() else "")

    def _say(self, words: str) -> None:
        self.note.setText(words)
        self.note.setVisible(bool(words))

"""The right side of the start page: what will be trained, the settings most runs need, the way to all others."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ganstudio.gui.start import sides
from ganstudio.gui.start.bars import Bar
from ganstudio.gui.start.fields import WIDE
from ganstudio.gui.start.request import run_name
from ganstudio.gui.start.sample_view import ROWS, SampleView
from ganstudio.gui.start.samples import at_resolution
from ganstudio.gui.start.setting_row import SettingRow
from ganstudio.gui.start.settings_form import TITLES, SettingsForm
from ganstudio.gui.start.start_model import StartModel
from ganstudio.gui.widgets.button import Button
from ganstudio.gui.widgets.choice import Choice
from ganstudio.gui.widgets.text import ElidedLabel, line, section_label, text
from ganstudio.settings import FieldHelp
from ganstudio.training.run_care import name_problem

HIGH = 590  # pixels: room for everything
SIZES = (8, 16, 32, 64, 128, 256, 512, 1024)
SHARED = ("resolution", "steps", "batch")
"""Settings that stand here and in the form."""
OWN = FieldHelp("", "", "", "", "", False, False, "", "text", False, (), None, None)


class SummaryPanel(QWidget):
    """Shows the choice and holds preset, resolution, length, batch size, seed and name. The form is its model for
    everything that is a setting."""

    changed = Signal()
    all_settings_asked = Signal()

    def __init__(self, model: StartModel, form: SettingsForm, folder: Path) -> None:
        super().__init__()
        self._model, self._form, self._folder = model, form, folder
        self._side, self._sampled = (
            0,
            (0, 0, 0),
        )  # what the sample shows: side, identities of the pictures
        self.sample = SampleView()
        self.sample_caption = text("", "caption")
        self.data_value, self.to_value, self.recipe_value = _value(), _value(), _value()
        self._data_word = text("Data", "label")
        self._to_bar = Bar(28, text("To", "label"), right=(self.to_value,))
        self._to_bar.hide()
        self.device = Choice(
            "Device", "Where the run trains. The graphics card is many times faster, where there is one."
        )
        self.device.setObjectName("device_choice")
        self.device.setPlaceholderText("Looking for it")
        self.device.setEnabled(False)
        self.preset = Choice("Preset", form.preset.toolTip())
        self.preset.setObjectName("start_preset")
        for choice in (self.device, self.preset):
            choice.setFixedWidth(WIDE)
        self.seed = self._own_row(
            "seed", "Seed", "The same seed, data and settings give the same run.", 0, "int"
        )
        self.name = self._own_row("name", "Name", "What the run and its folder are called.", "", "text")
        self.rows: dict[str, SettingRow] = {}
        self.all_settings = Button("All settings", "link", "arrow-right", "Every setting of this recipe", 28)
        self.all_settings.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.all_settings.setObjectName("all_settings")
        self._own: dict[str, Any] = {"seed": 0, "name": ""}
        self._problems = {"seed": "", "name": ""}
        self._lay_out()
        self.all_settings.clicked.connect(self.all_settings_asked)
        self.device.activated.connect(self.changed)
        self.preset.activated.connect(lambda index: form.choose_preset(self.preset.itemData(index)))

    def show_data(self) -> None:
        """The data's name, and its pictures if they have been read."""
        model, info = self._model, self._model.chosen_data
        is_two = model.has_two_sides
        self._data_word.setText("From" if is_two else "Data")
        self._to_bar.setVisible(is_two)
        counted = f"{info.title}, {info.count:,}" if info else "None yet"
        self.data_value.setText(model.title_of(sides.A) if info and is_two and info.sides else counted)
        other = model.other
        counted = f"{other.title}, {other.count:,}" if other else model.title_of(sides.B)
        self.to_value.setText(counted or "None yet")
        self._show_name()
        self.show_sample()

    def show_recipe(self) -> None:
        """The recipe's name, and its rows."""
        info = self._model.chosen_recipe
        self.recipe_value.setText(info.title if info else "None yet")
        self._show_name()
        self._build_rows()
        self._changeable.setVisible(info is not None)
        self.preset.clear()
        for name in info.presets if info else ():
            self.preset.addItem(TITLES.get(name, name.replace("-", " ").capitalize()), name)

    def show_devices(self) -> None:
        self.device.clear()
        for device in self._model.devices:
            self.device.addItem(device.title, device.name)
        self.device.setCurrentIndex(0)
        self.device.setEnabled(len(self._model.devices) > 1)

    def show_settings(self) -> None:
        """What the form holds now."""
        draft = self._form.draft
        for name, row in self.rows.items():
            changed, problem = draft.is_changed(name), draft.problems.get(name, "")
            row.show_state(draft.wanted(name), getattr(draft.base, name), changed, problem)
        self.preset.setCurrentIndex(self.preset.findData(draft.preset))

    def show_meanings(self, meanings: dict[str, Any]) -> None:
        """What auto means."""
        for name, row in self.rows.items():
            row.show_auto(meanings.get(name))
        self._side = int(meanings.get("resolution") or 0)
        self.show_sample()

    def show_sample(self) -> None:
        model = self._model
        pictures = model.pictures_of(sides.A)
        others = model.pictures_of(sides.B) if model.has_two_sides else None
        if pictures is None:
            self._sampled = (0, 0, 0)
            self.sample.set_pictures(None)
            self.sample_caption.setText("Reading the pictures" if self._model.data_name else "")
            return
        side = self._side or pictures.shape[1]
        if self._sampled == (side, id(pictures), id(others)):
            return
        self._sampled = (side, id(pictures), id(others))
        below = at_resolution(others[:16], side) if others is not None else None
        self.sample.set_pictures(at_resolution(pictures[:32], side), below)
        which = "Both sides" if below is not None else "What the pictures look like"
        self.sample_caption.setText(f"{which} at {side} px")

    def device_name(self) -> str:
        return str(self.device.currentData() or "auto")

    def seed_value(self) -> int:
        return int(self._own["seed"])

    def run_name(self) -> str:
        return str(self._own["name"] or self.default_name())

    def default_name(self) -> str:
        model = self._model
        to = model.to_name if model.other is not None else None
        return run_name(model.data_name or "data", model.recipe_name or "recipe", self._folder, to)

    def problem(self) -> str:
        """The first sentence about name or seed."""
        return self._problems["name"] or self._problems["seed"]

    def take_over(self, name: str, seed: int) -> None:
        """Name and seed of a run that is made after an earlier one."""
        self._own |= {"name": name, "seed": seed}
        self._show_name()

    def refresh_name(self) -> None:
        """After a run has taken the name that stood there."""
        self._show_name()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window the settings come before half of the sample."""
        super().resizeEvent(event)
        self.sample.set_rows(ROWS if self.height() >= HIGH else ROWS // 2)

    def tab_stops(self) -> list[QWidget]:
        """Every control from top to bottom."""
        rows = [*self.rows.values(), self.seed, self.name]
        return [
            self.device,
            self.preset,
            *(stop for row in rows for stop in row.tab_stops()),
            self.all_settings,
        ]

    def _own_row(self, name: str, label: str, help_: str, default: Any, kind: Any) -> SettingRow:
        row = SettingRow(
            replace(OWN, name=name, label=label, help=help_, default=default, kind=kind, minimum=0)
        )
        row.control.setObjectName(f"run_{name}")
        row.edited.connect(self._keep_own)
        row.reset_asked.connect(self._reset_own)
        return row

    def _keep_own(self, name: str, value: Any) -> None:
        if name == "name" and value == self.default_name():
            value = ""
        self._own[name] = value
        self._show_own(name)
        self.changed.emit()

    def _reset_own(self, name: str) -> None:
        row = self.name if name == "name" else self.seed
        row.settle()
        self._keep_own(name, "" if name == "name" else 0)

    def _show_name(self) -> None:
        self._show_own("name")
        self._show_own("seed")

    def _show_own(self, name: str) -> None:
        value = self._own[name]
        if name == "name":
            problem = name_problem(value, self._folder) if value else ""
            self.name.show_state(value or self.default_name(), self.default_name(), bool(value), problem)
        else:
            is_seed = isinstance(value, int) and 0 <= value < 2**31
            problem = "" if is_seed else "Give a whole number from 0 to 2,147,483,647."
            self.seed.show_state(value, 0, value != 0, problem)
        self._problems[name] = problem

    def _build_rows(self) -> None:
        for row in self.rows.values():
            self._shared.removeWidget(row)
            row.hide()
            row.deleteLater()
        fields = self._form.draft.fields
        self.rows = {name: SettingRow(_sized(fields[name])) for name in SHARED if name in fields}
        for row in self.rows.values():
            row.control.setObjectName(f"start_{row.field.name}")
            row.edited.connect(self._form.change)
            row.reset_asked.connect(self._form.reset)
            self._shared.addWidget(row)

    def _lay_out(self) -> None:
        content = QWidget()
        content.setProperty("surface", "none")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(0)
        column.addWidget(inset(self.sample))
        column.addWidget(inset(self.sample_caption))
        column.addSpacing(10)
        column.addWidget(line())
        column.addSpacing(6)
        column.addWidget(Bar(28, self._data_word, right=(self.data_value,)))
        column.addWidget(self._to_bar)
        column.addWidget(Bar(28, text("Recipe", "label"), right=(self.recipe_value,)))
        column.addWidget(Bar(36, text("Device", "label"), right=(self.device,), end=24))
        column.addSpacing(6)
        column.addWidget(line())
        column.addSpacing(6)
        column.addWidget(self._choices())
        column.addStretch(1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(Bar(48, section_label("Ready to train")))
        page.addWidget(scrolling(content), 1)

    def _choices(self) -> QWidget:
        """What can be changed; hidden until there is a recipe."""
        self._changeable = QWidget()
        inside = QVBoxLayout(self._changeable)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(Bar(32, text("Preset", "label"), right=(self.preset,), end=24))
        self._shared = QVBoxLayout()
        self._shared.setSpacing(0)
        inside.addLayout(self._shared)
        inside.addWidget(self.seed)
        inside.addWidget(self.name)
        inside.addWidget(Bar(36, self.all_settings))
        self._changeable.hide()
        return self._changeable


def scrolling(content: QWidget) -> QScrollArea:
    """A scroll area that only goes up and down."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    return area


def _value() -> ElidedLabel:
    label = ElidedLabel("None yet", "value")
    label.setAlignment(Qt.AlignmentFlag.AlignRight)
    label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    label.setFixedWidth(220)
    return label


def inset(widget: QWidget) -> QWidget:
    """At the left of a panel, with its inset."""
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(16, 0, 16, 6)
    row.addWidget(widget, 0 if widget.maximumWidth() < 1000 else 1)
    row.addStretch(0)
    return box


def _sized(field: FieldHelp) -> FieldHelp:
    """Resolution as a list of the usual sizes instead of a number to type."""
    if field.name != "resolution":
        return field
    low, high = field.minimum or SIZES[0], field.maximum or SIZES[-1]
    return replace(field, kind="choice", choices=tuple(str(side) for side in SIZES if low <= side <= high))

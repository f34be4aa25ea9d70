"""The form of a recipe's settings, made wholly from its settings model."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QFrame, QScrollArea, QVBoxLayout, QWidget

from ganstudio.gui.start.bars import Bar, FixedNote
from ganstudio.gui.start.draft import Draft
from ganstudio.gui.start.setting_group import SettingGroup
from ganstudio.gui.start.setting_row import SettingRow
from ganstudio.gui.start.tab_order import chain
from ganstudio.gui.widgets.button import Button
from ganstudio.gui.widgets.choice import Choice
from ganstudio.gui.widgets.segmented import Segmented
from ganstudio.gui.widgets.text import line, section_label, text
from ganstudio.settings import Settings

TITLES = {"cpu-demo": "CPU demo", "paper": "As published", "small-data": "Small data"}


class SettingsForm(QWidget):
    """Groups of rows under a head with Basic and Advanced, a preset, and Reset all at the foot.

    `changed` carries what differs from the preset; a refused value is not in it.
    """

    changed = Signal(dict)
    preset_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("settings_form")
        self.setAccessibleName("Settings")
        self.draft = Draft(Settings, {})
        self.rows: dict[str, SettingRow] = {}
        self.groups: list[SettingGroup] = []
        self._locked, self._shown = False, self.draft.settings
        self.mode = Segmented(
            ["Basic", "Advanced"], "Settings", ["The settings most runs need", "Every setting"]
        )
        self.mode.setObjectName("settings_mode")
        self.mode.chosen.connect(self._show_rows)
        self.preset = Choice(
            "Preset", "A set of values that belong together. Choosing one drops your own changes."
        )
        self.preset.setObjectName("preset_choice")
        self.preset.setFixedWidth(152)
        self.preset.activated.connect(lambda index: self.choose_preset(self.preset.itemData(index)))
        self.reset_all = Button("Reset all", "quiet", tip="Every setting back to the preset", height=28)
        self.reset_all.setObjectName("reset_all")
        self.reset_all.clicked.connect(self._reset_all)
        self._lay_out()

    def set_settings_type(self, settings_type: type[Settings], presets: Mapping[str, Settings]) -> None:
        """Builds the rows anew, starting from the preset `paper`, or the first one."""
        self.draft = Draft(settings_type, presets)
        self.draft.use_preset("paper" if "paper" in presets else next(iter(presets), None))
        self._shown = self.draft.settings
        self._build_rows()
        self._fill_presets(list(presets))
        self._refresh()
        self._show_rows()

    def choose_preset(self, name: str | None) -> None:
        """Takes over a preset's values; nothing happens for a name that this recipe does not have."""
        if name not in self.draft.presets:
            return
        self.draft.use_preset(name)
        with QSignalBlocker(self.preset):
            self.preset.setCurrentIndex(self.preset.findData(name))
        self._refresh(settle=self.rows)
        self._show_rows()
        self.changed.emit(self.values())
        self.preset_chosen.emit(name or "")

    def change(self, name: str, value: Any) -> None:
        """Sets one value as if it had been typed."""
        self.draft.change(name, value)
        self._refresh()
        self.changed.emit(self.values())

    def reset(self, name: str) -> None:
        """One value back to the preset's."""
        self.draft.reset(name)
        self._refresh(settle=(name,))
        self.changed.emit(self.values())

    def values(self) -> dict[str, Any]:
        """What differs from the preset."""
        return self.draft.changes()

    def settings(self) -> Settings:
        """Every value, checked."""
        return self.draft.settings

    def preset_name(self) -> str | None:
        return self.draft.preset

    def problems(self) -> dict[str, str]:
        """Field name -> sentence for every value that is refused."""
        return dict(self.draft.problems)

    def set_locked(self, locked: bool) -> None:
        """While a run goes on, what it fixed cannot be changed; the rest can."""
        self._locked = locked
        for row in self.rows.values():
            row.set_locked(locked and row.field.locked)
        self.preset.setEnabled(not locked)
        self._fixed.setVisible(locked)
        self._refresh()

    def show_values(self, values: Mapping[str, Any]) -> None:
        """The settings of a run as they are. Sends no signal."""
        self.draft.show(values)
        self._shown = self.draft.settings
        self._refresh(settle=self.rows)
        self._show_rows()

    def changes_since_shown(self) -> dict[str, Any]:
        """What a person changed after `show_values`: what a resume is given."""
        return {
            name: self.draft.value(name)
            for name in self.rows
            if self.draft.value(name) != getattr(self._shown, name)
        }

    def show_auto(self, meanings: Mapping[str, Any]) -> None:
        """What every auto means for the data and device at hand."""
        for name, row in self.rows.items():
            row.show_auto(meanings.get(name))

    def _reset_all(self) -> None:
        for name, row in self.rows.items():
            if row.control.isEnabled():
                self.draft.reset(name)
        self._refresh(settle=self.rows)
        self.changed.emit(self.values())

    def _refresh(self, settle: Iterable[str] = ()) -> None:
        for name in settle:
            self.rows[name].settle()
        for name, row in self.rows.items():
            value, default = self.draft.wanted(name), getattr(self.draft.base, name)
            row.show_state(value, default, self.draft.is_changed(name), self.draft.problems.get(name, ""))
        self.reset_all.setEnabled(any(row.reset.isEnabled() for row in self.rows.values()))

    def _show_rows(self) -> None:
        for group in self.groups:
            group.show_rows(self.mode.choice() == "Advanced")

    def _build_rows(self) -> None:
        for group in self.groups:
            self._column.removeWidget(group)
            group.hide()
            group.deleteLater()
        self.rows = {name: self._row(SettingRow(field)) for name, field in self.draft.fields.items()}
        members = groupby(self.rows.values(), lambda row: row.field.group)
        self.groups = [SettingGroup(title, rows) for title, rows in members]
        for index, group in enumerate(self.groups):
            self._column.insertWidget(index, group)
            group.unfold(any(not row.field.advanced for row in group.rows))
        chain(self.tab_stops())

    def tab_stops(self) -> list[QWidget]:
        """Every control from top to bottom."""
        stops: list[QWidget] = [*self.mode.findChildren(QAbstractButton), self.preset]
        for group in self.groups:
            stops.append(group.head)
            for row in group.rows:
                stops += row.tab_stops()
        return [*stops, self.reset_all]

    def _row(self, row: SettingRow) -> SettingRow:
        row.edited.connect(self.change)
        row.reset_asked.connect(self.reset)
        row.set_locked(self._locked and row.field.locked)
        return row

    def _fill_presets(self, names: list[str]) -> None:
        with QSignalBlocker(self.preset):
            self.preset.clear()
            for name in names:
                self.preset.addItem(TITLES.get(name, name.replace("-", " ").capitalize()), name)
            self.preset.setCurrentIndex(self.preset.findData(self.draft.preset))
        self._preset_row.setVisible(bool(names))

    def _lay_out(self) -> None:
        content = QWidget()
        content.setProperty("surface", "none")
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(content)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        head = Bar(48, section_label("Settings"), right=(self.mode,))
        self._preset_row = Bar(44, text("Preset", "label"), right=(self.preset,), end=24)
        self._fixed = FixedNote()
        foot = Bar(48, self._fixed, right=(self.reset_all,))
        for widget in (head, line(), self._preset_row, scroll, line(), foot):
            page.addWidget(widget, 1 if widget is scroll else 0)

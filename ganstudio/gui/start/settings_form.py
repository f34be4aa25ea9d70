"""The form of a recipe's settings, made wholly from its settings model."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
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
from ganstudio.settings import FieldHelp, Settings

TITLES = {"cpu-demo": "CPU demo", "paper": "As published", "small-data": "Small data"}


class SettingsForm(QWidget):
    """Groups of rows under a head with Basic and Advanced, a preset, and Reset all at the foot.

    Rows are made a group at a time, so that the window never stands still; who asks for `rows` gets all of them.
    `changed` carries what differs from the preset; a refused value is not in it.
    """

    changed = Signal(dict)
    preset_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("settings_form")
        self.setAccessibleName("Settings")
        self.draft = Draft(Settings, {})
        self._rows: dict[str, SettingRow] = {}
        self._groups: list[SettingGroup] = []
        self._coming: list[tuple[str, list[FieldHelp]]] = []  # groups that are not made yet
        self._maker = QTimer(self)
        self._maker.timeout.connect(self._make_group)
        self._meanings: Mapping[str, Any] = {}
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

    @property
    def rows(self) -> dict[str, SettingRow]:
        """Every row by the name of its field."""
        while self._coming:
            self._make_group()
        return self._rows

    @property
    def is_made(self) -> bool:
        """Whether every row is there."""
        return not self._coming

    @property
    def groups(self) -> list[SettingGroup]:
        return self._groups if self.rows else []

    def set_settings_type(self, settings_type: type[Settings], presets: Mapping[str, Settings]) -> None:
        """Builds the rows anew, starting from the preset `paper`, or the first one."""
        self.draft = Draft(settings_type, presets)
        self.draft.use_preset("paper" if "paper" in presets else next(iter(presets), None))
        self._shown = self.draft.settings
        self._begin_rows()
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
        self._refresh(settle=self._rows)
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
        for row in self._rows.values():
            row.set_locked(locked and row.field.locked)
        self.preset.setEnabled(not locked)
        self._fixed.setVisible(locked)
        self._refresh()

    def show_values(self, values: Mapping[str, Any]) -> None:
        """The settings of a run as they are. Sends no signal."""
        self.draft.show(values)
        self._shown = self.draft.settings
        self._refresh(settle=self._rows)
        self._show_rows()

    def take_over(self, values: Mapping[str, Any]) -> None:
        """Changes what differs in an earlier run; what this version does not know or allow is left out."""
        for name in self.draft.fields.keys() & values.keys():
            if values[name] != self.draft.value(name):
                self.draft.change(name, values[name])
        for name in list(self.draft.problems):
            self.draft.reset(name)
        self._refresh(settle=self._rows)
        self._show_rows()
        self.changed.emit(self.values())

    def changes_since_shown(self) -> dict[str, Any]:
        """What a person changed after `show_values`: what a resume is given."""
        return {
            name: self.draft.value(name)
            for name in self.draft.fields
            if self.draft.value(name) != getattr(self._shown, name)
        }

    def show_auto(self, meanings: Mapping[str, Any]) -> None:
        """What every auto means for the data and device at hand."""
        self._meanings = meanings
        for name, row in self._rows.items():
            row.show_auto(meanings.get(name))

    def _reset_all(self) -> None:
        for name, row in self.rows.items():
            if row.control.isEnabled():
                self.draft.reset(name)
        self._refresh(settle=self.rows)
        self.changed.emit(self.values())

    def _refresh(self, settle: Iterable[str] = ()) -> None:
        for name in settle:
            if name in self._rows:
                self._rows[name].settle()
        for row in self._rows.values():
            self._show_state(row)
        self.reset_all.setEnabled(any(row.reset.isEnabled() for row in self._rows.values()))

    def _show_state(self, row: SettingRow) -> None:
        name = row.field.name
        value, default = self.draft.wanted(name), getattr(self.draft.base, name)
        row.show_state(value, default, self.draft.is_changed(name), self.draft.problems.get(name, ""))

    def _show_rows(self) -> None:
        for group in self._groups:
            group.show_rows(self.mode.choice() == "Advanced")

    def _begin_rows(self) -> None:
        for group in self._groups:
            self._column.removeWidget(group)
            group.hide()
            group.deleteLater()
        self._rows, self._groups = {}, []
        fields = groupby(self.draft.fields.values(), lambda field: field.group)
        self._coming = [(title, list(members)) for title, members in fields]
        self._maker.start()

    def _make_group(self) -> None:
        if self._coming:
            title, fields = self._coming.pop(0)
            rows = [self._row(SettingRow(field)) for field in fields]
            for row in rows:
                row.show_auto(self._meanings.get(row.field.name))
                self._show_state(row)
            group = SettingGroup(title, rows)
            self._rows |= {row.field.name: row for row in rows}
            self._column.insertWidget(len(self._groups), group)
            self._groups.append(group)
            group.unfold(any(not row.field.advanced for row in rows))
            group.show_rows(self.mode.choice() == "Advanced")
        if not self._coming:
            self._end_rows()

    def _end_rows(self) -> None:
        self._maker.stop()
        self.show_auto(self._meanings)
        self._refresh()
        self._show_rows()
        chain(self.tab_stops())

    def tab_stops(self) -> list[QWidget]:
        """Every control from top to bottom."""
        stops: list[QWidget] = [*self.mode.findChildren(QAbstractButton), self.preset]
        for group in self._groups:
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

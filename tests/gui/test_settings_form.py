"""The settings form, driven as a person drives it."""

from typing import Literal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ganstudio.gui.start.fields import ChoiceField, NumberField, SwitchField
from ganstudio.gui.start.setting_row import SettingRow
from ganstudio.gui.start.settings_form import SettingsForm
from ganstudio.settings import Settings, describe, setting


class Example(Settings):
    """One field of each kind beside the common ones."""

    objective: Literal["minimax", "non-saturating"] = setting(
        "non-saturating", "The game.", label="Objective", group="Objective"
    )
    gamma: float = setting(10.0, "Weight of the penalty.", label="Penalty", group="Objective", ge=0, le=1000)


PRESETS = {"paper": Example(), "cpu-demo": Example(batch=16, gamma=1.0, steps=500)}


@pytest.fixture
def form(qtbot: QtBot) -> SettingsForm:
    made = SettingsForm()
    qtbot.addWidget(made)
    made.set_settings_type(Example, PRESETS)
    made.mode.set_choice("Advanced")
    made._show_rows()
    made.resize(320, 900)
    made.show()
    qtbot.waitUntil(lambda: made.is_made)
    return made


def test_rows_come_a_group_at_a_time_and_at_once_when_asked_for(qtbot: QtBot) -> None:
    made = SettingsForm()
    qtbot.addWidget(made)
    made.set_settings_type(Example, PRESETS)
    made.change("gamma", 2.5)
    assert not made.is_made
    assert made.findChildren(SettingRow) == []
    assert set(made.rows) == set(Example.model_fields)
    assert made.is_made
    assert made.rows["gamma"].reset.isEnabled()  # what was changed before its row came


def field(form: SettingsForm, name: str) -> QLineEdit:
    found = form.findChild(QLineEdit, f"setting_{name}")
    assert isinstance(found, QLineEdit)
    return found


def retype(qtbot: QtBot, edit: QLineEdit, words: str) -> None:
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClick(edit, Qt.Key.Key_Delete)
    qtbot.keyClicks(edit, words)


def test_every_setting_has_a_row_of_its_kind(form: SettingsForm) -> None:
    kinds = {"bool": SwitchField, "choice": ChoiceField, "int": NumberField, "float": NumberField}
    for described in describe(Example):
        row = form.rows[described.name]
        assert isinstance(row.control, kinds[described.kind])
        assert row.label.text() == described.label
        assert described.help in row.label.toolTip()
        assert row.control.accessibleName() == described.label or described.kind == "bool"


def test_groups_fold_and_hide_nothing_that_is_open(form: SettingsForm, qtbot: QtBot) -> None:
    group = next(group for group in form.groups if group.head.text() == "Objective")
    assert form.rows["gamma"].isVisible()
    qtbot.keyClick(group.head, Qt.Key.Key_Left)
    assert not form.rows["gamma"].isVisible()
    qtbot.keyClick(group.head, Qt.Key.Key_Space)
    assert form.rows["gamma"].isVisible()


def test_basic_hides_the_advanced_rows_but_not_changed_ones(form: SettingsForm, qtbot: QtBot) -> None:
    form.change("beta1", 0.0)
    qtbot.mouseClick(form.mode.findChildren(QWidget)[-2], Qt.MouseButton.LeftButton)
    form.mode.set_choice("Basic")
    form._show_rows()
    assert form.rows["beta2"].isHidden()
    assert not form.rows["beta1"].isHidden()
    assert not form.rows["batch"].isHidden()


def test_typing_changes_the_value_at_once(form: SettingsForm, qtbot: QtBot) -> None:
    with qtbot.waitSignal(form.changed):
        retype(qtbot, field(form, "gamma"), "2.5")
    assert form.values() == {"gamma": 2.5}
    assert form.settings().gamma == 2.5  # type: ignore[attr-defined]


def test_a_row_brightens_and_its_reset_wakes_up_and_puts_it_back(form: SettingsForm, qtbot: QtBot) -> None:
    row = form.rows["gamma"]
    assert not row.reset.isEnabled()
    retype(qtbot, field(form, "gamma"), "3")
    assert row.reset.isEnabled()
    assert row.label.property("type") == "changed"
    qtbot.mouseClick(row.reset, Qt.MouseButton.LeftButton)
    assert form.values() == {}
    assert field(form, "gamma").text() == "10"
    assert not row.reset.isEnabled()
    assert row.label.property("type") == "label"


@pytest.mark.parametrize(
    ("name", "words", "sentence"),
    [
        ("batch", "0", "Batch size cannot be 0: give a whole number from 1 to 4096 or auto."),
        ("batch", "many", "Batch size cannot be 'many': give a whole number from 1 to 4096 or auto."),
        ("gamma", "-1", "Penalty cannot be -1"),
        ("steps", "2.5", "Length cannot be 2.5"),
    ],
)
def test_a_bad_value_says_why_and_is_not_taken(
    form: SettingsForm, qtbot: QtBot, name: str, words: str, sentence: str
) -> None:
    retype(qtbot, field(form, name), words)
    row = form.rows[name]
    assert row.problem.isVisible()
    assert row.problem.words.text().startswith(sentence)
    assert row.control.property("wrong") == "true"
    assert field(form, name).text() == words
    assert name not in form.values()
    qtbot.mouseClick(row.reset, Qt.MouseButton.LeftButton)
    assert not row.problem.isVisible()
    assert row.control.property("wrong") == "false"
    assert form.problems() == {}


def test_auto_is_a_value_and_shows_what_it_means(form: SettingsForm, qtbot: QtBot) -> None:
    batch = form.rows["batch"].control
    assert isinstance(batch, NumberField)
    assert batch.text() == "auto"
    form.show_auto({"batch": 64})
    assert batch.suffix() == "64 pictures"
    retype(qtbot, batch, "32")
    assert form.values() == {"batch": 32}
    assert batch.suffix() == "pictures"
    retype(qtbot, batch, "")
    assert form.values() == {}


def test_arrow_keys_step_a_number(form: SettingsForm, qtbot: QtBot) -> None:
    qtbot.keyClick(field(form, "steps"), Qt.Key.Key_Up)
    assert form.values()["steps"] == 20_001
    qtbot.keyClick(field(form, "steps"), Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert form.values()["steps"] == 19_991
    qtbot.keyClick(field(form, "generator_lr"), Qt.Key.Key_Up)
    assert form.values()["generator_lr"] == pytest.approx(2.1e-4)
    for _ in range(30):
        qtbot.keyClick(field(form, "micro_batch"), Qt.Key.Key_Down)
    assert form.problems() == {}


def test_a_preset_changes_values_and_what_reset_means(form: SettingsForm, qtbot: QtBot) -> None:
    form.preset.setCurrentIndex(form.preset.findData("cpu-demo"))
    with qtbot.waitSignals([form.changed, form.preset_chosen]):
        form.preset.activated.emit(form.preset.currentIndex())
    assert form.preset_name() == "cpu-demo"
    assert form.values() == {}
    assert form.settings().batch == 16
    assert field(form, "gamma").text() == "1"
    retype(qtbot, field(form, "gamma"), "10")
    assert form.values() == {"gamma": 10.0}


def test_reset_all(form: SettingsForm, qtbot: QtBot) -> None:
    form.change("gamma", 3.0)
    form.change("mirror", True)
    form.change("batch", 0)
    qtbot.mouseClick(form.reset_all, Qt.MouseButton.LeftButton)
    assert form.values() == {}
    assert form.problems() == {}
    assert not form.reset_all.isEnabled()


def test_switch_and_choice(form: SettingsForm, qtbot: QtBot) -> None:
    switch = form.rows["mirror"].control
    assert isinstance(switch, SwitchField)
    qtbot.keyClick(switch.switch, Qt.Key.Key_Space)
    choice = form.rows["objective"].control
    assert isinstance(choice, ChoiceField)
    choice.activated.emit(choice.findData("minimax"))
    assert form.values() == {"mirror": True, "objective": "minimax"}


def test_a_running_run_locks_what_it_fixed(form: SettingsForm, qtbot: QtBot) -> None:
    form.set_locked(True)
    gamma, steps = form.rows["gamma"], form.rows["steps"]
    assert not gamma.control.isEnabled()
    assert gamma.lock.isVisible()
    assert "Fixed once a run has started" in gamma.control.toolTip()
    assert steps.control.isEnabled()
    assert steps.lock.isHidden()
    retype(qtbot, field(form, "steps"), "30000")
    assert form.values() == {"steps": 30_000}
    assert not form.preset.isEnabled()
    form.set_locked(False)
    assert gamma.control.isEnabled()
    assert gamma.lock.isHidden()


def test_the_values_of_a_run_are_shown_and_changes_to_them_known(form: SettingsForm, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(form.changed):
        form.show_values(Example(batch=64, gamma=5.0, steps=900).model_dump())
    assert field(form, "batch").text() == "64"
    assert form.changes_since_shown() == {}
    retype(qtbot, field(form, "steps"), "1000")
    assert form.changes_since_shown() == {"steps": 1000}


def test_a_form_can_be_given_another_recipe(form: SettingsForm) -> None:
    form.change("gamma", 1.0)
    form.set_settings_type(Settings, {})
    assert "gamma" not in form.rows
    assert form.values() == {}
    assert form.preset_name() is None

"""The window: rooms, keys, names, themes, closing, what is remembered."""

import ast
import json
from pathlib import Path

import pytest
import qtawesome
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QListView,
    QScrollBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ganstudio.errors import StudioError
from ganstudio.gui import app as program
from ganstudio.gui import theme
from ganstudio.gui.main_window import MainWindow
from ganstudio.gui.models.preferences import Preferences
from ganstudio.gui.models.run_model import State
from ganstudio.gui.models.studio_model import StudioModel
from ganstudio.gui.room_names import ROOM_NAMES
from ganstudio.gui.rooms import ROOMS
from ganstudio.resources import home, runs_folder
from tests.gui.test_train_room import begin, button, click
from tests.gui.window_fakes import FakeRun, write_run

CONTROLS = (QAbstractButton, QComboBox, QLineEdit, QAbstractSpinBox, QAbstractSlider, QListView)


def test_the_rooms_are_those_of_the_command_line() -> None:
    assert tuple(room.name for room in ROOMS) == ROOM_NAMES


@pytest.mark.parametrize("name", ROOM_NAMES)
def test_a_click_opens_a_room(qtbot: QtBot, window: MainWindow, name: str) -> None:
    nav, room = window.findChild(QAbstractButton, f"nav_{name}"), window.findChild(QWidget, f"room_{name}")
    assert isinstance(nav, QAbstractButton)
    assert isinstance(room, QWidget)
    click(qtbot, nav)
    assert room.isVisible()
    assert nav.isChecked()


def test_ctrl_and_a_number_open_rooms(qtbot: QtBot, window: MainWindow) -> None:
    window.activateWindow()
    for number, name in enumerate(ROOM_NAMES, 1):
        qtbot.keyClick(window, Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.ControlModifier)
        assert window.rooms[name].isVisible()
        assert window.rail.buttons[name].isChecked()


def test_rooms_to_come_lead_to_training(qtbot: QtBot, window: MainWindow) -> None:
    for room in ROOMS:
        if not room.sentence:
            continue  # it is there
        window.open_room(room.name)
        click(qtbot, button(window, f"{room.name}_train_button"))
        assert window.train.isVisible()


def test_f1_opens_the_help_once(qtbot: QtBot, window: MainWindow) -> None:
    window.activateWindow()
    for _ in range(2):
        qtbot.keyClick(window, Qt.Key.Key_F1)
    assert window.help_page.isVisible()
    window.help_page.close()


def unnamed(window: QWidget) -> list[str]:
    """Controls that lack a name or a tip, by class and object name."""
    return [
        f"{type(widget).__name__} {widget.objectName()} in {type(widget.parentWidget()).__name__}"
        for widget in window.findChildren(QWidget)
        if isinstance(widget, CONTROLS) and not isinstance(widget, QScrollBar) and not is_part(widget)
        and not (widget.accessibleName() and widget.toolTip())
    ]  # fmt: skip


def is_part(widget: QWidget) -> bool:
    """Whether Qt made it as a part of another control."""
    parent = widget.parentWidget()
    above = parent.parentWidget() if parent is not None else None
    whole = QAbstractSpinBox | QComboBox | QLineEdit
    return isinstance(parent, whole) or isinstance(above, whole) or widget.objectName().startswith("qt_")


def test_every_control_has_a_name_and_a_tip(qtbot: QtBot, window: MainWindow) -> None:
    window.studio.open_run(write_run(runs_folder() / "earlier"))
    qtbot.waitUntil(window.train.settings.form.isVisible)
    window.help_page.show()
    assert unnamed(window) == []
    window.help_page.close()


def test_controls_can_be_reached_by_tab_and_arrows(qtbot: QtBot, window: MainWindow) -> None:
    window.activateWindow()
    wanted = {
        "nav_train",
        "help_button",
        "settings_button",
        "start_button",
        "dataset_choice",
        "recipe_choice",
    }
    seen = set()
    for _ in range(200):
        window.focusNextPrevChild(True)
        focus = QApplication.focusWidget()
        if focus is not None:
            seen.add(focus.objectName())
    assert wanted <= seen
    window.rail.buttons["train"].setFocus()
    qtbot.keyClick(window.rail.buttons["train"], Qt.Key.Key_Down)
    assert QApplication.focusWidget() is window.rail.buttons["explore"]
    assert window.rooms["explore"].isVisible()


def test_the_ring_shows_for_the_keyboard_only(qtbot: QtBot, window: MainWindow) -> None:
    window.activateWindow()
    click(qtbot, window.rail.buttons["explore"])
    assert not window.ring.isVisible()
    window.open_room("train")
    window.focusNextPrevChild(True)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert window.ring.isVisible()
    assert window.ring.width() == focus.width() + 8
    focus.clearFocus()
    assert not window.ring.isVisible()


@pytest.mark.parametrize("name", ["dark", "light"])
def test_themes_change_while_the_window_is_open(qapp: QApplication, window: MainWindow, name: str) -> None:
    theme.apply(qapp, theme.resolve(name))  # type: ignore[arg-type]
    assert theme.current().name == name
    colour = window.grab().toImage().pixelColor(4, 400)
    assert colour.name() == theme.tokens(theme.current().name).window


def test_text_can_be_read_in_both_themes() -> None:
    for colours in (theme.DARK, theme.LIGHT):
        for text in (colours.text, colours.text2, colours.text3):
            for ground in (colours.panel, colours.window):
                assert contrast(text, ground) >= 4.5
        assert contrast("#ffffff", colours.accent) >= 4.5


def contrast(first: str, second: str) -> float:
    """WCAG 2: ratio of relative luminances."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_every_icon_that_the_code_names_exists() -> None:
    folder = Path(qtawesome.__file__).parent / "fonts"
    known = json.loads(next(folder.glob("phosphor-charmap*.json")).read_text())
    for room in ROOMS:
        assert room.icon in known
    called = {"icon", "pixmap", "IconButton", "set_icon", "Message"}
    for file in Path(program.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if name in called and node.args[0].value:
                    assert node.args[0].value in known, f"{node.args[0].value} in {file.name}"


def test_closing_while_training_asks_and_stays(qtbot: QtBot, window: MainWindow, training: FakeRun) -> None:
    begin(qtbot, window, training)
    assert not window.close()
    assert window.isVisible()
    question = window.findChild(QWidget, "close_question")
    assert isinstance(question, QWidget)
    click(qtbot, button(window, "stay_button"))
    assert window.isVisible()
    run = window.studio.training
    assert run is not None
    assert run.state is State.TRAINING


def test_save_and_stop_closes_after_the_last_event(
    qtbot: QtBot, window: MainWindow, training: FakeRun
) -> None:
    begin(qtbot, window, training)
    run = window.studio.training
    assert run is not None
    window.close()
    click(qtbot, button(window, "save_and_stop_button"))
    qtbot.waitUntil(lambda: not window.isVisible())
    assert training.asked_to_stop.is_set()
    assert run.state is State.STOPPED


def test_the_window_remembers_theme_place_and_runs(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    first = Preferences(tmp_path / "window.ini")
    first.set_theme("light")
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        first.add_recent_run(tmp_path / name)
    first.save()
    second = Preferences(tmp_path / "window.ini")
    assert second.theme == "light"
    assert second.recent_runs == [tmp_path / "b", tmp_path / "a"]
    (tmp_path / "window.ini").write_text("[General]\ntheme=plaid\n")
    assert Preferences(tmp_path / "window.ini").theme == "system"


def test_preferences_lie_in_the_home_folder(studio: StudioModel) -> None:
    made = Preferences()
    made.set_theme("dark")
    made.save()
    assert (home() / "window.ini").exists()


def test_a_narrow_window_folds_its_panels(qtbot: QtBot, window: MainWindow) -> None:
    window.studio.open_run(write_run(runs_folder() / "earlier"))
    qtbot.waitUntil(lambda: window.studio.shown is not None)
    train = window.train
    assert train.runs.isVisible()
    assert train.settings.isVisible()
    window.resize(1200, 800)
    assert not train.runs.isVisible()
    assert train.settings.isVisible()
    window.resize(1000, 800)
    assert not train.settings.isVisible()
    click(qtbot, train.header.runs_toggle)
    assert train.runs.isVisible()


def test_no_display_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    with pytest.raises(StudioError, match="no display"):
        program.build([])
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert program.has_display()


def test_build_makes_the_window_without_running_it(qapp: QApplication) -> None:
    app, window = program.build(["ganstudio"])
    assert app is qapp
    assert window.objectName() == "MainWindow"
    assert not window.isVisible()
    window.close()
    window.deleteLater()


def test_who_builds_the_window_finds_every_control(qapp: QApplication, qtbot: QtBot) -> None:
    """The object names that others drive the window by are there before any room was opened."""
    _app, window = program.build(["ganstudio"])
    qtbot.addWidget(window)
    names = (
        "model_choice", "seed_spin", "psi_slider", "class_choice", "seed_plane", "mix_grid", "mix_layers", "timeline",
        "direction_list", "result_view", "undo_button", "redo_button", "save_button", "room_explore", "room_gallery",
    )  # fmt: skip
    assert [name for name in names if window.findChild(QWidget, name) is None] == []
    window.close()
    window.studio.close()

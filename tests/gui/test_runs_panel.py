"""The list of runs: its column, its signs, and everything that can be done with a run, driven by its widgets."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from ganstudio.bin import Binned
from ganstudio.errors import StudioError
from ganstudio.gui.main_window import MainWindow
from ganstudio.gui.models.attention import Glance, look
from ganstudio.gui.models.run_list import thumbnail
from ganstudio.gui.train.run_delegate import more_rect
from ganstudio.gui.train.run_rows import COLUMN, group_of, sign_of
from ganstudio.gui.train.runs_panel import RunsPanel
from ganstudio.resources import runs_folder
from ganstudio.training.run_folder import RunFolder
from tests.gui.window_fakes import write_run

# Said by the offscreen platform of menus.
pytestmark = pytest.mark.qt_log_ignore("does not support grabbing the keyboard", extend=True)

NAN = {"kind": "non-finite", "level": "error", "name": "Not finite", "message": "A loss was not a number."}
Show = Callable[..., RunsPanel]


def add_lines(run: Path, *lines: dict[str, Any]) -> None:
    with (run / "metrics.jsonl").open("a") as file:
        file.writelines(json.dumps(line) + "\n" for line in lines)


def add_best(run: Path, value: float, label: str = "FID") -> None:
    best = {"step": 40, "metric": "fid", "value": value, "label": label, "protocol": "FD[x]"}
    (run / "best.json").write_text(json.dumps(best))


@pytest.fixture
def panel(qtbot: QtBot, window: MainWindow) -> Show:
    """Writes runs, opens the first and gives the panel that lists them."""

    def show(*names: str, ended: str | None = "finished", first: int = 0) -> RunsPanel:
        for name in names:
            write_run(runs_folder() / name, ended=ended)
        window.studio.runs.refresh()
        window.studio.open_run(runs_folder() / names[first])
        made = window.train.runs
        qtbot.waitUntil(
            lambda: len(window.studio.runs.rows) == len(names) and window.studio.shown is not None
        )
        qtbot.waitUntil(lambda: made.list.index_of(runs_folder() / names[first]).isValid())
        return made

    return show


def names(panel: RunsPanel) -> list[str]:
    indices = (panel.model.index(row, 0) for row in range(panel.model.rowCount()))
    return [path.name for index in indices if (path := panel.list.path_at(index))]


def click(qtbot: QtBot, panel: RunsPanel, name: str, keys: Any = Qt.KeyboardModifier.NoModifier) -> None:
    rect = panel.list.visualRect(panel.list.index_of(runs_folder() / name))
    place = QPoint(rect.left() + 80, rect.center().y())
    qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, keys, place)


def trigger(menu: QMenu, words: str) -> None:
    action = next(action for action in menu.actions() if action.text().partition("\t")[0] == words)
    assert action.isEnabled(), action.toolTip()
    action.trigger()


def menu_of(panel: RunsPanel, name: str) -> QMenu:
    row = panel._studio.runs.row_of(runs_folder() / name)
    assert row is not None
    return panel.menu_of(row)


def open_menu(qtbot: QtBot) -> QMenu:
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def test_the_best_value_stands_in_a_column_under_the_metric(qtbot: QtBot, panel: Show) -> None:
    shown = panel("alpha", "beta")
    add_best(runs_folder() / "alpha", 11.43, "FD (EfficientNet-Lite0)")
    shown._studio.runs.refresh()
    words = "alpha, Conditional GAN, 60 steps, FD 11.4"
    index = shown.list.index_of(runs_folder() / "alpha")
    qtbot.waitUntil(lambda: index.data() == words)
    assert "Best FD (EfficientNet-Lite0): 11.4" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert shown.model.item(0).data(COLUMN) == "FD"
    add_best(runs_folder() / "beta", 8.9, "FID")
    shown._studio.runs.refresh()
    qtbot.waitUntil(lambda: shown.model.item(0).data(COLUMN) == "Best")  # two metrics never share a head


def test_a_run_with_an_open_problem_has_a_sign_until_the_problem_is_over(qtbot: QtBot, panel: Show) -> None:
    shown = panel("alpha", "beta", ended="stopped")
    path = runs_folder() / "beta"
    add_lines(path, {"step": 60, "health": NAN})
    shown._studio.runs.refresh()
    index = shown.list.index_of(path)
    qtbot.waitUntil(lambda: index.data() == "beta, Not finite")
    row = shown._studio.runs.row_of(path)
    assert row is not None
    assert sign_of(row) == ("warning", "error")
    assert "A loss was not a number." in index.data(Qt.ItemDataRole.ToolTipRole)
    add_lines(path, {"step": 70, "health": {**NAN, "level": "info"}})
    shown._studio.runs.refresh()
    qtbot.waitUntil(
        lambda: index.data() == "beta, Stopped at step 60" or index.data().startswith("beta, Int")
    )
    row = shown._studio.runs.row_of(path)
    assert row is not None
    assert row.problem is None
    assert group_of(row) == "Stopped"


def test_only_what_was_added_to_a_log_is_read(tmp_path: Path) -> None:
    run = write_run(tmp_path / "run", ended=None)
    first = look(run, Glance())
    assert first.problem is None
    assert look(run, first) is first, "nothing new"
    add_lines(run, {"step": 61, "health": NAN})
    with (run / "metrics.jsonl").open("a") as file:
        file.write('{"step": 62, "health": {"kind": "x", "level": "warning", "mess')  # torn by a kill
    second = look(run, first)
    assert second.offset > first.offset
    assert second.problem is not None
    assert second.problem.name == "Not finite"
    RunFolder(run).cut_log(60)
    assert look(run, second).problem is None, "a resume went back before it"


def test_a_click_opens_and_enter_does(qtbot: QtBot, panel: Show) -> None:
    shown = panel("alpha", "beta")
    studio = shown._studio
    click(qtbot, shown, "beta")
    qtbot.waitUntil(lambda: studio.shown is not None and studio.shown.name == "beta")
    shown.list.setCurrentIndex(shown.list.index_of(runs_folder() / "alpha"))
    qtbot.keyClick(shown.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: studio.shown is not None and studio.shown.name == "alpha")


def test_ctrl_and_shift_choose_several_to_compare(qtbot: QtBot, panel: Show) -> None:
    shown = panel("alpha", "beta", "gamma", "delta")
    studio = shown._studio
    order = names(shown)
    assert studio.shown is not None
    assert studio.shown.name == "alpha"
    assert shown.bar.isHidden()
    other = next(name for name in order if name != "alpha")
    click(qtbot, shown, other, Qt.KeyboardModifier.ControlModifier)
    assert [path.name for path in shown.chosen] == ["alpha", other], "with the run that is shown"
    assert studio.shown.name == "alpha", "choosing does not open"
    click(qtbot, shown, other, Qt.KeyboardModifier.ControlModifier)
    assert [path.name for path in shown.chosen] == ["alpha"]
    assert not shown.bar.compare.isEnabled()
    assert shown.bar.compare.toolTip()
    click(qtbot, shown, order[0] if order[0] != "alpha" else order[-1], Qt.KeyboardModifier.ShiftModifier)
    assert len(shown.chosen) >= 2
    with qtbot.waitSignal(shown.compare_asked) as asked:
        qtbot.mouseClick(shown.bar.compare, Qt.MouseButton.LeftButton)
    assert asked.args == [shown.chosen]
    qtbot.mouseClick(shown.bar.clear, Qt.MouseButton.LeftButton)
    assert shown.chosen == []
    assert shown.bar.isHidden()


def test_the_keyboard_chooses_several_and_opens_the_menu(qtbot: QtBot, panel: Show) -> None:
    shown = panel("alpha", "beta", "gamma")
    order = names(shown)
    shown.list.setCurrentIndex(shown.list.index_of(runs_folder() / order[0]))
    qtbot.keyClick(shown.list, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(shown.list, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert [path.name for path in shown.chosen] == order
    qtbot.keyClick(shown.list, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert [path.name for path in shown.chosen] == order[:2]
    qtbot.keyClick(shown.list, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    menu = open_menu(qtbot)
    assert "Add to comparison" in [action.text().partition("\t")[0] for action in menu.actions()]
    menu.close()
    with qtbot.waitSignal(shown.compare_asked):
        trigger(menu_of(shown, order[0]), "Compare 2 runs")


def test_three_dots_and_the_right_button_open_the_menu(qtbot: QtBot, panel: Show) -> None:
    shown = panel("alpha", "beta")
    index = shown.list.index_of(runs_folder() / "beta")
    dots = more_rect(shown.list.visualRect(index)).center()
    qtbot.mouseClick(shown.list.viewport(), Qt.MouseButton.LeftButton, pos=dots)
    menu = open_menu(qtbot)
    assert len([action for action in menu.actions() if not action.isSeparator()]) == 9
    menu.close()
    place = shown.list.visualRect(index).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, shown.list.viewport().mapToGlobal(place))
    QApplication.sendEvent(shown.list.viewport(), event)
    open_menu(qtbot).close()
    assert shown._studio.shown is not None
    assert shown._studio.shown.name == "alpha", "neither opens the run"


def test_a_run_is_renamed_in_its_row(qtbot: QtBot, panel: Show) -> None:
    shown = panel("alpha", "beta")
    shown.list.setCurrentIndex(shown.list.index_of(runs_folder() / "alpha"))
    qtbot.keyClick(shown.list, Qt.Key.Key_F2)
    editor = shown.list.findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    assert editor.text() == "alpha"
    qtbot.keyClicks(editor, "Beta")
    assert editor.property("wrong") == "true"
    assert "already a run called Beta" in shown.note.words.text()
    shown._studio.runs.changed.emit()
    assert shown.list.is_editing(), "news of other runs do not end the typing"
    editor.selectAll()
    qtbot.keyClicks(editor, "first try")
    assert shown.note.isHidden()
    with qtbot.waitSignal(shown.actions_.renamed):
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: sorted(names(shown)) == ["beta", "first try"])
    assert (runs_folder() / "first try" / "run.json").is_file()
    studio = shown._studio
    qtbot.waitUntil(lambda: studio.shown is not None and studio.shown.name == "first try")


def test_escape_leaves_the_name_and_a_bad_one_is_not_taken(qtbot: QtBot, panel: Show) -> None:
    shown = panel("alpha", "beta")
    for key, words in ((Qt.Key.Key_Escape, "other"), (Qt.Key.Key_Return, "a/b")):
        trigger(menu_of(shown, "alpha"), "Rename")
        editor = shown.list.findChildren(QLineEdit)[-1]
        qtbot.keyClicks(editor, words)
        qtbot.keyClick(editor, key)
        qtbot.waitUntil(lambda: not shown.list.is_editing())
    assert "A name becomes a folder" in shown.note.words.text()
    assert sorted(names(shown)) == ["alpha", "beta"]


def test_a_run_that_trains_is_left_alone(qtbot: QtBot, panel: Show) -> None:
    shown = panel("alpha", "beta")
    with RunFolder(runs_folder() / "beta").held():
        shown._studio.runs.refresh()
        index = shown.list.index_of(runs_folder() / "beta")
        qtbot.waitUntil(lambda: "Step 60 of 100" in shown.list.index_of(runs_folder() / "beta").data())
        menu = menu_of(shown, "beta")
        for action in menu.actions():
            if action.text().partition("\t")[0] in ("Resume", "Rename", "Move to the bin"):
                assert not action.isEnabled()
                assert "training" in action.toolTip()
        menu.close()
        shown.list.setCurrentIndex(shown.list.index_of(runs_folder() / "beta"))
        qtbot.keyClick(shown.list, Qt.Key.Key_Delete)
        assert shown.note.words.text() == "beta is training; stop it first."
        assert (runs_folder() / "beta").is_dir()
    assert index is not None


def test_to_the_bin_and_undo(
    qtbot: QtBot, panel: Show, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def into(path: Path) -> Binned:
        return Binned(path, path.rename(tmp_path / path.name))

    monkeypatch.setattr("ganstudio.gui.train.run_actions.bin_run", into)
    shown = panel("alpha", "beta")
    studio = shown._studio
    shown.list.setCurrentIndex(shown.list.index_of(runs_folder() / "alpha"))
    with qtbot.waitSignal(shown.actions_.binned):
        qtbot.keyClick(shown.list, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: names(shown) == ["beta"])
    qtbot.waitUntil(lambda: studio.shown is not None and studio.shown.name == "beta")
    assert shown.note.words.text() == "alpha is in the bin."
    with qtbot.waitSignal(shown.actions_.restored):
        qtbot.mouseClick(shown.note.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: sorted(names(shown)) == ["alpha", "beta"])
    assert shown.note.isHidden()


def test_a_disk_without_a_bin_says_so(qtbot: QtBot, panel: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> Binned:
        raise StudioError("beta cannot be moved to a bin.")

    monkeypatch.setattr("ganstudio.gui.train.run_actions.bin_run", refuse)
    shown = panel("alpha", "beta")
    trigger(menu_of(shown, "beta"), "Move to the bin")
    qtbot.waitUntil(lambda: shown.note.words.text() == "beta cannot be moved to a bin.")
    assert shown.note.button.isHidden()


def test_the_last_run_in_the_bin_leaves_the_start_page(
    qtbot: QtBot, panel: Show, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(
        "ganstudio.gui.train.run_actions.bin_run", lambda path: Binned(path, path.rename(tmp_path / "gone"))
    )
    shown = panel("alpha")
    trigger(menu_of(shown, "alpha"), "Move to the bin")
    qtbot.waitUntil(lambda: shown._studio.shown is None)


def test_several_are_exported_to_tensorboard(
    qtbot: QtBot, panel: Show, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    calls: list[Any] = []

    def export(runs: list[Path], out: Path, progress: Any, should_stop: Any) -> Path:
        calls.append((runs, out))
        progress(1, 2)
        return out

    monkeypatch.setattr("ganstudio.training.tensorboard.export", export)
    shown = panel("alpha", "beta")
    click(qtbot, shown, "beta", Qt.KeyboardModifier.ControlModifier)
    trigger(menu_of(shown, "beta"), "Export 2 runs to TensorBoard…")
    dialog = shown.window().findChild(QFileDialog, "export_dialog")
    assert isinstance(dialog, QFileDialog)
    with qtbot.waitSignal(shown.actions_.exported):
        dialog.fileSelected.emit(str(tmp_path))
        assert [task.name for task in shown._studio.tasks.tasks] == ["Exporting 2 runs"]
    dialog.close()
    assert calls == [(shown.chosen, tmp_path)]
    assert shown._studio.tasks.tasks == []
    assert str(tmp_path) in shown.note.words.text()


def test_the_search_finds_by_name_and_recipe(qtbot: QtBot, panel: Show) -> None:
    shown = panel("alpha", "beta")
    qtbot.keyClicks(shown.search, "condit")
    assert len(names(shown)) == 2
    qtbot.keyClick(shown.search, Qt.Key.Key_Escape)
    qtbot.keyClicks(shown.search, "alp")
    assert names(shown) == ["alpha"]
    qtbot.keyClicks(shown.search, "zzz")
    assert shown.none.text() == "No run has this in its name."
    assert shown.none.isVisible()


def test_a_duplicate_begins_with_everything_of_the_run(qtbot: QtBot, panel: Show, window: MainWindow) -> None:
    shown = panel("alpha", "beta")
    record = json.loads((runs_folder() / "beta" / "run.json").read_text())
    record["settings"] |= {"batch": 48, "beta1": 0.25, "resolution": 32, "of_another_version": 1}
    (runs_folder() / "beta" / "run.json").write_text(json.dumps(record | {"seed": 7}))
    with qtbot.waitSignal(shown.duplicate_asked):
        trigger(menu_of(shown, "beta"), "Duplicate with changes")
    page = window.train.start_page
    qtbot.waitUntil(page.isVisible)
    request = page.request()
    assert (request.recipe, request.data, request.preset, request.seed) == ("cgan", "digits", "paper", 7)
    assert request.out == runs_folder() / "beta-2"
    assert {name: request.settings[name] for name in ("batch", "beta1", "steps")} == {
        "batch": 48, "beta1": 0.25, "steps": 100,
    }  # fmt: skip
    assert page.start.isEnabled()


def test_a_duplicate_of_a_damaged_run_says_why_not(qtbot: QtBot, panel: Show) -> None:
    shown = panel("alpha", "beta")
    (runs_folder() / "beta" / "run.json").write_text("{")
    shown.actions_.duplicate(runs_folder() / "beta")
    qtbot.waitUntil(lambda: "damaged" in shown.note.words.text())


def test_the_thumbnail_of_a_translator_is_one_picture_before_and_after(tmp_path: Path) -> None:
    """Its left half from the first row, its right half from the second, which is that row translated."""
    sheet = np.zeros((6 * 8, 12 * 8, 3), np.uint8)
    sheet[0:8, 0:8], sheet[8:16, 0:8] = 40, 200
    Image.fromarray(sheet).save(tmp_path / "100.png")
    made = thumbnail(tmp_path / "100.png", translates=True)
    assert made is not None
    assert made.shape == (80, 80, 3)
    assert (made[:, 5], made[:, 75]) == (pytest.approx(40), pytest.approx(200))
    usual = thumbnail(tmp_path / "100.png")
    assert usual is not None
    assert (usual[5, 5], usual[75, 75]) == (pytest.approx(200), pytest.approx(0))

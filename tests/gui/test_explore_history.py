"""The strip of visited points: where they stand, going there, branches, and thousands of them."""

from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDrag, QGuiApplication, QWheelEvent
from PySide6.QtWidgets import QApplication, QMenu, QToolTip
from pytestqt.qtbot import QtBot

from ganstudio.gui import theme
from ganstudio.gui.explore.history_layout import HistoryLayout
from ganstudio.gui.explore.history_menu import history_menu
from ganstudio.gui.explore.history_row import HistoryRow
from ganstudio.gui.explore.history_strip import HistoryStrip
from ganstudio.gui.explore.point_mime import point_in
from ganstudio.gui.models.explore.explore_model import ExploreModel
from ganstudio.gui.models.explore.history import Entry
from ganstudio.latents.point import LatentPoint, Origin
from tests.gui.explore_fakes import flat, open_model, send_move, wait_for_picture
from tests.latents.points import small_model

LEFT = Qt.MouseButton.LeftButton
ELSEWHERE = Path("model.safetensors")


@pytest.fixture
def explore(qtbot: QtBot) -> Iterator[ExploreModel]:
    made = ExploreModel()
    yield made
    made.close()


@pytest.fixture
def strip(qtbot: QtBot, qapp: QApplication, explore: ExploreModel) -> Iterator[HistoryStrip]:
    theme.apply(qapp, "dark")
    made = HistoryStrip(explore)
    made.resize(760, 64)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.deleteLater()


@pytest.fixture
def opened(qtbot: QtBot, explore: ExploreModel, tmp_path: Path) -> ExploreModel:
    path = tmp_path / "styled.safetensors"
    small_model("stylegan2").save(path)
    open_model(qtbot, explore, path)
    return explore


def go(explore: ExploreModel, *seeds: int) -> None:
    for seed in seeds:
        assert explore.point is not None
        explore.change(f"Seed {seed}", explore.point.changed(origin=Origin.of_seed(seed)))


def visit(explore: ExploreModel, count: int) -> None:
    """Straight into the history, each with a thumbnail of its own shade."""
    history = explore.history
    for number in range(count):
        history.visit(f"Step {number}", LatentPoint.of_seed(number), ELSEWHERE)
        history.set_thumbnail(number, flat(number % 256, 32))


def click(qtbot: QtBot, row: HistoryRow, number: int) -> None:
    qtbot.mouseClick(row, LEFT, pos=row.rect_of(number).center())


def shade(row: HistoryRow, number: int) -> int:
    return row.grab().toImage().pixelColor(row.rect_of(number).center()).red()


# -- places ---------------------------------------------------------------------------------------------------------


def entries(*parents: int | None) -> list[Entry]:
    return [
        Entry(n, f"Step {n}", LatentPoint.of_seed(n), ELSEWHERE, parent=parent)
        for n, parent in enumerate(parents)
    ]


def test_branches_stand_apart() -> None:
    places = HistoryLayout()
    places.read(entries(None, 0, 1, 0, 3, 1))
    assert places.forks == [3, 5]
    assert [places.left_of(n) for n in range(6)] == [0, 54, 108, 180, 234, 306]
    assert places.width == 306 + 48
    assert [places.number_at(x) for x in (0, 47.9, 48, 53, 54, 160, 179, 180, 306, 353.9, 354, -1)] == [
        0, 0, None, None, 1, None, None, 3, 5, 5, None, None,
    ]  # fmt: skip
    assert list(places.seen(100, 190)) == [1, 2, 3]
    assert list(places.seen(-50, 10)) == [0]
    assert list(HistoryLayout().seen(0, 500)) == []


def test_new_entries_are_read_once() -> None:
    class Counting(list[Entry]):
        read = 0

        def __getitem__(self, part):  # type: ignore[no-untyped-def]
            found = super().__getitem__(part)
            Counting.read += len(found) if isinstance(part, slice) else 1
            return found

    places, visited = HistoryLayout(), Counting(entries(*[None, *range(999)]))
    places.read(visited)
    visited.extend([Entry(1000, "More", LatentPoint.of_seed(0), ELSEWHERE, parent=5)])
    places.read(visited)
    assert Counting.read == 1001
    assert places.forks == [1000]


# -- going there ----------------------------------------------------------------------------------------------------


def test_undo_and_redo_say_what_they_do(qtbot: QtBot, strip: HistoryStrip, opened: ExploreModel) -> None:
    assert strip.findChild(type(strip.undo), "undo_button") is strip.undo
    assert strip.findChild(type(strip.undo), "redo_button") is strip.redo
    assert not strip.undo.isEnabled()
    assert strip.undo.toolTip() == "Nothing to undo"
    go(opened, 5, 6)
    assert strip.place.text() == "3 of 3"
    assert strip.undo.toolTip() == "Undo: Seed 6 (Ctrl+Z)"
    qtbot.mouseClick(strip.undo, LEFT)
    assert opened.point is not None
    assert opened.point.seed == 5
    assert strip.place.text() == "2 of 3"
    assert strip.redo.toolTip() == "Redo: Seed 6 (Ctrl+Shift+Z)"
    qtbot.mouseClick(strip.redo, LEFT)
    assert opened.point.seed == 6
    assert not strip.redo.isEnabled()


def test_a_click_goes_there_and_a_change_then_branches(
    qtbot: QtBot, strip: HistoryStrip, opened: ExploreModel
) -> None:
    go(opened, 5, 6, 7)
    row = strip.row
    click(qtbot, row, 1)
    assert opened.point is not None
    assert opened.point.seed == 5
    assert [row.opacity_of(n) for n in range(4)] == [1.0, 1.0, 0.5, 0.5]  # undone, a redo away
    go(opened, 9)
    assert row.places.forks == [4]
    assert [row.opacity_of(n) for n in range(5)] == [1.0, 1.0, 0.3, 0.3, 1.0]
    assert "A branch from 2, Seed 5" in row.words(4)
    assert "branch you left" in row.words(3)
    click(qtbot, row, 3)  # nothing is forgotten
    assert opened.point.seed == 7
    assert row.opacity_of(3) == 1.0
    qtbot.mouseClick(strip.undo, LEFT)
    assert opened.point.seed == 9


def test_thumbnails_come_and_are_dim_where_one_is_not(
    qtbot: QtBot, strip: HistoryStrip, opened: ExploreModel
) -> None:
    visit_from = len(opened.history.entries)
    go(opened, 5)
    wait_for_picture(qtbot, opened)
    qtbot.waitUntil(lambda: opened.history.entries[1].thumbnail is not None)
    assert strip.row.picture_of(1) is not None
    opened.history.set_thumbnail(visit_from, flat(255))
    assert shade(strip.row, 1) == 255
    opened.undo()
    canvas = strip.row.grab().toImage().pixelColor(2, 32).red()
    assert shade(strip.row, 1) == pytest.approx(canvas + 0.5 * (255 - canvas), abs=2)


def test_keys_mark_one_and_enter_goes_there(qtbot: QtBot, strip: HistoryStrip, opened: ExploreModel) -> None:
    go(opened, 5, 6, 7)
    row = strip.row
    row.setFocus()
    qtbot.keyClick(row, Qt.Key.Key_Left)
    qtbot.keyClick(row, Qt.Key.Key_Left)
    assert row.marked == 1
    assert "2 of 4: Seed 5" in row.accessibleDescription()
    assert opened.point is not None
    assert opened.point.seed == 7
    qtbot.keyClick(row, Qt.Key.Key_Return)
    assert opened.point.seed == 5
    qtbot.keyClick(row, Qt.Key.Key_End)
    assert row.marked == 3
    qtbot.keyClick(row, Qt.Key.Key_Right)
    assert row.marked == 3
    qtbot.keyClick(row, Qt.Key.Key_Home)
    qtbot.keyClick(row, Qt.Key.Key_Enter)
    assert opened.history.current == 0


def test_a_tip_tells_the_change(
    qtbot: QtBot, strip: HistoryStrip, opened: ExploreModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    go(opened, 5)
    told: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda place, text, *rest: told.append(text))
    send_move(strip.row, strip.row.mapToGlobal(strip.row.rect_of(1).center()))
    assert told == ["2 of 2: Seed 5\nShown now"]


def test_a_thumbnail_is_dragged_as_its_point(
    qtbot: QtBot, strip: HistoryStrip, opened: ExploreModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    go(opened, 5, 6)
    dragged: list[LatentPoint | None] = []
    monkeypatch.setattr(QDrag, "exec", lambda self, *rest: dragged.append(point_in(self.mimeData())))
    place = strip.row.rect_of(1).center()
    qtbot.mousePress(strip.row, LEFT, pos=place)
    send_move(strip.row, strip.row.mapToGlobal(place + QPoint(40, 0)), LEFT)
    qtbot.mouseRelease(strip.row, LEFT, pos=place + QPoint(40, 0))
    assert dragged == [opened.history.entries[1].point]
    assert opened.history.current == 2  # a drag is no click


# -- the menu -------------------------------------------------------------------------------------------------------


def choose(menu: QMenu, words: str) -> None:
    next(action for action in menu.actions() if action.text() == words).trigger()


def test_a_visited_point_is_pinned_made_a_key_and_copied(
    qtbot: QtBot, strip: HistoryStrip, opened: ExploreModel
) -> None:
    go(opened, 5, 6)
    wait_for_picture(qtbot, opened)
    entry = opened.history.entries[1]
    choose(history_menu(opened, 1, strip), "Pin to compare with")
    qtbot.waitUntil(lambda: opened.pinned is not None)
    assert opened.pinned is not None
    assert opened.pinned.point == entry.point
    assert opened.pinned.pixels.shape == (16, 16, 3)
    choose(history_menu(opened, 1, strip), "Add as a key of the timeline")
    assert [key.point for key in opened.timeline.keys] == [entry.point]
    choose(history_menu(opened, 1, strip), "Copy point")
    mime = QGuiApplication.clipboard().mimeData()
    assert mime is not None
    assert point_in(mime) == entry.point
    choose(history_menu(opened, 0, strip), "Go here")
    assert opened.history.current == 0


def test_what_needs_another_model_says_so(strip: HistoryStrip, opened: ExploreModel) -> None:
    opened.history.visit("Elsewhere", LatentPoint.of_seed(1, 0), ELSEWHERE)
    actions = {action.text(): action for action in history_menu(opened, 1, strip).actions()}
    assert not actions["Pin to compare with"].isEnabled()
    assert "another model" in actions["Pin to compare with"].toolTip()
    assert actions["Go here"].isEnabled()
    assert "Of another model: model" in strip.row.words(1)


# -- thousands ------------------------------------------------------------------------------------------------------


def test_thousands_are_drawn_as_quickly_as_a_few(
    qtbot: QtBot, strip: HistoryStrip, explore: ExploreModel
) -> None:
    visit(explore, 3000)
    row = strip.row
    assert strip.place.text() == "3,000 of 3,000"
    last = row.rect_of(2999)
    assert row.rect().contains(last)  # the current one is in view
    assert shade(row, 2999) == 2999 % 256
    asked: list[int] = []
    original = row.picture_of
    row.picture_of = lambda number: asked.append(number) or original(number)  # type: ignore[method-assign]
    row.grab()
    assert 0 < len(set(asked)) <= row.width() // 54 + 2
    begin = perf_counter()
    for _ in range(20):
        row.grab()
    assert (perf_counter() - begin) / 20 < 0.05


def test_the_wheel_scrolls_and_going_somewhere_scrolls_there(
    qtbot: QtBot, strip: HistoryStrip, explore: ExploreModel
) -> None:
    visit(explore, 100)
    row = strip.row
    begin = row.offset
    event = QWheelEvent(
        QPointF(50, 30), QPointF(row.mapToGlobal(QPoint(50, 30))), QPoint(), QPoint(0, 240), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(row, event)
    assert row.offset == begin - 108
    explore.history.go_to(10)
    assert row.rect().contains(row.rect_of(10))
    assert np.all([row.rect().contains(row.rect_of(n)) for n in (9, 11)])  # with its neighbours

"""The Drag page: points by mouse and keys, the mask, and runs that are one step to undo."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ganstudio.gui import theme
from ganstudio.gui.explore.drag_page import DragPage
from ganstudio.gui.models.explore.explore_model import ExploreModel
from ganstudio.latents.point import LatentPoint
from tests.gui.explore_fakes import drag, open_model
from tests.latents.points import small_model

LONG = 30_000
Key, Left = Qt.Key, Qt.MouseButton.LeftButton


@pytest.fixture
def page(qtbot: QtBot, qapp: QApplication, explore: ExploreModel) -> Iterator[DragPage]:
    theme.apply(qapp, "dark")
    made = DragPage(explore)
    made.resize(640, 560)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close_down()
    qtbot.waitUntil(lambda: not made.model.is_running, timeout=LONG)
    made.close()
    made.deleteLater()


def at(page: DragPage, x: float, y: float) -> QPoint:
    return page.view.to_view((x, y)).toPoint()


def click(qtbot: QtBot, page: DragPage, x: float, y: float) -> None:
    qtbot.mouseClick(page.view, Left, pos=at(page, x, y))


def run_to_end(qtbot: QtBot, page: DragPage) -> None:
    qtbot.waitUntil(lambda: not page.model.is_running, timeout=LONG)


def test_clicks_set_a_handle_and_then_its_target(qtbot: QtBot, page: DragPage) -> None:
    assert not page.begin.isEnabled()
    click(qtbot, page, 0.3, 0.4)
    assert not page.begin.isEnabled()
    click(qtbot, page, 0.6, 0.4)
    (pair,) = page.model.pairs
    assert pair.handle == pytest.approx((0.3, 0.4), abs=0.01)
    assert pair.target == pytest.approx((0.6, 0.4), abs=0.01)
    assert page.begin.isEnabled()
    click(qtbot, page, 0.3, 0.8)
    assert len(page.model.pairs) == 2
    click(qtbot, page, 0.99 + 0.2, 0.5)  # beside the picture
    assert page.model.pairs[1].target is None


def test_points_are_moved_and_removed(qtbot: QtBot, page: DragPage) -> None:
    click(qtbot, page, 0.3, 0.4)
    click(qtbot, page, 0.6, 0.4)
    drag(qtbot, page.view, at(page, 0.3, 0.4), at(page, 0.2, 0.7))
    assert page.model.pairs[0].handle == pytest.approx((0.2, 0.7), abs=0.02)
    qtbot.keyClick(page.view, Key.Key_Delete)
    assert page.model.pairs == []
    assert not page.one_step.isEnabled()


def test_all_of_it_works_by_keys(qtbot: QtBot, page: DragPage, explore: ExploreModel) -> None:
    page.view.setFocus()
    qtbot.keyClick(page.view, Key.Key_Return)
    qtbot.keyClick(page.view, Key.Key_Left)
    qtbot.keyClick(page.view, Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert page.model.pairs[0].handle == pytest.approx((0.5 - 1 / 16, 0.5 + 4 / 16))
    qtbot.keyClick(page.view, Key.Key_Return)
    assert page.model.chosen == (0, "target")
    qtbot.keyClick(page.view, Key.Key_PageDown)
    assert page.model.chosen == (0, "handle")
    qtbot.keyClick(page.view, Key.Key_PageUp)
    before = explore.point
    page.one_step.setFocus()
    qtbot.keyClick(page.one_step, Key.Key_Space)
    run_to_end(qtbot, page)
    assert explore.point != before


def test_a_run_moves_the_points_live_and_is_one_step_to_undo(
    qtbot: QtBot, page: DragPage, explore: ExploreModel
) -> None:
    before, entries = explore.point, len(explore.history.entries)
    page.model.place((0.3, 0.4))
    page.model.place((0.7, 0.4))
    points: list[LatentPoint] = []
    explore.point_changed.connect(points.append)
    qtbot.mouseClick(page.begin, Left)
    assert page.begin.text() == "Stop"
    qtbot.waitUntil(lambda: len(points) > 2, timeout=LONG)
    qtbot.mouseClick(page.begin, Left)
    run_to_end(qtbot, page)
    assert len(explore.history.entries) == entries + 1
    assert explore.history.entries[-1].words == "Dragged"
    assert page.model.step is not None
    assert explore.point == page.model.step.point
    assert page.model.pairs[0].handle == page.model.step.handles[0]
    assert "px to go" in page.state.text()
    moved = page.model.pairs[0].handle
    explore.undo()
    assert explore.point == before
    assert page.model.pairs[0].handle == (0.3, 0.4)
    explore.redo()
    assert page.model.pairs[0].handle == moved


def test_single_steps_are_undone_one_by_one(qtbot: QtBot, page: DragPage, explore: ExploreModel) -> None:
    entries = len(explore.history.entries)
    page.model.place((0.3, 0.4))
    page.model.place((0.7, 0.4))
    for _ in range(2):
        qtbot.mouseClick(page.one_step, Left)
        run_to_end(qtbot, page)
    assert len(explore.history.entries) == entries + 2


def test_another_point_ends_the_run(qtbot: QtBot, page: DragPage, explore: ExploreModel) -> None:
    page.model.place((0.3, 0.4))
    page.model.place((0.9, 0.4))
    page.model.start()
    qtbot.waitUntil(lambda: page.model.step is not None and page.model.step.step > 1, timeout=LONG)
    chosen = LatentPoint.of_seed(9, 2)
    explore.change("Seed 9", chosen)
    run_to_end(qtbot, page)
    assert explore.point == chosen


def test_the_brush_paints_what_may_change(qtbot: QtBot, page: DragPage) -> None:
    for button in page.tools.buttons():
        if button.text() == "Paint":
            qtbot.mouseClick(button, Left)
    assert page.brush.isVisible()
    page.brush.setValue(4)
    click(qtbot, page, 0.5, 0.5)
    mask = page.model.mask
    assert mask is not None
    assert mask[8, 8]
    assert not mask[8, 12]
    assert 9 <= mask.sum() <= 16  # a disc four pixels across
    drag(qtbot, page.view, at(page, 0.5, 0.5), at(page, 0.8, 0.5))
    assert page.model.mask is not None
    assert page.model.mask[8, 12]
    qtbot.keyClick(page.view, Key.Key_Return)
    page._set_tool("Erase")
    page.brush.setValue(8)
    drag(qtbot, page.view, at(page, 0.3, 0.5), at(page, 0.9, 0.5))
    qtbot.mouseClick(page.clear_mask, Left) if page.clear_mask.isVisible() else None
    assert page.model.mask is None


def test_reset_takes_the_points_away(qtbot: QtBot, page: DragPage) -> None:
    page.model.place((0.3, 0.4))
    page.model.place((0.9, 0.4))
    qtbot.mouseClick(page.clear, Left)
    assert page.model.pairs == []
    assert "Click on what should move" in page.state.text()


def test_models_without_styles_do_not_offer_it(
    qtbot: QtBot, page: DragPage, explore: ExploreModel, tmp_path: Path
) -> None:
    assert explore.facts is not None
    assert page.fits(explore.facts)
    page.model.place((0.3, 0.4))
    small_model("dcgan").save(tmp_path / "plain.safetensors")
    open_model(qtbot, explore, tmp_path / "plain.safetensors")
    assert not page.fits(explore.facts)
    assert page.model.pairs == []


def test_marks_are_seen_on_the_picture(qtbot: QtBot, page: DragPage) -> None:
    page.model.place((0.3, 0.4))
    page.model.place((0.7, 0.4))
    image = page.view.grab().toImage()
    edge = at(page, 0.3, 0.4) + QPoint(-6, 0)
    handle = image.pixelColor(edge)
    assert handle.red() > 200
    assert handle.blue() < 140  # amber
    for control in (page.view, page.tools, page.brush, page.clear, page.one_step, page.begin):
        assert control.accessibleName()

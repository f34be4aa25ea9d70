"""The left panels of the Explore room, driven by mouse, wheel and keys on small models."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QScrollBar,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ganstudio.gui import theme
from ganstudio.gui.explore.axes_choice import COMPONENTS, DIRECTIONS
from ganstudio.gui.explore.class_chips import MOST, ClassChips
from ganstudio.gui.explore.class_panel import ClassPanel
from ganstudio.gui.explore.class_shares import shares_of
from ganstudio.gui.explore.plane_axes import SeedAxes
from ganstudio.gui.explore.seed_panel import NO_PLACE, SeedPanel
from ganstudio.gui.explore.seed_plane import SIDE, SeedPlane
from ganstudio.gui.explore.truncation_panel import TruncationPanel
from ganstudio.gui.models.explore.explore_model import ExploreModel
from ganstudio.latents.directions import Direction
from ganstudio.latents.plane import place_of
from ganstudio.latents.point import LatentPoint, Origin, Vector
from ganstudio.latents.rendering import render_many
from ganstudio.latents.seeds import HIGHEST_SEED
from tests.gui.explore_fakes import drag, open_model, send_move
from tests.latents.points import NAMES, small_model

Mouse, Key = Qt.MouseButton, Qt.Key
NONE, SHIFT, ALT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


class Left(QWidget):
    """The three panels under one another."""

    def __init__(self, explore: ExploreModel) -> None:
        super().__init__()
        self.explore = explore
        self.seed, self.truncation, self.classes = (
            SeedPanel(explore),
            TruncationPanel(explore),
            ClassPanel(explore),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for panel in (self.seed, self.truncation, self.classes):
            column.addWidget(panel)
        column.addStretch(1)

    @property
    def point(self) -> LatentPoint:
        assert self.explore.point is not None
        return self.explore.point

    @property
    def plane(self) -> SeedPlane:
        return self.seed.plane

    def shares(self) -> dict[int, float]:
        return shares_of(self.point.classes)


@pytest.fixture
def explore() -> Iterator[ExploreModel]:
    made = ExploreModel()
    yield made
    made.directions.close()
    made.close()


@pytest.fixture
def left(qtbot: QtBot, qapp: QApplication, explore: ExploreModel, tmp_path: Path) -> Iterator[Left]:
    theme.apply(qapp, "dark")
    small_model("stylegan2").save(tmp_path / "styled.safetensors")
    open_model(qtbot, explore, tmp_path / "styled.safetensors")
    made = Left(explore)
    made.resize(304, 1100)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()
    made.deleteLater()


def pixel(plane: SeedPlane, column: float, row: float) -> QPoint:
    x, y = plane.view.pixels_of((column, row), SIDE)
    return QPoint(round(x), round(y))


def wheel(widget: QWidget, place: QPoint, turn: int) -> None:
    event = QWheelEvent(
        QPointF(place), QPointF(widget.mapToGlobal(place)), QPoint(), QPoint(0, turn), Mouse.NoButton, NONE,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)


# -- the seed ---------------------------------------------------------------------------------------------------


def test_a_seed_is_typed_with_or_without_commas(qtbot: QtBot, left: Left) -> None:
    spin = left.seed.spin
    for words, seed in (("1,284", 1284), ("4294967295", HIGHEST_SEED), ("7", 7)):
        spin.lineEdit().selectAll()
        qtbot.keyClicks(spin, words)
        qtbot.keyClick(spin, Key.Key_Return)
        assert left.point.seed == seed
        assert left.plane.place is not None
        assert left.plane.view.holds(left.plane.place)
    assert spin.text() == "7"
    assert len(left.explore.history.entries) == 4


def test_arrows_in_the_field_step_and_the_dice_and_reset_act(qtbot: QtBot, left: Left) -> None:
    spin = left.seed.spin
    qtbot.keyClick(spin, Key.Key_Up)
    qtbot.keyClick(spin, Key.Key_Up, SHIFT)
    assert left.point.seed == 11
    qtbot.waitUntil(lambda: len(left.explore.history.entries) == 2)  # one step, once the keys are still
    qtbot.mouseClick(left.seed.dice, Mouse.LeftButton)
    assert left.point.seed is not None
    assert left.point.seed != 11
    assert left.seed.spin.value() == left.point.seed
    qtbot.mouseClick(left.seed.reset, Mouse.LeftButton)
    assert left.point.seed == 0
    assert not left.seed.reset.isEnabled()


def test_the_field_says_about_between_seeds_and_enter_takes_the_nearest(qtbot: QtBot, left: Left) -> None:
    point = left.point
    left.explore.change("Walk", SeedAxes().at(point, 12.2, 1.1))
    assert left.seed.spin.text() == "\u2248 112"
    assert left.seed.spin.value() == 112
    qtbot.keyClick(left.seed.spin, Key.Key_Return)
    assert left.point.seed == 112
    assert left.seed.spin.text() == "112"


# -- the plane --------------------------------------------------------------------------------------------------


def test_a_click_takes_the_cell_and_a_drag_walks_as_one_step(qtbot: QtBot, left: Left) -> None:
    plane, history = left.plane, left.explore.history
    qtbot.mouseClick(plane, Mouse.LeftButton, pos=pixel(plane, 2, 1) + QPoint(5, -6))
    assert left.point.seed == 102
    assert left.seed.spin.value() == 102
    assert plane.path.stops == [(0, 0), (2, 1)]
    before = len(history.entries)
    drag(qtbot, plane, pixel(plane, 2, 1), pixel(plane, 0.5, 2.25))
    parts = {part.seed: part.share for part in left.point.origin.seeds}
    assert parts == pytest.approx({200: 0.375, 201: 0.375, 300: 0.125, 301: 0.125}, abs=0.02)
    assert len(history.entries) == before + 1
    assert plane.path.stops[-1] == plane.place
    assert plane.place == pytest.approx(place_of(left.point.origin))


def test_undo_brings_the_ring_the_path_and_the_field_back(qtbot: QtBot, left: Left) -> None:
    plane = left.plane
    for column, row in ((1, 0), (2, 2)):
        qtbot.mouseClick(plane, Mouse.LeftButton, pos=pixel(plane, column, row))
    left.explore.undo()
    assert plane.place == (1, 0)
    assert plane.path.stops == [(0, 0), (1, 0)]
    assert left.seed.spin.value() == 1


def test_walking_beyond_the_edge_moves_the_map(qtbot: QtBot, left: Left) -> None:
    plane = left.plane
    first = plane.view
    qtbot.mousePress(plane, Mouse.LeftButton, pos=pixel(plane, 0, 0))
    send_move(plane, plane.mapToGlobal(QPoint(SIDE + 40, SIDE // 2)), Mouse.LeftButton)
    qtbot.waitUntil(lambda: plane.view.left >= first.left + 2)
    qtbot.mouseRelease(plane, Mouse.LeftButton, pos=QPoint(SIDE + 40, SIDE // 2))
    assert plane.view.top == first.top
    assert plane.place is not None
    assert plane.place[0] > first.left + first.count - 0.6
    at_rest = plane.view
    qtbot.wait(300)
    assert plane.view == at_rest  # nothing moves by itself


def test_the_wheel_and_plus_and_minus_change_the_scale(qtbot: QtBot, left: Left) -> None:
    plane = left.plane
    point = left.point
    wheel(plane, QPoint(100, 100), 120)
    assert plane.view.count == 7
    for _ in range(20):
        wheel(plane, QPoint(100, 100), -120)
    assert plane.view.count == 16
    qtbot.keyClick(plane, Key.Key_Plus)
    assert plane.view.count == 15
    assert left.point == point


def test_arrows_step_over_the_plane(qtbot: QtBot, left: Left) -> None:
    plane = left.plane
    qtbot.keyClick(plane, Key.Key_Right)
    qtbot.keyClick(plane, Key.Key_Down)
    assert left.point.seed == 101
    qtbot.keyClick(plane, Key.Key_Right, SHIFT)
    assert left.point.seed == 111
    qtbot.keyClick(plane, Key.Key_Right, ALT)
    assert place_of(left.point.origin) == pytest.approx((11.1, 1))
    qtbot.keyClick(plane, Key.Key_Left)
    assert left.point.seed == 110
    assert len(left.explore.history.entries) == 6


def test_the_grid_takes_whole_seeds_only(qtbot: QtBot, left: Left) -> None:
    plane = left.plane
    qtbot.mouseClick(left.seed.mode._group.buttons()[1], Mouse.LeftButton)
    assert plane.is_grid
    assert left.seed.hint.text() == "Click a picture. Scroll to zoom."
    drag(qtbot, plane, pixel(plane, 0, 0), pixel(plane, 1.4, 1.4))
    assert left.point.seed == 101
    qtbot.keyClick(plane, Key.Key_Left, ALT)
    assert left.point.seed == 100


def test_tiles_are_the_pictures_of_their_places(qtbot: QtBot, left: Left) -> None:
    plane, model = left.plane, small_model("stylegan2")
    qtbot.waitUntil(lambda: not plane.tiles.is_busy, timeout=20_000)
    assert len(plane.tiles.images) == 64
    for cell in ((0, 0), (1, 2)):
        image, is_old = plane.tiles.images[cell]
        assert not is_old
        expected = render_many(model, [SeedAxes().at(left.point, *cell)])[0]
        for x, y in ((3, 4), (10, 12)):
            colour = image.pixelColor(x, y)
            found = np.array([colour.red(), colour.green(), colour.blue()], int)
            assert np.abs(found - expected[y, x]).max() <= 1


def test_old_tiles_stay_dim_until_new_ones_are_there(qtbot: QtBot, left: Left) -> None:
    plane = left.plane
    qtbot.waitUntil(lambda: not plane.tiles.is_busy, timeout=20_000)
    left.explore.change("Truncation", left.point.changed(psi=1.2))
    assert all(is_old for _, is_old in plane.tiles.images.values())
    assert len(plane.tiles.images) == 64
    qtbot.waitUntil(lambda: not plane.tiles.is_busy, timeout=20_000)
    assert not any(is_old for _, is_old in plane.tiles.images.values())
    left.explore.change("Walk", SeedAxes().at(left.point, 0.5, 0.5))
    assert not plane.tiles.is_busy  # another place needs no other pictures


def test_a_fitted_point_is_said_to_have_no_place_and_a_click_leaves_it(qtbot: QtBot, left: Left) -> None:
    fitted = left.point.changed(origin=Origin(w=Vector.of(np.ones(8))))
    left.explore.change("Fitted", fitted)
    assert left.seed.hint.text() == NO_PLACE
    assert left.seed.spin.text() == "fitted"
    assert left.plane.place is None
    qtbot.mouseClick(left.plane, Mouse.LeftButton, pos=pixel(left.plane, 1, 0))
    assert left.point.seed == 1
    left.explore.undo()
    assert left.point == fitted


def test_principal_components_span_the_plane(qtbot: QtBot, left: Left) -> None:
    axes, plane = left.seed.axes, left.plane
    origin = left.point.origin
    axes.kind.setCurrentText(COMPONENTS)
    axes.kind.activated.emit(1)
    qtbot.waitUntil(lambda: not isinstance(plane.axes, SeedAxes), timeout=30_000)
    assert axes.right.isVisible()
    assert (axes.right.currentText(), axes.up.currentText()) == ("Component 1", "Component 2")
    qtbot.keyClick(plane, Key.Key_Right)
    qtbot.keyClick(plane, Key.Key_Up, SHIFT)
    strengths = {use.name: use.strength for use in left.point.directions}
    assert strengths == {"Component 1 of the plane": 0.5, "Component 2 of the plane": 5.0}
    assert left.point.origin == origin
    first, second = (use.vector.array() for use in left.point.directions)
    assert abs(first @ second) < 1e-4 * np.linalg.norm(first) * np.linalg.norm(second)
    left.explore.undo()
    left.explore.undo()
    assert plane.place == (0, 0)
    axes.up.setCurrentIndex(0)  # the same twice is no plane
    axes.up.activated.emit(0)
    assert axes.right.currentIndex() != axes.up.currentIndex()


def test_two_saved_directions_span_the_plane_where_there_are_two(qtbot: QtBot, left: Left) -> None:
    axes, directions = left.seed.axes, left.explore.directions
    kinds = [axes.kind.itemText(index) for index in range(axes.kind.count())]
    assert DIRECTIONS not in kinds
    for name, vector in (("Smile", np.eye(8)[0]), ("Age", np.eye(8)[1])):
        directions.save(Direction(name=name, kind="made", vector=Vector.of(vector), scale=2.0))
    axes.kind.setCurrentText(DIRECTIONS)
    axes.kind.activated.emit(2)
    assert axes.right.currentText() == "Smile"
    qtbot.mouseClick(left.plane, Mouse.LeftButton, pos=pixel(left.plane, 2, 1))
    assert (left.point.strength_of("Smile"), left.point.strength_of("Age")) == (1.0, -0.5)
    assert left.point.directions[0].vector.array()[0] == 2.0


# -- truncation and noise ---------------------------------------------------------------------------------------


def test_psi_by_slider_field_and_strip_are_one(qtbot: QtBot, left: Left) -> None:
    panel, history = left.truncation, left.explore.history
    assert panel.slider.number() == 0.7
    qtbot.keyClick(panel.slider, Key.Key_Right)
    assert left.point.psi == 0.75
    assert panel.field.text() == "0.75"
    panel.field.lineEdit().selectAll()
    qtbot.keyClicks(panel.field, "-0.5")
    qtbot.keyClick(panel.field, Key.Key_Return)
    assert left.point.psi == -0.5
    where = panel.strip.rect_of(5).center().toPoint()
    qtbot.mouseClick(panel.strip, Mouse.LeftButton, pos=where)
    assert left.point.psi == 1.0
    assert panel.strip.chosen == 5
    assert not panel.reset.isEnabled()
    assert len(history.entries) == 4
    for psi in (-0.5, 0.75, 0.7):
        left.explore.undo()
        assert panel.slider.number() == psi
        assert panel.field.value() == psi


def test_a_drag_of_psi_is_one_step(qtbot: QtBot, left: Left) -> None:
    slider = left.truncation.slider
    middle = slider.height() // 2
    drag(
        qtbot,
        slider,
        QPoint(round(7 + 0.7 / 1.5 * (slider.width() - 14)), middle),
        QPoint(slider.width(), middle),
    )
    assert left.point.psi == 1.5
    assert [entry.words for entry in left.explore.history.entries] == ["Opened", "Truncation"]


def test_the_cutoff_is_written_as_layers(qtbot: QtBot, left: Left) -> None:
    row, facts = left.truncation.cutoff, left.explore.facts
    assert facts is not None
    last = facts.num_ws - 1
    assert row.edit.shown.text() == f"0\u2013{last}"
    qtbot.keyClick(row.slider, Key.Key_Left)
    assert left.point.cutoff == last
    assert row.edit.shown.text() == f"0\u2013{last - 1}"
    qtbot.keyClick(row.slider, Key.Key_Home)
    assert left.point.cutoff == 0
    assert row.edit.shown.text() == "none"
    qtbot.mouseClick(row.reset, Mouse.LeftButton)
    assert left.point.cutoff is None


def test_noise_is_fixed_off_or_from_a_seed(qtbot: QtBot, left: Left) -> None:
    noise = left.truncation.noise
    assert noise.isVisible()
    fixed, off, seeded = noise.kind._group.buttons()
    qtbot.mouseClick(off, Mouse.LeftButton)
    assert left.point.noise == "none"
    assert not noise.seed_row.isVisible()
    qtbot.mouseClick(seeded, Mouse.LeftButton)
    assert (left.point.noise, noise.seed_row.isVisible()) == ("random", True)
    noise.spin.lineEdit().selectAll()
    qtbot.keyClicks(noise.spin, "42")
    qtbot.keyClick(noise.spin, Key.Key_Return)
    assert left.point.noise_seed == 42
    qtbot.mouseClick(noise.dice, Mouse.LeftButton)
    assert left.point.noise_seed != 42
    left.explore.undo()
    assert noise.spin.value() == 42
    qtbot.mouseClick(noise.reset, Mouse.LeftButton)
    assert (left.point.noise, noise.kind.choice()) == ("const", "Fixed")
    assert fixed.isChecked()


def test_what_a_model_lacks_is_absent(qtbot: QtBot, left: Left, tmp_path: Path) -> None:
    small_model("dcgan", classes=False).save(tmp_path / "plain.safetensors")
    open_model(qtbot, left.explore, tmp_path / "plain.safetensors")
    panel = left.truncation
    assert panel.scales_z.isVisible()
    for widget in (panel.cutoff, panel.noise, panel.placement, left.classes):
        assert not widget.isVisible()
    qtbot.waitUntil(lambda: not left.plane.tiles.is_busy, timeout=20_000)
    assert len(left.plane.tiles.images) == 64
    qtbot.keyClick(panel.slider, Key.Key_Left)
    assert left.point.psi == 0.65


# -- classes ----------------------------------------------------------------------------------------------------


def test_a_click_picks_a_class_and_shift_blends(qtbot: QtBot, left: Left) -> None:
    panel = left.classes
    chips = panel.chips.chips
    assert [chip.name for chip in chips.values()] == list(NAMES)
    assert left.shares() == {0: 1.0}
    qtbot.mouseClick(chips[1], Mouse.LeftButton)
    assert left.shares() == {1: 1.0}
    assert not panel.rows.isVisible()
    qtbot.mouseClick(chips[2], Mouse.LeftButton, SHIFT)
    assert left.shares() == {1: 0.5, 2: 0.5}
    assert panel.blend.isChecked()
    assert chips[2].accessibleName() == "both 50 %"
    qtbot.keyClick(panel.rows.slider, Key.Key_Left, SHIFT)
    assert left.shares() == {1: 1.0}  # half less of the right one: none
    assert chips[2].isChecked()  # and yet it can be brought back
    qtbot.keyClick(panel.rows.slider, Key.Key_Right)
    assert left.shares() == pytest.approx({1: 0.95, 2: 0.05})
    for _ in range(4):
        left.explore.undo()
    assert left.shares() == {0: 1.0}
    assert [chip.isChecked() for chip in chips.values()] == [True, False, False]
    assert not panel.blend.isChecked()
    assert not panel.rows.isVisible()


def test_three_classes_have_a_row_each_and_the_switch_ends_the_blend(qtbot: QtBot, left: Left) -> None:
    panel = left.classes
    qtbot.mouseClick(panel.blend, Mouse.LeftButton)
    for number in (1, 2):
        qtbot.mouseClick(panel.chips.chips[number], Mouse.LeftButton)
    assert left.shares() == pytest.approx({0: 1 / 3, 1: 1 / 3, 2: 1 / 3})
    rows = panel.rows.rows
    assert set(rows) == {0, 1, 2}
    assert sum(int(chip.accessibleName().split()[-2]) for chip in panel.chips.chips.values()) == 100
    rows[2].slider.take(60.0)
    assert left.shares() == pytest.approx({0: 0.2, 1: 0.2, 2: 0.6})
    assert rows[0].value() == pytest.approx(20)
    qtbot.mouseClick(panel.chips.chips[0], Mouse.LeftButton)
    assert left.shares() == pytest.approx({1: 0.25, 2: 0.75})
    qtbot.mouseClick(panel.blend, Mouse.LeftButton)
    assert left.shares() == {2: 1.0}


def test_a_chip_is_dragged_and_walked_by_keys(qtbot: QtBot, left: Left) -> None:
    chips = left.classes.chips.chips
    chips[0].setFocus()
    qtbot.keyClick(chips[0], Key.Key_Right)
    assert chips[1].hasFocus()
    qtbot.keyClick(chips[1], Key.Key_Space, SHIFT)
    assert left.shares() == {0: 0.5, 1: 0.5}
    before = len(left.explore.history.entries)
    drag(qtbot, chips[1], QPoint(10, 14), QPoint(50, 14))
    assert left.shares()[1] == pytest.approx(0.7)
    assert len(left.explore.history.entries) == before + 1
    qtbot.keyClick(chips[1], Key.Key_Space)
    assert left.shares() == {0: 1.0}  # with the switch on, picking again takes it out


def test_the_sheet_shows_every_class_and_takes_one(qtbot: QtBot, left: Left) -> None:
    panel = left.classes
    assert not panel.sheet.isVisible()
    qtbot.mouseClick(panel.every, Mouse.LeftButton)
    assert panel.sheet.isVisible()
    qtbot.waitUntil(lambda: len(panel.sheet._shown) == 3 and not panel.sheet.is_busy, timeout=20_000)
    assert panel.sheet.chosen == 0
    seed = left.point.seed
    qtbot.mouseClick(panel.sheet, Mouse.LeftButton, pos=panel.sheet.rect_of(2).center().toPoint())
    assert left.shares() == {2: 1.0}
    assert left.point.seed == seed
    panel.sheet.setFocus()
    panel.sheet.cursor_item = 0
    qtbot.keyClick(panel.sheet, Key.Key_Right)
    qtbot.keyClick(panel.sheet, Key.Key_Return)
    assert left.shares() == {1: 1.0}


def test_many_classes_are_found_by_name(qtbot: QtBot, qapp: QApplication) -> None:
    theme.apply(qapp, "dark")
    chips = ClassChips()
    qtbot.addWidget(chips)
    chips.resize(272, 300)
    chips.show()
    chips.set_names([f"kind {number}" for number in range(1000)])
    chips.show_shares({999: 1.0}, is_blend=False)
    assert chips.find_box.isVisible()
    assert len(chips.chips) == MOST + 1  # the chosen one is always there
    assert f"{999 - MOST} more" in chips.more.text()
    qtbot.keyClicks(chips.find_box, "kind 50")
    assert list(chips.chips) == [50, *range(500, 510), 999]
    assert chips.height() < 330
    picked: list[int] = []
    chips.picked.connect(lambda number, _blend: picked.append(number))
    qtbot.mouseClick(chips.chips[505], Mouse.LeftButton)
    assert picked == [505]


def test_every_control_has_a_name_and_a_tip(left: Left) -> None:
    for kind in (QAbstractButton, QAbstractSlider, QAbstractSpinBox, QComboBox):
        for control in left.findChildren(kind):
            if isinstance(control.parent(), QLineEdit) or isinstance(control, QScrollBar):
                continue  # Qt's own
            assert control.accessibleName(), control
            assert control.toolTip(), control.accessibleName()

"""Style mixing by hand: what the cells are, what a click, a key or a drop does, and the exported grid."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from ganstudio.gui import theme
from ganstudio.gui.explore.mix_export import export_mix
from ganstudio.gui.explore.mix_menu import MixMenu
from ganstudio.gui.explore.mix_panel import MixPanel
from ganstudio.gui.explore.point_mime import POINT, mime_of, picture_in, point_in
from ganstudio.gui.models.explore.explore_model import ExploreModel
from ganstudio.gui.models.explore.layer_bands import band, first_choice, layer_resolution, meaning, words_of
from ganstudio.gui.models.explore.mix_model import HEAD, Cell
from ganstudio.gui.models.explore.mix_parts import mixes_of, read_mixes
from ganstudio.latents.model import load_model
from ganstudio.latents.picture_file import save_picture
from ganstudio.latents.point import LatentPoint, Layers, Mix, Origin, Vector
from ganstudio.latents.rendering import render, render_many
from tests.gui.explore_fakes import drag, open_model, wait_for_picture
from tests.latents.points import small_model

Mouse, Key = Qt.MouseButton, Qt.Key


@pytest.fixture
def panel(qtbot: QtBot, qapp: QApplication, explore: ExploreModel) -> Iterator[MixPanel]:
    theme.apply(qapp, "dark")
    made = MixPanel(explore)
    made.resize(336, 420)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()
    made.deleteLater()


def centre(panel: MixPanel, cell: Cell) -> QPoint:
    return panel.grid.rect_of(*cell).center()


def click(qtbot: QtBot, panel: MixPanel, cell: Cell) -> None:
    qtbot.mouseClick(panel.grid, Mouse.LeftButton, pos=centre(panel, cell))


def drop(panel: MixPanel, cell: Cell, mime: QMimeData) -> None:
    place, none = centre(panel, cell), Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(place, Qt.DropAction.CopyAction, mime, Mouse.LeftButton, none)
    QApplication.sendEvent(panel.grid, enter)
    assert enter.isAccepted()
    move = QDragMoveEvent(place, Qt.DropAction.CopyAction, mime, Mouse.LeftButton, none)
    QApplication.sendEvent(panel.grid, move)
    event = QDropEvent(QPointF(place), Qt.DropAction.CopyAction, mime, Mouse.LeftButton, none)
    QApplication.sendEvent(panel.grid, event)


def point_of(panel: MixPanel, cell: Cell) -> LatentPoint:
    point = panel.mix.point_at(*cell)
    assert point is not None
    return point


def now(explore: ExploreModel) -> LatentPoint:
    assert explore.point is not None
    return explore.point


def test_cells_show_rows_with_the_styles_of_columns(
    qtbot: QtBot, panel: MixPanel, explore: ExploreModel, styled: Path
) -> None:
    panel.mix.set_size(2, 2)
    panel.mix.set_layers(Layers(first=1, last=3))
    point = point_of(panel, (1, 1))
    assert point.origin == panel.mix.rows[1]
    assert point.mixes == (Mix(origin=panel.mix.columns[1], layers=Layers(first=1, last=3)),)
    assert (point.classes, point.psi) == (now(explore).classes, now(explore).psi)
    qtbot.waitUntil(lambda: not panel.grid.pictures.is_busy)
    model = load_model(styled)
    for cell in panel.mix.cells():
        image = panel.grid.pictures.of(point_of(panel, cell))
        assert image is not None
        wanted = render_many(model, [point_of(panel, cell)])[0].astype(int)
        seen = np.frombuffer(image.constBits(), np.uint8).reshape(16, image.bytesPerLine())[:, :48]
        assert np.abs(seen.reshape(16, 16, 3) - wanted).max() <= 1


def test_a_click_takes_a_cell_in_one_step(qtbot: QtBot, panel: MixPanel, explore: ExploreModel) -> None:
    before, steps = now(explore), explore.history.stack.count()
    click(qtbot, panel, (2, 3))
    assert now(explore) == point_of(panel, (2, 3))
    assert now(explore).mixes
    assert explore.history.stack.count() == steps + 1
    assert explore.history.stack.undoText() == "Style mix"
    assert panel.mix.chosen() == (2, 3)
    assert "seed 14" in panel.shown_mix.text()
    assert not panel.mixed.isHidden()
    explore.undo()
    assert now(explore) == before
    assert panel.mix.chosen() is None
    assert panel.mixed.isHidden()


def test_the_first_row_stays_the_point_from_before_the_grid(
    qtbot: QtBot, panel: MixPanel, explore: ExploreModel
) -> None:
    before = now(explore).origin
    click(qtbot, panel, (0, 1))
    assert (now(explore).origin, panel.mix.chosen()) == (before, (0, 1))
    click(qtbot, panel, (3, 1))
    assert now(explore).origin == panel.mix.rows[3]
    assert panel.mix.origin_of(0) == before
    explore.change("Seed 77", LatentPoint.of_seed(77, 0, 0.7))
    assert panel.mix.origin_of(0) == Origin.of_seed(77)


def test_no_mix_takes_it_out(qtbot: QtBot, panel: MixPanel, explore: ExploreModel) -> None:
    click(qtbot, panel, (1, 0))
    qtbot.mouseClick(panel.no_mix, Mouse.LeftButton)
    assert now(explore).mixes == ()
    assert explore.history.stack.undoText() == "No mix"
    assert panel.mixed.isHidden()


def test_arrows_move_and_enter_takes(qtbot: QtBot, panel: MixPanel, explore: ExploreModel) -> None:
    panel.grid.setFocus()
    for key in (Key.Key_Down, Key.Key_Right, Key.Key_Right):
        qtbot.keyClick(panel.grid, key)
    assert panel.grid.cursor_cell == (1, 2)
    assert "seed 13" in panel.grid.accessibleDescription()
    qtbot.keyClick(panel.grid, Key.Key_Return)
    assert now(explore) == point_of(panel, (1, 2))
    for _ in range(4):
        qtbot.keyClick(panel.grid, Key.Key_Left)
    assert panel.grid.cursor_cell == (1, HEAD)
    for _ in range(4):  # the corner between the heads is none
        qtbot.keyClick(panel.grid, Key.Key_Up)
    assert panel.grid.cursor_cell == (0, HEAD)


def test_r_makes_a_head_random_and_only_there(qtbot: QtBot, panel: MixPanel) -> None:
    before = panel.mix.columns
    panel.grid.setFocus()
    qtbot.keyClick(panel.grid, Key.Key_R)  # on a cell it is the room's
    assert panel.mix.columns == before
    qtbot.keyClick(panel.grid, Key.Key_Up)
    qtbot.keyClick(panel.grid, Key.Key_R)
    assert panel.mix.columns[1:] == before[1:]
    assert panel.mix.columns[0] != before[0]


def test_a_head_takes_a_typed_seed(qtbot: QtBot, panel: MixPanel) -> None:
    field = panel.grid.field
    qtbot.mouseDClick(panel.grid, Mouse.LeftButton, pos=centre(panel, (HEAD, 2)))
    assert field.isVisible()
    assert field.text() == "13"
    qtbot.keyClicks(field, "4711")
    qtbot.keyClick(field, Key.Key_Return)
    assert panel.mix.columns[2] == Origin.of_seed(4711)
    assert not field.isVisible()
    qtbot.keyClick(panel.grid, Key.Key_F2)
    qtbot.keyClicks(field, "5000000000")
    qtbot.keyClick(field, Key.Key_Return)
    assert field.isVisible()
    assert field.property("wrong") == "true"
    qtbot.keyClick(field, Key.Key_Escape)
    assert not field.isVisible()
    assert panel.mix.columns[2] == Origin.of_seed(4711)


def test_a_dropped_point_becomes_a_head(qtbot: QtBot, panel: MixPanel, explore: ExploreModel) -> None:
    drop(panel, (HEAD, 1), mime_of(now(explore).changed(origin=Origin.of_seed(321))))
    assert panel.mix.columns[1] == Origin.of_seed(321)
    drop(panel, (0, HEAD), mime_of(now(explore).changed(origin=Origin.of_seed(322))))
    assert panel.mix.origin_of(0) == Origin.of_seed(322)
    assert not panel.mix.first_is_current
    columns = panel.mix.columns
    drop(panel, (1, 1), mime_of(now(explore).changed(origin=Origin.of_seed(323))))  # not on a cell
    assert panel.mix.columns == columns


def test_a_dropped_picture_keeps_its_class_and_mix(
    qtbot: QtBot, panel: MixPanel, explore: ExploreModel, styled: Path, tmp_path: Path
) -> None:
    model = load_model(styled)
    mix = (Mix(origin=Origin.of_seed(6), layers=Layers(first=2, last=3)),)
    saved = LatentPoint.of_seed(5, 1, now(explore).psi).changed(mixes=mix, psi=1.0)
    save_picture(model, saved, tmp_path / "saved.png")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "saved.png"))])
    drop(panel, (HEAD, 0), mime)
    qtbot.waitUntil(lambda: panel.mix.columns[0].w is not None)
    explore.change("Truncation", now(explore).changed(psi=1.0))
    seen = np.asarray(render(model, point_of(panel, (HEAD, 0)))).astype(int)
    assert np.abs(seen - np.asarray(render(model, saved))).max() <= 1
    assert now(explore).classes != saved.classes


def test_a_point_of_another_model_is_refused(qtbot: QtBot, panel: MixPanel, explore: ExploreModel) -> None:
    columns = panel.mix.columns
    foreign = now(explore).changed(origin=Origin(z=Vector.of([1.0])))
    with qtbot.waitSignal(explore.refused):
        drop(panel, (HEAD, 0), mime_of(foreign))
    assert panel.mix.columns == columns


def test_damaged_and_foreign_mime_is_no_point(tmp_path: Path) -> None:
    mime = QMimeData()
    mime.setData(POINT, b'{"origin": 3}')
    assert point_in(mime) is None
    assert point_in(QMimeData()) is None
    mime.setUrls(
        [QUrl.fromLocalFile(str(tmp_path / "notes.txt")), QUrl.fromLocalFile(str(tmp_path / "a.PNG"))]
    )
    assert picture_in(mime) == tmp_path / "a.PNG"
    point = LatentPoint.of_seed(3, 1, 0.3)
    assert point_in(mime_of(point)) == point


def test_a_chosen_cell_follows_the_range(qtbot: QtBot, panel: MixPanel, explore: ExploreModel) -> None:
    click(qtbot, panel, (1, 1))
    steps, track, layers = explore.history.stack.count(), panel.layers.track, panel.mix.layers
    drag(qtbot, track, QPoint(round(track._x(layers.start)), 12), QPoint(round(track._x(0)), 12))
    assert panel.mix.layers == range(6)
    assert now(explore).mixes == (Mix(origin=panel.mix.columns[1], layers=Layers(first=0, last=5)),)
    assert explore.history.stack.count() == steps + 1
    assert panel.mix.chosen() == (1, 1)
    assert panel.caption.text() == "Everything from the columns"
    explore.undo()
    assert panel.mix.layers == layers  # the range comes back with the point
    assert panel.mix.chosen() == (1, 1)
    assert panel.layers.layers().rows(6) == layers


def test_presets_and_single_layers(qtbot: QtBot, panel: MixPanel) -> None:
    qtbot.mouseClick(panel.presets["Coarse"], Mouse.LeftButton)
    assert panel.mix.layers == range(2)
    assert panel.presets["Coarse"].isChecked()
    assert panel.caption.text() == "Pose and shape from the columns"
    assert panel.grid.corner_word() == "colours"
    qtbot.mouseClick(panel.presets["Coarse"], Mouse.LeftButton)
    assert panel.presets["Coarse"].isChecked()
    actions = panel.single.menu().actions()
    assert [action.text() for action in actions][:2] == ["Layer 0, 4 px", "Layer 1, 8 px"]
    actions[4].trigger()
    assert panel.mix.layers == range(4, 5)
    assert panel.grid.corner_word() == "shape"
    assert not panel.presets["Coarse"].isChecked()


def test_weights_of_layers(qtbot: QtBot, panel: MixPanel, explore: ExploreModel) -> None:
    panel.mix.set_layers(Layers(first=1, last=4))
    click(qtbot, panel, (1, 1))
    qtbot.mouseClick(panel.fold, Mouse.LeftButton)
    visible = [layer for layer, row in panel.weights.rows.items() if not row.isHidden()]
    assert visible == [1, 2, 3, 4]
    slider = panel.weights.rows[2].slider
    slider.setFocus()
    for _ in range(10):
        qtbot.keyClick(slider, Key.Key_Left)
    column = panel.mix.columns[1]
    assert now(explore).mixes == (
        Mix(origin=column, layers=Layers(first=1, last=1)),
        Mix(origin=column, layers=Layers(first=2, last=2), weight=0.5),
        Mix(origin=column, layers=Layers(first=3, last=4)),
    )
    assert panel.mix.chosen() == (1, 1)
    assert "50" in panel.shown_mix.text()
    panel.mix.reset_weights()
    assert now(explore).mixes == (Mix(origin=column, layers=Layers(first=1, last=4)),)


def test_size_random_heads_and_the_current_point(panel: MixPanel, explore: ExploreModel) -> None:
    menu = panel.more.menu()
    assert isinstance(menu, MixMenu)
    menus = {action.text(): action.menu() for action in menu.actions() if action.menu() is not None}
    rows, columns = menus["Rows"], menus["Columns"]
    assert isinstance(rows, QMenu)
    assert isinstance(columns, QMenu)
    rows.actions()[7].trigger()
    columns.actions()[0].trigger()
    assert (len(panel.mix.rows), len(panel.mix.columns)) == (8, 1)
    assert panel.grid.rect_of(7, 0).bottom() <= panel.grid.height()
    deeds = {action.text(): action for action in menu.actions()}
    before = panel.mix.rows
    deeds["Random rows"].trigger()
    assert panel.mix.rows != before
    assert panel.mix.origin_of(0) == now(explore).origin
    menu.fill()
    {action.text(): action for action in menu.actions()}["First row is the current point"].trigger()
    assert panel.mix.origin_of(0) == panel.mix.rows[0]


def test_old_pictures_stay_until_the_new_ones_are_there(qtbot: QtBot, panel: MixPanel) -> None:
    qtbot.waitUntil(lambda: not panel.grid.pictures.is_busy)
    panel.grid.repaint()
    old = panel.grid.shown[1, 1]
    panel.mix.set_layers(Layers(first=0, last=5))
    panel.grid.repaint()  # nothing new can have arrived yet
    assert panel.grid.shown[1, 1] is old
    qtbot.waitUntil(lambda: not panel.grid.pictures.is_busy)
    panel.grid.repaint()
    assert panel.grid.shown[1, 1] is not old


def test_absent_without_styles(qtbot: QtBot, panel: MixPanel, explore: ExploreModel, tmp_path: Path) -> None:
    small_model("dcgan", classes=False).save(tmp_path / "plain.safetensors")
    open_model(qtbot, explore, tmp_path / "plain.safetensors")
    assert panel.isHidden()


def test_the_exported_grid(
    qtbot: QtBot, panel: MixPanel, explore: ExploreModel, styled: Path, tmp_path: Path
) -> None:
    panel.mix.set_size(2, 3)
    with qtbot.waitSignal(explore.told, timeout=10_000):
        export_mix(panel.mix, tmp_path / "grid.png")
    picture = np.asarray(Image.open(tmp_path / "grid.png").convert("RGB")).astype(int)
    assert picture.shape[0] > 3 * 64
    assert picture.shape[1] > 4 * 64
    large = render(load_model(styled), point_of(panel, (1, 2))).resize((64, 64), Image.Resampling.LANCZOS)
    corner = picture[-64 - 40 :, -64 - 40 :]
    wanted = np.asarray(large.convert("RGB")).astype(int)
    places = [(y, x) for y in range(41) for x in range(41)]
    assert (
        min(np.abs(corner[y : y + 64, x : x + 64] - wanted).max() for y, x in places) <= 1
    )  # it is in there


def test_bands_are_stylegan2s() -> None:
    assert [band(name, 18, 1024) for name in ("Coarse", "Middle", "Fine")] == [
        Layers(first=0, last=2), Layers(first=3, last=6), Layers(first=7, last=17),
    ]  # fmt: skip
    sides = [layer_resolution(layer, 18, 1024) for layer in (0, 1, 2, 3, 14, 15, 16, 17)]
    assert sides == [4, 8, 8, 16, 512, 1024, 1024, 1024]
    assert layer_resolution(0, 16, 64) is None  # not laid out like StyleGAN2
    assert first_choice(12, 128) == Layers(first=7, last=11)
    assert band("Middle", 8, 32) == Layers(first=3, last=4)
    assert words_of(range(7, 12), 128, 12) == "layers 7 to 11, 64 to 128 px"
    assert meaning(range(7, 12), 12, 128) == "colours"
    assert meaning(range(9, 10), 12, 128) == "colours"
    assert meaning(range(0, 7), 12, 128) == "shape and features"
    assert meaning(range(0, 12), 12, 128) == "everything"


def test_mixes_are_read_as_they_were_made() -> None:
    weights = (1.0, 0.5, 0.5, 0.0, 1.0, 1.0)
    origin = Origin.of_seed(9)
    mixes = mixes_of(origin, range(1, 6), weights)
    assert [(mix.layers.first, mix.layers.last, mix.weight) for mix in mixes] == [(1, 2, 0.5), (4, 5, 1.0)]
    assert read_mixes(mixes, 6) == (origin, range(1, 6), weights)
    assert read_mixes((*mixes, Mix(origin=Origin.of_seed(8))), 6) is None
    assert read_mixes((), 6) is None


def test_drawn_in_both_themes(
    qtbot: QtBot, qapp: QApplication, panel: MixPanel, explore: ExploreModel
) -> None:
    click(qtbot, panel, (1, 1))
    wait_for_picture(qtbot, explore)
    ring = {}
    for name in ("dark", "light"):
        theme.apply(qapp, name)
        image = panel.grid.grab().toImage()
        rect = panel.grid.rect_of(1, 1)
        ring[name] = image.pixelColor(rect.left() + 1, rect.center().y()).name()
        assert image.pixelColor(panel.grid.rect_of(2, 2).topLeft()).name() != ring[name]
    assert ring == {"dark": theme.DARK.ring, "light": theme.LIGHT.ring}
    theme.apply(qapp, "dark")

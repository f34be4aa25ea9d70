"""The sheet page: axes that suit the model, cells that come by themselves, taking one, checkpoints, export."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ganstudio.gui import theme
from ganstudio.gui.explore.sheet_page import SheetPage
from ganstudio.gui.models.explore.explore_model import ExploreModel
from ganstudio.gui.models.explore.sheet_model import X, Y, Z
from ganstudio.gui.models.explore.sheet_pictures import Wish
from ganstudio.latents.directions import Direction
from ganstudio.latents.model import load_model
from ganstudio.latents.model_file import read_model, write_model
from ganstudio.latents.point import LatentPoint, Vector
from ganstudio.latents.rendering import render
from ganstudio.latents.sheet import Place
from tests.gui.explore_fakes import open_model, wait_for_picture
from tests.latents.points import small_model

Mouse, Key = Qt.MouseButton, Qt.Key


@pytest.fixture
def page(qtbot: QtBot, qapp: QApplication, explore: ExploreModel) -> Iterator[SheetPage]:
    theme.apply(qapp, "dark")
    made = SheetPage(explore)
    made.resize(640, 600)
    made.show()
    qtbot.waitExposed(made)
    wait(qtbot, made)
    yield made
    made.close_down()
    made.close()
    made.deleteLater()


def wait(qtbot: QtBot, page: SheetPage) -> None:
    """Until every cell has its picture."""
    qtbot.waitUntil(lambda: page.model.sheet is not None and not page.model.pictures.missing, timeout=20_000)


def pixels(image: QImage) -> np.ndarray:
    """[H, W, 3]."""
    rgb = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(bytes(rgb.constBits()), np.uint8).reshape(rgb.height(), rgb.bytesPerLine())
    return rows[:, : 3 * rgb.width()].reshape(rgb.height(), rgb.width(), 3)


def test_a_sheet_is_there_at_once(page: SheetPage, explore: ExploreModel, styled: Path) -> None:
    """Classes across, truncation down; each cell is the picture of its point."""
    names = explore.facts.class_names if explore.facts else ()
    assert [page.model.wishes[axis].kind for axis in (X, Y, Z)] == ["class", "psi", None]
    sheet = page.model.sheet
    assert sheet is not None
    assert sheet.x.words == names
    assert page.caption.text() == f"{sheet.count} pictures"
    model, place = load_model(styled), Place(0, 3, 1)
    point = LatentPoint.of_seed(0, 1, 0.6)
    assert page.model.cells[place] == Wish(None, point)
    image = page.model.pictures.of(Wish(None, point))
    assert image is not None
    shown, made = pixels(image).astype(int), np.asarray(render(model, point).convert("RGB"))
    assert np.abs(shown - made).max() <= 1


def test_a_click_takes_a_cell_and_can_be_undone(qtbot: QtBot, page: SheetPage, explore: ExploreModel) -> None:
    before, place = explore.point, Place(0, 1, 2)
    qtbot.mouseClick(page.view, Mouse.LeftButton, pos=page.view.rect_of(place).center().toPoint())
    assert explore.point == LatentPoint.of_seed(0, 2, 0.2)
    assert page.model.chosen() == place
    explore.undo()
    assert explore.point == before


def test_keys_walk_and_take(qtbot: QtBot, page: SheetPage, explore: ExploreModel) -> None:
    page.view.setFocus()
    for key in (Key.Key_Right, Key.Key_Down, Key.Key_Down, Key.Key_Up, Key.Key_Left, Key.Key_Left):
        qtbot.keyClick(page.view, key)
    assert page.view.cursor_cell == Place(0, 1, 0)
    assert "ψ 0.2" in page.view.accessibleDescription()
    qtbot.keyClick(page.view, Key.Key_Return)
    assert explore.point == LatentPoint.of_seed(0, 0, 0.2)


def test_values_are_typed_and_wrong_ones_are_told(qtbot: QtBot, page: SheetPage) -> None:
    field, before = page.rows[Y].values, page.model.sheet
    field.selectAll()
    qtbot.keyClicks(field, "0.5, 9")
    qtbot.keyClick(field, Key.Key_Return)
    assert "goes from -4 to 4" in page.caption.text()
    assert field.property("wrong") == "true"
    assert page.model.sheet is before
    assert not page.export.isEnabled()
    field.selectAll()
    qtbot.keyClicks(field, "0.5, 1")
    qtbot.waitUntil(lambda: page.model.sheet is not before)  # a moment after the last letter, without Enter
    assert page.model.sheet is not None
    assert page.model.sheet.y is not None
    assert page.model.sheet.y.values == (0.5, 1)
    assert page.export.isEnabled()


def choose(page: SheetPage, axis: int, words: str) -> None:
    """As a person does: the list's entry is activated."""
    box = page.rows[axis].kind
    place = box.findText(words)
    assert place >= 0, [box.itemText(i) for i in range(box.count())]
    box.setCurrentIndex(place)
    box.activated.emit(place)


def test_a_kind_that_another_axis_has_changes_places(qtbot: QtBot, page: SheetPage) -> None:
    choose(page, X, "Truncation ψ")
    assert [page.model.wishes[axis].kind for axis in (X, Y, Z)] == ["psi", "class", None]
    choose(page, Z, "Truncation ψ")
    assert [page.model.wishes[axis].kind for axis in (X, Y, Z)] == ["seed", "class", "psi"]
    assert page.model.problems == ["", "", ""]
    wait(qtbot, page)
    assert page.rows[X].kind.currentText() == "Seed"


def test_three_axes_make_pages(qtbot: QtBot, page: SheetPage, explore: ExploreModel) -> None:
    choose(page, Z, "Mixed layer")
    page.rows[Z].values.setText("0,4")
    page.rows[Z].values.editingFinished.emit()
    page.rows[Z].source.chosen.emit(9)
    wait(qtbot, page)
    assert page.model.sheet is not None
    assert page.model.sheet.shape.z == 2
    assert page.model.words(Place(1, 0, 0)).endswith("Layer 4 of seed 9")
    assert page.view.rect_of(Place(1, 0, 0)).top() > page.view.rect_of(Place(0, 5, 0)).bottom()
    page.model.take(Place(1, 5, 0))
    assert explore.point is not None
    assert [(mix.origin.seed, mix.layers.first) for mix in explore.point.mixes] == [(9, 4)]
    assert page.model.chosen() == Place(1, 5, 0)  # the sheet is about the point without the mix, as before


def test_directions_come_with_the_model(qtbot: QtBot, page: SheetPage, explore: ExploreModel) -> None:
    assert page.rows[Y].kind.findText("Direction") < 0
    width = explore.facts.w_dim if explore.facts else 0
    vector = Vector.of(np.ones(width))
    explore.directions.save(Direction(name="smile", kind="made", vector=vector, scale=1.0))
    choose(page, Y, "Direction")
    wait(qtbot, page)
    assert page.model.sheet is not None
    assert page.model.sheet.y is not None
    assert (page.model.sheet.y.title, len(page.model.sheet.y.values)) == ("smile", 7)
    page.model.take(Place(0, 6, 0))
    assert explore.point is not None
    assert explore.point.strength_of("smile") == 3


def test_the_sheet_follows_the_point(qtbot: QtBot, page: SheetPage, explore: ExploreModel) -> None:
    explore.change("Seed", LatentPoint.of_seed(77, 0, 0.7))
    wait(qtbot, page)
    assert page.model.cells[Place(0, 0, 0)].point.seed == 77


def test_nothing_is_made_while_nobody_looks(qtbot: QtBot, page: SheetPage, explore: ExploreModel) -> None:
    page.hide()
    explore.change("Seed", LatentPoint.of_seed(78, 0, 0.7))
    wait_for_picture(qtbot, explore)
    assert page.model.cells[Place(0, 0, 0)].point.seed == 0
    page.show()
    wait(qtbot, page)
    assert page.model.cells[Place(0, 0, 0)].point.seed == 78


def test_an_export_is_the_labelled_sheet(
    qtbot: QtBot, page: SheetPage, explore: ExploreModel, tmp_path: Path
) -> None:
    path = tmp_path / "sheet.png"
    with qtbot.waitSignal(explore.told, timeout=20_000) as told:
        page.model.export(path)
    assert told.args == ["Exported sheet.png."]
    with Image.open(path) as picture:
        assert picture.width > 3 * 64
        assert picture.height > 6 * 64


def test_another_model_brings_axes_of_its_own(
    qtbot: QtBot, page: SheetPage, explore: ExploreModel, tmp_path: Path
) -> None:
    path = tmp_path / "plain.safetensors"
    small_model("dcgan", classes=False).save(path)
    refused: list[str] = []
    explore.refused.connect(refused.append)
    open_model(qtbot, explore, path)
    wait(qtbot, page)
    assert [page.model.wishes[axis].kind for axis in (X, Y, Z)] == ["seed", "psi", None]
    kinds = [page.rows[Z].kind.itemText(place) for place in range(page.rows[Z].kind.count())]
    assert kinds == ["None", "Seed", "Truncation ψ"]
    assert refused == []


def test_the_same_latents_through_training(
    qtbot: QtBot, page: SheetPage, explore: ExploreModel, styled: Path, tmp_path: Path
) -> None:
    assert page.rows[X].kind.findText("Checkpoint") < 0
    run = tmp_path / "run"
    record, tensors = read_model(styled)
    for step in (100, 200):
        folder = run / "checkpoints" / f"{step}"
        folder.mkdir(parents=True)
        changed = {name: t * (step / 200) if t.is_floating_point() else t for name, t in tensors.items()}
        write_model(folder / "weights.safetensors", changed, record.model_copy(update={"step": step}))
    (run / "run.json").write_text("{}")
    open_model(qtbot, explore, run)
    qtbot.waitUntil(lambda: page.rows[X].kind.findText("Checkpoint") >= 0)
    choose(page, X, "Checkpoint")
    wait(qtbot, page)
    assert page.model.sheet is not None
    assert page.model.sheet.x.words == ("100", "200")
    early = page.model.cells[Place(0, 5, 0)]
    assert early.step == 100
    image = page.model.pictures.of(early)
    assert image is not None
    made = render(load_model(run / "checkpoints" / "100"), early.point).convert("RGB")
    assert np.abs(pixels(image).astype(int) - np.asarray(made)).max() <= 1
    page.model.take(Place(0, 5, 0))
    qtbot.waitUntil(lambda: explore.facts is not None and explore.facts.step == 100, timeout=10_000)
    assert explore.point == early.point
    qtbot.waitUntil(lambda: page.model.chosen() == Place(0, 5, 0))

"""Inside the generator, by hand: layers, views, channels, and the maps that belong to the point."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ganstudio.gui import theme
from ganstudio.gui.explore.inside_page import InsidePage
from ganstudio.gui.explore.layer_rows import PARTS
from ganstudio.gui.models.explore.explore_model import ExploreModel
from ganstudio.latents.inside import feature_maps, layers
from ganstudio.latents.map_picture import View, map_picture
from ganstudio.latents.model import load_model
from ganstudio.latents.point import Origin
from ganstudio.resources import starter_models
from tests.gui.explore_runs import open_model, wait_for_picture
from tests.latents.points import small_model

DIGITS = next(path for path in starter_models() if path.stem == "digits")


@pytest.fixture
def explore(qtbot: QtBot) -> Iterator[ExploreModel]:
    made = ExploreModel()
    yield made
    made.close()


@pytest.fixture
def page(qtbot: QtBot, qapp: QApplication, explore: ExploreModel) -> InsidePage:
    theme.apply(qapp, "dark")
    made = InsidePage(explore)
    qtbot.addWidget(made)
    made.resize(700, 560)
    made.show()
    return made


def expected(explore: ExploreModel, row: int, view: View, channel: int = 0) -> np.ndarray:
    """The levels that should be seen, worked out with a model of our own."""
    model = load_model(DIGITS)
    assert explore.point is not None
    return map_picture(feature_maps(model, explore.point, layers(model)[row]).numpy(), view, channel).levels


def shows(page: InsidePage, levels: np.ndarray) -> bool:
    return page.map.picture is not None and np.array_equal(page.map.picture.levels, levels)


def click(page: InsidePage, words: str) -> None:
    (button,) = (each for each in page.view.buttons() if each.text() == words)
    button.click()


def test_the_maps_are_those_of_the_point_and_the_layer(
    qtbot: QtBot, explore: ExploreModel, page: InsidePage
) -> None:
    open_model(qtbot, explore, DIGITS)
    qtbot.waitUntil(lambda: page.map.picture is not None, timeout=10_000)
    assert page.list.count() == 11
    assert page.list.item(0).data(PARTS) == ("4 px", "Convolution 1", "96")
    row = page.list.currentRow()
    qtbot.waitUntil(partial(shows, page, expected(explore, row, "mean")))
    assert explore.point is not None
    explore.change("Seed 7", explore.point.changed(origin=Origin.of_seed(7)))
    qtbot.waitUntil(partial(shows, page, expected(explore, row, "mean")))
    page.list.setFocus()
    QTest.keyClick(page.list, Qt.Key.Key_Down)
    click(page, "Energy")
    qtbot.waitUntil(partial(shows, page, expected(explore, row + 1, "energy")))
    assert "16 px, energy of 32 maps" in page.map.caption
    assert page.caption.text().startswith("0 to ")
    wait_for_picture(qtbot, explore)
    assert not page.result.picture_rect().isEmpty()


def test_channels_step_by_keys_and_by_clicks(qtbot: QtBot, explore: ExploreModel, page: InsidePage) -> None:
    open_model(qtbot, explore, DIGITS)
    qtbot.waitUntil(lambda: page.map.picture is not None, timeout=10_000)
    point, row = explore.point, page.list.currentRow()
    click(page, "Channel")
    page.map.setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
        QTest.keyClick(page.map, key)
    assert page.channel.value() == 2
    qtbot.waitUntil(partial(shows, page, expected(explore, row, "channel", 2)))
    QTest.keyClick(page.map, Qt.Key.Key_Down)
    assert page.list.currentRow() == row + 1
    assert explore.point == point  # the arrows are the view's own here
    click(page, "Strongest")
    qtbot.waitUntil(lambda: page.map.picture is not None and len(page.map.picture.channels) > 1)
    assert page.map.picture is not None
    second = page.map.picture.channels[1]
    rect = page.map.picture_rect()
    spot = QPoint(round(rect.x() + 0.4 * rect.width()), round(rect.y() + 5))
    QTest.mouseClick(page.map, Qt.MouseButton.LeftButton, pos=spot)
    assert page.view.choice() == "Channel"
    assert page.channel.value() == second


def test_another_model_has_layers_of_its_own(
    qtbot: QtBot, explore: ExploreModel, page: InsidePage, tmp_path: Path
) -> None:
    open_model(qtbot, explore, DIGITS)
    qtbot.waitUntil(lambda: page.list.count() == 11, timeout=10_000)
    small_model("dcgan", classes=False).save(tmp_path / "plain.safetensors")
    open_model(qtbot, explore, tmp_path / "plain.safetensors")
    qtbot.waitUntil(lambda: page.list.count() == 3, timeout=10_000)
    assert [page.list.item(row).data(PARTS)[1] for row in range(3)] == ["Stage 1", "Stage 2", "Picture"]


def test_a_page_that_nobody_sees_asks_for_nothing(
    qtbot: QtBot, explore: ExploreModel, page: InsidePage
) -> None:
    page.hide()
    open_model(qtbot, explore, DIGITS)
    assert page.list.count() == 0
    page.show()
    qtbot.waitUntil(lambda: page.map.picture is not None, timeout=10_000)


def test_the_map_is_saved_as_it_is_seen(
    qtbot: QtBot, qapp: QApplication, explore: ExploreModel, page: InsidePage, tmp_path: Path
) -> None:
    open_model(qtbot, explore, DIGITS)
    qtbot.waitUntil(lambda: page.map.picture is not None, timeout=10_000)
    dark = page.map.pixels()
    page.save_to(tmp_path / "map.png")
    assert dark is not None
    with Image.open(tmp_path / "map.png") as saved:
        assert np.array_equal(np.asarray(saved), dark)
    theme.apply(qapp, "light")  # the colours follow the theme without new maps
    light = page.map.pixels()
    assert light is not None
    assert not np.array_equal(light, dark)
    page._choose_colours("Grey")
    grey = page.map.pixels()
    assert grey is not None
    assert (grey[..., 0] == grey[..., 2]).all()
    said: list[str] = []
    explore.refused.connect(said.append)
    page.save_to(tmp_path / "nowhere" / "map.png")
    assert "not saved" in said[0]
    theme.apply(qapp, "dark")

"""Two models with one point, by hand."""

import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ganstudio.gui import theme
from ganstudio.gui.explore.compare_page import ComparePage
from ganstudio.gui.explore.compare_view import enlarged
from ganstudio.gui.models.explore.compare_model import what_changed
from ganstudio.gui.models.explore.explore_model import ExploreModel
from ganstudio.gui.models.explore.facts import facts_of
from ganstudio.gui.models.explore.restoring import adapted
from ganstudio.latents.model import load_model
from ganstudio.latents.picture_file import pixels_of
from ganstudio.latents.point import DirectionUse, LatentPoint, Mix, Origin, Vector
from ganstudio.latents.rendering import render
from ganstudio.resources import runs_folder, starter_models
from tests.gui.explore_runs import open_model, train_run
from tests.latents.points import small_model


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return train_run(tmp_path_factory.mktemp("runs") / "run", steps=4)


@pytest.fixture
def explore(qtbot: QtBot) -> Iterator[ExploreModel]:
    made = ExploreModel()
    yield made
    made.close()


@pytest.fixture
def page(qtbot: QtBot, qapp: QApplication, explore: ExploreModel) -> Iterator[ComparePage]:
    theme.apply(qapp, "dark")
    made = ComparePage(explore)
    qtbot.addWidget(made)
    made.resize(640, 520)
    made.show()
    yield made
    made.close_down()


def second_shows(page: ComparePage, path: Path, point: LatentPoint) -> bool:
    picture = page.model.picture
    return picture is not None and np.array_equal(picture.pixels, pixels_of(render(load_model(path), point)))


def test_two_moments_of_a_run_share_the_point(
    qtbot: QtBot, explore: ExploreModel, page: ComparePage, trained: Path
) -> None:
    open_model(qtbot, explore, trained)
    early = trained / "snapshots" / "2.safetensors"
    page.choose(early)
    assert explore.point is not None
    qtbot.waitUntil(partial(second_shows, page, early, explore.point), timeout=10_000)
    explore.change("Seed 5", explore.point.changed(origin=Origin.of_seed(5)))
    qtbot.waitUntil(partial(second_shows, page, early, explore.point), timeout=10_000)
    assert page.model.note == ""
    assert page.other.text() == "run at 2"
    assert page.view.wipe.isVisible()


def test_the_menu_lists_moments_starters_and_runs(
    qtbot: QtBot, explore: ExploreModel, page: ComparePage, trained: Path
) -> None:
    shutil.copytree(trained, runs_folder() / "another")
    open_model(qtbot, explore, trained)
    page.model.look()
    qtbot.waitUntil(lambda: any(each.section == "This run" for each in page._candidates), timeout=10_000)
    sections: dict[str, list[str]] = {}
    for each in page._candidates:
        sections.setdefault(each.section, []).append(each.words)
    assert sections["This run"] == ["Step 4, the best", "Step 2"]
    assert "Digits" in sections["Comes with GAN Studio"]
    assert sections["Your runs"] == ["another"]
    page._fill()
    (action,) = (each for each in page.menu.actions() if each.text() == "another")
    action.trigger()
    qtbot.waitUntil(lambda: page.model.other is not None, timeout=10_000)
    assert page.model.other is not None
    assert page.model.other.path == runs_folder() / "another"


def test_a_point_that_does_not_fit_is_adapted_and_said(
    qtbot: QtBot, explore: ExploreModel, page: ComparePage, tmp_path: Path
) -> None:
    for name, classes in (("styled", True), ("plain", False)):
        recipe = "stylegan2" if name == "styled" else "dcgan"
        small_model(recipe, classes=classes).save(tmp_path / f"{name}.safetensors")
    open_model(qtbot, explore, tmp_path / "styled.safetensors")
    page.choose(tmp_path / "plain.safetensors")
    qtbot.waitUntil(lambda: page.model.picture is not None, timeout=10_000)
    assert explore.point is not None
    mixed = explore.point.changed(
        mixes=(Mix(origin=Origin.of_seed(3)),), origin=Origin(w=Vector.of(np.zeros(8)))
    )
    explore.change("Mix", mixed)
    plain = LatentPoint.of_seed(0, psi=0.7)
    qtbot.waitUntil(partial(second_shows, page, tmp_path / "plain.safetensors", plain), timeout=10_000)
    note = (
        "plain shows seed 0 in place of a latent that only the first model has; no class left; no style mix."
    )
    assert page.model.note == note
    assert page.words.text() == note


def test_what_is_said_of_classes_and_directions() -> None:
    styled, plain = (
        facts_of(small_model(*each), Path("x")) for each in (("stylegan2", True), ("dcgan", False))
    )
    point = LatentPoint.of_seed(4)
    assert "class left, for it needs one" in what_changed(point, adapted(point, plain, styled), plain, styled)
    use = DirectionUse(name="smile", vector=Vector.of(np.ones(8)), strength=1)
    steered = LatentPoint.of_seed(4, 1).changed(directions=(use,))
    assert what_changed(steered, steered, styled, styled) == ""
    digits = facts_of(load_model(starter_models()[0]), starter_models()[0])
    said = what_changed(steered, adapted(steered, styled, digits), styled, digits)
    assert "in place of right" in said
    assert said.endswith("no directions.")


def test_swapping_goes_there_and_back(
    qtbot: QtBot, explore: ExploreModel, page: ComparePage, trained: Path
) -> None:
    open_model(qtbot, explore, trained)
    early = trained / "snapshots" / "2.safetensors"
    page.choose(early)
    qtbot.waitUntil(lambda: page.model.picture is not None, timeout=10_000)
    point = explore.point
    QTest.mouseClick(page.swap, Qt.MouseButton.LeftButton)
    assert explore.facts is not None
    assert explore.facts.step == 2
    assert explore.point == point
    qtbot.waitUntil(lambda: page.model.other is not None and page.model.other.step == 4, timeout=10_000)
    QTest.mouseClick(page.swap, Qt.MouseButton.LeftButton)
    assert explore.facts.step == 4
    qtbot.waitUntil(lambda: page.model.other is not None and page.model.other.step == 2, timeout=10_000)


def test_the_views_agree_about_zoom_and_difference(
    qtbot: QtBot, explore: ExploreModel, page: ComparePage, trained: Path
) -> None:
    view = page.view
    dark, light = np.zeros((16, 16, 1), np.uint8), np.full((32, 32, 3), 10, np.uint8)
    view.show_picture(0, dark, "dark")
    view.show_picture(1, light, "light")
    apart = view.difference()
    assert apart is not None
    assert apart.shape == (32, 32, 3)
    assert set(apart.flat) == {10}
    assert view.viewport.size.width() == 32  # the larger of the two
    for mode in ("Wipe", "Difference", "Side by side"):
        view.set_mode(mode)  # type: ignore[arg-type]
        assert not view.grab().isNull()
        assert view.wipe.isVisible() == (mode == "Wipe")
    assert view.viewport.room.width() == (view.width() - 8) / 2
    before = view.viewport.shown_scale
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Plus)
    assert view.viewport.shown_scale > before
    view.set_mode("Wipe")
    assert not view.viewport.is_fit  # the zoom stays with the mode
    QTest.keyClick(view, Qt.Key.Key_0)
    assert view.viewport.is_fit


def test_small_pictures_are_repeated_pixel_by_pixel() -> None:
    small = np.arange(4, dtype=np.uint8).reshape(2, 2, 1)
    large = enlarged(small, 4, 4)
    assert large.shape == (4, 4, 3)
    assert large[..., 0].tolist() == [[0, 0, 1, 1], [0, 0, 1, 1], [2, 2, 3, 3], [2, 2, 3, 3]]


def test_a_page_that_nobody_sees_renders_nothing_and_a_bad_file_is_said(
    qtbot: QtBot, explore: ExploreModel, page: ComparePage, trained: Path, tmp_path: Path
) -> None:
    said: list[str] = []
    explore.refused.connect(said.append)
    page.choose(tmp_path / "nothing.safetensors")
    qtbot.waitUntil(lambda: bool(said), timeout=10_000)
    assert page.model.other is None
    page.hide()
    open_model(qtbot, explore, trained)
    page.choose(trained)
    qtbot.waitUntil(lambda: page.model.other is not None, timeout=10_000)
    QTest.qWait(50)
    assert page.model.picture is None
    page.show()
    qtbot.waitUntil(lambda: page.model.picture is not None, timeout=10_000)

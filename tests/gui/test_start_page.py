"""The page "New run": choosing, filtering, keyboard, and what Start asks for."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ganstudio.errors import StudioError
from ganstudio.gui.start.page import StartPage
from ganstudio.gui.start.request import RunDraft, TrainRequest
from tests.gui.start_fakes import DATA, RECIPES, sources


@pytest.fixture
def page(qtbot: QtBot, tmp_path: Path) -> Iterator[StartPage]:
    made = StartPage(sources(), folder=tmp_path)
    qtbot.addWidget(made)
    made.resize(1368, 812)
    made.show()
    qtbot.waitUntil(lambda: bool(made.model.recipe_name) and len(made.model.pictures) == len(DATA) - 1)
    yield made
    made.stop_work()


def edit(page: StartPage, name: str) -> QLineEdit:
    found = page.findChild(QLineEdit, name)
    assert isinstance(found, QLineEdit)
    return found


def click(qtbot: QtBot, button: QWidget) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_page_is_there_before_the_recipes(qtbot: QtBot, tmp_path: Path) -> None:
    loaded = threading.Event()
    page = StartPage(sources(recipes=lambda: loaded.wait(10) and list(RECIPES)), folder=tmp_path)
    qtbot.addWidget(page)
    page.show()
    assert page.recipe_step.state.text() == "Loading recipes"
    assert page.recipe_step.state.isVisible()
    assert not page.start.isEnabled()
    with qtbot.waitSignal(page.recipe_chosen):
        loaded.set()
    assert page.recipe_names() == [info.name for info in RECIPES]
    assert page.recipe_step.state.isHidden()
    page.stop_work()


def test_recipes_that_cannot_be_loaded_say_so(qtbot: QtBot, tmp_path: Path) -> None:
    def fail() -> list:
        raise StudioError("torch is missing; install it.")

    page = StartPage(sources(recipes=fail), folder=tmp_path)
    qtbot.addWidget(page)
    qtbot.waitUntil(lambda: page.recipe_step.state.text() == "torch is missing; install it.")
    assert not page.start.isEnabled()
    page.stop_work()


def test_digits_and_a_quick_recipe_are_chosen_for_a_newcomer(page: StartPage) -> None:
    assert page.model.data_name == "digits"
    assert page.model.recipe_name == "cgan"
    assert page.form.preset_name() == "cpu-demo"
    assert page.start.isEnabled()
    assert page.summary.data_value.text() == "Digits, 5,000"
    assert page.summary.device.currentText() == "CPU, 2 threads"
    assert page.summary.sample_caption.text() == "What the pictures look like at 32 px"


def test_start_asks_for_what_was_chosen(page: StartPage, qtbot: QtBot, tmp_path: Path) -> None:
    click(qtbot, page.data_step.cards["photos"])
    click(qtbot, page.recipe_step.cards["dcgan"])
    batch, name, seed = edit(page, "start_batch"), edit(page, "run_name"), edit(page, "run_seed")
    for field, words in ((batch, "8"), (name, "my run"), (seed, "7")):
        field.selectAll()
        qtbot.keyClicks(field, words)
    resolution = page.findChild(QComboBox, "start_resolution")
    assert resolution is not None
    resolution.activated.emit(resolution.findData("64"))
    with qtbot.waitSignal(page.start_requested) as asked:
        click(qtbot, page.start)
    assert asked.args == [
        TrainRequest(
            recipe="dcgan", data="photos", out=tmp_path / "my run", settings={"batch": 8, "resolution": 64},
            preset="cpu-demo", seed=7, device="auto",
        )
    ]  # fmt: skip


def test_the_summary_and_the_form_show_the_same_values(page: StartPage, qtbot: QtBot) -> None:
    click(qtbot, page.summary.all_settings)
    assert page.form.isVisible()
    page.form.change("batch", 48)
    assert edit(page, "start_batch").text() == "48"
    click(qtbot, page.summary.rows["batch"].reset)
    assert page.form.values() == {}
    back = page.findChild(QAbstractButton, "settings_back")
    assert back is not None
    click(qtbot, back)
    assert page.summary.isVisible()


def test_a_preset_of_the_summary_is_the_forms(page: StartPage) -> None:
    preset = page.summary.preset
    preset.setCurrentIndex(preset.findData("paper"))
    preset.activated.emit(preset.currentIndex())
    assert page.form.preset_name() == "paper"
    assert page.request().preset == "paper"


def test_a_bad_value_keeps_start_from_acting_and_says_why(page: StartPage, qtbot: QtBot) -> None:
    batch = edit(page, "start_batch")
    batch.selectAll()
    qtbot.keyClicks(batch, "0")
    assert not page.start.isEnabled()
    assert page.problem.words.text().startswith("Batch size cannot be 0")
    assert page.summary.rows["batch"].problem.isVisible()
    with qtbot.assertNotEmitted(page.start_requested):
        click(qtbot, page.start)


def test_a_recipe_that_cannot_use_the_data_says_so(page: StartPage, qtbot: QtBot) -> None:
    page.choose_data("photos")
    page.choose_recipe("cgan")
    assert not page.start.isEnabled()
    assert "needs pictures with classes" in page.problem.words.text()
    assert not page.recipe_step.cards["cgan"].suits()
    page.choose_data("digits")
    assert page.start.isEnabled()
    assert page.problem.isHidden()


def test_a_taken_name_is_refused_and_the_default_moves_on(
    page: StartPage, qtbot: QtBot, tmp_path: Path
) -> None:
    assert page.summary.run_name() == "digits-cgan"
    (tmp_path / "digits-cgan").mkdir()
    name = edit(page, "run_name")
    page.summary.refresh_name()
    assert name.text() == "digits-cgan-2"
    name.selectAll()
    qtbot.keyClicks(name, "digits-cgan")
    assert "already a run called digits-cgan" in page.problem.words.text()
    assert not page.start.isEnabled()
    click(qtbot, page.summary.name.reset)
    assert name.text() == "digits-cgan-2"
    assert page.start.isEnabled()


def test_choosing_from_outside_and_its_signals(page: StartPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.data_chosen) as chosen:
        page.choose_data("mine7")
    assert chosen.args == ["mine7"]
    assert page.data_step.cards["mine7"].isVisible(), "the chosen set is always among the cards"
    assert page.data_step.cards["mine7"].isChecked()
    with qtbot.waitSignal(page.recipe_chosen) as chosen:
        page.choose_recipe("pix2pix")
    assert chosen.args == ["pix2pix"]
    with qtbot.assertNotEmitted(page.data_chosen):
        page.choose_data("broken")
        page.choose_data("nowhere")
    assert "broken" not in page.data_names()


def test_chips_and_the_find_box_filter_recipes(page: StartPage, qtbot: QtBot) -> None:
    step = page.recipe_step
    assert list(step.chips) == ["All", "Make pictures", "Picture to picture"]
    click(qtbot, step.chips["Picture to picture"])
    assert [card.info.name for card in step.grid.cards] == ["pix2pix"]  # type: ignore[attr-defined]
    click(qtbot, step.chips["All"])
    qtbot.keyClicks(step.find_box, "condit")
    assert [card.info.name for card in step.grid.cards] == ["cgan"]  # type: ignore[attr-defined]
    qtbot.keyClicks(step.find_box, "xyz")
    assert step.state.text() == "No recipe matches “conditxyz”."
    assert step.state.isVisible()


def test_cards_are_walked_and_chosen_by_keyboard(page: StartPage, qtbot: QtBot) -> None:
    cards = list(page.data_step.cards.values())
    assert [card.focusPolicy() for card in page.data_step.grid.shown()].count(Qt.FocusPolicy.StrongFocus) == 1
    qtbot.keyClick(cards[0], Qt.Key.Key_Right)
    assert page.model.data_name == "photos"
    qtbot.keyClick(cards[1], Qt.Key.Key_Left)
    assert page.model.data_name == "digits"
    recipes = page.recipe_step.cards
    qtbot.keyClick(recipes["cgan"], Qt.Key.Key_Left)
    assert page.model.recipe_name == "dcgan"
    qtbot.keyClick(recipes["cgan"], Qt.Key.Key_Space)
    assert page.model.recipe_name == "cgan"
    assert recipes["cgan"].isChecked()
    assert not recipes["dcgan"].isChecked()


def test_every_control_has_a_name_and_a_tip(page: StartPage) -> None:
    kinds = (QAbstractButton, QLineEdit, QComboBox)
    for control in (child for kind in kinds for child in page.findChildren(kind)):
        if control.isVisibleTo(page):
            assert control.accessibleName(), control
            assert control.toolTip(), control


def test_all_data_shows_every_set_and_what_can_be_downloaded(page: StartPage, qtbot: QtBot) -> None:
    click(qtbot, page.data_step.all)
    assert page.all_data.isVisible()
    assert set(page.all_data.cards) == {info.name for info in DATA}
    assert not page.all_data.cards["broken"].isEnabled()
    click(qtbot, page.all_data.cards["mine3"])
    assert page.model.data_name == "mine3"
    click(qtbot, page.all_data.back)
    assert page.data_step.cards["mine3"].isVisible()


def test_data_that_turns_out_unreadable_is_marked(qtbot: QtBot, tmp_path: Path) -> None:
    def fail(name: str, *_: object) -> None:
        raise StudioError(f"{name} is damaged; import it again.")

    page = StartPage(sources(sample=fail), folder=tmp_path)
    qtbot.addWidget(page)
    qtbot.waitUntil(lambda: not page.data_names() and bool(page.model.data))
    assert page.model.data_name == ""
    assert not page.start.isEnabled()
    assert page.data_step.cards["digits"].info.problem == "digits is damaged; import it again."
    page.stop_work()


@pytest.mark.parametrize("width", [900, 1208, 1368, 2488])
def test_cards_fit_at_every_width(page: StartPage, qtbot: QtBot, width: int) -> None:
    page.resize(width, 712)
    qtbot.waitUntil(lambda: page.width() == width)
    for grid in (page.data_step.grid, page.recipe_step.grid):
        for card in grid.shown():
            assert card.geometry().right() <= grid.width()


def test_tab_goes_from_step_to_step_and_ends_at_start(page: StartPage, qtbot: QtBot) -> None:
    """Also after the rows were made anew for another recipe."""
    page.choose_recipe("dcgan")
    qtbot.waitUntil(lambda: page.summary.rows["batch"].isVisible())
    stop: QWidget = page.data_step.all
    visited = [stop]
    while stop is not page.start and len(visited) < 500:
        stop = stop.nextInFocusChain()
        if stop.focusPolicy() & Qt.FocusPolicy.TabFocus and stop.isVisible() and stop.isEnabled():
            visited.append(stop)
    names = [widget.accessibleName() for widget in visited]
    expected = [
        "See all data", "Digits", "All", "Make pictures", "Picture to picture", "Find a recipe", "DCGAN 2020",
        "Preset", "Resolution", "Length", "Batch size", "Seed", "Name", "All settings", "Start training",
    ]  # fmt: skip
    assert names == expected


def test_what_an_earlier_run_had_waits_for_the_recipes(qtbot: QtBot, tmp_path: Path) -> None:
    loaded = threading.Event()
    page = StartPage(sources(recipes=lambda: loaded.wait(10) and list(RECIPES)), folder=tmp_path)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: bool(page.model.data))
    page.take_over(RunDraft("dcgan", "/gone/cats", {"batch": 8, "steps": 7}, "paper", 3, "cats-dcgan-2"))
    loaded.set()
    qtbot.waitUntil(lambda: page.model.recipe_name == "dcgan")
    request = page.request()
    assert (request.preset, request.seed, request.out.name) == ("paper", 3, "cats-dcgan-2")
    assert request.settings == {"batch": 8, "steps": 7}
    assert page.problem.words.text() == "cats is not among the data; add it again, or choose other data."
    page.stop_work()

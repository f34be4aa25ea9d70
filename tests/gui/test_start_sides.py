"""The page "New run" where a recipe translates: two sides, picked, swapped, refused, taken over, by keyboard."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ganstudio.data.domains import open_domains
from ganstudio.gui.start import sides
from ganstudio.gui.start.costs import question
from ganstudio.gui.start.page import StartPage
from ganstudio.gui.start.request import RunDraft, run_name
from ganstudio.gui.start.samples import sample_pictures
from ganstudio.settings import Settings
from tests.gui.start_fakes import resolve
from tests.gui.two_sides_fakes import DATA, RECIPES, SHADES, two_sided_sources


@pytest.fixture
def page(qtbot: QtBot, tmp_path: Path) -> Iterator[StartPage]:
    made = StartPage(two_sided_sources(), folder=tmp_path)
    qtbot.addWidget(made)
    made.resize(1368, 812)
    made.show()
    qtbot.waitUntil(lambda: bool(made.model.recipe_name) and len(made.model.pictures) == len(DATA))
    yield made
    made.stop_work()


def click(qtbot: QtBot, button: QWidget) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def slots(page: StartPage) -> list[str]:
    return [slot.title for slot in page.data_step.slots.slots]


def test_one_set_is_asked_for_where_a_recipe_makes_pictures(page: StartPage) -> None:
    assert page.model.recipe_name == "cgan"
    assert page.data_step.slots.isHidden()
    assert page.request().to is None
    assert page.other_names() == []


def test_data_first_then_the_recipe_then_the_other_side(
    page: StartPage, qtbot: QtBot, tmp_path: Path
) -> None:
    click(qtbot, page.data_step.cards["emoji-google"])
    click(qtbot, page.recipe_step.cards["cyclegan"])
    assert page.data_step.slots.isVisible()
    assert slots(page) == ["Emoji, Google", ""]
    assert not page.start.isEnabled()
    assert (
        page.problem.words.text() == "CycleGAN learns from two sides; choose the other set of pictures too."
    )
    click(qtbot, page.data_step.cards["emoji-twitter"])
    assert slots(page) == ["Emoji, Google", "Emoji, Twitter"]
    with qtbot.waitSignal(page.start_requested) as heard:
        click(qtbot, page.start)
    request = heard.args[0]
    assert (request.data, request.to, request.recipe) == ("emoji-google", "emoji-twitter", "cyclegan")
    assert request.out == tmp_path / "google-twitter-cyclegan"


def test_the_recipe_first_takes_data_that_has_two_sides(page: StartPage, qtbot: QtBot) -> None:
    click(qtbot, page.recipe_step.cards["cyclegan"])
    assert (page.model.data_name, slots(page)) == ("horses", ["Horses", "Zebras"])
    assert page.start.isEnabled()
    assert page.request().to is None
    click(qtbot, page.recipe_step.cards["dcgan"])  # and data that nobody picked goes back
    assert page.model.data_name == "digits"
    assert page.start.isEnabled()


def test_settings_are_never_judged_by_another_recipe(qtbot: QtBot, tmp_path: Path) -> None:
    """A recipe that is picked first brings data along, before the form shows its settings."""
    types = {recipe.name: recipe.settings_type for recipe in RECIPES}
    judged: list[bool] = []

    def watched(name: str, settings: Settings, *others: Any) -> Settings:
        judged.append(isinstance(settings, types[name]))
        return resolve(name, settings, *others)

    page = StartPage(two_sided_sources(resolve=watched), folder=tmp_path)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: bool(page.model.recipe_name) and len(page.model.pictures) == len(DATA))
    click(qtbot, page.recipe_step.cards["pix2pix"])
    assert page.model.data_name == "maps"
    page.stop_work()
    assert judged
    assert all(judged)


def test_a_set_with_two_sides_finds_a_recipe_for_them(page: StartPage, qtbot: QtBot) -> None:
    page.choose_data("maps")
    assert page.model.recipe_name == "cyclegan"
    click(qtbot, page.recipe_step.cards["dcgan"])
    assert not page.start.isEnabled()
    assert "Maps has two sides" in page.problem.words.text()
    click(qtbot, page.recipe_step.cards["pix2pix"])
    assert page.start.isEnabled()


def test_sides_are_swapped(page: StartPage, qtbot: QtBot) -> None:
    choose_pair(page, qtbot)
    click(qtbot, page.data_step.slots.swap)
    assert slots(page) == ["Emoji, Twitter", "Emoji, Google"]
    request = page.request()
    assert (request.data, request.to, request.out.name) == (
        "emoji-twitter", "emoji-google", "twitter-google-cyclegan",
    )  # fmt: skip
    first = page.model.pictures_of(sides.A)
    assert first is not None
    assert first[0, 0, 0, 0] == SHADES["emoji-twitter"]


def test_a_slot_that_is_clicked_gets_the_next_card(page: StartPage, qtbot: QtBot) -> None:
    choose_pair(page, qtbot)
    click(qtbot, page.data_step.slots.slots[sides.A])
    assert page.data_step.head.findChildren(QWidget)  # the question stands there
    click(qtbot, page.data_step.cards["photos"])
    assert slots(page) == ["Photos", "Emoji, Twitter"]
    click(qtbot, page.data_step.cards["emoji-twitter"])  # which is the other side already
    assert slots(page) == ["Photos", "Emoji, Twitter"]
    click(qtbot, page.data_step.cards["horses"])  # both sides at once
    assert slots(page) == ["Horses", "Zebras"]
    click(qtbot, page.data_step.cards["photos"])
    assert slots(page)[sides.A] == "Photos"


def test_pix2pix_takes_pairs_only_and_says_so(page: StartPage, qtbot: QtBot) -> None:
    click(qtbot, page.data_step.cards["photos"])
    click(qtbot, page.recipe_step.cards["pix2pix"])
    cards = page.data_step.cards
    assert [name for name, card in cards.items() if card.isEnabled()] == ["maps"]
    assert "pix2pix learns from pairs, and Photos has none" in cards["photos"].toolTip()
    assert "learns from pairs, and Photos has none" in page.problem.words.text()
    assert page.data_step.seen()[0] is cards["maps"]
    click(qtbot, cards["maps"])
    assert slots(page) == ["Aerial", "Map"]
    assert page.start.isEnabled()


def test_pairs_are_learnt_the_other_way_round(page: StartPage, qtbot: QtBot) -> None:
    click(qtbot, page.recipe_step.cards["pix2pix"])
    assert slots(page) == ["Aerial", "Map"]
    click(qtbot, page.data_step.slots.swap)
    assert page.request().settings == {"direction": "b2a"}
    assert slots(page) == ["Map", "Aerial"]
    click(qtbot, page.data_step.slots.swap)
    assert page.request().settings == {}
    click(qtbot, page.recipe_step.cards["cyclegan"])
    assert not page.data_step.slots.swap.isEnabled()  # it learns both ways


def test_cards_and_sample_show_both_sides(page: StartPage, qtbot: QtBot) -> None:
    click(qtbot, page.recipe_step.cards["cyclegan"])
    card = page.data_step.cards["horses"].grab().toImage()
    top, below = (card.pixelColor(20, y).red() for y in (20, 60))
    assert (top, below) == (SHADES["horses"], SHADES["horses"] + 1)
    assert page.summary.sample_caption.text() == "Both sides at 32 px"
    assert (page.summary.data_value.text(), page.summary.to_value.text()) == ("Horses", "Zebras")


def test_an_earlier_run_is_taken_over_with_both_sides(page: StartPage) -> None:
    page.take_over(RunDraft("cyclegan", "emoji-twitter", {"batch": 3}, None, 5, "again-2", "photos"))
    request = page.request()
    assert (request.recipe, request.data, request.to) == ("cyclegan", "emoji-twitter", "photos")
    assert (request.settings, request.seed, request.out.name) == ({"batch": 3}, 5, "again-2")


def test_a_side_that_is_gone_is_named(page: StartPage) -> None:
    page.take_over(RunDraft("cyclegan", "emoji-twitter", {}, None, 0, "again-2", "/gone/cats"))
    assert not page.start.isEnabled()
    assert slots(page) == ["Emoji, Twitter", ""]


def test_sides_are_chosen_by_keyboard(page: StartPage, qtbot: QtBot) -> None:
    click(qtbot, page.data_step.cards["emoji-google"])
    click(qtbot, page.recipe_step.cards["cyclegan"])
    card = page.data_step.cards["emoji-google"]
    card.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(card, Qt.Key.Key_Right)
    assert slots(page) == ["Emoji, Google", "Emoji, Twitter"]
    qtbot.keyClick(page.data_step.cards["emoji-twitter"], Qt.Key.Key_Right)
    assert slots(page) == ["Emoji, Google", "Photos"]
    slot = page.data_step.slots.slots[sides.A]
    qtbot.keyClick(slot, Qt.Key.Key_Space)
    assert page.model.filling == sides.A
    stops = page.data_step.tab_stops()
    assert stops.index(slot) < stops.index(page.data_step.slots.swap) < stops.index(card)


def test_arrows_pass_cards_that_cannot_be_chosen(page: StartPage, qtbot: QtBot) -> None:
    click(qtbot, page.recipe_step.cards["pix2pix"])
    shown = page.data_step.grid.shown()
    assert shown[0] is page.data_step.cards["maps"]
    qtbot.keyClick(shown[0], Qt.Key.Key_Right)
    assert page.data_step.add.hasFocus()


def test_the_estimate_is_asked_with_both_sides(page: StartPage) -> None:
    asked = question("cyclegan", "emoji-google", None, {}, "cpu", "emoji-twitter")
    assert asked.command()[-2:] == ["--to", "emoji-twitter"]
    assert asked.key != question("cyclegan", "emoji-google", None, {}, "cpu", "photos").key


@pytest.mark.parametrize(
    ("data", "to", "name"),
    [
        ("emoji-google", "emoji-twitter", "google-twitter-cyclegan"),
        ("/some/horses", "/other/zebras", "horses-zebras-cyclegan"),
        ("faces", "faces-happy", "faces-faces-happy-cyclegan"),
        ("maps", None, "maps-cyclegan"),
    ],
)
def test_a_run_is_named_after_both_sides(data: str, to: str | None, name: str, tmp_path: Path) -> None:
    assert run_name(data, "cyclegan", tmp_path, to) == name


def test_what_fits_is_known() -> None:
    recipes, data = {info.name: info for info in RECIPES}, {info.name: info for info in DATA}
    fits = {
        (r, d): not sides.misfit(recipes[r], data[d]) for r in recipes for d in ("photos", "horses", "maps")
    }
    assert [fits["dcgan", d] for d in ("photos", "horses", "maps")] == [True, False, False]
    assert [fits["cyclegan", d] for d in ("photos", "horses", "maps")] == [True, True, True]
    assert [fits["pix2pix", d] for d in ("photos", "horses", "maps")] == [False, False, True]
    assert sides.needs_other(recipes["cyclegan"], data["photos"])
    assert not sides.needs_other(recipes["cyclegan"], data["horses"])


def choose_pair(page: StartPage, qtbot: QtBot) -> None:
    click(qtbot, page.data_step.cards["emoji-google"])
    click(qtbot, page.recipe_step.cards["cyclegan"])
    click(qtbot, page.data_step.cards["emoji-twitter"])


def test_both_sides_of_the_bundled_pairs_show_the_same_things() -> None:
    both = sample_pictures("emoji-google-twitter", lambda done, total: None, lambda: False, 8)
    assert both.shape == (2, 8, 64, 64, 3)
    domains = open_domains("emoji-google-twitter")
    for a, b in zip(*both):
        (at,) = np.flatnonzero((np.asarray(domains.a.images) == a.transpose(2, 0, 1)).all(axis=(1, 2, 3)))[:1]
        assert (domains.b.images[at] == b.transpose(2, 0, 1)).all()  # pairs lie at the same places

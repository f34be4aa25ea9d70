"""The Translate room driven as a person would: real widgets, a small real translator."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ganstudio.gui.models.translate.live import pixels_of
from ganstudio.gui.translate.direction_card import DirectionCard
from ganstudio.gui.translate.live_controls import LiveControls
from ganstudio.gui.translate.live_sources import SourceChoice
from ganstudio.gui.translate.room import TranslateRoom
from ganstudio.gui.widgets.choice import Choice
from ganstudio.gui.widgets.switch import Switch
from ganstudio.gui.widgets.tab_order import go_on
from ganstudio.latents.model import Model
from tests.gui.translate.room_fakes import open_translator, wait_until_done, write_pictures, write_translator
from tests.gui.translate.test_translate_model import FakeSource
from tests.latents.translator_models import small_translator


@pytest.fixture
def open_room(qtbot: QtBot, room: TranslateRoom, tmp_path: Path) -> TranslateRoom:
    open_translator(qtbot, room.translate, write_translator(tmp_path / "outline.safetensors"))
    return room


@pytest.fixture
def done(qtbot: QtBot, open_room: TranslateRoom, tmp_path: Path) -> TranslateRoom:
    """Three pictures that are translated."""
    open_room.translate.queue.add(write_pictures(tmp_path / "in"))
    wait_until_done(qtbot, open_room.translate, 3)
    return open_room


def child(room: QWidget, kind: type, name: str) -> "QWidget":
    found = room.findChild(kind, name)
    assert isinstance(found, QWidget), name
    return found


def test_without_a_model_it_says_how_to_come_by_one(room: TranslateRoom) -> None:
    assert room.canvas.no_model.isVisible()
    assert not child(room, QWidget, "direction_choice").isVisible()
    room.canvas.no_model.button.click()
    dialog = room.window().findChild(QFileDialog, "translator_dialog")
    assert dialog is not None
    dialog.reject()


def test_the_model_names_both_ends(open_room: TranslateRoom) -> None:
    assert open_room.canvas.empty.isVisible()
    rows = open_room.side.models.rows
    assert [row.isChecked() for row in rows] == [True]
    cards = open_room.side.direction.cards
    assert [card.ends for card in cards] == [("Outlines", "Colour"), ("Colour", "Outlines")]
    assert [card.isChecked() for card in cards] == [True, False]


def test_one_way_has_one_card_and_no_way_back(qtbot: QtBot, room: TranslateRoom, tmp_path: Path) -> None:
    model: Model = small_translator(recipe="pix2pix")
    model.save(tmp_path / "pairs.safetensors")
    open_translator(qtbot, room.translate, tmp_path / "pairs.safetensors")
    assert len(room.side.direction.cards) == 1
    modes = {button.text(): button.isHidden() for button in room.canvas.tools.modes.buttons()}
    assert modes["There and back"]
    assert not modes["Wipe"]
    assert child(room, Switch, "own_statistics").isVisible()


def test_dropped_pictures_are_translated_shown_and_saved(
    qtbot: QtBot, done: TranslateRoom, tmp_path: Path
) -> None:
    room = done
    assert room.canvas.view.is_wiping
    assert "translated in" in room.canvas.caption.about.text()
    qtbot.keyClick(room.canvas.view, Qt.Key.Key_Down)
    current = room.translate.queue.current
    assert current is room.translate.queue.items[1]
    wait_until_done(qtbot, room.translate, 3)
    assert room.canvas.caption.name.text() == "picture1.png"
    child(room, QAbstractButton, "save_results_button").click()  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: len(list((tmp_path / "in").iterdir())) == 6, timeout=10_000)


def test_the_strength_slider_blends_what_is_shown(qtbot: QtBot, done: TranslateRoom) -> None:
    slider = child(done, QWidget, "strength_slider")
    slider.setFocus()
    for _ in range(30):
        qtbot.keyClick(slider, Qt.Key.Key_Left)
    assert done.translate.manner.strength == pytest.approx(0.7)
    qtbot.waitUntil(lambda: done.translate.shown.is_settled, timeout=10_000)
    item, view = done.translate.queue.current, done.translate.shown.view
    assert item is not None
    assert view is not None
    assert view.after is not None
    before, after = item.before().astype(float), np.asarray(item.after()).astype(float)
    blend = before + 0.7 * (after - before)
    assert np.abs(pixels_of(view.after.image) - blend).max() <= 1


def test_direction_cards_switch(qtbot: QtBot, done: TranslateRoom) -> None:
    card: DirectionCard = done.side.direction.cards[1]
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    assert done.translate.manner.direction == "b2a"
    assert all(item.is_out_of_date for item in done.translate.queue.items)
    button = child(done, QAbstractButton, "translate_button")
    assert button.isEnabled()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(
        lambda: not any(item.is_out_of_date for item in done.translate.queue.items), timeout=20_000
    )
    wait_until_done(qtbot, done.translate, 3)


def test_there_and_back_states_its_l1(qtbot: QtBot, done: TranslateRoom) -> None:
    done.canvas.set_mode("There and back")
    qtbot.waitUntil(lambda: done.translate.shown.cycle is not None, timeout=20_000)
    assert "mean L1 of" in done.canvas.caption.about.text()
    assert [frame.tag for frame in done.canvas.view.frames()] == [
        "Outlines",
        "As Colour",
        "And back",
        "Difference × 4",
    ]
    assert all(frame.picture is not None for frame in done.canvas.view.frames())


def test_rows_that_make_no_sense_are_absent(open_room: TranslateRoom) -> None:
    how, size = open_room.side.how, child(open_room, Choice, "size_choice")
    assert not how.overlap.isVisible(), "the network sees no further than a tile"
    facts = open_room.translate.facts
    assert facts is not None
    open_room.translate.facts = replace(facts, reach=400)
    open_room.translate.set_manner(tile=384)
    assert how.overlap.isVisible()
    open_room.translate.set_manner(tile=448)
    assert not how.overlap.isVisible()
    open_room.translate.facts = replace(facts, reach=4000)
    open_room.translate.set_manner(tile=512)
    assert not how.tile.isVisible()
    assert not how.training_row.isVisible(), "instance norm knows no choice"
    for index, (tile, overlap, original) in enumerate(
        [(False, True, False), (False, False, False), (True, True, False), (False, False, True)]
    ):
        size.setCurrentIndex(index)  # type: ignore[attr-defined]
        size.activated.emit(index)  # type: ignore[attr-defined]
        assert (how.tile.isVisible(), how.overlap.isVisible()) == (tile, overlap)
        assert open_room.side.save.original_row.isVisible() == original
    how.size_row.reset.click()
    assert open_room.translate.manner.size == "auto"


def test_a_name_pattern_that_makes_no_name_is_not_taken(qtbot: QtBot, open_room: TranslateRoom) -> None:
    field = child(open_room, QLineEdit, "output_pattern")
    assert isinstance(field, QLineEdit)
    field.setText("{nonsense}")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert open_room.side.save.problem.isVisible()
    assert open_room.translate.output.pattern == "{name}-{direction}"
    field.setText("{number} {name}")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert open_room.translate.output.pattern == "{number} {name}"
    assert not open_room.side.save.problem.isVisible()
    open_room.side.save.pattern_row.reset.click()
    assert open_room.translate.output.pattern == "{name}-{direction}"


def test_results_go_to_the_clipboard_and_to_explore(qtbot: QtBot, done: TranslateRoom) -> None:
    done.copy()
    shown = done.translate.shown.view
    assert shown is not None
    assert shown.after is not None
    copied = QGuiApplication.clipboard().image()
    assert np.array_equal(pixels_of(copied), pixels_of(shown.after.image))
    with qtbot.waitSignal(done.explore_asked) as asked:
        done.canvas.send_to_explore()
    assert isinstance(asked.args[0], QImage)


def test_live_is_absent_without_a_screen_and_shows_frames_with_a_source(
    qtbot: QtBot, open_room: TranslateRoom
) -> None:
    assert not child(open_room, QAbstractButton, "live_button").isVisible()
    source = FakeSource()
    controls = LiveControls(
        open_room.translate,
        lambda: [SourceChoice("Fake", "video-camera", lambda _parent: source)],
        lambda: True,
    )
    qtbot.addWidget(controls)
    controls.show()
    assert controls.begin.isVisible()
    controls.start(SourceChoice("Fake", "video-camera", lambda _parent: source))
    image = QImage(40, 30, QImage.Format.Format_RGB888)
    image.fill(0x336699)
    source.frame.emit(image)
    qtbot.waitUntil(lambda: open_room.canvas.view.scene is not None, timeout=10_000)
    assert open_room.canvas.caption.name.text() == "Live"
    assert open_room.canvas.view.is_wiping
    controls.end.click()
    assert open_room.canvas.empty.isVisible()


def test_everything_is_reached_by_keyboard(qtbot: QtBot, done: TranslateRoom) -> None:
    wanted = {
        "drop_zone", "open_pictures_button", "before_after_view", "film_strip", "batch_list", "open_translator_button",
        "size_choice", "strength_slider", "keep_brightness", "output_format", "output_folder", "output_pattern",
        "keep_alpha", "keep_metadata", "wipe_handle", "result_more", "direction_a2b",
    }  # fmt: skip
    done.activateWindow()
    seen: set[str] = set()
    for _ in range(80):
        go_on(done, True)
        focused = QApplication.focusWidget()
        if focused is not None:
            seen.add(focused.objectName())
            assert focused.accessibleName(), focused
    assert wanted <= seen, wanted - seen


def test_side_panels_fold_in_a_narrow_window(open_room: TranslateRoom) -> None:
    open_room.resize(1100, 700)
    assert not open_room.pictures.isVisible()
    assert open_room.side.isVisible()
    open_room.left_toggle.click()
    assert open_room.pictures.isVisible()
    open_room.resize(960, 640)
    assert not open_room.side.isVisible()
    open_room.resize(1368, 868)
    assert open_room.side.isVisible()
    assert open_room.pictures.isVisible()

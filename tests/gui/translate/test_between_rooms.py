"""The Translate room in the whole window: what comes from other rooms, what goes there, and closing in the middle."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QThread, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from ganstudio.gui.behind import window_is_up
from ganstudio.gui.main_window import MainWindow
from ganstudio.gui.models.preferences import Preferences
from ganstudio.gui.models.studio_model import StudioModel
from ganstudio.gui.models.translate.habits import keep, kept_manner, kept_output
from ganstudio.gui.models.translate.item import State
from ganstudio.translation.manner import Manner, Output
from tests.gui.explore_fakes import open_model
from tests.gui.translate.room_fakes import open_translator, wait_until_done, write_pictures, write_translator
from tests.gui.window_fakes import library, write_run
from tests.latents.translator_models import small_translator

LONG = 30_000


@pytest.fixture
def outline(tmp_path: Path) -> Path:
    return write_translator(tmp_path / "outline.safetensors")


@pytest.fixture
def translated(qtbot: QtBot, window: MainWindow, outline: Path, tmp_path: Path) -> MainWindow:
    """The window with a translator and one picture that is done."""
    window.open_room("translate")
    open_translator(qtbot, window.studio.translate, outline)
    window.studio.translate.queue.add(write_pictures(tmp_path / "in", 1))
    wait_until_done(qtbot, window.studio.translate, 1)
    return window


def is_shown(window: MainWindow, room: QWidget) -> bool:
    page = window._stack.currentWidget()
    return page is not None and page.isAncestorOf(room) and room.isVisible()


def drop(room: QWidget, *paths: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    keys = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(room, QDragEnterEvent(QPoint(300, 300), *keys))  # who was entered gets the drop
    QApplication.sendEvent(room, QDropEvent(QPointF(300, 300), *keys))


def entry(menu: QMenu, words: str) -> QAction:
    menu.aboutToShow.emit()
    return next(action for action in menu.actions() if action.text() == words)


def test_explore_refuses_a_translator_and_a_button_opens_it_here(
    qtbot: QtBot, window: MainWindow, outline: Path
) -> None:
    window_is_up()
    window.open_room("explore")
    drop(window.explore, outline)
    notice = window.explore.notice  # of the page that is seen while there is no model
    qtbot.waitUntil(notice.isVisible, timeout=LONG)
    assert notice.button.text() == "Open in Translate"
    assert window.studio.explore.facts is None
    qtbot.mouseClick(notice.button, Qt.MouseButton.LeftButton)
    translate = window.studio.translate
    qtbot.waitUntil(lambda: translate.facts is not None, timeout=LONG)
    assert translate.facts is not None
    assert (translate.facts.path, translate.facts.domains) == (outline, ("Outlines", "Colour"))
    assert is_shown(window, window.translate)


def test_a_refusal_beside_an_open_model_is_said_over_the_picture(
    qtbot: QtBot, window: MainWindow, outline: Path, styled: Path
) -> None:
    window.open_room("explore")
    drop(window.explore, outline)
    qtbot.waitUntil(window.explore.notice.isVisible, timeout=LONG)
    open_model(qtbot, window.studio.explore, styled)
    notice = window.explore.canvas.notice
    assert not notice.isVisible()  # what was refused before is over
    drop(window.explore, outline)
    qtbot.waitUntil(notice.isVisible, timeout=LONG)
    qtbot.mouseClick(notice.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.studio.translate.facts is not None, timeout=LONG)
    assert is_shown(window, window.translate)


def test_a_picture_of_explore_is_translated(
    qtbot: QtBot, window: MainWindow, outline: Path, styled: Path
) -> None:
    window.open_room("explore")
    explore, translate = window.studio.explore, window.studio.translate
    open_model(qtbot, explore, styled)
    open_translator(qtbot, translate, outline)
    menu = QMenu(window)
    window.explore.canvas.picture.view.exchange.fill(menu)
    entry(menu, "Translate picture").trigger()
    wait_until_done(qtbot, translate, 1)
    assert is_shown(window, window.translate)
    (item,) = translate.queue.items
    assert explore.facts is not None
    assert explore.picture is not None
    assert item.name.startswith(explore.facts.name)
    assert item.size == (explore.picture.pixels.shape[1], explore.picture.pixels.shape[0])


def test_a_result_is_inverted_in_explore(
    qtbot: QtBot, translated: MainWindow, styled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[QImage] = []
    window = translated
    window.make_rooms()
    monkeypatch.setattr(window.explore.canvas.fit, "start_with", taken.append)
    canvas = window.translate.canvas
    wanted = canvas.result
    assert wanted is not None
    entry(canvas.menu, "Invert in Explore").trigger()
    assert is_shown(window, window.explore)
    assert taken == []  # there is no model yet that could be fitted
    open_model(qtbot, window.studio.explore, styled)
    assert [image.size() for image in taken] == [wanted.size()]
    assert taken[0].pixelColor(3, 4) == wanted.pixelColor(3, 4)
    assert window.explore.canvas.fit.isVisible()


def test_a_run_that_translates_opens_here_from_the_train_room(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    window_is_up()
    run = write_run(tmp_path / "outlines", recipe="cyclegan")
    small_translator().save(run / "model.safetensors")
    window.studio.translate_run(run)
    translate = window.studio.translate
    qtbot.waitUntil(lambda: translate.facts is not None, timeout=LONG)
    assert translate.facts is not None
    assert translate.facts.path == run
    assert is_shown(window, window.translate)
    assert window.studio.preferences.translator == run


def test_a_text_file_is_refused_and_a_pasted_picture_translated(
    qtbot: QtBot, translated: MainWindow, tmp_path: Path
) -> None:
    room, queue = translated.translate, translated.studio.translate.queue
    notes = tmp_path / "notes.txt"
    notes.write_text("Not a picture.")
    drop(room, notes)
    qtbot.waitUntil(lambda: len(queue.items) == 2, timeout=LONG)
    assert queue.items[1].state is State.REFUSED
    queue.select(queue.items[1].number)
    refused = room.canvas.refused
    qtbot.waitUntil(refused.isVisible)
    assert refused.sentence.text() == "It is text, not a picture."
    image = QImage(20, 12, QImage.Format.Format_RGB32)
    image.fill(0x3366CC)
    QGuiApplication.clipboard().setImage(image)
    room.paste()
    wait_until_done(qtbot, translated.studio.translate, 2)
    assert queue.items[-1].size == (20, 12)


def test_closing_while_it_translates_leaves_no_thread(
    qtbot: QtBot, translated: MainWindow, tmp_path: Path
) -> None:
    queue = translated.studio.translate.queue
    translated.studio.translate.set_manner(size="tiles", tile=128, overlap=0)
    queue.add(write_pictures(tmp_path / "many", 3, (900, 700)))
    qtbot.waitUntil(lambda: any(item.state is State.RUNNING for item in queue.items), timeout=LONG)
    threads = translated.studio.findChildren(QThread)
    assert any(thread.isRunning() for thread in threads)
    translated.close()
    assert not translated.isVisible()
    assert not any(thread.isRunning() for thread in threads)


def test_a_person_who_closes_is_asked_about_results_that_are_in_no_file(
    qtbot: QtBot, translated: MainWindow, tmp_path: Path
) -> None:
    window, out = translated, tmp_path / "out"
    window.studio.translate.set_output(folder=out)
    out.write_text("This is no folder.")
    window.leave()
    question = window.unsaved.question
    assert question is not None
    assert question.accessibleName() == "1 result is not saved"
    qtbot.mouseClick(question.stay, Qt.MouseButton.LeftButton)
    assert window.isVisible()
    window.leave()
    question = window.unsaved.question
    assert question is not None
    qtbot.mouseClick(question.leave, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(question.problem.isVisible)  # the folder cannot be made, and the window stays
    assert window.isVisible()
    out.unlink()
    qtbot.mouseClick(question.leave, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.isVisible())
    assert [path.name for path in out.iterdir()] == ["picture0-a2b.png"]


def test_results_can_be_left_behind(qtbot: QtBot, translated: MainWindow, tmp_path: Path) -> None:
    translated.leave()
    question = translated.unsaved.question
    assert question is not None
    qtbot.mouseClick(question.keep, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not translated.isVisible())
    assert len(list((tmp_path / "in").iterdir())) == 1


def test_how_it_was_done_is_remembered(qapp: QApplication, tmp_path: Path) -> None:
    file, out = tmp_path / "remembered.ini", tmp_path / "out"
    out.mkdir()
    before = StudioModel(Preferences(file), library)
    before.translate.set_manner(size="tiles", overlap=64, strength=0.4, direction="b2a", keep_brightness=True)
    before.translate.set_output(format="webp", folder=out, pattern="{number}", keep_metadata=False)
    before.preferences.save()
    before.close()
    after = StudioModel(Preferences(file), library)
    assert after.translate.manner == Manner(
        size="tiles", overlap=64
    )  # not what belongs to the pictures in hand
    assert after.translate.output == Output(out, "{number}", "webp", keep_metadata=False)
    assert (after.translate.queue.manner, after.translate.queue.output) == (
        after.translate.manner, after.translate.output,
    )  # fmt: skip
    after.close()
    out.rmdir()
    assert kept_output(Preferences(file)).folder is None


@pytest.mark.parametrize("kept", [
    {"size": "huge", "tile": 5, "overlap": True, "keep_alpha": "yes"}, {"tile": "512", "overlap": -8}, {},
    {"format": "gif", "folder": 3, "pattern": "a/b", "original_size": 0}, {"pattern": "{nobody}", "format": ["png"]},
])  # fmt: skip
def test_what_cannot_be_is_not_remembered(qapp: QApplication, tmp_path: Path, kept: dict[str, Any]) -> None:
    preferences = Preferences(tmp_path / "window.ini")
    preferences.set_translating(kept)
    assert (kept_manner(preferences), kept_output(preferences)) == (Manner(), Output())
    preferences._store.setValue("translating", "no json")
    assert kept_manner(preferences) == Manner()
    keep(preferences, Manner(tile=256), Output())
    assert kept_manner(preferences).tile == 256


def test_dropout_and_batch_norm_offer_to_work_as_in_training(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "pairs.safetensors"
    small_translator(recipe="pix2pix", resolution=16).save(path)
    window.open_room("translate")
    open_translator(qtbot, window.studio.translate, path)
    facts = window.studio.translate.facts
    assert facts is not None
    assert facts.has_choice_of_statistics
    row = window.translate.side.how.training_row
    assert row.isVisible()

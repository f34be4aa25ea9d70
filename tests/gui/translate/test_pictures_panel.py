"""The left side of the room as a person uses it: drops of every kind, the clipboard, the keyboard, the buttons."""

import base64
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from ganstudio.gui import theme
from ganstudio.gui.models.translate.item import State
from ganstudio.gui.models.translate.picture_queue import PictureQueue
from ganstudio.gui.translate import batch_deeds, pictures_panel
from ganstudio.gui.translate.batch_delegate import HEIGHT, remove_rect, retry_rect, thumb_rect
from ganstudio.gui.translate.pictures_panel import PicturesPanel
from ganstudio.gui.translate.translate_header import TranslateHeader
from tests.gui.translate.queue_fakes import FakeTranslate, picture


@pytest.fixture
def panel(qtbot: QtBot, qapp: QApplication, queue: PictureQueue) -> Iterator[PicturesPanel]:
    theme.apply(qapp, "dark")
    made = PicturesPanel(queue)
    qtbot.addWidget(made)
    made.resize(288, 700)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close_tasks()


def rest(qtbot: QtBot, queue: PictureQueue) -> None:
    qtbot.waitUntil(lambda: not (queue.is_running or queue.is_gathering or queue.is_saving), timeout=20_000)


def fill(qtbot: QtBot, queue: PictureQueue, folder: Path, count: int) -> None:
    queue.add([picture(folder / f"{number}.png", 10 * number) for number in range(count)])
    rest(qtbot, queue)


def files(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def image(colour: str = "red") -> QImage:
    made = QImage(8, 8, QImage.Format.Format_RGB32)
    made.fill(QColor(colour))
    return made


def drop(panel: PicturesPanel, mime: QMimeData) -> bool:
    """On the drop zone, as the system sends it. Whether it was taken."""
    zone, copy, left = panel.zone, Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    enter = QDragEnterEvent(QPoint(20, 20), copy, mime, left, Qt.KeyboardModifier.NoModifier)
    enter.setAccepted(False)
    QApplication.sendEvent(zone, enter)
    if not enter.isAccepted():
        return False
    event = QDropEvent(QPointF(20, 20), copy, mime, left, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(zone, event)
    return event.isAccepted()


def names(queue: PictureQueue) -> list[tuple[str, State]]:
    return [(item.name, item.state) for item in queue.items]


# -- what comes in ----------------------------------------------------------------------------------------------------


def test_files_and_folders_are_dropped_together(
    qtbot: QtBot, panel: PicturesPanel, queue: PictureQueue, tmp_path: Path
) -> None:
    (tmp_path / "more").mkdir()
    picture(tmp_path / "more" / "b.png")
    (tmp_path / "note.txt").write_text("hello")
    assert drop(panel, files(picture(tmp_path / "a.png"), tmp_path / "more", tmp_path / "note.txt"))
    rest(qtbot, queue)
    assert names(queue) == [("a.png", State.DONE), ("b.png", State.DONE), ("note.txt", State.REFUSED)]
    assert panel.count.text() == "2 of 3 done"
    assert "text" in queue.items[2].sentence


def test_a_picture_from_a_browser(qtbot: QtBot, panel: PicturesPanel, queue: PictureQueue) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.org/pictures/grey%20cat.jpg?size=2")])
    mime.setImageData(image())
    assert drop(panel, mime)
    rest(qtbot, queue)
    assert names(queue) == [("grey cat.jpg", State.DONE)]
    assert queue.items[0].before()[0, 0].tolist() == [255, 0, 0]


def test_an_address_alone_is_one_plain_sentence(
    qtbot: QtBot, panel: PicturesPanel, queue: PictureQueue
) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.org/a/cat.jpg"), QUrl("https://example.org/")])
    assert drop(panel, mime)
    rest(qtbot, queue)
    assert names(queue) == [("cat.jpg", State.REFUSED), ("example.org", State.REFUSED)]
    assert queue.items[0].sentence == (
        "cat.jpg: it is an address on the web; save the picture, or copy the picture itself, and bring that here."
    )


def test_a_picture_in_an_address(
    qtbot: QtBot, panel: PicturesPanel, queue: PictureQueue, tmp_path: Path
) -> None:
    content = base64.b64encode(picture(tmp_path / "x.png", 60).read_bytes()).decode()
    mime = QMimeData()
    mime.setUrls([QUrl(f"data:image/png;base64,{content}"), QUrl("data:image/png;base64,?*")])
    assert drop(panel, mime)
    rest(qtbot, queue)
    assert [state for _, state in names(queue)] == [State.DONE, State.REFUSED]
    assert int(queue.items[0].before()[0, 0, 0]) == 60


def test_words_alone_are_not_taken(panel: PicturesPanel, queue: PictureQueue) -> None:
    mime = QMimeData()
    mime.setText("a cat")
    assert not drop(panel, mime)
    assert not panel.take_mime(mime)
    assert not queue.items


def test_an_image_and_files_are_pasted(
    qtbot: QtBot, panel: PicturesPanel, queue: PictureQueue, tmp_path: Path
) -> None:
    QGuiApplication.clipboard().setImage(image("blue"))
    panel.zone.setFocus()
    QTest.keyClick(panel.zone, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    rest(qtbot, queue)
    QGuiApplication.clipboard().setMimeData(files(picture(tmp_path / "a.png")))
    QTest.keyClick(panel.list, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    rest(qtbot, queue)
    assert names(queue) == [("Pasted picture", State.DONE), ("a.png", State.DONE)]
    QGuiApplication.clipboard().setText("nothing to see")
    QTest.keyClick(panel.zone, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert panel.note.isVisible()
    assert "clipboard holds no picture" in panel.note.words.text()


def test_click_and_enter_ask_for_files_without_blocking(
    qtbot: QtBot, panel: PicturesPanel, queue: PictureQueue, tmp_path: Path
) -> None:
    path = picture(tmp_path / "chosen.png")
    qtbot.mouseClick(panel.zone, Qt.MouseButton.LeftButton)
    dialog = panel.findChild(QFileDialog)
    assert dialog is not None
    assert dialog.fileMode() is QFileDialog.FileMode.ExistingFiles
    dialog.filesSelected.emit([str(path)])
    dialog.close()
    rest(qtbot, queue)
    assert names(queue) == [("chosen.png", State.DONE)]
    qtbot.waitUntil(lambda: panel.findChild(QFileDialog) is None)
    QTest.keyClick(panel.zone, Qt.Key.Key_Return)
    again = panel.findChild(QFileDialog)
    assert again is not None
    again.close()
    qtbot.waitUntil(lambda: panel.findChild(QFileDialog) is None)


# -- the list ---------------------------------------------------------------------------------------------------------


def test_arrows_delete_and_enter(
    qtbot: QtBot, panel: PicturesPanel, queue: PictureQueue, tmp_path: Path
) -> None:
    fill(qtbot, queue, tmp_path, 5)
    panel.list.setFocus()
    assert queue.current is queue.items[0]
    QTest.keyClick(panel.list, Qt.Key.Key_Down)
    QTest.keyClick(panel.list, Qt.Key.Key_Down)
    assert queue.current is queue.items[2]
    QTest.keyClick(panel.list, Qt.Key.Key_Delete)
    assert [item.name for item in queue.items] == ["0.png", "1.png", "3.png", "4.png"]
    assert queue.current is queue.items[2]  # the neighbour
    assert panel.list.chosen() == [queue.items[2].number]
    QTest.keyClick(panel.list, Qt.Key.Key_Up)
    QTest.keyClick(panel.list, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert panel.list.chosen() == [queue.items[1].number, queue.items[2].number]
    QTest.keyClick(panel.list, Qt.Key.Key_Delete)
    assert [item.name for item in queue.items] == ["0.png", "4.png"]
    with qtbot.waitSignal(panel.list.asked) as asked:
        QTest.keyClick(panel.list, Qt.Key.Key_Return)
    assert asked.args == ["show", [queue.current.number]]  # type: ignore[union-attr]
    for _ in range(2):
        QTest.keyClick(panel.list, Qt.Key.Key_Delete)
    assert not queue.items
    assert queue.current is None


def test_the_buttons_under_the_pointer(
    qtbot: QtBot, panel: PicturesPanel, queue: PictureQueue, tmp_path: Path
) -> None:
    torn = tmp_path / "torn.png"
    torn.write_bytes(b"\x89PNG\r\n\x1a\n")
    fill(qtbot, queue, tmp_path, 2)
    queue.add([torn])
    rest(qtbot, queue)
    queue.select(queue.items[0].number)
    row = panel.list.visualRect(panel.list.rows.index(2, 0))
    picture(torn)
    qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=retry_rect(row).center())
    rest(qtbot, queue)
    assert queue.items[2].state is State.DONE
    assert queue.current is queue.items[0]  # the button is not the row
    qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=remove_rect(row).center())
    assert [item.name for item in queue.items] == ["0.png", "1.png"]
    second = panel.list.visualRect(panel.list.rows.index(1, 0))
    qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=second.center())
    assert queue.current is queue.items[1]


def test_a_row_shows_before_and_after(
    qtbot: QtBot, panel: PicturesPanel, queue: PictureQueue, tmp_path: Path
) -> None:
    queue.add([picture(tmp_path / "a.png", 40, (64, 48))])
    rest(qtbot, queue)
    row = panel.list.visualRect(panel.list.rows.index(0, 0))
    assert row.height() == HEIGHT
    place, shot = thumb_rect(row), panel.list.viewport().grab().toImage()
    left, right = place.left() + 10, place.right() - 10
    assert shot.pixelColor(left, place.center().y()) == QColor(40, 200, 40)
    assert shot.pixelColor(right, place.center().y()) == QColor(215, 215, 215)


def test_rows_say_everything_in_words(
    qtbot: QtBot, panel: PicturesPanel, queue: PictureQueue, tmp_path: Path
) -> None:
    (tmp_path / "note.png").write_text("words")
    fill(qtbot, queue, tmp_path, 1)
    queue.add([tmp_path / "note.png"])
    rest(qtbot, queue)

    def words(row: int, role: Qt.ItemDataRole = Qt.ItemDataRole.DisplayRole) -> str:
        return str(panel.list.rows.index(row, 0).data(role))

    assert words(0) == "0.png, 48 × 32, done"
    assert words(1) == "note.png, not translated, It is text, not a picture."
    assert "Translated in" in words(0, Qt.ItemDataRole.ToolTipRole)
    queue.set_manner(replace(queue.manner, direction="b2a"))
    assert words(0) == "0.png, 48 × 32, done, out of date"


def test_the_menu_does_what_it_says(
    qtbot: QtBot, panel: PicturesPanel, queue: PictureQueue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(qtbot, queue, tmp_path, 3)
    shown: list[Path | None] = []
    monkeypatch.setattr(batch_deeds, "reveal", shown.append)
    panel.list.menu_asked.disconnect()  # without a screen a menu cannot take the keyboard
    with qtbot.waitSignal(panel.list.menu_asked) as asked:
        QTest.keyClick(panel.list, Qt.Key.Key_Menu)
    assert asked.args is not None
    assert asked.args[0] == [queue.items[0].number]
    menu = panel.menu_of(asked.args[0])
    deeds = {action.objectName(): action for action in menu.actions()}
    assert not deeds["reveal_saved"].isEnabled()
    deeds["reveal"].trigger()
    deeds["save"].trigger()
    deeds["copy"].trigger()
    rest(qtbot, queue)
    qtbot.waitUntil(lambda: not QGuiApplication.clipboard().image().isNull())
    assert QGuiApplication.clipboard().image().pixelColor(0, 0) == QColor(255, 55, 255)
    assert shown == [tmp_path / "0.png"]
    assert queue.items[0].saved is not None
    menu.close()
    panel.list.selectAll()
    with qtbot.waitSignal(panel.list.menu_asked) as asked:
        QTest.keyClick(panel.list, Qt.Key.Key_Menu)
    assert asked.args is not None
    menu = panel.menu_of(asked.args[0])
    assert [action.text() for action in menu.actions() if action.text()] == [
        "Translate 3 again", "Save their results", "Remove 3 from the list\tDelete"
    ]  # fmt: skip
    menu.actions()[-1].trigger()
    menu.close()
    assert not queue.items


# -- the foot and the head --------------------------------------------------------------------------------------------


def test_clear_asks_where_results_would_be_lost(
    qtbot: QtBot, panel: PicturesPanel, queue: PictureQueue, tmp_path: Path
) -> None:
    assert not panel.clear_button.isEnabled()
    fill(qtbot, queue, tmp_path, 2)
    qtbot.mouseClick(panel.clear_button, Qt.MouseButton.LeftButton)
    assert len(queue.items) == 2
    assert panel.note.words.text() == "2 results are not saved."
    qtbot.mouseClick(panel.note.button, Qt.MouseButton.LeftButton)
    assert not queue.items
    assert not panel.note.isVisible()
    fill(qtbot, queue, tmp_path, 1)
    queue.save()
    rest(qtbot, queue)
    qtbot.mouseClick(panel.clear_button, Qt.MouseButton.LeftButton)
    assert not queue.items


def test_retry_failed(qtbot: QtBot, panel: PicturesPanel, queue: PictureQueue, tmp_path: Path) -> None:
    torn = tmp_path / "torn.png"
    torn.write_text("not yet")
    queue.add([torn])
    rest(qtbot, queue)
    assert panel.retry_button.isEnabled()
    picture(torn)
    qtbot.mouseClick(panel.retry_button, Qt.MouseButton.LeftButton)
    rest(qtbot, queue)
    assert names(queue) == [("torn.png", State.DONE)]
    assert not panel.retry_button.isEnabled()


def test_the_folder_of_what_was_saved(
    qtbot: QtBot, panel: PicturesPanel, queue: PictureQueue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[Path] = []
    monkeypatch.setattr(pictures_panel, "reveal", shown.append)
    fill(qtbot, queue, tmp_path, 2)
    queue.save()
    rest(qtbot, queue)
    assert panel.note.words.text() == f"Saved 2 results in {tmp_path}."
    assert panel.note.button.text() == "Show folder"
    qtbot.mouseClick(panel.note.button, Qt.MouseButton.LeftButton)
    assert shown == [tmp_path]


def test_more_takes_out_what_is_saved_or_failed(
    qtbot: QtBot, panel: PicturesPanel, queue: PictureQueue, tmp_path: Path
) -> None:
    (tmp_path / "note.png").write_text("words")
    fill(qtbot, queue, tmp_path, 2)
    queue.add([tmp_path / "note.png"])
    rest(qtbot, queue)
    queue.save([queue.items[0].number])
    rest(qtbot, queue)
    panel.menu.aboutToShow.emit()
    actions = {action.text(): action for action in panel.menu.actions()}
    actions["Remove those that failed"].trigger()
    assert [item.name for item in queue.items] == ["0.png", "1.png"]
    panel.menu.aboutToShow.emit()
    actions = {action.text(): action for action in panel.menu.actions()}
    assert not actions["Remove those that failed"].isEnabled()
    actions["Remove those that are saved"].trigger()
    assert [item.name for item in queue.items] == ["1.png"]


def test_the_header_offers_what_is_next(
    qtbot: QtBot, queue: PictureQueue, translate: FakeTranslate, tmp_path: Path
) -> None:
    header = TranslateHeader(queue)
    qtbot.addWidget(header)
    header.show()

    def primary() -> list[str]:
        buttons = (header.open_button, header.stop_button, header.save_button, header.translate_button)
        return [each.text() for each in buttons if each.isVisible() and each.property("kind") == "primary"]

    assert primary() == ["Translate"]
    assert not header.translate_button.isEnabled()
    translate.tiles, translate.tile_seconds = 20, 0.01
    queue.add([picture(tmp_path / f"{number}.png") for number in range(3)])
    qtbot.waitUntil(lambda: queue.count(State.DONE) == 1)
    assert primary() == ["Save 1 result"]
    assert not header.translate_button.isVisible()
    qtbot.mouseClick(header.stop_button, Qt.MouseButton.LeftButton)
    assert not header.stop_button.isEnabled()
    qtbot.waitUntil(lambda: not queue.is_running)
    assert primary() == ["Translate 2"]
    assert header.save_button.isEnabled()
    translate.tiles = 1
    qtbot.mouseClick(header.translate_button, Qt.MouseButton.LeftButton)
    rest(qtbot, queue)
    assert primary() == ["Save 3 results"]
    qtbot.mouseClick(header.save_button, Qt.MouseButton.LeftButton)
    rest(qtbot, queue)
    assert len(list(tmp_path.glob("*a2b*"))) == 3
    assert header.save_button.text() == "Save results"
    assert not header.save_button.isEnabled()
    with qtbot.waitSignal(header.open_asked):
        qtbot.mouseClick(header.open_button, Qt.MouseButton.LeftButton)

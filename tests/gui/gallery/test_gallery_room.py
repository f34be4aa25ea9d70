"""The Gallery room driven by mouse and keyboard, with real files."""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QWheelEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ganstudio.gui.gallery.item_menu import item_menu
from ganstudio.gui.gallery.room import GalleryRoom
from ganstudio.gui.gallery.tile_paint import hover_stars
from ganstudio.latents.gallery.labels import Labels, write_labels
from ganstudio.latents.gallery.png_text import text_of
from ganstudio.latents.point import LatentPoint
from tests.latents.gallery.pictures import save

KEY, CTRL, SHIFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton
PLAIN = Qt.KeyboardModifier.NoModifier


def click(qtbot: QtBot, room: GalleryRoom, index: int, keys: Qt.KeyboardModifier = PLAIN) -> None:
    qtbot.mouseClick(room.grid.viewport(), LEFT, keys, room.grid.rect_of(index).center())


def press(qtbot: QtBot, room: GalleryRoom, key: Qt.Key, keys: Qt.KeyboardModifier = PLAIN) -> None:
    """To whatever has the focus, as a person's keys go."""
    qtbot.keyClick(QApplication.focusWidget() or room, key, keys)


def push(qtbot: QtBot, room: GalleryRoom, name: str) -> None:
    button = room.findChild(QWidget, name)
    assert button is not None
    assert button.isVisible()
    qtbot.mouseClick(button, LEFT)


def chosen(room: GalleryRoom) -> str:
    return "".join(item.name for item in room.gallery.chosen)


def shown(room: GalleryRoom) -> str:
    return "".join(item.name for item in room.gallery.shown)


def labels_on_disk(path: Path) -> Labels:
    return Labels.model_validate_json(text_of(path, "ganstudio.labels") or "{}")


# Choosing.


def test_the_mouse_chooses_as_lists_do(qtbot: QtBot, room: GalleryRoom) -> None:
    assert room.tray.isHidden()
    click(qtbot, room, 1)
    assert chosen(room) == "b"
    assert room.tray.isVisible()
    assert room.panel.name.label.text() == "b"
    click(qtbot, room, 4, CTRL)
    assert chosen(room) == "be"
    click(qtbot, room, 6, SHIFT)
    assert chosen(room) == "efg"
    click(qtbot, room, 5, CTRL)
    assert chosen(room) == "eg"
    click(qtbot, room, 4)
    assert chosen(room) == "e"
    qtbot.mouseClick(room.grid.viewport(), LEFT, pos=QPoint(3, 3))
    assert chosen(room) == ""
    assert room.tray.isHidden()


def test_a_tour_by_keys_alone(qtbot: QtBot, room: GalleryRoom, folder: Path) -> None:
    columns = room.grid.layout_.columns
    assert 2 < columns < 8
    press(qtbot, room, KEY.Key_Right)
    assert chosen(room) == "a"
    press(qtbot, room, KEY.Key_Right)
    press(qtbot, room, KEY.Key_Down)
    assert chosen(room) == "abcdefgh"[min(7, 1 + columns)]
    press(qtbot, room, KEY.Key_Home)
    press(qtbot, room, KEY.Key_Right, SHIFT)
    press(qtbot, room, KEY.Key_Right, CTRL)
    assert (chosen(room), room.gallery.current and room.gallery.current.name) == ("ab", "c")
    press(qtbot, room, KEY.Key_Space, CTRL)
    assert chosen(room) == "abc"
    press(qtbot, room, KEY.Key_4)
    qtbot.waitUntil(lambda: [labels_on_disk(folder / f"{name}.png").stars for name in "abcd"] == [4, 4, 4, 0])
    press(qtbot, room, KEY.Key_A, CTRL)
    assert chosen(room) == "abcdefgh"
    press(qtbot, room, KEY.Key_Escape)
    assert chosen(room) == ""
    press(qtbot, room, KEY.Key_End)
    press(qtbot, room, KEY.Key_Space)
    assert room.pages.currentWidget() is room.large
    press(qtbot, room, KEY.Key_Left)
    assert room.large.bar.title.text() == "g"
    press(qtbot, room, KEY.Key_5)
    with qtbot.waitSignal(room.restore_asked) as asked:
        press(qtbot, room, KEY.Key_Return)
    assert asked.args == [folder / "g.png"]
    press(qtbot, room, KEY.Key_Escape)
    assert room.pages.currentWidget() is room.grid_page
    qtbot.waitUntil(lambda: labels_on_disk(folder / "g.png").stars == 5)
    with qtbot.waitSignal(room.restore_asked):
        press(qtbot, room, KEY.Key_Return)


def test_everything_can_be_reached_by_tab(qtbot: QtBot, room: GalleryRoom) -> None:
    room.gallery.choose(room.gallery.shown[0].path)
    room.search.setFocus()
    reached = set()
    for _ in range(40):
        press(qtbot, room, KEY.Key_Tab)
        focused = QApplication.focusWidget()
        reached.add(focused.objectName() if focused else "")
    wanted = {"gallery_grid", "gallery_stars", "gallery_restore", "gallery_export", "gallery_sort",
              "gallery_size", "gallery_rename", "gallery_import", "gallery_all"}  # fmt: skip
    assert wanted <= reached


def test_every_control_has_a_name_and_a_tip(room: GalleryRoom) -> None:
    for widget in room.findChildren(QPushButton):
        assert widget.accessibleName(), widget.objectName()
        assert widget.toolTip(), widget.accessibleName()


# Restoring.


def test_a_double_click_restores_and_a_picture_without_a_point_says_why_not(
    qtbot: QtBot, room: GalleryRoom, folder: Path
) -> None:
    with qtbot.waitSignal(room.restore_asked) as asked:
        click(qtbot, room, 2)
        qtbot.mouseDClick(room.grid.viewport(), LEFT, pos=room.grid.rect_of(2).center())
    assert asked.args == [folder / "c.png"]
    with qtbot.waitSignal(room.restore_asked):
        push(qtbot, room, "gallery_restore")
    click(qtbot, room, 7)
    assert not room.panel.restore.isEnabled()
    assert "carries no point" in room.panel.foot.text()
    with qtbot.assertNotEmitted(room.restore_asked):
        press(qtbot, room, KEY.Key_Return)
    assert room.pages.currentWidget() is room.large


def test_blending_needs_points_of_one_model(qtbot: QtBot, room: GalleryRoom, folder: Path) -> None:
    click(qtbot, room, 2)
    click(qtbot, room, 0, CTRL)
    with qtbot.waitSignal(room.blend_asked) as asked:
        push(qtbot, room, "gallery_blend")
    assert asked.args == [[folder / "c.png", folder / "a.png"]], "in the order of choosing"
    click(qtbot, room, 7, CTRL)
    assert not room.tray.blend.isEnabled()
    assert "carries none" in room.tray.blend.toolTip()
    assert not room.tray.compare.isEnabled()


# Stars, words and names.


def test_a_click_on_a_hovered_star_gives_it_and_again_takes_it(
    qtbot: QtBot, room: GalleryRoom, folder: Path
) -> None:
    star = hover_stars(room.grid.rect_of(1))[3].center()
    qtbot.mouseMove(room.grid.viewport(), star)
    qtbot.mouseClick(room.grid.viewport(), LEFT, pos=star)
    qtbot.waitUntil(lambda: labels_on_disk(folder / "b.png").stars == 4)
    assert chosen(room) == "", "a star is no choice"
    qtbot.mouseClick(room.grid.viewport(), LEFT, pos=star)
    qtbot.waitUntil(lambda: labels_on_disk(folder / "b.png") == Labels())


def test_words_are_added_and_taken_away(qtbot: QtBot, room: GalleryRoom, folder: Path) -> None:
    click(qtbot, room, 0)
    push(qtbot, room, "gallery_add_word")
    qtbot.keyClicks(room.panel.tags.field, "warm  light")
    qtbot.keyClick(room.panel.tags.field, KEY.Key_Return)
    qtbot.keyClicks(room.panel.tags.field, "cat & dog")
    qtbot.keyClick(room.panel.tags.field, KEY.Key_Return)
    qtbot.waitUntil(lambda: labels_on_disk(folder / "a.png").tags == ("warm light", "cat & dog"))
    chips = [chip for chip in room.panel.tags.findChildren(QPushButton) if chip.text() == "warm light"]
    qtbot.mouseClick(chips[0], LEFT)
    qtbot.waitUntil(lambda: labels_on_disk(folder / "a.png").tags == ("cat & dog",))
    qtbot.keyClicks(room.search, "CAT")
    assert shown(room) == "a"


def test_a_star_does_not_move_a_picture(qtbot: QtBot, room: GalleryRoom, folder: Path) -> None:
    before = shown(room)
    click(qtbot, room, 5)
    push(qtbot, room, "gallery_stars")
    qtbot.waitUntil(lambda: labels_on_disk(folder / "f.png").stars == 3)
    qtbot.waitUntil(lambda: not room.gallery.unread)
    assert shown(room) == before
    assert room.gallery.items[folder / "f.png"].stars == 3


def test_a_damaged_file_keeps_no_stars_and_says_so(qtbot: QtBot, room: GalleryRoom, folder: Path) -> None:
    path = folder / "c.png"
    path.write_bytes(path.read_bytes()[:-20])
    room.gallery.refresh()
    qtbot.waitUntil(lambda: room.gallery.items[path].problem != "")
    room.gallery.choose(path)
    press(qtbot, room, KEY.Key_3)
    qtbot.waitUntil(room.note.isVisible)
    assert "c.png is damaged" in room.note.words.text()
    qtbot.waitUntil(lambda: room.gallery.items[path].stars == 0)


def test_renaming_in_place(qtbot: QtBot, room: GalleryRoom, folder: Path) -> None:
    click(qtbot, room, 0)
    press(qtbot, room, KEY.Key_F2)
    field = room.panel.name.field
    qtbot.keyClicks(field, "b")
    assert "already" in room.panel.problem.text()
    qtbot.keyClick(field, KEY.Key_Return)
    assert (folder / "a.png").exists()
    qtbot.keyClick(field, KEY.Key_Backspace)
    qtbot.keyClicks(field, "Heart cat")
    qtbot.keyClick(field, KEY.Key_Return)
    qtbot.waitUntil((folder / "Heart cat.png").exists)
    qtbot.waitUntil(lambda: chosen(room) == "Heart cat")
    qtbot.waitUntil(lambda: len(room.gallery.items) == 8 and not room.gallery.unread)
    push(qtbot, room, "gallery_rename")
    qtbot.keyClicks(field, "x")
    qtbot.keyClick(field, KEY.Key_Escape)
    assert (folder / "Heart cat.png").exists()


# Finding.


def test_search_filter_and_order(qtbot: QtBot, room: GalleryRoom, folder: Path) -> None:
    qtbot.keyClicks(room.search, "two")
    assert shown(room) == "cf"
    room.search.clear()
    qtbot.keyClicks(room.search, "103")
    assert shown(room) == "d"
    qtbot.keyClicks(room.search, "xyz")
    assert shown(room) == ""
    assert "103xyz" in room.none_found.sentence.text()
    push(qtbot, room, "gallery_show_all")
    assert shown(room) == "abcdefgh"
    assert room.search.text() == ""
    push(qtbot, room, "gallery_explored")
    assert shown(room) == "abcdefg"
    push(qtbot, room, "gallery_starred")
    assert "No picture has a star yet" in room.none_found.sentence.text()
    push(qtbot, room, "gallery_all")
    room.filters.sort.setFocus()
    qtbot.keyClick(room.filters.sort, KEY.Key_Down)
    room.filters.sort.activated.emit(1)
    assert shown(room) == "hgfedcba"
    assert not room.filters.chips["videos"].isVisible(), "there is none"


def test_the_size_of_the_tiles(qtbot: QtBot, room: GalleryRoom) -> None:
    before = room.grid.layout_.columns
    qtbot.keyClick(room.filters.size_, KEY.Key_End)
    assert room.grid.layout_.columns < before
    qtbot.keyClick(room.filters.size_, KEY.Key_Home)
    assert room.grid.layout_.columns > before
    places = [room.grid.rect_of(index) for index in range(8)]
    assert all(room.grid.index_at(place.center()) == index for index, place in enumerate(places))


# The folder from outside.


def test_files_that_appear_or_vanish_outside_are_noticed(
    qtbot: QtBot, room: GalleryRoom, folder: Path
) -> None:
    click(qtbot, room, 1)
    save(folder / "new.png", LatentPoint.of_seed(999))
    qtbot.waitUntil(lambda: shown(room).startswith("newab"), timeout=5000)
    assert chosen(room) == "b"
    (folder / "b.png").unlink()
    qtbot.waitUntil(lambda: shown(room).startswith("newac"), timeout=5000)
    assert chosen(room) == "c", "the neighbour"
    save(folder / "set" / "inside.png")
    qtbot.waitUntil(lambda: "inside" in shown(room), timeout=5000)
    save(folder / "set" / "again.png")
    qtbot.waitUntil(lambda: "again" in shown(room), timeout=5000)
    write_labels(folder / "d.png", Labels(stars=2))
    qtbot.waitUntil(lambda: room.gallery.items[folder / "d.png"].stars == 2, timeout=5000)


def test_an_empty_folder_leads_to_explore_and_fills_itself(
    qtbot: QtBot, make_room: Callable[[Path], GalleryRoom], tmp_path: Path
) -> None:
    room = make_room(tmp_path / "nowhere")
    assert room.inside.currentWidget() is room.empty
    assert room.panel.isHidden()
    with qtbot.waitSignal(room.explore_asked):
        push(qtbot, room, "gallery_explore")
    save(tmp_path / "nowhere" / "first.png")
    room.show_path(tmp_path / "nowhere" / "first.png")
    qtbot.waitUntil(lambda: chosen(room) == "first")
    assert room.inside.currentWidget() is room.grid


def test_pictures_are_shown_as_they_are(qtbot: QtBot, room: GalleryRoom, folder: Path) -> None:
    qtbot.waitUntil(lambda: room.gallery.thumbnails.is_done)
    item = room.gallery.shown[2]
    picture = room.gallery.thumbnails.get(item, room.grid.layout_.side)
    assert picture is not None
    pixels = np.asarray(Image.open(item.path))
    step = picture.width() / pixels.shape[1]
    image = picture.toImage()
    for row, column in ((0, 0), (3, 7), (15, 15)):
        seen = image.pixelColor(int((column + 0.5) * step), int((row + 0.5) * step))
        assert np.abs(np.array([seen.red(), seen.green(), seen.blue()]) - pixels[row, column]).max() <= 2


def test_kept_thumbnails_stay_within_their_limit(
    qtbot: QtBot, room: GalleryRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ganstudio.gui.models.gallery_thumbnails.LIMIT", 300_000)
    for side in (96, 120, 150, 180, 210):
        room.grid.set_side(side)
        room.grid.viewport().repaint()
        qtbot.wait(60)
    assert 0 < room.gallery.thumbnails.size <= 300_000


# In and out.


def drop(room: GalleryRoom, paths: list[Path]) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    room.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, LEFT, PLAIN, QEvent.Type.Drop))


def test_dropped_files_come_in_and_are_chosen(qtbot: QtBot, room: GalleryRoom, tmp_path: Path) -> None:
    save(tmp_path / "out" / "a.png", LatentPoint.of_seed(5))
    drop(room, [tmp_path / "out"])
    qtbot.waitUntil(lambda: chosen(room) == "a 2")
    assert (tmp_path / "out" / "a.png").exists()
    (tmp_path / "words.txt").write_text("x")
    drop(room, [tmp_path / "words.txt"])
    qtbot.waitUntil(lambda: "no picture among these" in room.note.words.text())


def test_copy_takes_the_picture_the_file_and_the_point(qtbot: QtBot, room: GalleryRoom, folder: Path) -> None:
    clipboard = QGuiApplication.clipboard()
    click(qtbot, room, 0)
    press(qtbot, room, KEY.Key_C, CTRL)
    qtbot.waitUntil(lambda: clipboard.mimeData().hasImage())
    assert [Path(url.toLocalFile()) for url in clipboard.mimeData().urls()] == [folder / "a.png"]
    assert clipboard.image().width() == 16
    push(qtbot, room, "gallery_copy_point")
    qtbot.waitUntil(lambda: clipboard.text().startswith("{"))
    assert LatentPoint.model_validate_json(clipboard.text()) == LatentPoint.of_seed(100, 0)
    press(qtbot, room, KEY.Key_A, CTRL)
    room.grid.setFocus()
    press(qtbot, room, KEY.Key_A, CTRL)
    press(qtbot, room, KEY.Key_C, CTRL)
    qtbot.waitUntil(lambda: len(clipboard.mimeData().urls()) == 8)
    clipboard.clear()


def test_export_copies_the_chosen_files(
    qtbot: QtBot, room: GalleryRoom, tmp_path: Path, folder: Path
) -> None:
    click(qtbot, room, 0)
    click(qtbot, room, 3, CTRL)
    push(qtbot, room, "gallery_export")
    dialog = room.window().findChild(QWidget, "gallery_dialog")
    assert dialog is not None
    (tmp_path / "set").mkdir()
    dialog.filesSelected.emit([str(tmp_path / "set")])  # type: ignore[attr-defined]
    dialog.close()
    qtbot.waitUntil(lambda: len(list((tmp_path / "set").glob("*.png"))) == 2)
    assert (tmp_path / "set" / "d.png").read_bytes() == (folder / "d.png").read_bytes()
    qtbot.waitUntil(lambda: room.note.words.text() == "2 pictures are in set.")


def test_a_grid_of_all_is_a_new_picture(qtbot: QtBot, room: GalleryRoom, folder: Path) -> None:
    press(qtbot, room, KEY.Key_A, CTRL)
    push(qtbot, room, "gallery_make_grid")
    qtbot.waitUntil(lambda: chosen(room) == "contact sheet of 8")
    assert (folder / "contact sheet of 8.png").is_file()


@pytest.mark.skipif(sys.platform != "linux", reason="the bin of freedesktop")
def test_delete_and_undo(
    qtbot: QtBot, room: GalleryRoom, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import send2trash.plat_other as bin_of_linux

    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setattr(bin_of_linux, "HOMETRASH", str(tmp_path / "data" / "Trash"))
    monkeypatch.setattr(bin_of_linux, "HOMETRASH_B", os.fsencode(tmp_path / "data" / "Trash"))
    click(qtbot, room, 1)
    click(qtbot, room, 2, CTRL)
    press(qtbot, room, KEY.Key_Delete)
    qtbot.waitUntil(lambda: shown(room) == "adefgh")
    assert room.note.words.text() == "2 pictures are in the bin."
    assert chosen(room) == "e", "what stands there now"
    push(qtbot, room, "gallery_note_button")
    qtbot.waitUntil(lambda: shown(room) == "abcdefgh")
    assert (folder / "b.png").is_file()


# Large and compared.


def test_the_large_view_zooms_about_the_pointer(qtbot: QtBot, room: GalleryRoom) -> None:
    click(qtbot, room, 0)
    press(qtbot, room, KEY.Key_Space)
    view = room.large.view
    qtbot.waitUntil(lambda: not view.image.isNull())
    here = QPointF(view.width() / 2 + 40, view.height() / 2 - 30)

    def under() -> QPointF:
        place = view.picture_rect(view.rect())
        return (here - place.topLeft()) / view.scale

    before, fitted = under(), view.scale
    wheel = QWheelEvent(
        here,
        here,
        QPoint(),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        PLAIN,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, wheel)
    assert view.scale > fitted * 1.4
    assert (under() - before).manhattanLength() < 1e-6
    press(qtbot, room, KEY.Key_F)
    assert view.scale == fitted


def test_two_are_compared_in_three_ways(qtbot: QtBot, room: GalleryRoom, folder: Path) -> None:
    a, b = (np.full((20, 30, 3), shade, np.uint8) for shade in (100, 110))
    b[:, 15:] = 100
    for name, pixels in (("a", a), ("b", b)):
        Image.fromarray(pixels).save(folder / f"{name}.png")
    room.gallery.refresh()
    qtbot.waitUntil(lambda: room.gallery.items[folder / "b.png"].width == 30 and not room.gallery.unread)
    room.gallery.choose(folder / "a.png")
    room.gallery.toggle(folder / "b.png")
    push(qtbot, room, "gallery_compare")
    view, canvas = room.compare, room.compare.canvas
    qtbot.waitUntil(lambda: not canvas.image.isNull())
    assert view.facts.text() == "Mean difference 5.00 of 255; 50 % of the pixels differ."
    place = canvas.picture_rect(canvas.rect())
    shot = canvas.grab().toImage()
    left, right = (
        QPoint(int(place.left() + at * place.width()), int(place.center().y()) + 40) for at in (0.2, 0.4)
    )
    assert shot.pixelColor(left).red() == 100
    qtbot.mousePress(canvas, LEFT, pos=QPoint(canvas.line_at(), 60))
    qtbot.mouseMove(canvas, QPoint(int(place.left() + 0.3 * place.width()), 60))
    qtbot.mouseRelease(canvas, LEFT, pos=QPoint(int(place.left() + 0.3 * place.width()), 60))
    shot = canvas.grab().toImage()
    assert (shot.pixelColor(left).red(), shot.pixelColor(right).red()) == (100, 110)
    share = canvas.share
    qtbot.keyClick(canvas, KEY.Key_Right, SHIFT)
    assert canvas.share == pytest.approx(share + 0.1)
    qtbot.keyClick(canvas, KEY.Key_2)
    assert len(canvas.frames()) == 2
    qtbot.keyClick(canvas, KEY.Key_3)
    view.gain.setValue(8)
    qtbot.waitUntil(lambda: not canvas.apart.isNull() and canvas.apart.pixelColor(2, 2).red() == 80)
    assert canvas.apart.pixelColor(20, 2).red() == 0
    qtbot.keyClick(canvas, KEY.Key_X)
    qtbot.waitUntil(lambda: canvas.image.size().width() == 30 and canvas.image.pixelColor(2, 2).red() == 110)
    qtbot.keyClick(canvas, KEY.Key_Escape)
    assert room.pages.currentWidget() is room.grid_page


def test_menus_say_why_not(room: GalleryRoom) -> None:
    done: list[str] = []
    menu = item_menu(room, [room.gallery.items[room.gallery.folder / "h.png"]], done.append)
    actions = {action.text().split("\t")[0]: action for action in menu.actions()}
    assert not actions["Restore this point"].isEnabled()
    assert "carries no point" in actions["Restore this point"].toolTip()
    actions["Look closer"].trigger()
    assert done == ["large"]
    menu.deleteLater()


# Large galleries and narrow windows.


def test_two_thousand_pictures_scroll_smoothly(
    qtbot: QtBot, make_room: Callable[[Path], GalleryRoom], tmp_path: Path
) -> None:
    first = save(tmp_path / "many" / "0.png", LatentPoint.of_seed(1), side=32)
    for number in range(1, 2000):
        os.link(first, tmp_path / "many" / f"{number}.png")
    room = make_room(tmp_path / "many")
    assert len(room.gallery.shown) == 2000
    qtbot.waitUntil(lambda: room.gallery.thumbnails.is_done)
    bar, times = room.grid.verticalScrollBar(), []
    for step in range(30):
        bar.setValue(step * 97)
        begin = time.thread_time()
        room.grid.viewport().repaint()
        times.append(time.thread_time() - begin)
    assert sorted(times)[15] < 0.016
    assert bar.maximum() > 30 * 97


def test_a_narrow_room_folds_its_panel(qtbot: QtBot, room: GalleryRoom) -> None:
    assert room.panel.isVisible()
    assert room.fold.isHidden()
    room.resize(900, 640)
    assert room.fold.isVisible()
    before = room.panel.isVisible()
    push(qtbot, room, "gallery_fold")
    assert room.panel.isVisible() != before

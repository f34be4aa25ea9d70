"""Dragging the picture through the seeds, stepping by keys, and what comes to the picture and leaves it."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDrag, QDragEnterEvent, QDropEvent, QGuiApplication, QImage, QKeyEvent
from PySide6.QtWidgets import QApplication, QMenu, QToolTip
from pytestqt.qtbot import QtBot

from ganstudio.gui.explore.picture_page import PicturePage
from ganstudio.gui.explore.point_mime import POINT, mime_of, point_in
from ganstudio.gui.explore.result_view import ResultView
from ganstudio.gui.models.explore.explore_model import ExploreModel
from ganstudio.latents.gallery.labels import labels_in
from ganstudio.latents.gallery.png_text import read_png
from ganstudio.latents.picture_file import read_point, save_picture
from ganstudio.latents.plane import origin_at
from ganstudio.latents.point import LatentPoint, Origin, Vector
from ganstudio.latents.rendering import render
from ganstudio.resources import gallery_folder
from tests.gui.explore_fakes import drag, noise, send_move, wait_for_picture
from tests.latents.points import small_model

LEFT, CTRL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(qtbot: QtBot, explore: ExploreModel) -> Iterator[PicturePage]:
    made = PicturePage(explore)
    made.resize(720, 560)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close_down()
    made.deleteLater()


@pytest.fixture
def view(page: PicturePage) -> ResultView:
    return page.view


def point_of(explore: ExploreModel) -> LatentPoint:
    assert explore.point is not None
    return explore.point


def middle(view: ResultView) -> QPoint:
    return view.viewport.rect.center().toPoint()


def words(explore: ExploreModel) -> list[str]:
    return [entry.words for entry in explore.history.entries]


# -- walking --------------------------------------------------------------------------------------------------------


def test_a_drag_walks_through_seeds_as_one_step(
    qtbot: QtBot, view: ResultView, explore: ExploreModel
) -> None:
    begin = point_of(explore).changed(psi=0.4, origin=Origin.of_seed(1205))  # column 5, row 12
    explore.change("Here", begin)
    width = view.viewport.rect.width()
    away = QPoint(round(width / 6), round(-width / 4))
    drag(qtbot, view, middle(view), middle(view) + away)
    place = (5 + 3 * (away.x() / width), 12 + 3 * (away.y() / width))
    assert point_of(explore) == begin.changed(origin=origin_at(*place))
    assert words(explore)[-2:] == ["Here", "Walk through seeds"]
    wait_for_picture(qtbot, explore)
    explore.undo()
    assert point_of(explore) == begin


def test_a_click_and_a_trembling_hand_change_nothing(
    qtbot: QtBot, view: ResultView, explore: ExploreModel
) -> None:
    drag(qtbot, view, middle(view), middle(view) + QPoint(2, 2))
    drag(qtbot, view, QPoint(3, 3), QPoint(80, 80))  # beside the picture
    assert words(explore) == ["Opened"]


def test_a_thousand_moves_never_queue(
    qtbot: QtBot, view: ResultView, explore: ExploreModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[LatentPoint] = []
    original = explore.change

    def counting(words: str, point: LatentPoint, live: bool = False) -> None:
        asked.append(point)
        original(words, point, live)

    monkeypatch.setattr(explore, "change", counting)
    seen: list[LatentPoint] = []
    view.painted.connect(seen.append)
    start = middle(view)
    qtbot.mousePress(view, LEFT, pos=start)
    for step in range(1000):
        send_move(view, view.mapToGlobal(start + QPoint(step // 10, step // 20)), LEFT)
    assert len(asked) < 400  # 8 ms apart, however quickly the hand moves; a slow machine takes a second here
    end = start + QPoint(99, 49)
    qtbot.mouseRelease(view, LEFT, pos=end)
    width = view.viewport.rect.width()
    expected = origin_at(3 * (99 / width), 3 * (49 / width))
    assert point_of(explore).origin == expected
    qtbot.waitUntil(lambda: bool(seen) and seen[-1].origin == expected)
    assert len(seen) <= len(asked) + 2
    assert words(explore) == ["Opened", "Walk through seeds"]


def test_a_point_that_is_no_place_says_so(
    qtbot: QtBot, view: ResultView, explore: ExploreModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    fitted = point_of(explore).changed(origin=Origin(w=Vector.of(np.zeros(8))))
    explore.change("Fitted", fitted)
    told: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda place, text, *rest: told.append(text))
    drag(qtbot, view, middle(view), middle(view) + QPoint(90, 0))
    assert point_of(explore) == fitted
    assert told
    assert "no place on the seed plane" in told[0]
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert point_of(explore) == fitted  # nor does a step throw it away
    qtbot.keyClick(view, Qt.Key.Key_R)
    assert point_of(explore).seed is not None


@pytest.mark.parametrize(
    ("key", "shift", "seed"),
    [("Right", False, 1206), ("Left", False, 1204), ("Up", False, 1105), ("Down", False, 1305), ("Right", True, 1215)],
)  # fmt: skip
def test_arrows_step_the_seed(
    qtbot: QtBot, view: ResultView, explore: ExploreModel, key: str, shift: bool, seed: int
) -> None:
    begin = point_of(explore).changed(origin=Origin.of_seed(1205), psi=0.3)
    explore.change("Here", begin)
    modifier = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    qtbot.keyClick(view, getattr(Qt.Key, f"Key_{key}"), modifier)
    assert point_of(explore) == begin.changed(origin=Origin.of_seed(seed))


def test_keys_of_the_room_are_taken_too(view: ResultView, explore: ExploreModel) -> None:
    def pressed(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> bool:
        return view.take_key(QKeyEvent(QKeyEvent.Type.KeyPress, key, modifiers))

    assert pressed(Qt.Key.Key_Right)
    assert point_of(explore).seed == 1
    assert pressed(Qt.Key.Key_R)
    assert not pressed(Qt.Key.Key_R, CTRL)
    assert not pressed(Qt.Key.Key_1)  # zooms only where the picture has the focus
    assert not pressed(Qt.Key.Key_A)


# -- drops ----------------------------------------------------------------------------------------------------------


def drop(view: ResultView, mime: QMimeData) -> bool:
    """As a person drops it; False where the view does not want it."""
    place, none = middle(view), Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(place, Qt.DropAction.CopyAction, mime, LEFT, none)
    QApplication.sendEvent(view, enter)
    if not enter.isAccepted():
        return False
    QApplication.sendEvent(view, QDropEvent(QPointF(place), Qt.DropAction.CopyAction, mime, LEFT, none))
    return True


def files(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def test_a_saved_picture_is_restored_by_a_drop(
    qtbot: QtBot, view: ResultView, explore: ExploreModel, tmp_path: Path
) -> None:
    point, path = LatentPoint.of_seed(77, 2, 0.9), tmp_path / "saved.png"
    save_picture(small_model("stylegan2"), point, path)
    assert drop(view, files(path))
    qtbot.waitUntil(lambda: explore.point == point)
    wait_for_picture(qtbot, explore)
    assert explore.picture is not None
    expected = np.asarray(render(small_model("stylegan2"), point))
    assert explore.picture.pixels.tobytes() == expected.tobytes()


@pytest.mark.parametrize("name", ["photo.png", "photo.jpg"])
def test_any_other_picture_is_offered_to_be_inverted(
    qtbot: QtBot, page: PicturePage, explore: ExploreModel, tmp_path: Path, name: str
) -> None:
    before, path = point_of(explore), tmp_path / name
    Image.fromarray(noise(20)).save(path)
    with qtbot.waitSignal(page.photo_dropped) as caught:
        assert drop(page.view, files(path))
    assert caught.args == [path]
    assert point_of(explore) == before


def test_pixels_and_points_may_be_dropped_too(page: PicturePage, explore: ExploreModel) -> None:
    found: list[object] = []
    page.photo_dropped.connect(found.append)
    image = QImage(9, 7, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    mime = QMimeData()
    mime.setImageData(image)
    assert drop(page.view, mime)
    assert isinstance(found[0], QImage)
    assert found[0].size() == image.size()
    point = point_of(explore).changed(origin=Origin.of_seed(3))
    assert drop(page.view, mime_of(point))
    assert point_of(explore) == point


def test_a_point_of_another_kind_of_model_is_refused(view: ResultView, explore: ExploreModel) -> None:
    before, said = point_of(explore), []
    explore.refused.connect(said.append)
    stranger = point_of(explore).changed(origin=Origin(w=Vector.of(np.zeros(99))))
    assert drop(view, mime_of(stranger))
    assert point_of(explore) == before
    assert "another kind" in said[0]


def test_folders_and_models_are_left_to_the_room(view: ResultView, tmp_path: Path, styled: Path) -> None:
    assert not drop(view, files(tmp_path))
    assert not drop(view, files(styled))


def test_a_file_that_is_gone_is_named(
    qtbot: QtBot, view: ResultView, explore: ExploreModel, tmp_path: Path
) -> None:
    with qtbot.waitSignal(explore.refused) as caught:
        view.restore_or_offer(tmp_path / "gone.png")
    assert "gone.png" in caught.args[0]


# -- out ------------------------------------------------------------------------------------------------------------


def test_the_picture_is_dragged_out_as_a_file_with_its_point(
    qtbot: QtBot, view: ResultView, explore: ExploreModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    dragged: list[QMimeData] = []
    monkeypatch.setattr(QDrag, "exec", lambda self, *rest: dragged.append(self.mimeData()))
    point, start = point_of(explore), middle(view)
    qtbot.mousePress(view, LEFT, CTRL, start)
    send_move(view, view.mapToGlobal(start + QPoint(30, 0)), LEFT, CTRL)
    qtbot.waitUntil(lambda: bool(dragged))
    qtbot.mouseRelease(view, LEFT, CTRL, start)
    path = Path(dragged[0].urls()[0].toLocalFile())
    assert read_point(path) == point
    assert path.name == "styled seed 0.png"
    assert np.array_equal(np.asarray(Image.open(path)), np.asarray(render(small_model("stylegan2"), point)))
    assert point_in(dragged[0]) == point
    assert point_of(explore) == point


def test_what_was_let_go_of_is_not_dragged(
    qtbot: QtBot, view: ResultView, explore: ExploreModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    dragged: list[object] = []
    monkeypatch.setattr(QDrag, "exec", lambda self, *rest: dragged.append(self))
    drag(qtbot, view, middle(view), middle(view) + QPoint(30, 0), modifiers=CTRL)
    done: list[bool] = []
    explore.ask("after", lambda model: True, done.append)
    qtbot.waitUntil(lambda: bool(done))
    assert not dragged


def choose(view: ResultView, words: str) -> None:
    """From the picture's menu."""
    menu = QMenu()
    view.exchange.fill(menu)
    action = next(action for action in menu.actions() if action.text() == words)
    assert action.isEnabled()
    action.trigger()


def test_copy_and_paste(qtbot: QtBot, page: PicturePage, explore: ExploreModel) -> None:
    view, clipboard = page.view, QGuiApplication.clipboard()
    assert explore.picture is not None
    choose(view, "Copy picture")
    image = clipboard.image()
    assert (image.width(), image.height()) == (16, 16)
    assert image.pixelColor(3, 5).getRgb()[:3] == tuple(explore.picture.pixels[5, 3])
    with qtbot.waitSignal(page.photo_dropped):
        choose(view, "Paste point or picture")
    choose(view, "Copy point")
    copied = point_of(explore)
    assert clipboard.mimeData().hasFormat(POINT)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    choose(view, "Paste point or picture")
    assert point_of(explore) == copied
    clipboard.clear()


def test_pinning_from_the_menu(qtbot: QtBot, view: ResultView, explore: ExploreModel) -> None:
    choose(view, "Pin this picture")
    assert explore.pinned is explore.picture
    pinned = point_of(explore)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    choose(view, "Go to the pinned point")
    assert point_of(explore) == pinned
    choose(view, "Unpin")
    assert explore.pinned is None


def test_the_star_keeps_the_picture(qtbot: QtBot, page: PicturePage, explore: ExploreModel) -> None:
    with qtbot.waitSignal(explore.told) as caught:
        qtbot.mouseClick(page.tools.star, LEFT)
    (path,) = gallery_folder().glob("*.png")
    assert path.name in caught.args[0]
    assert read_point(path) == point_of(explore)
    facts = read_png(path)
    assert facts is not None
    assert labels_in(path, facts.texts).stars == 1

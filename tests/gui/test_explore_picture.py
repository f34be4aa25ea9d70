"""The picture of the point: what is painted, looking closer, and comparing."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QKeyEvent, QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ganstudio.gui import theme
from ganstudio.gui.explore.picture_page import PicturePage
from ganstudio.gui.explore.result_view import ResultView
from ganstudio.gui.models.explore.explore_model import ExploreModel
from ganstudio.gui.widgets.viewport import Edges
from ganstudio.latents.point import LatentPoint
from tests.gui.explore_fakes import by_hand, drag, flat, noise, open_model, send_move, show
from tests.latents.points import small_model

SIDE = 16


class Room(QWidget):
    """Stands around the page as the room does: hears the keys that nobody took."""

    def __init__(self, page: PicturePage) -> None:
        super().__init__()
        self.keys: list[int] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(page.tools)
        column.addWidget(page)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.keys.append(event.key())


@pytest.fixture
def explore(qtbot: QtBot) -> Iterator[ExploreModel]:
    made = ExploreModel()
    yield made
    made.close()


@pytest.fixture
def page(qtbot: QtBot, qapp: QApplication, explore: ExploreModel) -> Iterator[PicturePage]:
    theme.apply(qapp, "dark")
    made = PicturePage(explore)
    room = Room(made)
    room.resize(760, 620)
    room.show()
    qtbot.waitExposed(room)
    made.view.setFocus()
    yield made
    made.close_down()
    room.deleteLater()


@pytest.fixture
def view(page: PicturePage) -> ResultView:
    return page.view


@pytest.fixture
def styled(tmp_path: Path) -> Path:
    path = tmp_path / "styled.safetensors"
    small_model("stylegan2").save(path)
    return path


def painted(view: ResultView) -> QImage:
    return view.grab().toImage()


def centre_of(view: ResultView, column: int, row: int) -> QPoint:
    """The middle of a pixel of the picture, on the widget."""
    rect, unit = view.viewport.rect, view.viewport.unit
    return QPoint(int(rect.x() + (column + 0.5) * unit), int(rect.y() + (row + 0.5) * unit))


def grey_at(view: ResultView, column: int, row: int) -> int:
    return painted(view).pixelColor(centre_of(view, column, row)).red()


def wheel(view: ResultView, at: QPointF, notches: float, *, ctrl: bool = False) -> None:
    modifiers = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(
        at, QPointF(view.mapToGlobal(at.toPoint())), QPoint(), QPoint(0, round(120 * notches)),
        Qt.MouseButton.NoButton, modifiers, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, event)


@pytest.mark.parametrize("channels", [1, 3])
def test_every_pixel_keeps_its_edges_and_its_value(
    view: ResultView, explore: ExploreModel, channels: int
) -> None:
    pixels = noise(SIDE, channels)
    show(explore, by_hand(pixels))
    view.set_edges(Edges.CRISP)
    image, unit = painted(view), view.viewport.unit
    assert unit == int(unit) > 20
    for row in range(SIDE):
        for column in range(SIDE):
            for nudge in (-0.4, 0.4):
                place = centre_of(view, column, row) + QPoint(int(nudge * unit), int(nudge * unit))
                colour = image.pixelColor(place).getRgb()[:3]
                assert colour == tuple(np.broadcast_to(pixels[row, column], 3))


def test_a_line_inside_the_edge_holds_white_against_a_light_theme(
    qapp: QApplication, view: ResultView, explore: ExploreModel
) -> None:
    theme.apply(qapp, "light")
    show(explore, by_hand(flat(255)))
    image, corner = painted(view), view.viewport.rect.topLeft().toPoint()
    assert image.pixelColor(corner + QPoint(5, 0)).red() == pytest.approx(
        223, abs=2
    )  # 255 + 64/255 (128 - 255)
    assert image.pixelColor(corner + QPoint(5, 1)).red() == 255
    assert image.pixelColor(corner - QPoint(1, -5)) == QColor(theme.LIGHT.canvas)


def test_a_picture_that_fits_is_smooth_and_pixels_show_close_up(
    view: ResultView, explore: ExploreModel
) -> None:
    """A step from black to white: greys lie beside it while it fits, none once one has zoomed by hand."""
    pixels = flat(0)
    pixels[:, SIDE // 2 :] = 255
    show(explore, by_hand(pixels))
    view.set_grid(False)

    def greys() -> int:
        image, middle = painted(view), centre_of(view, SIDE // 2, SIDE // 2)
        values = [image.pixelColor(x, middle.y()).red() for x in range(middle.x() - 30, middle.x() + 30)]
        return sum(20 < value < 235 for value in values)

    assert greys() > 20
    view.look(view.viewport.zoomed(36.0))
    assert greys() == 0
    view.set_edges(Edges.SMOOTH)
    assert greys() > 20


@pytest.mark.parametrize("ctrl", [False, True])
def test_the_wheel_looks_closer_at_what_is_under_the_pointer(
    view: ResultView, explore: ExploreModel, ctrl: bool
) -> None:
    show(explore, by_hand(noise()))
    at = QPointF(centre_of(view, 3, 12))
    before = view.viewport.shown_scale
    for _ in range(4):
        wheel(view, at, 1, ctrl=ctrl)
        assert view.viewport.pixel_at(at) == (3, 12)
    assert view.viewport.shown_scale == pytest.approx(before * 1.25**4)
    wheel(view, at, -10)
    assert view.viewport.is_fit  # outwards it ends where all is seen


def test_two_fingers_zoom_and_pan(view: ResultView, explore: ExploreModel) -> None:
    show(explore, by_hand(noise()))
    at = QPointF(centre_of(view, 3, 12))
    pinch = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture, QPointingDevice.primaryPointingDevice(), 2, at, at,
        QPointF(view.mapToGlobal(at.toPoint())), 0.5, QPointF(),
    )  # fmt: skip
    before = view.viewport.shown_scale
    QApplication.sendEvent(view, pinch)
    assert view.viewport.shown_scale == pytest.approx(1.5 * before)
    assert view.viewport.pixel_at(at) == (3, 12)
    corner = view.viewport.rect.topLeft()
    scroll = QWheelEvent(
        at, QPointF(view.mapToGlobal(at.toPoint())), QPoint(7, -9), QPoint(7, -9), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.ScrollUpdate, False,
    )  # fmt: skip
    QApplication.sendEvent(view, scroll)
    assert view.viewport.rect.topLeft() - corner == QPointF(7, -9)


def test_keys_zoom(qtbot: QtBot, view: ResultView, explore: ExploreModel, page: PicturePage) -> None:
    show(explore, by_hand(noise()))
    fit = view.viewport.shown_scale
    qtbot.keyClick(view, Qt.Key.Key_1)
    assert view.viewport.rect.width() == SIDE
    assert page.tools.words.text() == "16 × 16, shown at 1×"
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    assert view.viewport.shown_scale == 1.5
    qtbot.keyClick(view, Qt.Key.Key_Minus)
    qtbot.keyClick(view, Qt.Key.Key_Minus)
    assert view.viewport.shown_scale == pytest.approx(2 / 3)
    qtbot.keyClick(view, Qt.Key.Key_0)
    assert view.viewport.is_fit
    assert page.tools.words.text() == f"16 × 16, shown at {fit:.0f}×"


def test_the_grid_comes_close_up_only(view: ResultView, explore: ExploreModel) -> None:
    show(explore, by_hand(flat(0)))

    def is_lined() -> bool:
        """Whether the edge between two pixels differs from their insides."""
        middle = centre_of(view, 8, 8)
        edge = round(view.viewport.rect.x() + 8 * view.viewport.unit)
        image = painted(view)
        near = [image.pixelColor(x, middle.y()).red() for x in (edge - 1, edge, edge + 1)]
        assert image.pixelColor(middle).red() == 0
        return max(near) == 32  # 64/255 of 128

    assert view.viewport.shown_scale > 12
    assert not is_lined()  # it fits: a small picture is no close look
    view.look(view.viewport.zoomed(11.9))
    assert not is_lined()
    view.look(view.viewport.zoomed(12.0))
    assert is_lined()
    view.look(view.viewport.zoomed(64.0))
    assert is_lined()
    view.set_grid(False)
    assert not is_lined()


def test_three_ways_to_pan(qtbot: QtBot, view: ResultView, explore: ExploreModel, page: PicturePage) -> None:
    show(explore, by_hand(noise()))
    view.look(view.viewport.zoomed(100.0))
    begin, end = QPoint(300, 300), QPoint(340, 280)

    def moved_by(button: Qt.MouseButton) -> QPointF:
        before = view.viewport.rect.topLeft()
        drag(qtbot, view, begin, end, button)
        return view.viewport.rect.topLeft() - before

    assert moved_by(Qt.MouseButton.MiddleButton) == QPointF(40, -20)
    qtbot.keyPress(view, Qt.Key.Key_Space)
    assert moved_by(Qt.MouseButton.LeftButton) == QPointF(40, -20)
    qtbot.keyRelease(view, Qt.Key.Key_Space)
    view.set_hand(True)
    assert moved_by(Qt.MouseButton.LeftButton) == QPointF(40, -20)
    room = page.parentWidget()
    assert isinstance(room, Room)
    assert room.keys == []


def test_space_alone_stays_the_rooms(
    qtbot: QtBot, view: ResultView, explore: ExploreModel, page: PicturePage
) -> None:
    show(explore, by_hand(noise()))
    room = page.parentWidget()
    assert isinstance(room, Room)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert room.keys == [Qt.Key.Key_Space]
    view.look(view.viewport.zoomed(100.0))
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert room.keys == [Qt.Key.Key_Space] * 2


def test_a_preview_is_as_large_as_the_picture_will_be(
    qtbot: QtBot, view: ResultView, explore: ExploreModel, styled: Path
) -> None:
    open_model(qtbot, explore, styled)
    rect = view.viewport.rect
    steps = np.repeat(np.array([0, 255, 0, 255], np.uint8)[None, :, None], 4, axis=0)
    show(explore, by_hand(np.broadcast_to(steps, (4, 4, 3)), is_preview=True))
    assert view.viewport.rect == rect
    assert 30 < grey_at(view, 3, 8) < 225  # between two of its pixels: smooth, no blocks
    assert "16 × 16" in view.words()


def test_of_pictures_between_two_paints_only_the_last_is_painted(
    qtbot: QtBot, view: ResultView, explore: ExploreModel
) -> None:
    show(explore, by_hand(noise()))
    QApplication.processEvents()
    points: list[LatentPoint] = []
    view.painted.connect(points.append)
    for seed in range(1, 101):
        show(explore, by_hand(flat(seed), seed))
    qtbot.waitUntil(lambda: bool(points))
    QApplication.processEvents()
    assert [point.seed for point in points] == [100]
    assert grey_at(view, 8, 8) == 100
    view.update()
    QApplication.processEvents()
    assert len(points) == 1  # the same picture again is no new one


def test_the_old_picture_fades_while_a_slow_model_loads(
    qtbot: QtBot, view: ResultView, explore: ExploreModel
) -> None:
    show(explore, by_hand(flat(255)))
    explore.loading_changed.emit(True)
    assert grey_at(view, 8, 8) == 255  # a quick one makes no flash
    qtbot.waitUntil(lambda: view.is_stale)
    canvas = QColor(theme.DARK.canvas).red()
    assert grey_at(view, 8, 8) == pytest.approx(canvas + 0.35 * (255 - canvas), abs=2)
    explore.loading_changed.emit(False)
    explore.model_changed.emit()
    assert view.is_stale  # until the new model's first picture
    show(explore, by_hand(flat(200)))
    assert grey_at(view, 8, 8) == 200
    explore.loading_changed.emit(True)
    qtbot.waitUntil(lambda: view.is_stale)
    explore.loading_changed.emit(False)  # it could not be read: the picture is still the point's
    assert grey_at(view, 8, 8) == 200


def test_frames_that_are_played_take_its_place_for_a_while(view: ResultView, explore: ExploreModel) -> None:
    show(explore, by_hand(flat(10)))
    explore.frame = by_hand(flat(90), 1)
    explore.frame_changed.emit(explore.frame)
    assert grey_at(view, 8, 8) == 90
    show(explore, by_hand(flat(20)))
    assert grey_at(view, 8, 8) == 90
    explore.frame = None
    explore.frame_changed.emit(None)
    assert grey_at(view, 8, 8) == 20


# -- before and after ---------------------------------------------------------------------------------------------


def pinned_and_now(qtbot: QtBot, page: PicturePage, explore: ExploreModel) -> None:
    show(explore, by_hand(flat(40)))
    qtbot.mouseClick(page.tools.pin, Qt.MouseButton.LeftButton)
    show(explore, by_hand(flat(200), 1))


def test_before_and_after_wait_for_a_pin(qtbot: QtBot, page: PicturePage, explore: ExploreModel) -> None:
    show(explore, by_hand(flat(40)))
    tools = page.tools
    assert not tools.eye.isEnabled()
    assert tools.eye.toolTip().startswith("Pin a picture first")
    pinned_and_now(qtbot, page, explore)
    assert tools.eye.isEnabled()
    assert tools.pin.accessibleName() == "Unpin"
    assert explore.pinned is not None
    assert explore.pinned.point.seed == 0
    qtbot.mouseClick(tools.pin, Qt.MouseButton.LeftButton)
    assert explore.pinned is None
    assert not tools.wipe.isEnabled()


def test_the_pinned_picture_shows_while_a_key_or_the_eye_is_held(
    qtbot: QtBot, page: PicturePage, explore: ExploreModel
) -> None:
    pinned_and_now(qtbot, page, explore)
    view, eye = page.view, page.tools.eye
    qtbot.keyPress(view, Qt.Key.Key_B)
    assert grey_at(view, 8, 8) == 40
    qtbot.keyRelease(view, Qt.Key.Key_B)
    assert grey_at(view, 8, 8) == 200
    qtbot.mousePress(eye, Qt.MouseButton.LeftButton)
    assert grey_at(view, 8, 8) == 40
    qtbot.mouseRelease(eye, Qt.MouseButton.LeftButton)
    assert grey_at(view, 8, 8) == 200
    qtbot.keyPress(eye, Qt.Key.Key_Space)
    assert grey_at(view, 8, 8) == 40
    qtbot.keyRelease(eye, Qt.Key.Key_Space)
    assert grey_at(view, 8, 8) == 200


def test_a_pin_waits_out_a_preview(view: ResultView, explore: ExploreModel) -> None:
    show(explore, by_hand(flat(1, 4), is_preview=True))
    view.pin()
    assert explore.pinned is None
    full = show(explore, by_hand(flat(2)))
    assert explore.pinned is full
    show(explore, by_hand(flat(3), 1))
    assert explore.pinned is full


def test_the_wipe_follows_mouse_and_arrow_keys(
    qtbot: QtBot, page: PicturePage, explore: ExploreModel
) -> None:
    pinned_and_now(qtbot, page, explore)
    view, wipe = page.view, page.view.wipe
    qtbot.mouseClick(page.tools.wipe, Qt.MouseButton.LeftButton)
    assert view.is_wiping
    assert (grey_at(view, 6, 3), grey_at(view, 9, 3)) == (40, 200)

    rect = view.viewport.rect
    middle = QPoint(wipe.width() // 2, 40)
    drag(qtbot, wipe, middle + QPoint(11, 0), middle + QPoint(11 + 90, 0), Qt.MouseButton.LeftButton)
    assert wipe.share == pytest.approx(0.5 + 90 / rect.width(), abs=2 / rect.width())
    line = view.mapFromGlobal(wipe.mapToGlobal(wipe.rect().center()))
    assert line.x() == pytest.approx(rect.x() + wipe.share * rect.width(), abs=1.5)
    assert grey_at(view, 9, 3) == 40

    share = wipe.share
    qtbot.keyClick(wipe, Qt.Key.Key_Left)
    assert wipe.share == pytest.approx(share - 0.01)
    qtbot.keyClick(wipe, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert wipe.share == pytest.approx(share + 0.09)
    qtbot.keyClick(wipe, Qt.Key.Key_Home)
    assert wipe.share == 0
    assert grey_at(view, 3, 3) == 200
    explore.pin(None)
    assert not view.is_wiping


def test_beside_its_grab_zone_the_wipe_lets_the_picture_be_dragged(
    qtbot: QtBot, page: PicturePage, explore: ExploreModel, styled: Path
) -> None:
    open_model(qtbot, explore, styled)
    page.view.pin()
    page.view.show_wipe(True)
    wipe, begin = page.view.wipe, explore.point
    edge = QPoint(1, 40)  # more than 12 px from the line
    drag(qtbot, wipe, edge, edge + QPoint(60, 0), Qt.MouseButton.LeftButton)
    assert wipe.share == 0.5
    assert explore.point is not None
    assert explore.point != begin
    assert explore.history.entries[-1].words == "Walk through seeds"


# -- words --------------------------------------------------------------------------------------------------------


def test_the_row_says_what_is_under_the_pointer(
    qtbot: QtBot, page: PicturePage, explore: ExploreModel
) -> None:
    pixels = noise()
    show(explore, by_hand(pixels))
    view = page.view
    place = centre_of(view, 5, 9)
    send_move(view, view.mapToGlobal(place))
    red, green, blue = (int(value) for value in pixels[9, 5])
    assert page.tools.words.text() == f"5, 9: {red} {green} {blue}"
    view.pointed.emit("")
    assert page.tools.words.text().startswith("16 × 16, shown at")


def test_the_picture_is_described(
    qtbot: QtBot, view: ResultView, explore: ExploreModel, styled: Path
) -> None:
    open_model(qtbot, explore, styled)
    assert view.accessibleName() == "Picture"
    assert view.accessibleDescription().startswith("Seed 0, class left, psi 0.70")


def test_a_narrow_canvas_keeps_four_tools(qtbot: QtBot, page: PicturePage, explore: ExploreModel) -> None:
    tools = page.tools
    assert tools.words.isVisibleTo(tools)
    room = page.parentWidget()
    assert room is not None
    room.resize(560, 500)
    qtbot.waitUntil(lambda: not tools.words.isVisibleTo(tools))
    shown = [b for b in (tools.zoom, tools.eye, tools.pin, tools.more) if b.isVisibleTo(tools)]
    assert len(shown) == 4
    assert tools.minimumSizeHint().width() <= 150
    tools.more_menu.aboutToShow.emit()
    words = [action.text() for action in tools.more_menu.actions()]
    assert {"Save with a star", "Wipe between pinned and now"} <= set(words)  # nothing is lost


def test_menus_of_the_row_act(page: PicturePage, explore: ExploreModel) -> None:
    show(explore, by_hand(noise()))
    tools, view = page.tools, page.view

    def choose(words: str) -> None:
        tools.zoom_menu.aboutToShow.emit()
        next(a for a in tools.zoom_menu.actions() if a.text().startswith(words)).trigger()

    choose("Actual size")
    assert view.viewport.shown_scale == 1
    choose("Zoom in")
    assert view.viewport.shown_scale == 1.5
    choose("Fit")
    assert view.viewport.is_fit
    for edges in Edges:
        choose(edges.value)
        assert view.viewport.edges is edges
    choose("Hand")
    assert view.is_hand
    tools.more_menu.aboutToShow.emit()
    mattes = next(a.menu() for a in tools.more_menu.actions() if a.text() == "Behind the picture")
    next(a for a in mattes.actions() if a.text() == "White").trigger()
    assert painted(view).pixelColor(2, 2) == QColor("#ffffff")

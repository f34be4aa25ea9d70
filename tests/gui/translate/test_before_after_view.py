"""Before and after under a wipe: the right pixels at both sides, at every zoom, by hand and by keyboard."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ganstudio.gui import theme
from ganstudio.gui.pyramid import Pyramid
from ganstudio.gui.translate.before_after_face import MODES, Mode, Scene
from ganstudio.gui.translate.before_after_view import BeforeAfterView
from tests.gui.explore_fakes import drag, flat

RED, BLUE, GREEN, GREY = (200, 0, 0), (0, 0, 200), (0, 200, 0), (90, 90, 90)


def plain(colour: tuple[int, int, int], size: tuple[int, int] = (300, 200)) -> Pyramid:
    return Pyramid(np.full((size[1], size[0], 3), colour, np.uint8))


@pytest.fixture
def view(qtbot: QtBot, qapp: QApplication) -> BeforeAfterView:
    theme.apply(qapp, "dark")
    made = BeforeAfterView()
    qtbot.addWidget(made)
    made.resize(700, 500)
    made.show_scene(Scene(plain(RED), plain(BLUE), plain(BLUE), plain(GREEN), plain(GREY)))
    made.show()
    return made


def colour_at(view: BeforeAfterView, x: float, y: float) -> tuple[int, int, int]:
    colour: QColor = view.grab().toImage().pixelColor(round(x), round(y))
    return colour.red(), colour.green(), colour.blue()


def test_left_of_the_line_is_before_and_right_of_it_after(view: BeforeAfterView) -> None:
    rect = view.viewport.rect
    for share in (0.2, 0.5, 0.9):
        view.wipe.set_share(share)
        line, y = rect.x() + share * rect.width(), rect.y() + 20
        assert colour_at(view, line - 22, y) == RED
        assert colour_at(view, line + 22, y) == BLUE
    view.wipe.set_share(0.0)
    assert colour_at(view, rect.x() + 25, rect.y() + 20) == BLUE


def test_the_line_follows_the_pointer_from_24_pixels_around_it(qtbot: QtBot, view: BeforeAfterView) -> None:
    rect = view.viewport.rect
    middle = view.wipe.mapFrom(view, rect.center().toPoint()).x()
    drag(qtbot, view.wipe, QPoint(middle + 11, 20), QPoint(middle + 11 + 90, 20))
    assert view.wipe.share == pytest.approx(0.5 + 90 / rect.width(), abs=0.01)
    before = view.wipe.share
    middle = view.wipe.width() // 2
    drag(qtbot, view.wipe, QPoint(middle + 14, 20), QPoint(middle + 60, 20))
    assert view.wipe.share == before


def test_keys(qtbot: QtBot, view: BeforeAfterView) -> None:
    stepped: list[int] = []
    view.stepped.connect(stepped.append)
    view.mode_asked.connect(lambda words: view.set_mode(next(each for each in MODES if each == words)))
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.wipe.share == pytest.approx(0.51)
    qtbot.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert view.wipe.share == pytest.approx(0.41)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert stepped == [1, -1]
    rect = view.viewport.rect
    place = rect.right() - 10, rect.y() + 20
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert colour_at(view, *place) == RED
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert colour_at(view, *place) == BLUE
    for number, mode in enumerate(MODES, 1):
        qtbot.keyClick(view, str(number))
        assert view.mode == mode


@pytest.mark.parametrize(("mode", "colours"), [
    ("Side by side", [RED, BLUE]), ("After", [BLUE]), ("There and back", [RED, BLUE, GREEN, GREY]),
])  # fmt: skip
def test_frames_show_what_they_say(
    view: BeforeAfterView, mode: Mode, colours: list[tuple[int, int, int]]
) -> None:
    view.set_mode(mode)
    frames = view.frames()
    assert len(frames) == len(colours)
    assert not view.wipe.isVisible()
    for frame, colour in zip(frames, colours, strict=True):
        middle = frame.rect.center()
        assert colour_at(view, middle.x(), middle.y()) == colour
        assert frame.tag


def test_without_a_result_the_picture_stands_alone_and_pale_while_it_is_made(view: BeforeAfterView) -> None:
    view.show_scene(Scene(plain(RED), is_running=True))
    view.show_progress(0.5)
    middle = view.viewport.rect.center()
    pale = colour_at(view, middle.x(), middle.y())
    assert 70 <= pale[0] <= 100, "35 %"
    assert not view.wipe.isVisible()
    view.show_progress(None)
    view.show_scene(Scene(plain(RED)))
    assert colour_at(view, middle.x(), middle.y()) == RED


def test_zoom_about_the_pointer_fit_and_every_pixel(qtbot: QtBot, view: BeforeAfterView) -> None:
    place = view.viewport.rect.center() + QPointF(60, 40)
    under = view.viewport.place_at(place)
    for _ in range(6):
        wheel(view, place, 120)
    after = view.viewport.place_at(place)
    assert (after.x(), after.y()) == pytest.approx(
        (under.x(), under.y()), abs=0.5
    )  # corners lie on whole pixels
    scale = view.viewport.shown_scale
    assert scale == pytest.approx(view.viewport.fit_scale * 1.25**6)
    qtbot.keyClick(view, "f")
    assert view.viewport.is_fit
    qtbot.keyClick(view, "z")
    assert view.viewport.shown_scale == 1.0
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    assert view.viewport.shown_scale == 1.5


def test_dragging_pans_once_there_is_more_than_is_seen(qtbot: QtBot, view: BeforeAfterView) -> None:
    view.set_mode("After")
    view.look(view.viewport.zoomed(8.0))
    before = view.viewport.rect
    drag(qtbot, view, QPoint(300, 100), QPoint(340, 130))
    assert view.viewport.rect.topLeft() - before.topLeft() == QPointF(40, 30)


def test_a_grid_between_large_pixels(view: BeforeAfterView) -> None:
    view.set_mode("After")
    assert not has_lines(view), "not where it fits"
    view.look(view.viewport.zoomed(16.0))
    assert has_lines(view)


def has_lines(view: BeforeAfterView) -> bool:
    image = view.grab().toImage()
    return len({image.pixelColor(x, 250).rgb() for x in range(250, 450)}) > 1


def test_zoom_stays_for_a_picture_of_the_same_size(view: BeforeAfterView) -> None:
    view.look(view.viewport.zoomed(4.0))
    view.show_scene(Scene(plain(GREEN), plain(GREY)))
    assert view.viewport.shown_scale == 4.0
    view.show_scene(Scene(plain(GREEN, (64, 64))))
    assert view.viewport.is_fit


def test_moving_the_line_paints_no_picture_anew(
    view: BeforeAfterView, monkeypatch: pytest.MonkeyPatch
) -> None:
    view.grab()
    painted: list[int] = []
    monkeypatch.setattr(Pyramid, "paint", lambda *_args, **_named: painted.append(1))
    for step in range(20):
        view.wipe.set_share(0.3 + step / 50)
        view.grab()
    assert not painted


def wheel(view: BeforeAfterView, place: QPointF, turns: int) -> None:
    none = Qt.MouseButton.NoButton
    event = QWheelEvent(
        place, view.mapToGlobal(place), QPoint(), QPoint(0, turns), none, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, event)


def test_a_small_result_is_shown_as_large_as_its_picture(view: BeforeAfterView) -> None:
    view.show_scene(Scene(plain(RED), Pyramid(flat(77, 20))))
    rect = view.viewport.rect
    assert colour_at(view, rect.right() - 10, rect.bottom() - 60) == (77, 77, 77)

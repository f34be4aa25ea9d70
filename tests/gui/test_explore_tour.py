"""The Explore room by keyboard alone, with the model that comes with the program: no mouse, no method of a panel."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QScrollBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

import ganstudio
from ganstudio.gui import theme
from ganstudio.gui.behind import window_is_up
from ganstudio.gui.explore.class_chip import ClassChip
from ganstudio.gui.main_window import MainWindow
from ganstudio.gui.models.explore.explore_model import ExploreModel
from ganstudio.gui.models.preferences import Preferences
from ganstudio.gui.models.studio_model import StudioModel
from ganstudio.gui.start.page import StartPage
from ganstudio.resources import gallery_folder
from tests.gui.explore_fakes import wait_for_picture
from tests.gui.start_fakes import sources
from tests.gui.window_fakes import library

CONTROLS = (QAbstractButton, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit)
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
MOST_STOPS = 200
Key = Qt.Key


def press(key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier, times: int = 1) -> None:
    """On whatever has the focus."""
    for _ in range(times):
        QTest.keyClick(focused(), key, held)


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None, "the focus is nowhere"
    return widget


class Tour:
    """The window with the digits model open in the Explore room."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self.qtbot, self.window, self.room = qtbot, window, window.explore
        self.explore: ExploreModel = window.studio.explore

    def find(self, name: str) -> QWidget:
        """The one visible control of a name, in the room that is seen."""
        (found,) = [each for each in self.window.findChildren(QWidget, name) if each.isVisible()]
        return found

    def go(self, target: QWidget | str) -> None:
        """By Tab alone."""
        wanted = self.find(target) if isinstance(target, str) else target
        for _ in range(MOST_STOPS):
            if focused() is wanted:
                return
            press(Key.Key_Tab)
        pytest.fail(f"Tab never comes to {wanted.objectName() or wanted}")

    def settle(self) -> None:
        wait_for_picture(self.qtbot, self.explore)

    @property
    def seed(self) -> int | None:
        assert self.explore.point is not None
        return self.explore.point.origin.seed


@pytest.fixture
def tour(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Tour]:
    theme.apply(qapp, "dark")
    studio = StudioModel(Preferences(tmp_path / "window.ini"), library)
    window = MainWindow(studio, lambda model: StartPage(sources(), tasks=model.tasks))
    window.resize(1440, 900)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window_is_up()
    QTest.keyClick(window, Key.Key_2, CTRL)
    assert window.explore.isVisible()
    qtbot.waitUntil(lambda: studio.explore.facts is not None, timeout=60_000)
    made = Tour(qtbot, window)
    made.settle()
    yield made
    window.close()
    window.deleteLater()


def controls_of(room: QWidget) -> list[QWidget]:
    """What a hand could use now: buttons, fields, sliders, and whatever else takes the focus."""
    return [
        widget
        for widget in room.findChildren(QWidget)
        if widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None
        and not isinstance(widget, QScrollBar) and not isinstance(widget.parentWidget(), QAbstractSpinBox | QComboBox)
        and (isinstance(widget, CONTROLS) or bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus))
    ]  # fmt: skip


def named(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.objectName()} {widget.accessibleName()!r}"


def reached_by_arrows(tour: Tour, first: QWidget) -> list[QWidget]:
    """The other words of a segmented control and the other chips, which Tab passes by."""
    tour.go(first)
    found = [first]
    for key in (Key.Key_Left, Key.Key_Right):
        for _ in range(MOST_STOPS):
            before = focused()
            press(key)
            assert focused().parentWidget() is first.parentWidget()
            assert tour.window.ring.target is focused(), f"no ring on {named(focused())}"
            if focused() in (before, first):
                break
            found.append(focused())
    return found


def around(tour: Tour, key: Qt.Key) -> list[QWidget]:
    """The stops of the room, once around the window; each has a name, is in sight, and has the ring around it."""
    ring, first, found = tour.window.ring, focused(), []
    for _ in range(MOST_STOPS):
        press(key)
        here = focused()
        if tour.room.isAncestorOf(here):
            found.append(here)
            assert here.accessibleName(), named(here)
            assert ring.isVisible(), named(here)
            assert ring.target is here
            middle = here.mapTo(tour.window, here.rect().center())
            assert ring.geometry().contains(middle), named(here)
            assert here.visibleRegion().contains(here.rect().center()), f"{named(here)} is out of sight"
        if here is first:
            return found
    pytest.fail("Tab never comes around")


def is_one_of_many(widget: QWidget) -> bool:
    """Whether Tab stops once for a whole group."""
    return isinstance(widget, ClassChip) or (
        isinstance(widget, QAbstractButton) and widget.group() is not None
    )


def test_tab_goes_through_the_room_as_it_is_read(tour: Tour) -> None:
    there = around(tour, Key.Key_Tab)
    assert len(set(there)) == len(there)
    assert around(tour, Key.Key_Backtab)[:-1] == there[:-1][::-1]
    order = [widget.objectName() for widget in there]
    wanted = ["mix_grid", "timeline_add", "model_choice", "seed_spin", "psi_slider", "result_view"]
    assert [name for name in order if name in wanted] == wanted


def test_every_control_of_every_page_is_reached(tour: Tour) -> None:
    """By Tab, and within a group by arrows, which also open the pages."""
    choice = tour.room.canvas.choice
    groups: list[QWidget] = []
    for button in choice.buttons():
        tour.go(button)
        assert choice.choice() == button.accessibleName().removeprefix("View: ")
        tour.settle()
        wanted = controls_of(tour.room)
        reached = around(tour, Key.Key_Tab)
        groups += [widget for widget in reached if is_one_of_many(widget) and widget not in groups]
        kin = {widget.parentWidget() for widget in reached if is_one_of_many(widget)}
        missed = [named(each) for each in wanted if each not in reached and each.parentWidget() not in kin]
        assert missed == [], choice.choice()
        tour.go(button)
        press(Key.Key_Right)
    for group in groups:
        if group.isVisible() and group.parentWidget() is not choice:
            parent = group.parentWidget()
            assert parent is not None
            kind = parent.findChildren(QAbstractButton)
            seen = {each for each in kind if is_one_of_many(each) and each.isVisible()}
            assert set(reached_by_arrows(tour, group)) >= seen


def test_everything_is_done_by_keys(tour: Tour) -> None:
    """A walk through the whole room, and to the gallery and back."""
    _walk_seeds(tour)
    _set_psi(tour)
    _blend_classes(tour)
    _take_a_mix(tour)
    _move_a_direction(tour)
    _play_a_timeline(tour)
    _undo_and_redo(tour)
    saved = _save(tour)
    _copy_and_paste(tour)
    _restore_from_the_gallery(tour, saved)


def _walk_seeds(tour: Tour) -> None:
    assert focused() is tour.find("result_view")  # keys of the picture work as soon as the room is there
    assert tour.seed == 0
    press(Key.Key_Right, times=3)
    press(Key.Key_Left)
    assert tour.seed == 2
    press(Key.Key_R)
    assert tour.seed not in (None, 2)
    tour.go("seed_spin")
    before = tour.seed
    press(Key.Key_Up, times=2)
    assert before is not None
    assert tour.seed == before + 2
    tour.go("seed_plane")
    press(Key.Key_Left)
    assert tour.seed == before + 1
    tour.settle()


def _set_psi(tour: Tour) -> None:
    tour.go("psi_slider")
    assert tour.explore.point is not None
    before = tour.explore.point.psi
    press(Key.Key_Right, times=4)
    assert tour.explore.point.psi == pytest.approx(before + 0.2)
    tour.settle()


def _blend_classes(tour: Tour) -> None:
    while not isinstance(focused(), ClassChip):
        press(Key.Key_Backtab)  # the chips lie above truncation
    press(Key.Key_Right, times=3)
    press(Key.Key_Space)
    assert tour.explore.point is not None
    assert [(part.number, part.share) for part in tour.explore.point.classes] == [(3, 1.0)]
    press(Key.Key_Right, times=5)
    press(Key.Key_Space, SHIFT)
    assert {part.number for part in tour.explore.point.classes} == {3, 8}
    before = {part.number: part.share for part in tour.explore.point.classes}
    tour.go("blend_slider")
    press(Key.Key_Right, times=2)
    after = {part.number: part.share for part in tour.explore.point.classes}
    assert after[8] == pytest.approx(before[8] + 0.1)
    tour.settle()


def _take_a_mix(tour: Tour) -> None:
    tour.go("mix_grid")
    press(Key.Key_Down, times=2)
    press(Key.Key_Right, times=2)
    press(Key.Key_Return)
    assert tour.explore.point is not None
    assert tour.explore.point.mixes
    tour.settle()


def _move_a_direction(tour: Tour) -> None:
    row = tour.room.directions.rows[0]
    tour.go(row.value.slider)
    press(Key.Key_Right, times=7)
    assert tour.explore.point is not None
    (moved,) = tour.explore.point.directions
    assert moved.name == row.name
    assert moved.strength == pytest.approx(0.7)
    tour.settle()


def _play_a_timeline(tour: Tour) -> None:
    timeline = tour.explore.timeline
    tour.go("timeline_add")
    press(Key.Key_Space)
    tour.go("result_view")
    press(Key.Key_R)
    tour.settle()
    tour.go("timeline_add")
    press(Key.Key_Space)
    assert len(timeline.keys) == 2
    tour.go("timeline_to_start")
    press(Key.Key_Space)
    assert timeline.position == 0
    tour.go("result_view")
    press(Key.Key_Space)
    assert timeline.is_playing
    tour.qtbot.waitUntil(lambda: timeline.position > 0.1)
    press(Key.Key_Space)
    assert not timeline.is_playing


def _undo_and_redo(tour: Tour) -> None:
    """All the way back to the first point, and forward again."""
    last, count = tour.explore.point, tour.explore.history.stack.index()
    assert count >= 9
    press(Key.Key_Z, CTRL, times=count)
    assert tour.explore.point is not None
    assert (tour.seed, tour.explore.point.mixes, tour.explore.point.directions) == (0, (), ())
    press(Key.Key_Z, CTRL | SHIFT, times=count)
    assert tour.explore.point == last
    tour.settle()


def _save(tour: Tour) -> Path:
    folder = gallery_folder()
    press(Key.Key_S, CTRL)
    tour.qtbot.waitUntil(lambda: any(folder.glob("*.png")), timeout=10_000)
    (saved,) = folder.glob("*.png")
    assert ganstudio.read_point(saved) == tour.explore.point
    return saved


def _copy_and_paste(tour: Tour) -> None:
    copied = tour.explore.point
    press(Key.Key_C, CTRL)
    press(Key.Key_R)
    assert tour.explore.point != copied
    press(Key.Key_V, CTRL)
    assert tour.explore.point == copied
    press(Key.Key_R)
    tour.settle()


def _restore_from_the_gallery(tour: Tour, saved: Path) -> None:
    before, gallery = tour.explore.point, tour.window.gallery
    press(Key.Key_5, CTRL)
    assert gallery.isVisible()
    tour.qtbot.waitUntil(lambda: bool(gallery.gallery.shown))
    press(Key.Key_Home)
    assert gallery.gallery.current is not None
    assert gallery.gallery.current.path == saved
    press(Key.Key_Return)
    tour.qtbot.waitUntil(tour.room.isVisible)
    wanted = ganstudio.read_point(saved)
    tour.qtbot.waitUntil(lambda: tour.explore.point == wanted, timeout=10_000)
    tour.settle()
    press(Key.Key_Z, CTRL)
    assert tour.explore.point == before
    press(Key.Key_Z, CTRL | SHIFT)
    assert tour.explore.point == wanted

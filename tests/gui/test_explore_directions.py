"""Directions in the window: the list, the finder, what is made and kept, with real models and real widgets."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QPushButton, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ganstudio.errors import StudioError
from ganstudio.gui import theme
from ganstudio.gui.explore.direction_making import OTHERS
from ganstudio.gui.explore.direction_row import DirectionRow
from ganstudio.gui.explore.directions_panel import DirectionsPanel
from ganstudio.gui.models.explore.explore_model import ExploreModel
from ganstudio.latents.direction_store import read_directions, write_directions
from ganstudio.latents.directions import Direction, use
from ganstudio.latents.ganspace import ganspace
from ganstudio.latents.point import LatentPoint, Layers, Vector
from tests.latents.points import small_model

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
ENTER = Qt.Key.Key_Return


@pytest.fixture
def styled(tmp_path: Path) -> Path:
    path = tmp_path / "styled.safetensors"
    small_model("stylegan2").save(path)
    return path


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    path = tmp_path / "plain.safetensors"
    small_model("dcgan", classes=False).save(path)
    return path


@pytest.fixture
def explore(qtbot: QtBot) -> Iterator[ExploreModel]:
    made = ExploreModel()
    yield made
    made.close()


@pytest.fixture
def panel(qtbot: QtBot, qapp: QApplication, explore: ExploreModel, styled: Path) -> Iterator[DirectionsPanel]:
    theme.apply(qapp, "dark")
    made = DirectionsPanel(explore)
    made.resize(336, 900)
    made.show()
    opened(qtbot, explore, styled)
    yield made
    explore.close()  # as in the window: no answers come to panels that are gone
    made.deleteLater()


def opened(qtbot: QtBot, explore: ExploreModel, path: Path) -> None:
    explore.open(path)
    qtbot.waitUntil(lambda: explore.facts is not None and explore.facts.path == path, timeout=30_000)
    rest(qtbot, explore)


def rest(qtbot: QtBot, explore: ExploreModel) -> None:
    """Everything is shown, found and written."""
    directions = explore.directions

    def is_done() -> bool:
        picture = explore.picture
        is_shown = picture is not None and picture.point == explore.point and not picture.is_preview
        return is_shown and not directions.search.running and not directions.is_busy

    qtbot.waitUntil(is_done, timeout=15_000)


def a_direction(explore: ExploreModel, name: str, entry: int = 0) -> Direction:
    assert explore.facts is not None
    numbers = [0.0] * (explore.facts.w_dim or explore.facts.z_dim)
    numbers[entry] = 1.0
    return Direction(name=name, kind="pca", vector=Vector.of(numbers), scale=0.5, note="A test")


def names(explore: ExploreModel) -> list[str]:
    return [direction.name for direction in explore.directions.shown]


def test_an_empty_list_explains_itself_and_leads_on(panel: DirectionsPanel, qtbot: QtBot) -> None:
    assert panel.empty.isVisible()
    assert not panel.list.isVisible()
    qtbot.mouseClick(panel.find_first, LEFT)
    assert panel.finder.isVisible()
    assert not panel.empty.isVisible()
    qtbot.mouseClick(panel.finder.back, LEFT)
    assert panel.empty.isVisible()


def test_components_are_found_tried_and_kept(
    panel: DirectionsPanel, explore: ExploreModel, qtbot: QtBot, styled: Path
) -> None:
    panel.open_finder()
    page = panel.finder.components
    page.count.set_value(3)
    qtbot.mouseClick(page.look, LEFT)
    assert page.stop.isVisible()
    assert len(explore.tasks.tasks) == 1
    rest(qtbot, explore)
    assert [strip.direction.name for strip in page.results.strips] == [
        "Component 1",
        "Component 2",
        "Component 3",
    ]
    assert "3 components hold" in page.caption.text()
    assert not explore.tasks.tasks
    strip = page.results.strips[1]
    qtbot.waitUntil(lambda: all(panel.finder.pictures.of(point) for point in strip.points()))
    cell = strip.view.rect_of(4).center().toPoint()
    qtbot.mouseClick(strip.view, LEFT, pos=cell)
    assert explore.point is not None
    assert explore.point.strength_of("Component 2") == 2
    assert explore.point.directions == (use(strip.direction, 2.0),)
    assert names(explore) == ["Component 2"]  # of the point, and not saved yet
    assert not explore.directions.saved
    qtbot.mouseClick(strip.add, LEFT)
    rest(qtbot, explore)
    assert [direction.name for direction in read_directions(styled)] == ["Component 2"]
    assert not strip.add.isEnabled()


def test_strips_by_keyboard(panel: DirectionsPanel, explore: ExploreModel, qtbot: QtBot) -> None:
    panel.open_finder()
    panel.finder.show_page("SeFa")
    page = panel.finder.eigenvectors
    page.count.set_value(2)
    page.layers.set_layers(Layers(first=2))
    page.look.click()
    rest(qtbot, explore)
    view = page.results.strips[0].view
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Left)
    qtbot.keyClick(view, ENTER)
    assert explore.point is not None
    assert explore.point.strength_of("SeFa 1") == -1
    assert explore.point.directions[0].layers == Layers(first=2)


def test_components_move_to_other_layers_at_once(
    panel: DirectionsPanel, explore: ExploreModel, qtbot: QtBot
) -> None:
    panel.open_finder()
    page = panel.finder.components
    page.look.click()
    rest(qtbot, explore)
    page.layers.set_layers(Layers(last=1))
    page.layers.settled.emit(page.layers.layers())
    assert {strip.direction.layers for strip in page.results.strips} == {Layers(last=1)}


def test_what_was_found_scrolls_into_view(
    panel: DirectionsPanel, explore: ExploreModel, qtbot: QtBot
) -> None:
    column, inner = QScrollArea(), QWidget()
    layout = QVBoxLayout(inner)
    above = QWidget()
    above.setFixedHeight(400)
    layout.addWidget(above)
    layout.addWidget(panel)
    column.setWidgetResizable(True)
    column.setWidget(inner)
    column.resize(360, 500)
    column.show()
    panel.open_finder()
    panel.finder.components.look.click()
    rest(qtbot, explore)
    qtbot.waitUntil(lambda: 0 <= panel.finder.mapTo(column.viewport(), QPoint(0, 0)).y() < 40)
    panel.setParent(None)


def test_a_search_stops(
    panel: DirectionsPanel, explore: ExploreModel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    endless = {**ganspace.__kwdefaults__, "samples": 10_000_000}
    monkeypatch.setattr(ganspace, "__kwdefaults__", endless)
    panel.open_finder()
    page = panel.finder.components
    page.look.click()
    qtbot.waitUntil(lambda: explore.directions.search.share > 0)
    assert page.caption.text().startswith("Looking, ")
    qtbot.mouseClick(page.stop, LEFT)
    qtbot.waitUntil(lambda: not explore.directions.search.running, timeout=1000)
    assert not page.results.strips
    assert page.look.isVisible()


# -- the list -----------------------------------------------------------------------------------------------------


def row(panel: DirectionsPanel, name: str) -> DirectionRow:
    found = panel.row_of(name)
    assert found is not None
    return found


def test_several_stack_and_reset(panel: DirectionsPanel, explore: ExploreModel, qtbot: QtBot) -> None:
    for number, name in enumerate(("Ears", "Smile")):
        explore.directions.save(a_direction(explore, name, number))
    assert panel.list.isVisible()
    assert not panel.reset_all.isVisible()
    for _ in range(3):
        qtbot.keyClick(row(panel, "Ears").value.slider, Qt.Key.Key_Right)
    row(panel, "Smile").value.slider.take(-1.5)
    assert explore.point is not None
    strengths = {used.name: used.strength for used in explore.point.directions}
    assert strengths == {"Ears": pytest.approx(0.3), "Smile": -1.5}
    assert [entry.words for entry in explore.history.entries][-1] == "Smile"
    explore.undo()
    assert row(panel, "Smile").value.value() == 0
    explore.redo()
    assert row(panel, "Smile").value.value() == -1.5
    qtbot.mouseClick(row(panel, "Smile").value.reset, LEFT)
    assert explore.point.strength_of("Ears")
    assert not explore.point.strength_of("Smile")
    qtbot.mouseClick(panel.reset_all, LEFT)
    assert explore.point.directions == ()
    assert [panel_row.value.value() for panel_row in panel.rows] == [0, 0]


def test_dragging_is_one_step(panel: DirectionsPanel, explore: ExploreModel, qtbot: QtBot) -> None:
    explore.directions.save(a_direction(explore, "Ears"))
    QApplication.processEvents()
    slider = row(panel, "Ears").value.slider
    middle = QPoint(slider.width() // 2, slider.height() // 2)
    before = len(explore.history.entries)
    qtbot.mousePress(slider, LEFT, pos=middle)
    for step in range(1, 30):
        qtbot.mouseMove(slider, middle + QPoint(step, 0))
    qtbot.mouseRelease(slider, LEFT, pos=middle + QPoint(29, 0))
    assert explore.point is not None
    assert explore.point.strength_of("Ears") > 0.5
    assert len(explore.history.entries) == before + 1


def test_a_row_is_renamed_in_place(
    panel: DirectionsPanel, explore: ExploreModel, qtbot: QtBot, styled: Path
) -> None:
    for name in ("Ears", "Smile"):
        explore.directions.save(a_direction(explore, name))
    row(panel, "Ears").value.slider.take(1.0)
    qtbot.keyClick(row(panel, "Ears").value.slider, Qt.Key.Key_F2)
    field = row(panel, "Ears").field
    assert field.isVisible()
    field.setText("Smile")
    qtbot.keyClick(field, ENTER)
    assert "already" in row(panel, "Ears").problem.text()
    assert field.isVisible()
    assert field.property("wrong") == "true"
    field.setText("  Pointed   ears ")
    qtbot.keyClick(field, ENTER)
    assert names(explore) == ["Pointed ears", "Smile"]
    assert explore.point is not None
    assert explore.point.strength_of("Pointed ears") == 1
    rest(qtbot, explore)
    assert [direction.name for direction in read_directions(styled)] == ["Pointed ears", "Smile"]
    with pytest.raises(StudioError, match="1 to 80 letters"):
        explore.directions.rename("Smile", "   ")


def test_escape_leaves_the_name(panel: DirectionsPanel, explore: ExploreModel, qtbot: QtBot) -> None:
    explore.directions.save(a_direction(explore, "Ears"))
    row(panel, "Ears").rename()
    field = row(panel, "Ears").field
    field.setText("Other")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert not field.isVisible()
    assert names(explore) == ["Ears"]


def actions(of: DirectionRow) -> dict[str, object]:
    of.menu.aboutToShow.emit()
    return {action.text(): action for action in of.menu.actions() if action.text()}


def test_the_menu_unfolds_layers_and_removes(
    panel: DirectionsPanel, explore: ExploreModel, qtbot: QtBot, styled: Path
) -> None:
    explore.directions.save(a_direction(explore, "Ears"))
    row(panel, "Ears").value.slider.take(1.0)
    menu = actions(row(panel, "Ears"))
    assert list(menu) == ["Rename", "Layers", "Remove"]
    menu["Layers"].trigger()  # type: ignore[attr-defined]
    layers = row(panel, "Ears").layers
    assert layers.isVisible()
    qtbot.keyClick(layers.track.first, Qt.Key.Key_Right)
    qtbot.keyClick(layers.track.first, Qt.Key.Key_Right)
    assert explore.point is not None
    assert explore.point.directions[0].layers == Layers(first=2)
    rest(qtbot, explore)
    assert read_directions(styled)[0].layers == Layers(first=2)
    actions(row(panel, "Ears"))["Remove"].trigger()  # type: ignore[attr-defined]
    rest(qtbot, explore)
    assert read_directions(styled) == ()
    assert explore.point.directions == ()
    assert panel.empty.isVisible()


def test_directions_of_a_point_appear_and_can_be_kept(
    panel: DirectionsPanel, explore: ExploreModel, qtbot: QtBot, styled: Path
) -> None:
    assert explore.point is not None
    strange = use(a_direction(explore, "From elsewhere", 2), 1.5)
    explore.change("Restored a.png", explore.point.with_direction(strange))
    assert row(panel, "From elsewhere").value.value() == 1.5
    row(panel, "From elsewhere").value.slider.take(0.0)
    assert names(explore) == ["From elsewhere"]  # a row that a hand is on does not vanish at 0
    row(panel, "From elsewhere").value.slider.take(2.5)
    assert explore.point.directions == (strange.model_copy(update={"strength": 2.5}),)
    actions(row(panel, "From elsewhere"))["Save with the model"].trigger()  # type: ignore[attr-defined]
    rest(qtbot, explore)
    (kept,) = read_directions(styled)
    assert use(kept, 2.5) == explore.point.directions[0]


def test_they_are_there_again_with_their_model(
    panel: DirectionsPanel, explore: ExploreModel, qtbot: QtBot, styled: Path, plain: Path
) -> None:
    explore.directions.save(a_direction(explore, "Ears"))
    opened(qtbot, explore, plain)
    assert names(explore) == []
    explore.directions.save(a_direction(explore, "In z"))
    opened(qtbot, explore, styled)
    assert names(explore) == ["Ears"]
    assert [direction.name for direction in read_directions(plain)] == ["In z"]


def test_closing_writes_what_waits(explore: ExploreModel, qtbot: QtBot, styled: Path) -> None:
    opened(qtbot, explore, styled)
    for number in range(30):
        explore.directions.save(a_direction(explore, f"Number {number}"))
    explore.directions.close()
    assert len(read_directions(styled)) == 30


def test_a_damaged_file_is_said_and_set_aside(
    explore: ExploreModel, qtbot: QtBot, styled: Path, tmp_path: Path
) -> None:
    (tmp_path / "styled.directions.safetensors").write_text("nothing")
    with qtbot.waitSignal(explore.refused, check_params_cb=lambda words: "cannot be read" in words):
        explore.open(styled)
    rest(qtbot, explore)
    explore.directions.save(a_direction(explore, "Ears"))
    rest(qtbot, explore)
    assert [direction.name for direction in read_directions(styled)] == ["Ears"]
    assert (tmp_path / "styled.directions.safetensors.damaged-1").read_text() == "nothing"


def test_directions_of_another_width_are_left_out(
    explore: ExploreModel, qtbot: QtBot, styled: Path, tmp_path: Path
) -> None:
    odd = Direction(name="Odd", kind="made", vector=Vector.of([1.0, 0.0]), scale=1)
    write_directions(tmp_path / "styled.directions.safetensors", [odd])
    opened(qtbot, explore, styled)
    assert names(explore) == []


# -- one's own ----------------------------------------------------------------------------------------------------


def test_a_direction_is_made_from_marks(
    panel: DirectionsPanel, explore: ExploreModel, qtbot: QtBot, styled: Path
) -> None:
    panel.open_finder()
    panel.finder.show_page("Your own")
    page = panel.finder.own
    assert not page.make.isEnabled()
    assert "at least 3" in page.make.toolTip()
    for cell in range(4):
        qtbot.mouseClick(page.grid, LEFT, pos=page.grid.rect_of(cell).center())
    qtbot.mouseClick(page.grid, RIGHT, pos=page.grid.rect_of(7).center())
    for _ in range(2):
        qtbot.mouseClick(page.grid, LEFT, pos=page.grid.rect_of(8).center())
    assert page.counts.text() == "4 more, 2 less"
    qtbot.mouseClick(page.is_less, LEFT)
    assert (
        page.counts.text() == "3 more, 3 less"
    )  # the picture shown now is the first sample, psi and class alike
    page.name.setText("Roundness")
    page.layers.set_layers(Layers(last=3))
    qtbot.mouseClick(page.make, LEFT)
    rest(qtbot, explore)
    (strip,) = page.results.strips
    assert strip.direction.name == "Roundness"
    assert strip.direction.layers == Layers(last=3)
    assert strip.direction.accuracy is not None
    qtbot.mouseClick(strip.add, LEFT)
    rest(qtbot, explore)
    (kept,) = read_directions(styled)
    assert kept.accuracy == strip.direction.accuracy
    assert kept.note == "3 pictures marked as more, 3 as less"
    panel.close_finder()
    tip = row(panel, "Roundness").value.slider.toolTip()
    assert "held-out" in tip


def test_marks_by_keyboard(panel: DirectionsPanel, explore: ExploreModel, qtbot: QtBot) -> None:
    panel.open_finder()
    panel.finder.show_page("Your own")
    grid, search = panel.finder.own.grid, explore.directions.search
    grid.setFocus()
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_Right, Qt.Key.Key_Minus, Qt.Key.Key_Down, ENTER, ENTER):
        qtbot.keyClick(grid, key)
    samples = search.samples()
    assert search.marks == {samples[0]: True, samples[1]: False, samples[6]: False}
    qtbot.keyClick(grid, Qt.Key.Key_Delete)
    assert search.counts() == (1, 1)
    qtbot.mouseClick(panel.finder.own.others, LEFT)
    assert search.samples()[0].seed == 20
    assert search.counts() == (1, 1)
    qtbot.mouseClick(panel.finder.own.clear, LEFT)
    assert search.counts() == (0, 0)


def test_a_direction_between_two_classes(panel: DirectionsPanel, explore: ExploreModel, qtbot: QtBot) -> None:
    panel.open_finder()
    panel.finder.show_page("Your own")
    page = panel.finder.own
    qtbot.mouseClick(page.how.buttons()[1], LEFT)
    assert page.choosing.isVisible()
    assert not page.marking.isVisible()
    page.end.setCurrentText("left")
    assert not page.make.isEnabled()  # from left to left
    page.end.setCurrentText("both")
    qtbot.mouseClick(page.make, LEFT)
    rest(qtbot, explore)
    (strip,) = page.results.strips
    assert (strip.direction.name, strip.direction.note) == ("left to both", "From left to both")
    strip.add.click()
    page.start.setCurrentText(OTHERS)
    page.apart.click()
    page.make.click()
    rest(qtbot, explore)
    (other,) = page.results.strips
    assert other.direction.note == "From all others to both"
    assert abs(float(other.direction.vector.array() @ strip_vector(explore))) < 1e-5


def strip_vector(explore: ExploreModel) -> object:
    return explore.directions.saved[0].vector.array()


def test_problems_stand_beside_their_cause(
    panel: DirectionsPanel, explore: ExploreModel, qtbot: QtBot
) -> None:
    panel.open_finder()
    panel.finder.show_page("Your own")
    page, search = panel.finder.own, explore.directions.search
    assert explore.point is not None
    first = explore.point
    for number in range(6):  # noise without effect on w: all six are alike
        search.mark(first.changed(noise_seed=number), number % 2 == 0)
    page.make.click()
    rest(qtbot, explore)
    assert "alike" in page.problem.text()
    assert page.problem.isVisible()


def test_without_styles_there_are_no_layers_and_no_classes(
    panel: DirectionsPanel, explore: ExploreModel, qtbot: QtBot, plain: Path
) -> None:
    opened(qtbot, explore, plain)
    panel.open_finder()
    finder = panel.finder
    assert not finder.components.layers.isVisible()
    finder.components.look.click()
    rest(qtbot, explore)
    assert len(finder.components.results.strips) == 6
    finder.show_page("Your own")
    assert not finder.own.how.isVisible()
    assert not finder.own.layers.isVisible()
    explore.directions.save(a_direction(explore, "In z"))
    panel.close_finder()
    assert "Layers" not in actions(row(panel, "In z"))
    row(panel, "In z").value.slider.take(2.0)
    rest(qtbot, explore)
    assert explore.picture is not None
    assert explore.picture.point.strength_of("In z") == 2


def test_another_model_forgets_what_was_found(
    panel: DirectionsPanel, explore: ExploreModel, qtbot: QtBot, plain: Path
) -> None:
    panel.open_finder()
    panel.finder.components.look.click()
    rest(qtbot, explore)
    explore.directions.search.mark(LatentPoint.of_seed(3, 0, 0.7), True)
    opened(qtbot, explore, plain)
    assert not panel.finder.components.results.strips
    assert not explore.directions.search.marks


def test_every_control_has_a_name_and_a_tip(
    panel: DirectionsPanel, explore: ExploreModel, qtbot: QtBot
) -> None:
    explore.directions.save(a_direction(explore, "Ears"))
    panel.open_finder()
    panel.finder.components.look.click()
    rest(qtbot, explore)
    nameless = [
        button.text()
        for button in panel.findChildren(QPushButton)
        if not button.accessibleName() or not button.toolTip()
    ]
    assert not nameless
    assert panel.findChild(type(panel.list), "direction_list") is panel.list
    assert panel.finder.own.grid.accessibleName()

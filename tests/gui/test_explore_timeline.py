"""The timeline by hand: keys, scrubbing, playing that never queues, and exports."""

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ganstudio.gui import theme
from ganstudio.gui.explore.export_panel import ExportPanel
from ganstudio.gui.explore.point_mime import mime_of
from ganstudio.gui.explore.time_scale import TimeScale, short
from ganstudio.gui.explore.timeline_menus import key_menu, timeline_menu
from ganstudio.gui.explore.timeline_panel import SPHERICAL, TimelinePanel
from ganstudio.gui.explore.timeline_track import TimelineTrack
from ganstudio.gui.models.explore.clip_export import repeated
from ganstudio.gui.models.explore.explore_model import ExploreModel
from ganstudio.gui.models.explore.timeline_model import TimelineModel
from ganstudio.latents.keyframes import Timeline, point_at
from ganstudio.latents.model import load_model
from ganstudio.latents.picture_file import pixels_of, read_point
from ganstudio.latents.point import LatentPoint
from ganstudio.latents.rendering import render
from ganstudio.resources import gallery_folder
from tests.gui.explore_fakes import drag, open_model
from tests.latents.points import small_model

Mouse, Key = Qt.MouseButton, Qt.Key


@pytest.fixture
def panel(qtbot: QtBot, qapp: QApplication, explore: ExploreModel) -> Iterator[TimelinePanel]:
    theme.apply(qapp, "dark")
    made = TimelinePanel(explore)
    made.resize(1200, 112)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def track(panel: TimelinePanel) -> TimelineTrack:
    return panel.track


@pytest.fixture
def model(explore: ExploreModel) -> TimelineModel:
    return explore.timeline


@pytest.fixture
def keyed(panel: TimelinePanel, explore: ExploreModel) -> TimelinePanel:
    """Keys of the seeds 1, 2 and 3 at 0, 2 and 4 seconds of 8."""
    for place, seed in enumerate((1, 2, 3)):
        explore.change(f"Seed {seed}", LatentPoint.of_seed(seed, 0, 0.7))
        explore.timeline.add_key(seconds=2.0 * place)
    explore.timeline.choose(None)
    explore.timeline.place(0.0)
    return panel


def seeds(model: TimelineModel) -> list[int | None]:
    return [key.point.seed for key in model.keys]


def moments(model: TimelineModel) -> list[float]:
    return [key.seconds for key in model.keys]


def key_centre(track: TimelineTrack, place: int) -> QPoint:
    return track.key_rect(place).center().toPoint()


def ruler_at(track: TimelineTrack, seconds: float) -> QPoint:
    return QPoint(round(track.scale().x(seconds)), 20)


def wait_for_frame(qtbot: QtBot, explore: ExploreModel, point: LatentPoint) -> None:
    qtbot.waitUntil(lambda: explore.frame is not None and explore.frame.point == point)


# -- keys -----------------------------------------------------------------------------------------------------------


def test_add_key_puts_points_one_after_another(
    qtbot: QtBot, panel: TimelinePanel, explore: ExploreModel, model: TimelineModel
) -> None:
    assert not panel.play.isEnabled()
    assert not panel.export.isEnabled()
    for seed in (5, 6, 7):
        explore.change(f"Seed {seed}", LatentPoint.of_seed(seed, 0, 0.7))
        qtbot.mouseClick(panel.add, Mouse.LeftButton)
    assert (seeds(model), moments(model)) == ([5, 6, 7], [0.0, 1.6, 3.2])
    assert model.chosen == 2
    model.place(2.5)
    explore.change("Seed 8", LatentPoint.of_seed(8, 0, 0.7))
    qtbot.mouseClick(panel.add, Mouse.LeftButton)
    assert (seeds(model), moments(model)) == ([5, 6, 8, 7], [0.0, 1.6, 2.5, 3.2])
    assert panel.play.isEnabled()
    assert panel.length.text() == "of 8 s, 30 frames/s"


def test_a_key_is_dragged_in_time_past_its_neighbours(
    qtbot: QtBot, keyed: TimelinePanel, model: TimelineModel
) -> None:
    track = keyed.track
    end = QPoint(round(track.scale().x(6.0)), key_centre(track, 1).y())
    drag(qtbot, track, key_centre(track, 1), end)
    assert seeds(model) == [1, 3, 2]
    assert moments(model) == pytest.approx([0, 4, 6], abs=0.02)
    assert model.chosen == 2
    assert model.move_key(2, 4.0) == 1  # never onto another
    assert moments(model) == pytest.approx([0, 3.99, 4], abs=1e-6)
    model.move_key(0, -3.0)
    model.move_key(2, 99.0)
    assert (moments(model)[0], moments(model)[2]) == (0.0, 8.0)


def test_keys_of_the_keyboard(
    qtbot: QtBot, keyed: TimelinePanel, model: TimelineModel, explore: ExploreModel
) -> None:
    track = keyed.track
    track.setFocus()
    qtbot.keyClick(track, Key.Key_Right)  # the playhead
    assert model.position == pytest.approx(0.1)
    qtbot.keyClick(track, Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert model.position == pytest.approx(1.1)
    for _ in range(2):
        qtbot.keyClick(track, Key.Key_Tab)
    assert model.chosen == 1
    assert track.accessibleDescription() == "Key 2 of 3 at 2.00 s, ease"
    qtbot.keyClick(track, Key.Key_Left)
    qtbot.keyClick(track, Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert moments(model) == pytest.approx([0, 2.9, 4])
    qtbot.keyClick(track, Key.Key_Return)
    assert explore.point == model.keys[1].point
    assert explore.history.stack.undoText() == "Key 2"
    qtbot.keyClick(track, Key.Key_Delete)
    assert seeds(model) == [1, 3]
    qtbot.keyClick(track, Key.Key_Backtab)
    assert model.chosen is None
    qtbot.keyClick(track, Key.Key_End)
    assert model.position == 8.0


def test_tab_leaves_the_track_after_the_last_key(
    qtbot: QtBot, keyed: TimelinePanel, model: TimelineModel
) -> None:
    keyed.track.setFocus()
    for _ in range(3):
        qtbot.keyClick(keyed.track, Key.Key_Tab)
    assert model.chosen == 2
    qtbot.keyClick(keyed.track, Key.Key_Tab)
    assert keyed.add.hasFocus()
    assert model.chosen is None


def test_a_double_click_goes_to_a_keys_point(
    qtbot: QtBot, keyed: TimelinePanel, explore: ExploreModel
) -> None:
    steps = explore.history.stack.count()
    qtbot.mouseDClick(keyed.track, Mouse.LeftButton, pos=key_centre(keyed.track, 0))
    assert explore.point is not None
    assert explore.point.seed == 1
    assert explore.history.stack.count() == steps + 1


def test_the_menu_of_a_key(keyed: TimelinePanel, model: TimelineModel, explore: ExploreModel) -> None:
    actions = {action.text().split("\t")[0]: action for action in key_menu(model, 1, keyed).actions()}
    assert actions["Ease"].isChecked()
    actions["Hold"].trigger()
    assert [key.easing for key in model.keys] == ["ease", "hold", "ease"]
    explore.change("Seed 9", LatentPoint.of_seed(9, 0, 0.7))
    actions["Replace by the current point"].trigger()
    assert seeds(model) == [1, 9, 3]
    actions["Remove"].trigger()
    assert seeds(model) == [1, 3]


def test_a_dropped_thumbnail_is_a_key_where_it_falls(
    qtbot: QtBot, keyed: TimelinePanel, model: TimelineModel
) -> None:
    mime, place = mime_of(LatentPoint.of_seed(44, 0, 0.7)), QPoint(round(keyed.track.scale().x(3.0)), 60)
    none, copy = Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction
    QApplication.sendEvent(keyed.track, QDragEnterEvent(place, copy, mime, Mouse.LeftButton, none))
    QApplication.sendEvent(keyed.track, QDropEvent(QPointF(place), copy, mime, Mouse.LeftButton, none))
    assert seeds(model) == [1, 2, 44, 3]
    assert moments(model)[2] == pytest.approx(3.0, abs=0.01)


def test_a_loop_gets_room_for_the_way_back(qtbot: QtBot, keyed: TimelinePanel, model: TimelineModel) -> None:
    model.move_key(2, 8.0)
    qtbot.mouseClick(keyed.loop, Mouse.LeftButton)
    assert model.timeline.loop
    assert model.duration == 12.0
    model.set_duration(1.0)
    assert model.duration == pytest.approx(8.1)
    qtbot.mouseClick(keyed.loop, Mouse.LeftButton)
    assert not model.timeline.loop


def test_length_and_rate(qtbot: QtBot, keyed: TimelinePanel, model: TimelineModel) -> None:
    qtbot.mouseClick(keyed.length, Mouse.LeftButton)
    fields = keyed.length_panel
    assert fields.isVisible()
    fields.seconds.lineEdit().selectAll()
    qtbot.keyClicks(fields.seconds, "12")
    qtbot.keyClick(fields.seconds, Key.Key_Return)
    assert model.duration == 12.0
    fields.seconds.setValue(1.0)
    assert model.duration == 4.0  # the last key is there
    assert fields.seconds.value() == 4.0
    fields.rate.setValue(24)
    assert keyed.length.text() == "of 4 s, 24 frames/s"
    qtbot.keyClick(fields.rate, Key.Key_Escape)
    assert not fields.isVisible()


# -- frames ---------------------------------------------------------------------------------------------------------


def test_scrubbing_shows_frames_and_changes_nothing(
    qtbot: QtBot, keyed: TimelinePanel, model: TimelineModel, explore: ExploreModel, styled: Path
) -> None:
    point, steps, track = explore.point, explore.history.stack.count(), keyed.track
    drag(qtbot, track, ruler_at(track, 0.5), ruler_at(track, 1.3))
    wanted = point_at(load_model(styled), model.timeline, model.position)
    wait_for_frame(qtbot, explore, wanted)
    assert model.position == pytest.approx(1.3, abs=0.02)
    assert explore.frame is not None
    assert np.array_equal(explore.frame.pixels, pixels_of(render(load_model(styled), wanted)))
    assert (explore.point, explore.history.stack.count()) == (point, steps)
    assert track.take.isVisible()
    qtbot.mouseClick(track.take, Mouse.LeftButton)
    qtbot.waitUntil(lambda: explore.point == wanted)
    assert explore.history.stack.count() == steps + 1
    assert explore.history.stack.undoText().startswith("Frame at 1.")
    assert explore.frame is None
    assert not track.take.isVisible()
    explore.undo()
    assert explore.point == point


def test_escape_goes_back_to_the_point(
    qtbot: QtBot, keyed: TimelinePanel, explore: ExploreModel, model: TimelineModel
) -> None:
    qtbot.mouseClick(keyed.track, Mouse.LeftButton, pos=ruler_at(keyed.track, 1.0))
    qtbot.waitUntil(lambda: explore.frame is not None)
    keyed.track.setFocus()
    qtbot.keyClick(keyed.track, Key.Key_Escape)
    assert explore.frame is None


def test_playing_keeps_time_and_never_queues(
    qtbot: QtBot,
    keyed: TimelinePanel,
    model: TimelineModel,
    explore: ExploreModel,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Frames that take three times as long as they may are left out, and stopping leaves none waiting."""
    real, asked, shown = model.courses.point, [0.0], [0]

    def slow(timeline: Timeline, seconds: float, loaded: object) -> LatentPoint:
        asked.append(seconds)
        time.sleep(0.1)
        return real(timeline, seconds, loaded)  # type: ignore[arg-type]

    monkeypatch.setattr(model.courses, "point", slow)
    explore.frame_changed.connect(lambda picture: shown.__setitem__(0, shown[0] + (picture is not None)))
    point, steps, began = explore.point, explore.history.stack.count(), time.perf_counter()
    qtbot.mouseClick(keyed.play, Mouse.LeftButton)
    assert model.is_playing
    qtbot.waitUntil(lambda: shown[0] >= 6)
    passed = time.perf_counter() - began
    assert model.position == pytest.approx(passed, abs=0.2)  # real time, though 3 in 4 frames were never made
    assert len(asked) <= passed / 0.1 + 2
    assert asked[-1] > passed - 0.5  # each is of the moment, not of the past
    keyed.toggle_play()
    assert not model.is_playing
    qtbot.wait(250)
    settled = len(asked)
    qtbot.wait(250)
    assert len(asked) == settled
    assert (explore.point, explore.history.stack.count()) == (point, steps)


def test_playing_stops_at_the_end_or_goes_round(
    qtbot: QtBot, keyed: TimelinePanel, model: TimelineModel, explore: ExploreModel, styled: Path
) -> None:
    model.to(7.9)
    model.play()
    qtbot.waitUntil(lambda: not model.is_playing)
    assert model.position == 8.0
    wait_for_frame(qtbot, explore, model.keys[-1].point)
    model.set_loop(True)
    model.to(7.9)
    model.play()
    qtbot.waitUntil(lambda: 0.1 < model.position < 2)
    assert model.is_playing
    explore.change("Seed 50", LatentPoint.of_seed(50, 0, 0.7))  # whoever works on a point wants to see it
    assert not model.is_playing
    assert explore.frame is None


def test_a_frame_that_fails_ends_playing(
    qtbot: QtBot,
    keyed: TimelinePanel,
    model: TimelineModel,
    explore: ExploreModel,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(*_arguments: object) -> LatentPoint:
        raise RuntimeError("no")

    monkeypatch.setattr(model.courses, "point", fails)
    with qtbot.waitSignal(explore.refused):
        model.play()
    assert not model.is_playing


# -- models and files -----------------------------------------------------------------------------------------------


def test_spaces_and_models(
    qtbot: QtBot,
    keyed: TimelinePanel,
    model: TimelineModel,
    explore: ExploreModel,
    styled: Path,
    tmp_path: Path,
) -> None:
    assert model.timeline.space == "w"
    for button in keyed.space.findChildren(type(keyed.space._group.buttons()[0])):
        if button.text() == SPHERICAL:
            qtbot.mouseClick(button, Mouse.LeftButton)
    assert model.timeline.space != "w"
    small_model("dcgan", classes=False).save(tmp_path / "plain.safetensors")
    open_model(qtbot, explore, tmp_path / "plain.safetensors")
    assert not model.keys
    assert model.timeline.space == "z"
    assert keyed.space.isHidden()
    model.add_key()
    open_model(qtbot, explore, styled)
    assert seeds(model) == [1, 2, 3]
    assert not keyed.space.isHidden()


def test_saved_and_opened_again(
    qtbot: QtBot, keyed: TimelinePanel, model: TimelineModel, explore: ExploreModel, tmp_path: Path
) -> None:
    model.set_easing(1, "hold")
    saved = model.timeline
    model.save(tmp_path / "walk.json")
    {action.text(): action for action in timeline_menu(model, keyed).actions()}["Remove all keys"].trigger()
    assert not model.keys
    model.open(tmp_path / "walk.json")
    assert model.timeline == saved
    (tmp_path / "broken.json").write_text("{}x")
    with qtbot.waitSignal(explore.refused):
        model.open(tmp_path / "broken.json")
    small_model("dcgan", classes=False).save(tmp_path / "plain.safetensors")
    open_model(qtbot, explore, tmp_path / "plain.safetensors")
    with qtbot.waitSignal(explore.refused) as refused:
        model.open(tmp_path / "walk.json")
    assert "another model" in refused.args[0]
    assert not model.keys


# -- exporting ------------------------------------------------------------------------------------------------------


def open_export(qtbot: QtBot, keyed: TimelinePanel, ending: str) -> ExportPanel:
    """The panel with a small wish: 4 frames a second of 4 seconds."""
    keyed.model.set_duration(4.0)
    qtbot.mouseClick(keyed.export, Mouse.LeftButton)
    made = keyed.export_panel
    assert made.isVisible()
    next(b for b in made.format._group.buttons() if b.text() == ending).click()
    made.size_field.setValue(32)
    made.rate.setValue(4)
    return made


def run_export(qtbot: QtBot, made: ExportPanel) -> Path:
    qtbot.mouseClick(made.start, Mouse.LeftButton)
    qtbot.waitUntil(lambda: not made.export.is_running, timeout=20_000)
    assert made.export.error == ""
    assert made.export.finished is not None
    return made.export.finished


@pytest.mark.parametrize("ending", ["GIF", "WebP"])
def test_an_animation_has_every_frame(qtbot: QtBot, keyed: TimelinePanel, ending: str) -> None:
    made = open_export(qtbot, keyed, ending)
    assert made.note.text() == "16 frames, 4 s, 32 × 32 px"
    path = run_export(qtbot, made)
    assert path.parent == gallery_folder()
    with Image.open(path) as clip:
        assert (getattr(clip, "n_frames", 1), clip.size) == (16, (32, 32))
    assert made.note.text() == f"Saved as {path.name}"
    assert not made.reveal.isHidden()


def test_a_film_and_its_loops(qtbot: QtBot, keyed: TimelinePanel, model: TimelineModel) -> None:
    import av

    model.set_duration(4.5)
    model.set_loop(True)
    made = open_export(qtbot, keyed, "MP4")
    made.repeats.setValue(2)
    assert made.note.text() == f"{round(8 * 4.1)} frames, 8.2 s, 32 × 32 px"
    with av.open(str(run_export(qtbot, made))) as film:
        stream = film.streams.video[0]
        assert sum(1 for _ in film.decode(video=0)) == round(8 * 4.1)
        assert float(stream.average_rate or 0) == 4


def test_pictures_carry_their_points(qtbot: QtBot, keyed: TimelinePanel, model: TimelineModel) -> None:
    made = open_export(qtbot, keyed, "PNG sequence")
    files = sorted(run_export(qtbot, made).iterdir())
    assert len(files) == 16
    assert read_point(files[0]) == model.keys[0].point
    assert read_point(files[-1]) == model.keys[-1].point


def test_a_name_that_is_taken_or_impossible_is_refused(qtbot: QtBot, keyed: TimelinePanel) -> None:
    made = open_export(qtbot, keyed, "GIF")
    gallery_folder().mkdir(parents=True, exist_ok=True)
    (gallery_folder() / "mine.gif").write_bytes(b"x")
    for name, words in (("mine", "already"), ("a/b", "leave out"), ("", "name")):
        made.name.clear()
        qtbot.keyClicks(made.name, name)
        qtbot.mouseClick(made.start, Mouse.LeftButton)
        assert not made.export.is_running
        assert words in made.error.text()
        assert not made.error.isHidden()
    assert (gallery_folder() / "mine.gif").read_bytes() == b"x"


def test_an_export_can_be_stopped(qtbot: QtBot, keyed: TimelinePanel, explore: ExploreModel) -> None:
    made = open_export(qtbot, keyed, "GIF")
    made.rate.setValue(240)
    keyed.model.set_duration(100.0)
    qtbot.mouseClick(made.start, Mouse.LeftButton)
    qtbot.waitUntil(lambda: made.export.done > 3)
    assert explore.tasks.tasks[0].name.startswith("Exporting")
    began = time.perf_counter()
    qtbot.mouseClick(made.start, Mouse.LeftButton)  # which says Stop meanwhile
    qtbot.waitUntil(lambda: not made.export.is_running)
    assert time.perf_counter() - began < 1
    assert "nothing was written" in made.error.text()
    assert list(gallery_folder().iterdir()) == []


def test_a_loop_repeated_goes_the_same_way_again(
    keyed: TimelinePanel, model: TimelineModel, styled: Path
) -> None:
    loaded = load_model(styled)
    model.set_loop(True)
    once, thrice = model.timeline, repeated(model.timeline, 3)
    assert thrice.duration == 3 * once.duration
    for seconds in (0.7, 5.2, 7.9):
        wanted = loaded.mapper.styles([point_at(loaded, once, seconds)])
        for turn in range(3):
            found = loaded.mapper.styles([point_at(loaded, thrice, seconds + turn * once.duration)])
            assert float((found - wanted).abs().max()) < 1e-4
    assert repeated(once.changed(loop=False), 3) == once.changed(loop=False)


# -- the scale ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("width", "duration"), [(160, 8.0), (900, 8.0), (2100, 0.5), (700, 3600.0)])
def test_the_scale_is_readable_at_every_width(width: int, duration: float) -> None:
    scale = TimeScale(8, 8 + width, duration)
    for seconds in (0.0, duration / 3, duration):
        assert scale.seconds(scale.x(seconds)) == pytest.approx(seconds)
    assert (scale.seconds(-50), scale.seconds(9999)) == (0.0, duration)
    labels = scale.moments(scale.label_step())
    assert labels[0] == 0
    assert labels[-1] <= duration + 1e-6
    if len(labels) > 1:
        assert scale.x(labels[1]) - scale.x(labels[0]) >= 72
        assert scale.x(scale.tick_step()) - scale.x(0) >= 7 or scale.tick_step() == scale.label_step()


def test_moments_in_words() -> None:
    assert [short(seconds) for seconds in (0, 0.5, 8, 61, 600)] == ["0 s", "0.5 s", "8 s", "1:01", "10:00"]


def test_drawn_in_both_themes(qtbot: QtBot, qapp: QApplication, keyed: TimelinePanel) -> None:
    qtbot.waitUntil(lambda: not keyed.track.pictures.is_busy)
    for name, colours in (("dark", theme.DARK), ("light", theme.LIGHT)):
        theme.apply(qapp, name)  # type: ignore[arg-type]
        keyed.model.place(3.0)
        image = keyed.track.grab().toImage()
        head = image.pixelColor(round(keyed.track.scale().x(3.0)), 60).name()
        assert head == colours.accent_line
        keyed.model.choose(1)
        rect = keyed.track.key_rect(1)
        ring = keyed.track.grab().toImage().pixelColor(rect.left() + 1, rect.center().y())  # type: ignore[call-overload]
        assert ring.name() == colours.ring
    theme.apply(qapp, "dark")

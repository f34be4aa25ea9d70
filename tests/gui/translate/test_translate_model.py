"""A translator is opened in a thread and works in one; what is shown is finished live."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ganstudio.errors import StudioError
from ganstudio.gui.models.preferences import Preferences
from ganstudio.gui.models.run_list import RunList, RunRow
from ganstudio.gui.models.translate.cycle import difference
from ganstudio.gui.models.translate.live import pixels_of
from ganstudio.gui.models.translate.sides import sides_of_run
from ganstudio.gui.models.translate.translate_model import TranslateModel
from ganstudio.gui.pyramid import Pyramid
from ganstudio.latents.model import Model
from ganstudio.translation.finishing import finished
from tests.gui.translate.room_fakes import open_translator, wait_until_done, write_pictures, write_translator
from tests.latents.points import small_model


@pytest.fixture
def runs(qapp: QApplication, tmp_path: Path) -> Iterator[RunList]:
    made = RunList(tmp_path / "runs")
    yield made
    made.close()


@pytest.fixture
def preferences(qapp: QApplication, tmp_path: Path) -> Preferences:
    return Preferences(tmp_path / "window.ini")


@pytest.fixture
def room_model(runs: RunList, preferences: Preferences) -> Iterator[TranslateModel]:
    made = TranslateModel(runs, preferences=preferences)
    yield made
    made.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write_translator(tmp_path / "outline.safetensors")


def test_facts_are_known_and_the_model_is_remembered(
    qtbot: QtBot, room_model: TranslateModel, file: Path, runs: RunList, preferences: Preferences
) -> None:
    open_translator(qtbot, room_model, file)
    facts = room_model.facts
    assert facts is not None
    assert facts.directions == ("a2b", "b2a")
    assert facts.ends("b2a") == tuple(reversed(facts.domains))
    assert facts.resolution == 16
    assert [row.path for row in room_model.shelf.rows if row.path == file] == [file]
    again = TranslateModel(runs, preferences=preferences)
    again.open_first()
    qtbot.waitUntil(lambda: again.facts is not None, timeout=30_000)
    assert again.facts is not None
    assert again.facts.path == file
    again.close()


@pytest.mark.parametrize("kind", ["missing", "damaged", "other"])
def test_what_is_no_translator_is_refused_in_one_sentence(
    qtbot: QtBot, room_model: TranslateModel, tmp_path: Path, kind: str
) -> None:
    path = tmp_path / "model.safetensors"
    if kind == "damaged":
        path.write_bytes(b"nothing")
    elif kind == "other":
        small_model("dcgan").save(path)
    with qtbot.waitSignal(room_model.refused, timeout=30_000) as refused:
        room_model.open(path)
    sentence = str(refused.args[0])
    assert sentence.endswith(".")
    assert "Traceback" not in sentence
    assert "Explore" in sentence if kind == "other" else True
    assert room_model.facts is None
    assert not room_model.is_loading


def test_jobs_wait_for_a_model_and_keep_their_order(
    qtbot: QtBot, room_model: TranslateModel, file: Path
) -> None:
    said: list[object] = []

    def job(name: str) -> Callable[[Model, Callable[[], bool]], Iterator[str]]:
        def work(model: Model, should_stop: Callable[[], bool]) -> Iterator[str]:
            assert isinstance(model, Model)
            assert threading.current_thread() is not threading.main_thread()
            yield f"{name} 1"
            yield f"{name} 2"

        return work

    first = room_model.run(job("a"), said.append, lambda: said.append("a done"))
    room_model.run(job("b"), said.append, lambda: said.append("b done"))
    stopped = room_model.run(job("c"), said.append, lambda: said.append("c done"))
    stopped.stop()
    qtbot.wait(50)
    assert said == ["c done"]
    open_translator(qtbot, room_model, file)
    qtbot.waitUntil(lambda: "b done" in said, timeout=10_000)
    assert said == ["c done", "a 1", "a 2", "a done", "b 1", "b 2", "b done"]
    assert not first.is_running


def test_urgent_jobs_go_between_and_errors_are_sentences(
    qtbot: QtBot, room_model: TranslateModel, file: Path
) -> None:
    open_translator(qtbot, room_model, file)
    said: list[str] = []
    gate, begun = threading.Event(), threading.Event()

    def long(_model: Model, should_stop: Callable[[], bool]) -> Iterator[str]:
        yield "one"
        begun.set()
        gate.wait(10)
        yield "two"
        while not should_stop():
            time.sleep(0.01)
            yield "more"

    def bad(_model: Model, _stop: Callable[[], bool]) -> Iterator[str]:
        raise StudioError("It is broken.")
        yield ""

    job = room_model.run(long, said.append, lambda: said.append("done"))
    assert begun.wait(10)
    room_model.run(bad, failed=said.append, urgent=True)
    gate.set()
    qtbot.waitUntil(lambda: "It is broken." in said, timeout=10_000)
    assert said.index("It is broken.") > said.index("one")
    assert "done" not in said
    began = time.monotonic()
    job.stop()
    qtbot.waitUntil(lambda: "done" in said, timeout=5_000)
    assert time.monotonic() - began < 1


def test_strength_follows_at_once_and_equals_the_finish(
    qtbot: QtBot, room_model: TranslateModel, file: Path, tmp_path: Path
) -> None:
    open_translator(qtbot, room_model, file)
    room_model.queue.add(write_pictures(tmp_path / "in", 1))
    qtbot.waitUntil(lambda: bool(room_model.queue.items), timeout=10_000)
    room_model.queue.select(room_model.queue.items[0].number)
    wait_until_done(qtbot, room_model, 1)
    item = room_model.queue.items[0]
    result, full = item.result, item.after()
    assert full is not None
    assert not np.array_equal(full, item.before())
    for changes in ({"strength": 0.3}, {"keep_brightness": True}, {"strength": 0.0}):
        room_model.set_manner(**changes)
        qtbot.waitUntil(lambda: room_model.shown.is_settled, timeout=10_000)
        view = room_model.shown.view
        assert view is not None
        assert view.after is not None
        expected = finished(item.before(), full, room_model.manner)
        assert np.array_equal(pixels_of(view.after.image), expected)
    assert item.result is result, "a slider translates nothing again"
    assert np.array_equal(pixels_of(view.after.image), item.before())


def test_direction_makes_results_out_of_date(
    qtbot: QtBot, room_model: TranslateModel, file: Path, tmp_path: Path
) -> None:
    open_translator(qtbot, room_model, file)
    room_model.queue.add(write_pictures(tmp_path / "in", 1))
    qtbot.waitUntil(lambda: bool(room_model.queue.items), timeout=10_000)
    room_model.queue.select(room_model.queue.items[0].number)
    wait_until_done(qtbot, room_model, 1)
    item = room_model.queue.items[0]
    there = item.after()
    room_model.set_direction("b2a")
    assert room_model.manner.direction == "b2a"
    assert item.is_out_of_date
    assert not room_model.shown.can_cycle
    room_model.queue.start()
    qtbot.waitUntil(lambda: not item.is_out_of_date, timeout=10_000)
    wait_until_done(qtbot, room_model, 1)
    back = item.after()
    assert there is not None
    assert back is not None
    assert not np.array_equal(there, back)


def test_there_and_back(qtbot: QtBot, room_model: TranslateModel, file: Path, tmp_path: Path) -> None:
    from ganstudio.translation.applying import translate_pixels
    from tests.latents.translator_models import small_translator

    open_translator(qtbot, room_model, file)
    room_model.queue.add(write_pictures(tmp_path / "in", 1))
    qtbot.waitUntil(lambda: bool(room_model.queue.items), timeout=10_000)
    room_model.queue.select(room_model.queue.items[0].number)
    wait_until_done(qtbot, room_model, 1)
    room_model.shown.want_cycle(True)
    qtbot.waitUntil(lambda: room_model.shown.cycle is not None, timeout=20_000)
    cycle, item = room_model.shown.cycle, room_model.queue.items[0]
    there = item.after()
    assert cycle is not None
    assert there is not None
    model = small_translator()
    back = translate_pixels(model, there, replace(room_model.manner, direction="b2a")).pixels
    assert np.array_equal(pixels_of(cycle.back.image), back)
    assert cycle.l1 == pytest.approx(np.abs(item.before() / 127.5 - back / 127.5).mean())
    room_model.set_manner(direction="b2a")
    room_model.shown.want_cycle(False)


def test_difference_by_hand() -> None:
    a = np.array([[[0, 10, 255]]], np.uint8)
    b = np.array([[[5, 10, 55]]], np.uint8)
    apart, l1 = difference(a, b)
    assert apart.tolist() == [[[20, 0, 255]]]
    assert l1 == pytest.approx((5 + 0 + 200) / 3 / 127.5)


class FakeSource(QObject):
    frame = Signal(QImage)
    failed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.is_started = False

    def start(self) -> None:
        self.is_started = True

    def stop(self) -> None:
        self.is_started = False


def test_live_frames_the_newest_wins(qtbot: QtBot, room_model: TranslateModel, file: Path) -> None:
    open_translator(qtbot, room_model, file)
    live, source = room_model.live, FakeSource()
    live.start(source)
    assert source.is_started
    frames = [QImage(32, 24, QImage.Format.Format_RGB888) for _ in range(20)]
    for number, image in enumerate(frames):
        image.fill(number * 12)
        source.frame.emit(image)
    qtbot.waitUntil(lambda: live.frame is not None and live.frame.image == frames[-1], timeout=10_000)
    assert live.frame is not None
    assert live.frame.after.size == live.frame.before.size
    assert len(live._times) <= 3, "frames that came meanwhile were dropped"
    live.keep()
    qtbot.waitUntil(lambda: len(room_model.queue.items) == 1, timeout=10_000)
    with qtbot.waitSignal(room_model.refused):
        source.failed.emit("The camera is gone.")
    assert not live.is_on
    assert not source.is_started
    wait_until_done(qtbot, room_model, 1)


def test_runs_that_translate_are_on_the_shelf_with_their_sides(
    qtbot: QtBot, runs: RunList, tmp_path: Path
) -> None:
    run = tmp_path / "runs" / "first"
    previews = run / "previews"
    previews.mkdir(parents=True)
    record = {"pictures": {"domains": ["Red", "Blue"]}, "data": {}}
    (run / "run.json").write_text(json.dumps(record))
    sheet = np.zeros((6 * 8, 12 * 8, 3), np.uint8)
    sheet[:8, :8], sheet[24:32, :8] = (255, 0, 0), (0, 0, 255)
    Image.fromarray(sheet).save(previews / "10.png")
    model = TranslateModel(runs, words=lambda name: f"{name}!")
    other = RunRow(tmp_path / "runs" / "second", "second", "dcgan", "digits", 10, 10, "stopped")
    runs.rows = [RunRow(run, "first", "cyclegan", "red", 10, 10, "stopped", domains=("Red", "Blue")), other]
    runs.changed.emit()
    names = [row.name for row in model.shelf.rows]
    assert "first" in names
    assert "second" not in names
    sides = sides_of_run(run, previews / "10.png")
    assert sides is not None
    assert sides[0][0, 0].tolist() == [255, 0, 0]
    assert sides[1][0, 0].tolist() == [0, 0, 255]
    qtbot.waitUntil(lambda: any(row.name == "first" and row.sides for row in model.shelf.rows), timeout=5000)
    assert next(row for row in model.shelf.rows if row.name == "first").about == "cyclegan!, 10 steps"
    model.close()


def test_a_pyramid_takes_the_level_it_needs(qapp: QApplication) -> None:
    draw = np.random.default_rng(0).integers(0, 256, (1200, 1600, 3), np.uint8)
    pyramid = Pyramid(draw)
    assert [level.width() for level in pyramid.levels] == [1600, 800, 400]
    assert pyramid.level(390).width() == 400
    assert pyramid.level(401).width() == 800
    assert pyramid.level(5000).width() == 1600
    assert np.array_equal(pixels_of(pyramid.image), draw)

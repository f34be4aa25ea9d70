"""Previews: through the training, with and without averaging, and one sample closer."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ganstudio.gui.main_window import MainWindow
from ganstudio.gui.models.sheets import sheet_of
from ganstudio.gui.train.sheet_store import SheetStore, Source
from ganstudio.resources import runs_folder
from ganstudio.training.events import (
    Preview,
)
from tests.gui.run_view_tools import click, press, shown, started
from tests.gui.window_fakes import FakeRun, tiles, write_run


def test_a_click_looks_closer_at_one_sample_and_escape_goes_back(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = write_run(runs_folder() / "earlier")
    for step in (20, 40, 60):  # each tile has its own shade
        tile = np.kron(np.arange(60).reshape(6, 10), np.ones((8, 8))) + step
        Image.fromarray(tile.astype(np.uint8)).save(path / "previews" / f"{step}.png")
    view = shown(qtbot, window, path)
    grid, sample = view.grid, view.pictures.sample
    rect = grid.picture_rect()
    side = rect.width() / 10
    place = QPointF(rect.x() + 2.5 * side, rect.y() + 1.5 * side).toPoint()
    qtbot.mouseClick(grid, Qt.MouseButton.LeftButton, pos=place)
    assert view.pictures.currentWidget() is sample
    assert sample.name.text() == "Seed 12, class 2 at step 60"
    assert int(sample._pixels[0, 0, 0]) == 72
    qtbot.waitUntil(lambda: sample.strip.steps == [20, 40, 60])
    qtbot.keyClick(sample, Qt.Key.Key_Right)
    assert sample.name.text().startswith("Seed 13, class 3")
    click(qtbot, sample.before)
    qtbot.waitUntil(lambda: sample.strip.steps == [20, 40, 60])
    qtbot.mouseClick(sample.strip, Qt.MouseButton.LeftButton, pos=sample.strip.cell(0).center())
    qtbot.waitUntil(lambda: sample.name.text() == "Seed 12, class 2 at step 20")
    assert int(sample._pixels[0, 0, 0]) == 32
    out = tmp_path / "sample.png"
    sample.save_as(out)
    qtbot.waitUntil(out.exists)
    qtbot.waitUntil(lambda: out.stat().st_size > 0)
    assert np.asarray(Image.open(out)).shape == (8, 8)
    qtbot.keyClick(sample, Qt.Key.Key_Escape)
    assert view.pictures.currentWidget() is grid


def test_a_picture_that_cannot_be_saved_says_so(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    view = shown(qtbot, window, write_run(runs_folder() / "earlier"))
    view.grid.opened.emit(0)
    view.pictures.sample.save_as(tmp_path / "nowhere" / "sample.png")
    qtbot.waitUntil(lambda: "sample.png" in view.banner.words.text())


def test_the_generator_without_averaging_can_be_seen(qtbot: QtBot, window: MainWindow) -> None:
    path = write_run(runs_folder() / "earlier")
    view = shown(qtbot, window, path)
    assert not view.scrubber.kind.isEnabled()
    (path / "previews" / "raw").mkdir()
    for step in (20, 40, 60):
        Image.fromarray(np.full((48, 80), 200 + step // 10, np.uint8)).save(
            path / "previews" / "raw" / f"{step}.png"
        )
    window.studio.show(None)
    view = shown(qtbot, window, path)
    press(view, "Raw")
    qtbot.waitUntil(lambda: view.grid.sheet is not None and int(view.grid.sheet.pixels[0, 0, 0]) == 206)
    view.scrubber.go_to(20)
    qtbot.waitUntil(lambda: view.grid.sheet is not None and int(view.grid.sheet.pixels[0, 0, 0]) == 202)
    press(view, "Averaged")
    qtbot.waitUntil(lambda: view.grid.sheet is not None and int(view.grid.sheet.pixels[0, 0, 0]) == 20)
    assert view.scrubber.shown_step == 20


def test_leaving_the_end_pauses_following_until_newest_is_clicked(
    qtbot: QtBot, window: MainWindow, training: FakeRun
) -> None:
    click(qtbot, window.train.header.start_button)
    training.advance(15)
    run, view = window.studio.training, window.train.view
    assert run is not None
    qtbot.waitUntil(lambda: run.step == 15)
    view.scrubber.slider.setValue(2)
    view.scrubber.slider.setValue(1)
    training.advance(10)
    qtbot.waitUntil(lambda: len(run.previews) == 5)
    assert view.scrubber.shown_step == 10
    click(qtbot, view.scrubber.newest)
    assert view.scrubber.shown_step == 25
    qtbot.waitUntil(lambda: view.grid.sheet is not None and view.grid.sheet.step == 25)
    training.advance(5)
    qtbot.waitUntil(lambda: view.grid.sheet is not None and view.grid.sheet.step == 30)


@pytest.fixture
def store(qapp: QApplication) -> Iterator[SheetStore]:
    made = SheetStore()
    yield made
    made.close()


def test_only_so_many_pictures_are_kept(
    qtbot: QtBot, store: SheetStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ganstudio.gui.train.sheet_store.LIMIT", 3 * 48 * 80)
    sources = [Source(step, Path(f"{step}.png"), 8, tiles(step), 10) for step in range(6)]
    for source in sources:
        with qtbot.waitSignal(store.ready):
            store.ask(source)
    assert store.size == 3 * 48 * 80
    assert list(store._kept) == sources[-3:]
    with qtbot.waitSignal(store.ready, timeout=0, raising=False) as kept:
        store.ask(sources[4])
    assert kept.signal_triggered  # at once, without reading


def test_tiles_larger_than_a_screen_shows_are_made_smaller() -> None:
    large = np.zeros((4, 512, 512, 3), np.uint8)
    large[1] = 200
    sheet = sheet_of(1, large, 2)
    assert (sheet.side, sheet.pixels.shape, sheet.count) == (256, (512, 512, 3), 4)
    assert int(sheet.pixels[0, 256, 0]) == 200


def test_previews_that_arrive_are_put_together_away_from_the_window(
    qtbot: QtBot, window: MainWindow, training: FakeRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    made_in: list[int] = []

    def watched(*arguments: Any) -> Any:
        made_in.append(threading.get_ident())
        return sheet_of(*arguments)

    monkeypatch.setattr("ganstudio.gui.train.sheet_store.sheet_of", watched)
    pictures = Preview(5, training.path / "previews" / "5.png", tiles(9), 10, (), tiles(90))
    view = started(qtbot, window, training, pictures)
    qtbot.waitUntil(lambda: view.grid.sheet is not None and int(view.grid.sheet.pixels[0, 0, 0]) == 9)
    assert made_in
    assert threading.get_ident() not in made_in
    press(view, "Raw")
    qtbot.waitUntil(lambda: view.grid.sheet is not None and int(view.grid.sheet.pixels[0, 0, 0]) == 90)

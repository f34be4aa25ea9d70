"""Travelling through a training: the bar with real runs, and a run that trains while it is explored."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ganstudio.gui import theme
from ganstudio.gui.explore.time_travel import TimeTravelBar
from ganstudio.gui.models.explore.explore_model import ExploreModel
from ganstudio.gui.models.explore.facts import Picture
from ganstudio.gui.workers import TrainingThread
from ganstudio.latents.model import load_model
from ganstudio.latents.moments import LIVE, WATCHED, checkpoints
from ganstudio.latents.picture_file import pixels_of
from ganstudio.latents.point import Origin
from ganstudio.latents.rendering import render
from ganstudio.resources import starter_models
from ganstudio.training.events import Event, Preview
from ganstudio.training.run_folder import RunFolder
from ganstudio.training.session import train
from tests.gui.explore_runs import SETTINGS, open_model, train_run, wait_for_picture
from tests.training.conftest import last_state


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return train_run(tmp_path_factory.mktemp("runs") / "run")


@pytest.fixture
def run(trained: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(trained, tmp_path / "run"))


@pytest.fixture
def explore(qtbot: QtBot) -> Iterator[ExploreModel]:
    made = ExploreModel()
    yield made
    made.close()


@pytest.fixture
def bar(qtbot: QtBot, qapp: QApplication, explore: ExploreModel) -> Iterator[TimeTravelBar]:
    theme.apply(qapp, "dark")
    made, holder = TimeTravelBar(explore), QWidget()
    QVBoxLayout(holder).addWidget(made)
    qtbot.addWidget(holder)
    holder.resize(680, 100)
    holder.show()
    yield made
    made.close_down()


def arrive(qtbot: QtBot, explore: ExploreModel, bar: TimeTravelBar, run: Path) -> None:
    open_model(qtbot, explore, run)
    qtbot.waitUntil(lambda: len(bar.model.moments) > 1)


def test_every_moment_shows_the_point_as_it_was(
    qtbot: QtBot, explore: ExploreModel, bar: TimeTravelBar, run: Path
) -> None:
    arrive(qtbot, explore, bar, run)
    assert bar.isVisible()
    assert explore.point is not None
    explore.change("Seed 9", explore.point.changed(origin=Origin.of_seed(9)))
    point, entries = explore.point, len(explore.history.entries)
    found = checkpoints(run)
    assert [step for step, _ in found] == [2, 4, 6, 8]
    assert bar.slider.value() == 3  # the model is the last one
    for index, (step, path) in enumerate(found):
        bar.slider.setValue(index)
        expected = pixels_of(render(load_model(path), point))
        wait_for_picture(qtbot, explore, lambda expected=expected: shows(explore, expected))  # type: ignore[misc]
        assert bar.step.text() == f"Step {step}"
    assert explore.point == point
    assert len(explore.history.entries) == entries
    assert explore.facts is not None
    assert explore.facts.path == run  # undo needs none of the snapshots


def shows(explore: ExploreModel, pixels: np.ndarray) -> bool:
    return explore.picture is not None and np.array_equal(explore.picture.pixels, pixels)


def test_keys_and_the_button_of_the_best(
    qtbot: QtBot, explore: ExploreModel, bar: TimeTravelBar, run: Path
) -> None:
    arrive(qtbot, explore, bar, run)
    bar.slider.setFocus()
    QTest.keyClick(bar.slider, Qt.Key.Key_Home)
    wait_for_picture(qtbot, explore, lambda: explore.facts is not None and explore.facts.step == 2)
    QTest.keyClick(bar.slider, Qt.Key.Key_Right)
    wait_for_picture(qtbot, explore, lambda: explore.facts is not None and explore.facts.step == 4)
    assert bar.slider.marked == 3
    QTest.mouseClick(bar.best, Qt.MouseButton.LeftButton)
    wait_for_picture(qtbot, explore, lambda: explore.facts is not None and explore.facts.step == 8)


def test_of_many_moves_the_newest_wins(
    qtbot: QtBot, explore: ExploreModel, bar: TimeTravelBar, run: Path
) -> None:
    arrive(qtbot, explore, bar, run)
    shown: list[int] = []
    explore.model_changed.connect(lambda: shown.append(explore.facts.step if explore.facts else 0))
    for index in [0, 1, 2, 3, 2, 1, 0] * 20:
        bar.slider.setValue(index)
    wait_for_picture(qtbot, explore, lambda: explore.facts is not None and explore.facts.step == 2)
    assert len(shown) < 10
    assert bar.slider.value() == 0


def test_it_plays_to_the_end(qtbot: QtBot, explore: ExploreModel, bar: TimeTravelBar, run: Path) -> None:
    arrive(qtbot, explore, bar, run)
    bar._timer.setInterval(20)
    steps: list[int] = []
    explore.picture_changed.connect(lambda _picture: steps.append(explore.facts.step if explore.facts else 0))
    QTest.mouseClick(bar.play, Qt.MouseButton.LeftButton)
    assert bar.is_playing
    qtbot.waitUntil(lambda: not bar.is_playing, timeout=10_000)
    qtbot.waitUntil(lambda: 8 in steps, timeout=10_000)  # its picture comes after the model
    assert sorted(set(steps)) == [2, 4, 6, 8]


def test_it_is_not_there_for_models_without_a_past(
    qtbot: QtBot, explore: ExploreModel, bar: TimeTravelBar, run: Path
) -> None:
    open_model(qtbot, explore, starter_models()[0])
    QTest.qWait(100)
    assert not bar.isVisible()
    shutil.rmtree(run / "snapshots")
    arrive_alone = run / "model.safetensors"
    open_model(qtbot, explore, arrive_alone)
    qtbot.waitUntil(lambda: len(bar.model.moments) == 1)
    assert not bar.isVisible()


def test_a_moment_that_vanished_is_said(
    qtbot: QtBot, explore: ExploreModel, bar: TimeTravelBar, run: Path
) -> None:
    arrive(qtbot, explore, bar, run)
    said: list[str] = []
    explore.refused.connect(said.append)
    (run / "snapshots" / "2.safetensors").unlink()
    bar.slider.setValue(0)
    qtbot.waitUntil(lambda: bool(said))
    assert "2.safetensors" in said[0]
    qtbot.waitUntil(lambda: len(bar.model.moments) == 3, timeout=10_000)


# -- a run that trains ------------------------------------------------------------------------------------------


def test_live_follows_a_run_that_trains_and_changes_nothing_in_it(
    qtbot: QtBot, explore: ExploreModel, bar: TimeTravelBar, tmp_path: Path
) -> None:
    """The same run twice: alone, and in a thread of this process while it is followed, travelled through and walked
    about in."""
    settings = {
        **SETTINGS,
        "preview_every": 4,
        "snapshot_every": 10,
        "report_every": 8,
        "checkpoint_minutes": 0,
    }
    list(train("cgan", out=tmp_path / "alone", steps=40, **settings))
    run = tmp_path / "watched"
    paused = [-1]

    def pauses(event: Event) -> bool:
        if isinstance(event, Preview) and event.step in (12, 20, 28):
            paused.append(event.step)
        return paused[-1] == getattr(event, "step", 0)

    thread = TrainingThread(
        lambda stop: train("cgan", out=run, steps=40, should_stop=stop, **settings), pause_after=pauses
    )
    steps: set[int] = set()
    pictures: list[Picture] = []
    explore.model_changed.connect(lambda: steps.add(explore.facts.step if explore.facts else -1))
    explore.picture_changed.connect(pictures.append)
    thread.start()
    qtbot.waitUntil(lambda: bool(checkpoints(run)), timeout=30_000)
    open_model(qtbot, explore, run)
    qtbot.waitUntil(lambda: bar.live.isVisible(), timeout=10_000)
    QTest.mouseClick(bar.live, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    assert bar.model.is_following
    for number in range(3000):
        walk(explore, number)
        QTest.qWait(5)
        if explore.facts is not None and explore.facts.step >= paused[-1]:  # seen: go on
            thread.unpause()
        if thread.isFinished():
            break
    assert thread.wait(10_000)
    qtbot.waitUntil(lambda: not bar.model.is_following, timeout=10_000)  # over when the run is
    qtbot.waitUntil(lambda: not bar.live.isVisible())
    assert len(steps) >= 3, steps
    assert len(pictures) > 20
    assert last_state(run) == last_state(tmp_path / "alone")
    assert not (run / LIVE).exists()
    assert not (run / WATCHED).exists()


def walk(explore: ExploreModel, number: int) -> None:
    if explore.point is not None:
        explore.change("Seed", explore.point.changed(origin=Origin.of_seed(number)), live=True)


def test_watching_ends_when_it_is_switched_off(
    qtbot: QtBot, explore: ExploreModel, bar: TimeTravelBar, run: Path
) -> None:
    with RunFolder(run).held():
        arrive(qtbot, explore, bar, run)
        qtbot.waitUntil(lambda: bar.live.isVisible())
        bar.live.click()
        qtbot.waitUntil((run / WATCHED).exists)
        shutil.copy(run / "snapshots/4.safetensors", run / LIVE)
        wait_for_picture(qtbot, explore, lambda: explore.facts is not None and explore.facts.step == 4)
        assert bar.step.text() == "Step 4"
        bar.slider.setValue(0)  # moving the slider ends it as well
        assert not bar.live.isChecked()
        bar.model.look()
        qtbot.waitUntil(lambda: not (run / WATCHED).exists(), timeout=10_000)
        bar.live.click()
        qtbot.waitUntil((run / WATCHED).exists)
        bar.close_down()
        assert not (run / WATCHED).exists()

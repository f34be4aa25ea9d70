"""The model object of the Explore room, with real models and its real threads."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from ganstudio.gui.models.explore.explore_model import ExploreModel
from ganstudio.gui.models.explore.facts import Picture
from ganstudio.latents.picture_file import pixels_of, save_picture
from ganstudio.latents.point import LatentPoint, Origin, Vector
from ganstudio.latents.rendering import render
from tests.latents.points import random_point, small_model


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


def opened(qtbot: QtBot, explore: ExploreModel, path: Path) -> None:
    explore.open(path)
    qtbot.waitUntil(lambda: explore.facts is not None and explore.facts.path == path)
    settle(qtbot, explore)


def settle(qtbot: QtBot, explore: ExploreModel) -> None:
    def is_shown() -> bool:
        picture = explore.picture
        return picture is not None and picture.point == explore.point and not picture.is_preview

    qtbot.waitUntil(is_shown, timeout=10_000)


def seed(explore: ExploreModel, number: int) -> LatentPoint:
    assert explore.point is not None
    return explore.point.changed(origin=Origin.of_seed(number))


def test_the_first_picture_is_what_render_makes(qtbot: QtBot, explore: ExploreModel, styled: Path) -> None:
    opened(qtbot, explore, styled)
    assert explore.facts is not None
    assert explore.facts.class_names == ("left", "right", "both")
    assert explore.point == LatentPoint.of_seed(0, 0, 0.7)  # the first class, never a random one
    assert explore.picture is not None
    expected = pixels_of(render(small_model("stylegan2"), LatentPoint.of_seed(0, 0, 0.7)))
    assert np.array_equal(explore.picture.pixels, expected)


def test_a_gesture_is_one_step(qtbot: QtBot, explore: ExploreModel, styled: Path) -> None:
    opened(qtbot, explore, styled)
    first = explore.point
    assert first is not None
    for psi in np.linspace(0.1, 0.6, 50):
        explore.change("Truncation", first.changed(psi=float(psi)), live=True)
    explore.settle()
    explore.change("Seed 5", seed(explore, 5))
    assert [entry.words for entry in explore.history.entries] == ["Opened", "Truncation", "Seed 5"]
    explore.undo()
    explore.undo()
    assert explore.point == first
    explore.redo()
    assert explore.point == first.changed(psi=0.6)


def test_another_control_ends_the_gesture_before(qtbot: QtBot, explore: ExploreModel, styled: Path) -> None:
    opened(qtbot, explore, styled)
    assert explore.point is not None
    explore.change("Truncation", explore.point.changed(psi=0.2), live=True)
    explore.change("Seed", seed(explore, 1), live=True)
    explore.undo()
    assert explore.point.psi == 0.2
    assert explore.point.seed == 0
    explore.undo()
    assert explore.point.psi == 0.7


def test_a_gesture_that_comes_back_leaves_no_step(qtbot: QtBot, explore: ExploreModel, styled: Path) -> None:
    opened(qtbot, explore, styled)
    first = explore.point
    assert first is not None
    explore.change("Truncation", first.changed(psi=0.2), live=True)
    explore.change("Truncation", first, live=True)
    explore.settle()
    assert not explore.history.can_undo


def test_a_thousand_random_actions_and_back(qtbot: QtBot, explore: ExploreModel, styled: Path) -> None:
    opened(qtbot, explore, styled)
    draws, model, first = random.Random(3), small_model("stylegan2"), explore.picture
    assert first is not None
    actions: list[tuple[int, Callable[[], Any]]] = [
        (60, lambda: explore.change("Any", random_point(model, draws))),
        (20, lambda: explore.change("Moved", random_point(model, draws), live=True)),
        (5, explore.settle),
        (10, explore.undo),
        (5, explore.redo),
        (5, lambda: explore.go_to(draws.randrange(len(explore.history.entries)))),
    ]
    weights, deeds = zip(*actions)
    for _ in range(1000):
        draws.choices(deeds, weights)[0]()
    points = [entry.point for entry in explore.history.entries]
    last = explore.point
    explore.settle()
    steps = 0
    while explore.history.can_undo:
        explore.undo()
        steps += 1
    assert explore.point == first.point
    settle(qtbot, explore)
    assert explore.picture is not None
    assert explore.picture.pixels.tobytes() == first.pixels.tobytes()
    for _ in range(steps):
        explore.redo()
    assert explore.point == last
    assert [
        entry.point for entry in explore.history.entries[: len(points)]
    ] == points  # nothing was forgotten


def test_a_change_after_undo_branches(qtbot: QtBot, explore: ExploreModel, styled: Path) -> None:
    opened(qtbot, explore, styled)
    for number in (1, 2):
        explore.change(f"Seed {number}", seed(explore, number))
    explore.undo()
    explore.change("Seed 3", seed(explore, 3))
    history = explore.history
    assert [entry.parent for entry in history.entries] == [None, 0, 1, 1]
    assert history.path == [0, 1, 3]
    explore.go_to(2)  # on the branch that was left: it is still there, and going there can be undone
    assert explore.point is not None
    assert explore.point.seed == 2
    explore.undo()
    assert explore.point.seed == 3


def test_thumbnails_come_with_the_pictures(qtbot: QtBot, explore: ExploreModel, styled: Path) -> None:
    opened(qtbot, explore, styled)
    explore.change("Seed 4", seed(explore, 4))
    settle(qtbot, explore)
    thumbnail = explore.history.entries[1].thumbnail
    assert thumbnail is not None
    assert explore.picture is not None
    assert np.array_equal(thumbnail, explore.picture.pixels)


def test_requests_never_queue_up(qtbot: QtBot, explore: ExploreModel, styled: Path) -> None:
    opened(qtbot, explore, styled)
    shown: list[Picture] = []
    explore.picture_changed.connect(shown.append)
    first = explore.point
    assert first is not None
    for number in range(2000):  # faster than anything renders
        explore.change("Truncation", first.changed(psi=number / 2000), live=True)
    explore.settle()
    settle(qtbot, explore)
    assert shown[-1].point.psi == 1999 / 2000
    assert len(shown) < 200


def test_pictures_come_while_a_control_moves(qtbot: QtBot, explore: ExploreModel, styled: Path) -> None:
    """Not only when it rests: a new request must not make the answer to the one before worthless."""
    opened(qtbot, explore, styled)
    shown: list[Picture] = []
    explore.picture_changed.connect(shown.append)
    first = explore.point
    assert first is not None
    for number in range(60):
        explore.change("Truncation", first.changed(psi=number / 60), live=True)
        qtbot.wait(8)
    assert len(shown) > 15


def test_of_each_kind_only_the_newest_is_answered(qtbot: QtBot, explore: ExploreModel, styled: Path) -> None:
    opened(qtbot, explore, styled)
    answers: list[int] = []
    for number in range(100):
        explore.ask("strip", lambda _model, n=number: n, answers.append)
    qtbot.waitUntil(lambda: bool(answers) and answers[-1] == 99)
    assert len(answers) < 5


def test_answers_of_another_model_are_dropped(
    qtbot: QtBot, explore: ExploreModel, styled: Path, plain: Path
) -> None:
    opened(qtbot, explore, styled)
    answers: list[str] = []
    explore.ask("strip", lambda model: model.recipe, answers.append)
    explore.open(plain)
    qtbot.waitUntil(lambda: explore.facts is not None and explore.facts.path == plain)
    before = list(answers)
    settle(qtbot, explore)
    assert answers == before
    assert "dcgan" not in answers


def test_a_failing_job_is_a_sentence(qtbot: QtBot, explore: ExploreModel, styled: Path) -> None:
    opened(qtbot, explore, styled)
    with qtbot.waitSignal(explore.refused) as heard:
        explore.ask("bad", lambda _model: 1 / 0, lambda _answer: None)
    assert "division" in heard.args[0]
    explore.change("Seed 2", seed(explore, 2))
    settle(qtbot, explore)  # the thread goes on


def test_another_model_keeps_what_it_can(
    qtbot: QtBot, explore: ExploreModel, styled: Path, plain: Path
) -> None:
    opened(qtbot, explore, styled)
    assert explore.point is not None
    w = Vector.of(np.zeros(8))
    explore.change("Found", explore.point.changed(origin=Origin(w=w), psi=0.4))
    opened(qtbot, explore, plain)
    assert explore.point.origin.seeds
    assert explore.point.classes == ()
    assert explore.point.psi == 0.4
    explore.undo()  # which is in the model before
    qtbot.waitUntil(
        lambda: explore.facts is not None and explore.facts.path == styled and not explore.is_loading
    )
    settle(qtbot, explore)
    assert explore.point.origin.w == w


def test_a_damaged_model_leaves_the_old_one(
    qtbot: QtBot, explore: ExploreModel, styled: Path, tmp_path: Path
) -> None:
    opened(qtbot, explore, styled)
    (tmp_path / "bad.safetensors").write_bytes(b"nothing")
    with qtbot.waitSignal(explore.refused) as heard:
        explore.open(tmp_path / "bad.safetensors")
    assert "damaged" in heard.args[0]
    assert explore.facts is not None
    assert explore.facts.path == styled
    assert not explore.is_loading


def test_a_saved_picture_is_one_step_back(
    qtbot: QtBot, explore: ExploreModel, styled: Path, tmp_path: Path
) -> None:
    opened(qtbot, explore, styled)
    point = random_point(small_model("stylegan2"), random.Random(1))
    save_picture(small_model("stylegan2"), point, tmp_path / "mine.png")
    before = explore.point
    explore.open_picture(tmp_path / "mine.png")
    qtbot.waitUntil(lambda: explore.point == point)
    explore.undo()
    assert explore.point == before


def test_a_picture_of_another_model_comes_with_a_warning(
    qtbot: QtBot, explore: ExploreModel, plain: Path, tmp_path: Path
) -> None:
    opened(qtbot, explore, plain)
    save_picture(small_model("stylegan2"), LatentPoint.of_seed(7, 1, 0.5), tmp_path / "mine.png")
    with qtbot.waitSignal(explore.refused) as heard:
        explore.open_picture(tmp_path / "mine.png")
    assert "another model (small stylegan2)" in heard.args[0]
    assert explore.point is not None
    assert (explore.point.seed, explore.point.psi) == (7, 0.5)


def test_long_work_has_a_model_of_its_own(qtbot: QtBot, explore: ExploreModel, styled: Path) -> None:
    opened(qtbot, explore, styled)
    models: list[object] = []
    explore.ask("which", lambda model: model, models.append)
    steps: list[object] = []
    job = explore.run_long("Looking", lambda model, _stop: iter([model]), steps.append)
    assert [task.name for task in explore.tasks.tasks] == ["Looking"]
    with qtbot.waitSignal(job.ended):
        pass
    qtbot.waitUntil(lambda: bool(models))
    assert steps[0] is not models[0]
    assert not explore.tasks.tasks


def test_long_work_can_be_stopped(qtbot: QtBot, explore: ExploreModel, styled: Path) -> None:
    opened(qtbot, explore, styled)

    def endless(_model: object, should_stop: Callable[[], bool]) -> Iterator[int]:
        number = 0
        while not should_stop():
            yield (number := number + 1)

    steps: list[int] = []
    ended: list[str] = []
    job = explore.run_long("Counting", endless, steps.append, lambda: ended.append("done"))
    qtbot.waitUntil(lambda: bool(steps))
    with qtbot.waitSignal(job.ended, timeout=1000):
        explore.tasks.tasks[0].cancel()  # type: ignore[misc]  # the button in the bar
    assert ended == ["done"]


def test_a_frame_in_passing_changes_nothing(qtbot: QtBot, explore: ExploreModel, styled: Path) -> None:
    opened(qtbot, explore, styled)
    before, count = explore.point, len(explore.history.entries)
    with qtbot.waitSignal(explore.frame_changed):
        explore.show_frame(seed(explore, 9))
    assert explore.point == before
    assert len(explore.history.entries) == count
    with qtbot.waitSignal(explore.frame_changed) as heard:
        explore.stop_frames()
    assert heard.args == [None]


def test_who_goes_elsewhere_while_a_model_loads_stays_there(
    qtbot: QtBot, explore: ExploreModel, styled: Path, plain: Path
) -> None:
    """Undo and redo over two models, faster than they load: what is shown is what history says."""
    opened(qtbot, explore, styled)
    explore.change("Seed 4", seed(explore, 4))
    opened(qtbot, explore, plain)
    explore.undo()  # its model begins to load
    explore.redo()  # which is the open one again
    qtbot.waitUntil(lambda: not explore.is_loading)
    assert explore.facts is not None
    assert explore.facts.path == plain == explore.history.entries[explore.history.current].model
    assert explore.point == explore.history.entries[explore.history.current].point
    settle(qtbot, explore)


def test_a_picture_that_overtakes_a_model_ends_its_loading(
    qtbot: QtBot, explore: ExploreModel, styled: Path, plain: Path, tmp_path: Path
) -> None:
    opened(qtbot, explore, styled)
    point = LatentPoint.of_seed(7, 1, 0.5)
    save_picture(small_model("stylegan2"), point, tmp_path / "mine.png")
    explore.open(plain)
    explore.open_picture(tmp_path / "mine.png")
    qtbot.waitUntil(lambda: explore.point == point)
    assert not explore.is_loading


def test_the_same_file_by_another_path_goes_by_that_path(
    qtbot: QtBot, explore: ExploreModel, tmp_path: Path
) -> None:
    run = tmp_path / "run"
    run.mkdir()
    small_model("stylegan2").save(run / "model.safetensors")
    for path in (run, run / "model.safetensors", run):
        opened(qtbot, explore, path)
        assert explore.facts is not None
        assert explore.facts.path == path

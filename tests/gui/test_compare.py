"""Runs side by side: which curves share an axis, where they lie on it, and what the table says."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from ganstudio.gui.models.comparison import (
    PICTURES,
    TIME,
    measures,
    quality_lines,
    read_runs,
    settings_rows,
    time_unit,
)
from ganstudio.gui.start.draft import shown
from ganstudio.gui.train.compare_view import CompareView
from tests.gui.window_fakes import write_run

LITE = "FD[efficientnet-lite0|bilinear|5000-train|2048|flip=0]"
OTHER = "FID[inception-2015|tf|5000-train|2048|flip=0]"
Show = Callable[..., CompareView]


def make(path: Path, best: float, protocol: str = LITE, **settings: Any) -> Path:
    """A run of 60 steps of half a second, with a value at 20, 40 (the best) and 60."""
    run = write_run(path)
    record = json.loads((run / "run.json").read_text())
    record["settings"] |= {"batch": 4, **settings}
    (run / "run.json").write_text(json.dumps(record))
    label = "FD (EfficientNet-Lite0)" if protocol == LITE else "FID"
    with (run / "metrics.jsonl").open("a") as file:
        for step, number in ((20, 3 * best), (40, best), (60, 2 * best)):
            line = {"step": step, "images": 4 * step, "seconds": step / 2, "metrics": {"fid": number},
                    "labels": {"fid": label}, "protocols": {"fid": protocol}}  # fmt: skip
            file.write(json.dumps(line) + "\n")
    return run


@pytest.fixture
def show(qtbot: QtBot) -> Iterator[Show]:
    made: list[CompareView] = []

    def view(*runs: Path) -> CompareView:
        view = CompareView(list(runs))
        made.append(view)
        qtbot.addWidget(view)
        view.resize(1200, 800)
        view.show()
        qtbot.waitUntil(lambda: view.is_read)
        return view

    yield view
    for view_ in made:
        view_.stop_work()


def test_only_equal_protocols_share_an_axis(tmp_path: Path, show: Show) -> None:
    runs = [make(tmp_path / "a", 8), make(tmp_path / "b", 6), make(tmp_path / "c", 5, OTHER)]
    view = show(*runs)
    cards = list(view.cards.values())
    assert [sorted(card.series()) for card in cards] == [["a", "b"], ["c"]]
    assert cards[0].caption.text().startswith("2,048 samples against 5,000 pictures of the train split")
    assert cards[0].choice.text() != cards[1].choice.text()
    assert cards[1].caption.text() != cards[0].caption.text()


def test_two_protocols_of_one_name_are_told_apart(tmp_path: Path, show: Show) -> None:
    more = LITE.replace("2048", "5000")
    view = show(make(tmp_path / "a", 8), make(tmp_path / "b", 6, more))
    titles = [card.choice.text() for card in view.cards.values()]
    assert len(set(titles)) == 2 or len({card.caption.text() for card in view.cards.values()}) == 2


def test_the_axis_is_steps_pictures_or_time(tmp_path: Path, show: Show, qtbot: QtBot) -> None:
    view = show(make(tmp_path / "a", 8), make(tmp_path / "b", 6, batch=16))
    (card,) = view.cards.values()
    assert card.series()["a"][0].tolist() == [20, 40, 60]
    segments = {button.text(): button for button in view.axis.findChildren(QAbstractButton)}
    qtbot.mouseClick(segments["Pictures"], Qt.MouseButton.LeftButton)
    assert card.series()["a"][0].tolist() == [80, 160, 240]
    assert card.series()["b"][0].tolist() == [320, 640, 960]
    assert "Over pictures." in card.caption.text()
    qtbot.mouseClick(segments["Time"], Qt.MouseButton.LeftButton)
    np.testing.assert_allclose(card.series()["b"][0], [10, 20, 30])
    assert "Over seconds of training." in card.caption.text()


def test_the_best_is_ringed_and_marked_in_the_table(tmp_path: Path, show: Show) -> None:
    view = show(make(tmp_path / "a", 8), make(tmp_path / "b", 6))
    runs = view.runs
    lines = quality_lines(runs, measures(runs)[0], TIME, 1.0)
    assert [line.best for line in lines] == [(20.0, 8.0), (20.0, 6.0)]
    assert view.table is not None
    label = "Best FD (EfficientNet-Lite0)"
    assert [view.table.cell(label, run).text() for run in (0, 1)] == ["8.00", "6.00"]
    assert view.table.cell(label, 1).accessibleName() == f"{label} 6.00, the best"
    assert "best" not in view.table.cell(label, 0).accessibleName()


def test_only_what_differs_is_listed(tmp_path: Path, show: Show) -> None:
    view = show(make(tmp_path / "a", 8, beta1=0.0), make(tmp_path / "b", 6, beta1=0.5))
    assert view.table is not None
    shared, partial = settings_rows(view.runs, shown)
    assert [(row.label, row.values) for row in shared] == [("Adam β1", ("0", "0.5"))]
    assert partial == []
    assert view.table.cell("Adam β1", 1).text() == "0.5"
    assert "Recipe" not in [row.label for row in view.table.rows]


def test_settings_of_some_recipes_stand_apart(tmp_path: Path, show: Show, qtbot: QtBot) -> None:
    first, second = make(tmp_path / "a", 8, z_dim=64), make(tmp_path / "b", 6)
    runs, problems = read_runs([first, second])
    assert problems == []
    shared, partial = settings_rows(runs, shown)
    assert shared == []
    assert [row.values for row in partial] == [("64", "–")]
    table = show(first, second).table
    assert table is not None
    qtbot.waitUntil(table.isVisible)  # Qt shows what was added to a layout a moment later
    cell = table.cell(partial[0].label, 0)
    assert cell.isHidden()
    table.rest.setFocus()
    qtbot.keyClick(table.rest, Qt.Key.Key_Space)
    assert cell.isVisible()
    assert cell.text() == "64"


def test_losses_come_when_they_are_wanted(tmp_path: Path, show: Show, qtbot: QtBot) -> None:
    view = show(make(tmp_path / "a", 8), make(tmp_path / "b", 6))
    assert len(view.cards) == 1
    qtbot.mouseClick(view.losses, Qt.MouseButton.LeftButton)
    assert list(view.cards)[1:] == ["generator/adversarial", "discriminator/adversarial"]
    qtbot.mouseClick(view.losses, Qt.MouseButton.LeftButton)
    assert len(view.cards) == 1


def test_runs_without_any_measure_compare_their_losses(tmp_path: Path, show: Show) -> None:
    view = show(write_run(tmp_path / "a"), write_run(tmp_path / "b"))
    assert "generator/adversarial" in view.cards


def test_the_pointer_reads_every_curve(tmp_path: Path, show: Show) -> None:
    view = show(make(tmp_path / "a", 8), make(tmp_path / "b", 6))
    (card,) = view.cards.values()
    card.plot.pointed.emit(41.0)
    assert [card.readout.values[name].text() for name in ("a", "b")] == ["8.00", "6.00"]
    assert card.readout.step.text() == "At 41"
    card.plot.pointed.emit(None)
    assert card.readout.values["a"].text() == "16.0"


def test_a_run_that_cannot_be_read_is_named_and_the_rest_is_shown(tmp_path: Path, show: Show) -> None:
    broken = make(tmp_path / "broken", 1)
    (broken / "run.json").write_text("{")
    view = show(make(tmp_path / "a", 8), broken)
    assert len(view.runs) == 1
    assert "broken is damaged" in view.problem.words.text()


def test_more_runs_than_colours_are_left_out_and_said(tmp_path: Path) -> None:
    paths = [make(tmp_path / str(number), number + 1) for number in range(8)]
    runs, problems = read_runs(paths)
    assert len(runs) == 6
    assert problems == ["Only 6 runs can be told apart in one plot; the other 2 are left out."]


def test_a_run_that_trains_is_read_again(tmp_path: Path, show: Show, qtbot: QtBot) -> None:
    from ganstudio.training.run_folder import RunFolder

    first, second = make(tmp_path / "a", 8), make(tmp_path / "b", 6)
    with RunFolder(second).held():
        view = show(first, second)
        assert view._timer.isActive()
        line = {"step": 80, "seconds": 40, "metrics": {"fid": 1.5}, "labels": {}, "protocols": {"fid": LITE}}
        with (second / "metrics.jsonl").open("a") as file:
            file.write(json.dumps(line) + "\n")
        view.read()
        qtbot.waitUntil(lambda: len(next(iter(view.cards.values())).series()["b"][0]) == 4)
    view.read()
    qtbot.waitUntil(lambda: not view._timer.isActive())


@pytest.mark.parametrize("way", ["button", "key"])
def test_it_closes(tmp_path: Path, show: Show, qtbot: QtBot, way: str) -> None:
    view = show(make(tmp_path / "a", 8), make(tmp_path / "b", 6))
    with qtbot.waitSignal(view.closed):
        if way == "button":
            qtbot.mouseClick(view.back, Qt.MouseButton.LeftButton)
        else:
            qtbot.keyClick(view, Qt.Key.Key_Escape)


def test_every_control_has_a_name_and_a_tip(tmp_path: Path, show: Show) -> None:
    view = show(make(tmp_path / "a", 8), make(tmp_path / "b", 6))
    for control in view.findChildren(QAbstractButton):
        if control.isVisibleTo(view):
            assert control.accessibleName(), control
            assert control.toolTip(), control


@pytest.mark.parametrize(("seconds", "name"), [(0, "seconds"), (200, "minutes"), (20_000, "hours")])
def test_time_has_the_unit_that_suits(tmp_path: Path, seconds: int, name: str) -> None:
    run = make(tmp_path / "a", 8)
    with (run / "metrics.jsonl").open("a") as file:
        file.write(json.dumps({"step": 61, "images": 1, "seconds": seconds, "losses": {}}) + "\n")
    runs, _ = read_runs([run])
    assert time_unit(runs)[1] == name
    assert runs[0].places(np.array([60.0]), PICTURES).tolist() == [240]

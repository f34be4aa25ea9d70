"""Run folders with quality and signals, and what a person does to the view of a run."""

import json
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from ganstudio.gui.main_window import MainWindow
from ganstudio.gui.models.run_model import State
from ganstudio.gui.train.run_view import RunView
from ganstudio.gui.train.step_plot import StepPlot
from ganstudio.training.events import (
    Event,
)
from tests.gui.window_fakes import FakeRun

FD = "FD (EfficientNet-Lite0)"
NEW = "FD[efficientnet-lite0|area-224|5000-all|1000|flip=0]"
OLD = "FD[efficientnet-lite0|area-224|5000-all|500|flip=0]"
SIGNALS = {
    "discriminator/real_logits": 1.5, "discriminator/fake_logits": -2.0, "generator/gradient_norm": 0.25,
    "discriminator/gradient_norm": 0.75, "discriminator/real_sign": 0.5, "augment/p": 0.1,
}  # fmt: skip


def measured(path: Path, values: dict[int, float], protocol: str = NEW, metric: str = "fid") -> None:
    """Adds evaluations to a run folder."""
    with (path / "metrics.jsonl").open("a") as file:
        for step, value in values.items():
            line = {"step": step, "images": 1, "seconds": step * 0.5, "metrics": {metric: value},
                    "labels": {metric: FD.replace("FD", metric.upper()) if metric != "fid" else FD},
                    "protocols": {metric: protocol}}  # fmt: skip
            file.write(json.dumps(line) + "\n")


def with_signals(path: Path) -> Path:
    """A run folder whose points hold what recipes report beside the losses."""
    lines = [json.loads(line) for line in (path / "metrics.jsonl").read_text().splitlines()]
    for line in lines:
        if "losses" in line:
            line["losses"] |= SIGNALS
    (path / "metrics.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


def shown(qtbot: QtBot, window: MainWindow, path: Path) -> RunView:
    window.studio.open_run(path)
    qtbot.waitUntil(lambda: window.studio.shown is not None and window.studio.shown.path == path)
    view = window.train.view
    qtbot.waitUntil(lambda: view.grid.sheet is not None)
    return view


def click(qtbot: QtBot, widget: Any) -> None:
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def press(view: RunView, words: str) -> None:
    next(button for button in view.findChildren(QPushButton) if button.text() == words).click()


def place_of(plot: StepPlot, step: float) -> QPoint:
    """Where a step lies in a plot, in the middle of its height."""
    box = plot.plotItem.vb
    across = box.mapViewToScene(QPointF(step, sum(box.viewRange()[1]) / 2))
    return plot.mapFromScene(across)


def started(qtbot: QtBot, window: MainWindow, training: FakeRun, *events: Event) -> RunView:
    """A run at step 5 that has just reported these."""
    training.extra = list(events)
    click(qtbot, window.train.header.start_button)
    training.advance(5)
    run = window.studio.training
    assert run is not None
    qtbot.waitUntil(lambda: run.step == 5 or run.state is State.PAUSED)
    return window.train.view

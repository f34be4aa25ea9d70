"""Every state of the Train room on request, for pictures of it: the models are the real ones, what they show is a run
that was read from its folder. Nothing is trained."""

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ganstudio.errors import StudioError
from ganstudio.gui.models.history import point_of
from ganstudio.gui.models.run_state import State
from ganstudio.gui.room_names import TRAIN_STATES
from ganstudio.gui.workers import Job
from ganstudio.training.events import (
    Evaluating,
    Evaluation,
    Event,
    Finished,
    Health,
    Preview,
    Progress,
    Remedy,
    Started,
)

if TYPE_CHECKING:
    from ganstudio.gui.main_window import MainWindow

LIVE = ("training", "paused", "evaluating", "unhealthy", "failed")  # those in which this window trains
TRANSLATING = ("translator", "translated-sample")  # those of an image-to-image run
KEPT = ("run.json", "metrics.jsonl", "best.json", "notes.txt", "previews")  # of a run that is shown
BROKE = (
    "Training broke at step {step:,}: generator/adversarial is not a number any more. Nothing broken was saved; "
    "resume from the last checkpoint with lower learning rates."
)
COLLAPSED = (
    "60 samples of fixed seeds are 4 times as alike as the data's pictures, and 31 of them nearly equal another; "
    "classes 1, 4 and 7 are missing."
)


@dataclass
class Stage:
    """The runs there are while a state is shown. `held` ends what keeps a run in training."""

    run: Path | None = None
    others: list[Path] = field(default_factory=list)
    held: ExitStack = field(default_factory=ExitStack)


@contextmanager
def staged(state: str, run: Path | None) -> Iterator[Stage]:
    """A home of its own with the runs that the state needs; the person's own is never touched."""
    before = os.environ.get("GANSTUDIO_HOME")
    with tempfile.TemporaryDirectory() as home, ExitStack() as held:
        os.environ["GANSTUDIO_HOME"] = home
        try:
            yield _fill(Path(home) / "runs", state, run, held)
        finally:
            if before is None:
                del os.environ["GANSTUDIO_HOME"]
            else:
                os.environ["GANSTUDIO_HOME"] = before


def _fill(folder: Path, state: str, run: Path | None, held: ExitStack) -> Stage:
    from ganstudio.gui.sample_run import Sample, write_sample

    if state == "first-start":
        return Stage(held=held)
    others = [
        write_sample(folder / "digits-dcgan", Sample("dcgan", 1.0, "finished", 1, 1.5, 2)),
        write_sample(folder / "digits-wgan-gp", Sample("wgan_gp", 0.5, "stopped", 2, 1.9, 2)),
    ]
    if state in TRANSLATING and run is None:
        shown = write_sample(folder / "google-twitter-cyclegan", Sample("cyclegan", 0.62))
    elif run is not None:
        shown = _copied(run, folder / run.name)
    else:
        whole = state in ("finished", "comparing")
        shown = write_sample(
            folder / "digits-cgan",
            Sample(reached=1.0 if whole else 0.62, ended="finished" if whole else ""),
        )
    return Stage(shown, others, held)


def _copied(run: Path, to: Path) -> Path:
    """All of a run but its weights, so that nothing can happen to it."""
    if not (run / "run.json").is_file():
        raise StudioError(f"{run} is not a run: run.json is missing; choose a folder that train made.")
    to.mkdir(parents=True)
    for name in KEPT:
        if (run / name).is_dir():
            shutil.copytree(run / name, to / name)
        elif (run / name).is_file():
            shutil.copy(run / name, to / name)
    return to


def enter(window: "MainWindow", state: str, stage: Stage, wait_until: Callable[..., bool]) -> None:
    """Puts the window that is shown into a state."""
    if state not in TRAIN_STATES:
        raise StudioError(f"There is no state called {state}; there are {', '.join(TRAIN_STATES)}.")
    if state == "choosing":
        _choose(window, wait_until)
    elif state == "two-sides":
        _choose_sides(window, wait_until)
    elif state in LIVE and stage.run is not None:
        _train(window, state, stage.run, wait_until)
    elif stage.run is not None:
        _open(window, state, stage, wait_until)


def leave(window: "MainWindow", stage: Stage, wait_until: Callable[..., bool]) -> None:
    """Ends what the state keeps going."""
    studio = window.studio
    if studio.training is not None:
        studio.training.stop()
    wait_until(lambda: not studio.is_training)
    stage.held.close()


def _choose(window: "MainWindow", wait_until: Callable[..., bool]) -> None:
    wait_until(window.train.is_settled)
    page = window.train.start_page
    page.choose_data(next((name for name in page.data_names() if name != page.model.data_name), ""))
    page.choose_recipe("stylegan2")
    wait_until(lambda: page.form.is_made)


def _choose_sides(window: "MainWindow", wait_until: Callable[..., bool]) -> None:
    wait_until(window.train.is_settled)
    page = window.train.start_page
    page.choose_recipe("cyclegan")
    page.choose_data("emoji-google")
    page.choose_to("emoji-twitter")
    wait_until(lambda: page.form.is_made)


def _open(window: "MainWindow", state: str, stage: Stage, wait_until: Callable[..., bool]) -> None:
    from ganstudio.training.run_folder import RunFolder

    assert stage.run is not None
    if state == "watching":
        stage.held.enter_context(RunFolder(stage.run).held())
        runs = window.studio.runs
        runs.refresh()
        wait_until(lambda: any(row.path == stage.run and row.state == "running" for row in runs.rows))
    window.studio.open_run(stage.run)
    wait_until(lambda: window.studio.shown is not None)
    if state == "translated-sample":
        pictures = window.train.view.pictures
        wait_until(lambda: pictures.grid.sheet is not None)
        pictures.look_closer(3)
    if state == "comparing":
        window.train.run_page.compare([stage.run, *stage.others])


def _train(window: "MainWindow", state: str, path: Path, wait_until: Callable[..., bool]) -> None:
    from ganstudio.gui.models.run_model import RunModel
    from ganstudio.training.run_folder import RunFolder

    record = RunFolder(path).read()
    run = RunModel(path, record.recipe, str(record.data.get("name", "")), window.studio)
    window.studio.train(run, replay(path, state))
    ends = {"failed": lambda: run.state is State.FAILED, "evaluating": lambda: run.evaluating is not None,
            "unhealthy": lambda: run.notice is not None}  # fmt: skip
    wait_until(lambda: run.last is not None and run.newest is not None and bool(run.settings))
    wait_until(ends.get(state, lambda: True))
    if state == "paused":
        run.pause()


def replay(path: Path, state: str) -> Job:
    """The events of a run as its folder tells them, then what the state is about; then it waits to be stopped."""

    def job(should_stop: Callable[[], bool]) -> Iterator[Event]:
        from ganstudio.gui.models.tail import Tail
        from ganstudio.training.run_folder import RunFolder

        folder = RunFolder(path)
        record, lines = folder.read(), Tail(path).read()
        steps, last = (
            int(str(record.settings["steps"])),
            max((int(line["step"]) for line in lines), default=0),
        )
        yield Started(path, record.recipe, 0, steps, 0, "CPU, 2 threads", {})
        for line in lines:
            yield from _events_of(line)
        for step, file in folder.previews():
            yield _preview_of(step, file, int(str(record.pictures.get("resolution", 32))))
        yield from _ending(state, last)
        while not should_stop():
            time.sleep(0.02)
        yield Finished(last, 0, 0.0, True, folder.model)

    return job


def _events_of(line: dict[str, object]) -> Iterator[Event]:
    point = point_of(line)
    if isinstance(point, Progress):
        yield point
    metrics, labels, protocols = (line.get(name) or {} for name in ("metrics", "labels", "protocols"))
    if isinstance(metrics, dict) and isinstance(labels, dict) and isinstance(protocols, dict):
        for name, value in metrics.items():
            yield Evaluation(
                int(str(line["step"])),
                name,
                float(value),
                str(protocols.get(name, "")),
                str(labels.get(name, name)),
            )


def _preview_of(step: int, file: Path, side: int) -> Preview:
    """What the averaged generator made, and the one that trains where that was kept."""
    raw = file.parent / "raw" / file.name
    tiles, columns = _tiles_of(file, side)
    return Preview(step, file, tiles, columns, raw=_tiles_of(raw, side)[0] if raw.is_file() else None)


def _tiles_of(file: Path, side: int) -> tuple[np.ndarray, int]:
    """A sheet cut into tiles [N, H, W, C] uint8, and how many stand in a row."""
    from PIL import Image

    with Image.open(file) as picture:
        sheet = np.asarray(picture.convert("L" if picture.mode == "L" else "RGB"))
    sheet = sheet[..., None] if sheet.ndim == 2 else sheet
    rows, columns = sheet.shape[0] // side, sheet.shape[1] // side
    tiles = sheet[: rows * side, : columns * side].reshape(rows, side, columns, side, -1).swapaxes(1, 2)
    return tiles.reshape(rows * columns, side, side, -1), columns


def _ending(state: str, step: int) -> Iterator[Event]:
    if state == "evaluating":
        yield Evaluating(step, "Scoring samples", 640, 1000)
    elif state == "unhealthy":
        remedy = Remedy("Go back and slow down", {"generator_lr": 0.0001, "discriminator_lr": 0.0001}, None)
        yield Health(step, "collapse", "warning", COLLAPSED, "The generator has collapsed", remedy)
    elif state == "failed":
        raise StudioError(BROKE.format(step=step))

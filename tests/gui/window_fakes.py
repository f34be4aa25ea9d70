"""Generators of events that stand in for training, and run folders written by hand. No torch."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from ganstudio.errors import StudioError
from ganstudio.gui.models.library import Library
from ganstudio.gui.workers import Job
from ganstudio.settings import Settings
from ganstudio.training.events import Checkpoint, Event, Finished, Health, Preview, Progress, Started
from tests.gui.start_fakes import RECIPES

ShouldStop = Callable[[], bool]


def library() -> Library:
    return Library({recipe.name: recipe for recipe in RECIPES}, {"digits": "Digits"}, "CPU, 2 threads")


def tiles(shade: int = 128, count: int = 60) -> np.ndarray:
    return np.full((count, 8, 8, 1), shade, np.uint8)


class FakeRun:
    """A training whose pace a test sets: it makes a step whenever `steps` is released."""

    def __init__(self, path: Path, steps: int = 1000, start: int = 0) -> None:
        self.path, self.length, self.first = path, steps, start
        self.made = start
        self.gate = threading.Semaphore(0)
        self.asked_to_stop = threading.Event()
        self.error: Exception | None = None
        self.health: Health | None = None
        self.changes: dict[str, Any] = {}
        self.extra: list[Event] = []  # reported after the step that stands in them
        self.error_after: int | None = None

    def advance(self, count: int = 1) -> None:
        for _ in range(count):
            self.gate.release()

    @property
    def job(self) -> Job:
        return self._events

    def resumed(self, changes: dict[str, Any] | None) -> Job:
        """Keeps what the resume was asked to change; a checkpoint to go back to is where it begins."""
        self.changes = dict(changes or {})
        self.first = self.changes.get("from_step", self.first)
        return self._events

    def _events(self, should_stop: ShouldStop) -> Iterator[Event]:
        self.made = self.first
        yield Started(self.path, "cgan", self.first, self.length, self.first * 32, "Abacus", {"generator": 1})
        while self.made < self.length:
            while not self.gate.acquire(timeout=0.01):
                if should_stop():
                    break
            if should_stop():
                break
            if self.error is not None:
                raise self.error
            self.made += 1
            yield from self._step(self.made)
            if self.made == self.error_after:
                raise StudioError("The loss became NaN.")
        self.asked_to_stop.set()
        yield Checkpoint(self.made, self.path / "checkpoints" / str(self.made))
        stopped = self.made < self.length
        yield Finished(self.made, self.made * 32, self.made * 0.1, stopped, self.path / "model.safetensors")

    def _step(self, step: int) -> Iterator[Event]:
        losses = {"generator/adversarial": 1.0 + step / 100, "discriminator/adversarial": 0.5}
        yield Progress(step, step * 32, step * 0.1, losses, 320.0)
        if self.health is not None:
            yield self.health
            self.health = None
        due = [event for event in self.extra if getattr(event, "step", 0) == step]
        if step % 5 == 0 and not any(isinstance(event, Preview) for event in due):
            yield Preview(
                step, self.path / "previews" / f"{step}.png", tiles(step % 256), 10, tuple(range(10)) * 6
            )
        self.extra = [event for event in self.extra if event not in due]
        yield from due


def failing(sentence: str) -> Job:
    def job(should_stop: ShouldStop) -> Iterator[Event]:
        raise StudioError(sentence)
        yield  # a generator, as training is

    return job


def flooding(path: Path, seconds: float) -> Job:
    """As many events as a thread can make."""

    def job(should_stop: ShouldStop) -> Iterator[Event]:
        yield Started(path, "cgan", 0, 10**9, 0, "Abacus", {})
        end, step = time.monotonic() + seconds, 0
        while time.monotonic() < end and not should_stop():
            step += 1
            yield Progress(step, step, float(step), {"generator/adversarial": 1.0}, 1.0)
            if step % 50 == 0:
                time.sleep(0.001)
        yield Finished(step, step, 1.0, True, path)

    return job


def write_run(
    path: Path, steps: int = 100, reached: int = 60, ended: str | None = "stopped", recipe: str = "cgan"
) -> Path:
    """A run folder as DESIGN.md describes it."""
    record: dict[str, Any] = {
        "format": 1, "recipe": recipe, "settings": Settings(steps=steps).model_dump(mode="json"), "preset": "paper",
        "data": {"name": "digits", "source": "digits", "fingerprint": "0", "count": 5},
        "pictures": {"resolution": 8, "channels": 1, "class_names": list("0123456789")},
        "seed": 0, "device": "cpu", "created": "2026-01-01T00:00:00+00:00", "versions": {},
    }  # fmt: skip
    (path / "previews").mkdir(parents=True)
    (path / "checkpoints" / str(reached)).mkdir(parents=True)
    (path / "run.json").write_text(json.dumps(record))
    lines: list[dict[str, Any]] = []
    for step in range(1, reached + 1):
        losses = {
            "generator/adversarial": 2.0 - step / 100,
            "discriminator/adversarial": 0.5,
            "discriminator/r1": 0.1,
        }
        lines.append({"step": step, "images": step * 4, "seconds": step * 0.5, "losses": losses,
                      "images_per_second": 8.0})  # fmt: skip
        if step % 20 == 0:
            Image.fromarray(np.full((48, 80), step, np.uint8)).save(path / "previews" / f"{step}.png")
    if ended:
        lines.append({"step": reached, "images": reached * 4, "seconds": reached * 0.5, "ended": ended})
    (path / "metrics.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path

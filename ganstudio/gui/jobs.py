"""What a training thread can be given to do. torch is imported inside the thread, never in the window's."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from ganstudio.gui.start.request import TrainRequest
from ganstudio.gui.workers import Job
from ganstudio.training.events import Event, Preparing

LOADING = Preparing("Loading the training code")


def train_job(request: TrainRequest) -> Job:
    """A new run as the start page asks for it."""

    def job(should_stop: Callable[[], bool]) -> Iterator[Event]:
        yield LOADING
        from ganstudio.training.session import train

        yield from train(
            request.recipe, request.data, out=request.out, preset=request.preset, seed=request.seed,
            device=request.device, should_stop=should_stop, **request.settings,
        )  # fmt: skip

    return job


def resume_job(path: Path, changes: dict[str, Any] | None = None) -> Job:
    """A run that goes on from its newest checkpoint. `changes` are settings that a resume allows."""

    def job(should_stop: Callable[[], bool]) -> Iterator[Event]:
        yield LOADING
        from ganstudio.training.session import resume

        yield from resume(path, should_stop=should_stop, **(changes or {}))

    return job


def demo_request(out: Path) -> TrainRequest:
    """The bundled digits, one column a class, readable within minutes on two cores."""
    return TrainRequest(recipe="cgan", data="digits", preset="cpu-demo", out=out)

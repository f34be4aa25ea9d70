"""What a training thread can be given to do. torch is imported inside the thread, never in the window's."""

import threading
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

from ganstudio.gui.behind import load_training
from ganstudio.gui.start.request import TrainRequest
from ganstudio.gui.workers import Job
from ganstudio.training.events import Event, Preparing

LOADING = Preparing("Loading the training code")
GLANCE = 0.05  # seconds between two looks whether to stop

ShouldStop = Callable[[], bool]


def train_job(request: TrainRequest) -> Job:
    """A new run as the start page asks for it."""

    def events(should_stop: ShouldStop) -> Iterator[Event]:
        from ganstudio.training.session import train

        return train(
            request.recipe, request.data, to=request.to, out=request.out, preset=request.preset, seed=request.seed,
            device=request.device, should_stop=should_stop, **request.settings,
        )  # fmt: skip

    return _loaded(events)


def resume_job(path: Path, changes: dict[str, Any] | None = None) -> Job:
    """A run that goes on from its newest checkpoint. `changes` are settings that a resume allows."""

    def events(should_stop: ShouldStop) -> Iterator[Event]:
        from ganstudio.training.session import resume

        return resume(path, should_stop=should_stop, **(changes or {}))

    return _loaded(events)


def demo_request(out: Path) -> TrainRequest:
    """The bundled digits, one column a class, readable within minutes on two cores."""
    return TrainRequest(recipe="cgan", data="digits", preset="cpu-demo", out=out)


def _loaded(events: Job) -> Job:
    """The same job once everything that it imports is there. A stop before the first step just ends it."""

    def job(should_stop: ShouldStop) -> Iterator[Event]:
        if not (yield from _loading(should_stop)):
            return
        from ganstudio.data.parallel import StoppedError

        try:
            yield from events(should_stop)
        except StoppedError:  # while pictures were read: there is no run yet
            return

    return job


def _loading(should_stop: ShouldStop) -> Generator[Event, None, bool]:
    """Imports in a thread of its own, for an import cannot be stopped: whoever stops need not wait for it."""
    done, problems = threading.Event(), list[BaseException]()

    def load() -> None:
        try:
            load_training()
        except BaseException as error:
            problems.append(error)
        done.set()

    yield LOADING
    threading.Thread(target=load, name="load", daemon=True).start()
    while not done.wait(GLANCE):
        if should_stop():
            return False
    if problems:
        raise problems[0]
    return True

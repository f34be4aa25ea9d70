"""Shows the events of a run: a bar on a terminal, a line now and then elsewhere, nothing on other ranks."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

import click

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

    from ganstudio.training.events import Event, Progress

EVERY = 10.0  # seconds between two plain lines


class Reporter(Protocol):
    def show(self, event: "Event") -> None: ...


@contextmanager
def reporter() -> Iterator[Reporter]:
    """The reporter that fits where stderr goes."""
    if os.environ.get("RANK", "0") != "0":
        yield Silent()
    elif sys.stderr.isatty():
        with _bar() as bar:
            yield OnTerminal(bar)
    else:
        yield Plain()


class Silent:
    """For every process of a run but the first."""

    def show(self, event: "Event") -> None:
        pass


class Plain:
    """For files and pipes: what matters at once, progress at most every EVERY seconds."""

    def __init__(self) -> None:
        self._steps = 0
        self._shown_at = -EVERY

    def show(self, event: "Event") -> None:
        from ganstudio.training.events import Evaluating, Preparing, Progress, Started

        if isinstance(event, Started):
            self._steps, self._shown_at = event.steps, -EVERY
        if isinstance(event, Progress | Preparing | Evaluating):
            if time.monotonic() - self._shown_at < EVERY:
                return
            self._shown_at = time.monotonic()
        line = describe(event, self._steps)
        if line:
            click.echo(line, err=True)


class OnTerminal:
    """A bar with steps, pictures a second, remaining time and losses; the rest is printed above it."""

    def __init__(self, bar: "Bar") -> None:
        self._bar = bar
        self._steps: int | None = None
        self._task: TaskID | None = None
        self._what = ""

    def show(self, event: "Event") -> None:
        from ganstudio.training.events import Evaluating, Preparing, Progress, Started

        if isinstance(event, Preparing | Evaluating):
            self._on(event.what, event.total or None, event.done, "")
        elif isinstance(event, Started):
            self._steps = event.steps
            self._print(describe(event, event.steps))
            self._on("Training", event.steps, event.step, "")
        elif isinstance(event, Progress):
            speed = f"{event.images_per_second:,.0f} pictures/s  {brief(event.losses)}"
            self._on("Training", self._steps, event.step, speed)
        else:
            self._print(describe(event, 0))

    def _on(self, what: str, total: float | None, done: float, detail: str) -> None:
        if self._task is None or what != self._what:
            if self._task is not None:
                self._bar.remove_task(self._task)
            self._what, self._task = what, self._bar.add_task(what, total=total, detail="")
        self._bar.update(self._task, total=total)
        self._move(done, detail)

    def _move(self, done: float, detail: str) -> None:
        if self._task is not None:
            self._bar.update(self._task, completed=done, detail=detail)

    def _print(self, line: str) -> None:
        if line:
            self._bar.console.print(line, markup=False)


def describe(event: "Event", steps: int) -> str:
    """An event as a line; empty where a terminal reader need not know."""
    from ganstudio.training import events

    if isinstance(event, events.Preparing | events.Evaluating):
        return f"{event.what}: {event.done:,} of {event.total:,}" if event.total else f"{event.what} ..."
    if isinstance(event, events.Started):
        verb = f"going on at step {event.step:,}" if event.step else "training"
        return f"{event.run}: {verb}, {event.recipe}, {event.steps:,} steps on {event.device}"
    if isinstance(event, events.Progress):
        return _progress_line(event, steps)
    if isinstance(event, events.Health):
        return f"{event.name or event.level.capitalize()}: {event.message}"
    if isinstance(event, events.Evaluation):
        best = ", the best so far" if event.is_best else ""
        return f"Step {event.step:,}: {event.label} {event.value:.4g}{best}"
    if isinstance(event, events.Finished):
        state = "stopped" if event.stopped else "finished"
        return f"{state.capitalize()} at step {event.step:,} after {_time(event.seconds)}: {event.model}"
    return ""


def brief(losses: dict[str, float]) -> str:
    """The loss that each network plays for: `discriminator 1.32  generator 0.71`."""
    played = {name.partition("/")[0]: loss for name, loss in losses.items() if name.endswith("/adversarial")}
    return "  ".join(f"{network} {value:.3g}" for network, value in played.items())


def _progress_line(event: "Progress", steps: int) -> str:
    left = (steps - event.step) * event.seconds / event.step if event.step else 0
    return (
        f"Step {event.step:,} of {steps:,}, {event.images:,} pictures, {event.images_per_second:,.0f} pictures/s, "
        f"{_time(left)} left: {brief(event.losses)}"
    )


def _time(seconds: float) -> str:
    return str(timedelta(seconds=round(seconds)))


def _bar() -> "Bar":
    from rich import progress

    from ganstudio.cli.output import console

    return progress.Progress(
        progress.TextColumn("{task.description}"),
        progress.BarColumn(bar_width=24),
        progress.MofNCompleteColumn(),
        progress.TimeRemainingColumn(),
        progress.TextColumn("{task.fields[detail]}", markup=False),
        console=console(stderr=True),
    )

"""Goes through the events of a run or of other long work: shows them, hears Ctrl-C, and sums them up."""

import os
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ganstudio.cli.output import print_json
from ganstudio.cli.progress import reporter
from ganstudio.cli.stopping import stop_request

if TYPE_CHECKING:
    from ganstudio.training.events import Event

Job = Callable[[Callable[[], bool]], "Iterator[Event]"]
"""Given should_stop, yields events."""

Result = TypeVar("Result")
Task = Callable[[Callable[[int, int], None], Callable[[], bool]], Result]
"""Given progress(done, total) and should_stop, does the work."""


def follow(job: Job, as_json: bool = False) -> dict[str, Any]:
    """Runs a job to its end. Its summary: run, step, images, seconds, losses, model, stopped."""
    from ganstudio.data.parallel import StoppedError

    summary: dict[str, Any] = {"losses": {}}
    with stop_request() as asked, reporter() as screen:
        try:
            for event in job(asked):
                screen.show(event)
                _add(event, summary)
        except StoppedError:  # while reading pictures, before there is a run
            summary["stopped"] = True
            click.echo("Stopped before the first step; there is no run yet.", err=True)
    if as_json and os.environ.get("RANK", "0") == "0":
        print_json(summary)
    return summary


def work(what: str, task: "Task[Result]") -> "Result":
    """Does long work with progress; Ctrl-C stops it cleanly and ends the program with status 0."""
    from ganstudio.data.parallel import StoppedError
    from ganstudio.training.background import reported

    with stop_request() as asked, reporter() as screen:
        events = reported(what, task, asked)
        try:
            while True:
                screen.show(next(events))
        except StopIteration as end:
            result: Result = end.value
            return result
        except StoppedError:
            click.echo("Stopped; nothing was kept.", err=True)
            sys.exit(0)


def _add(event: "Event", summary: dict[str, Any]) -> None:
    from ganstudio.training.events import Finished, Progress, Started

    if isinstance(event, Started):
        summary["run"] = str(event.run)
    elif isinstance(event, Progress):
        summary["losses"] = dict(event.losses)
    elif isinstance(event, Finished):
        summary |= {
            "step": event.step, "images": event.images, "seconds": event.seconds,
            "model": str(event.model), "stopped": event.stopped,
        }  # fmt: skip

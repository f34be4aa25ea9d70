"""Goes through the events of a run: shows them, hears Ctrl-C, and sums them up."""

import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from ganstudio.cli.output import print_json
from ganstudio.cli.progress import reporter
from ganstudio.cli.stopping import stop_request

if TYPE_CHECKING:
    from ganstudio.training.events import Event

Job = Callable[[Callable[[], bool]], "Iterator[Event]"]
"""Given should_stop, yields events."""


def follow(job: Job, as_json: bool = False) -> dict[str, Any]:
    """Runs a job to its end. Its summary: run, step, images, seconds, losses, model, stopped."""
    summary: dict[str, Any] = {"losses": {}}
    with stop_request() as asked, reporter() as screen:
        for event in job(asked):
            screen.show(event)
            _add(event, summary)
    if as_json and os.environ.get("RANK", "0") == "0":
        print_json(summary)
    return summary


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

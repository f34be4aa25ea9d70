"""What happened to a run, one row each, from the lines of its log and from events. No Qt in here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ganstudio.gui.models.quality import Measure, table
from ganstudio.gui.words import value
from ganstudio.training.events import Checkpoint, Evaluation, Event, Finished, Health, Remedy, Started

Kind = Literal["start", "checkpoint", "quality", "health", "end"]
LEVELS = ("info", "warning", "error")
ENDED = {"finished": "Finished", "stopped": "Stopped; a last checkpoint is saved"}


@dataclass(frozen=True)
class Happening:
    """`seconds` is training time over all resumes; None where it is not known."""

    step: int
    seconds: float | None
    kind: Kind
    words: str
    level: Literal["info", "warning", "error"] = "info"


def of_event(event: Event, seconds: float | None) -> Happening | None:
    """The row of an event; None for what comes too often to be one."""
    match event:
        case Started():
            words = f"Started on {event.device}" if event.step == 0 else f"Resumed on {event.device}"
            return Happening(event.step, seconds, "start", words)
        case Checkpoint():
            return Happening(event.step, seconds, "checkpoint", "Checkpoint saved")
        case Evaluation():
            return Happening(event.step, seconds, "quality", _score(event))
        case Health():
            words = f"{title(event)}: {event.message}"
            return Happening(event.step, seconds, "health", words, event.level)
        case Finished():
            words = ENDED["stopped" if event.stopped else "finished"]
            return Happening(event.step, event.seconds, "end", words)
        case _:
            return None


def of_line(line: Mapping[str, Any]) -> Iterator[Happening]:
    """The rows that a line of metrics.jsonl is worth."""
    step, seconds = int(line["step"]), _seconds(line)
    labels = table(line, "labels")
    for name, number in table(line, "metrics").items():
        if isinstance(number, int | float):
            words = _value(Measure(str(name), label=str(labels.get(name, ""))), float(number))
            yield Happening(step, seconds, "quality", words)
    if (health := health_of(line)) is not None:
        yield Happening(step, seconds, "health", f"{title(health)}: {health.message}", health.level)
    if "ended" in line:
        yield Happening(step, seconds, "end", ENDED.get(str(line["ended"]), str(line["ended"]).capitalize()))


def health_of(line: Mapping[str, Any]) -> Health | None:
    """The notice in a line of metrics.jsonl; whatever is missing or strange in it is left out."""
    found = line.get("health")
    if not isinstance(found, dict):
        return None
    level = found.get("level")
    return Health(
        int(line["step"]), str(found.get("kind", "")), level if level in LEVELS else "info",
        str(found.get("message", "")), str(found.get("name") or ""), _remedy(found.get("remedy")),
    )  # fmt: skip


def title(health: Health) -> str:
    """What a notice is called."""
    return health.name or health.kind.replace("-", " ").capitalize() or "Notice"


def _remedy(found: Any) -> Remedy | None:
    if not isinstance(found, dict) or not found.get("words"):
        return None
    changes, step = found.get("changes"), found.get("step")
    plain = {str(name): value for name, value in changes.items()} if isinstance(changes, dict) else {}
    return Remedy(str(found["words"]), plain, int(step) if isinstance(step, int) else None)


def _score(event: Evaluation) -> str:
    words = _value(Measure(event.metric, event.protocol, event.label), event.value)
    return f"{words}, the best so far" if event.is_best else words


def _value(measure: Measure, number: float) -> str:
    return f"{measure.title} {value(number)}"


def _seconds(line: Mapping[str, Any]) -> float | None:
    seconds = line.get("seconds")
    return float(seconds) if isinstance(seconds, int | float) else None

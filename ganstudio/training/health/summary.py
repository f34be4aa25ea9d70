"""How a run is doing, in one or two sentences, from the monitor or from the lines of metrics.jsonl."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from ganstudio.training.events import Health

LAST = 6  # checks
EARLY = 200  # steps before which nothing can be said


@dataclass
class Quality:
    """Values of one metric in the order of time, under one protocol; lower is better."""

    name: str = ""
    values: list[float] = field(default_factory=list)


def in_words(active: Sequence[Health], step: int, quality: Quality) -> str:
    """Problems first; else what the losses and the checks of quality say."""
    if active:
        newest, others = active[-1], len(active) - 1
        more = {0: "", 1: " One more problem is open."}.get(others, f" {others} more problems are open.")
        return f"{newest.name}, since step {newest.step:,}.{more}"
    if step < EARLY and not quality.values:
        return "It is too early to tell how it goes."
    return f"Both networks are learning.{_trend(quality)}"


def summary_of(lines: Iterable[Mapping[str, Any]], metric: str = "fid") -> str:
    """The same from what a run folder's log holds, whoever wrote it."""
    active: dict[str, Health] = {}
    quality, protocol, step = Quality(), "", 0
    for line in lines:
        step = max(step, int(line["step"]))
        if isinstance(entry := line.get("health"), Mapping):
            _follow(active, entry, int(line["step"]))
        value = (line.get("metrics") or {}).get(metric)
        if value is not None:
            name = str((line.get("labels") or {}).get(metric, metric.upper()))
            measured = str((line.get("protocols") or {}).get(metric, ""))
            if measured != protocol:
                quality, protocol = Quality(name), measured
            quality.values.append(float(value))
    return in_words(tuple(active.values()), step, quality)


def _follow(active: dict[str, Health], entry: Mapping[str, Any], step: int) -> None:
    """A warning begins a problem; a word of level "info" ends the one of its kind."""
    kind, level = str(entry.get("kind", "")), entry.get("level")
    if level == "info":
        active.pop(kind, None)
    elif kind in LASTING:
        name = str(entry.get("name") or entry.get("message", ""))
        active[kind] = Health(step, kind, "warning", str(entry.get("message", "")), name)


LASTING = {
    "discriminator-won", "generator-stalled", "oscillation", "collapse", "classes-missing", "classes-ignored",
    "discriminator-overfits", "past-best", "astray", "non-finite",
}  # fmt: skip


def _trend(quality: Quality) -> str:
    values = quality.values[-LAST - 1 :]
    if len(values) < 2:
        return ""
    better = sum(after < before for before, after in pairwise(values))
    checks = len(values) - 1
    if checks == 1:
        return f" {quality.name} has {'improved' if better else 'not improved'} in the last check."
    if better == 0:
        return f" {quality.name} has not improved in the last {checks} checks."
    share = "all" if better == checks else str(better)
    return f" {quality.name} has improved in {share} of the last {checks} checks."

"""How good a run's pictures are over its steps. Values of two protocols are never one curve. No Qt in here."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ganstudio.gui.models.curves import Curves, Points
from ganstudio.gui.words import count

HIGHER_IS_BETTER = frozenset({"is", "precision", "recall"})
NAMES = {
    "fid": "FID", "kid": "KID", "kid_a2b": "KID, A as B", "kid_b2a": "KID, B as A", "cycle": "Cycle error",
    "counterpart_a2b": "Distance to the truth, A as B", "counterpart_b2a": "Distance to the truth, B as A",
    "l1": "L1 to the truth", "is": "Inception score", "precision": "Precision", "recall": "Recall",
}  # fmt: skip
_UNTRANSLATED = re.compile(r"untranslated (\d[\d.e+-]*)")
_REFERENCE = re.compile(r"(\d+)-(\w+)")


@dataclass(frozen=True)
class Measure:
    """A metric together with the protocol that its values depend on; `label` is what a person reads."""

    metric: str
    protocol: str = ""
    label: str = ""

    @property
    def is_higher_better(self) -> bool:
        return self.metric in HIGHER_IS_BETTER

    @property
    def baseline(self) -> float | None:
        """What pictures score that are left as they are, where that is known: the level to beat."""
        found = _UNTRANSLATED.search(self.label)
        return float(found[1]) if found else None

    @property
    def short(self) -> str:
        """FID, or FD where the features are not those that FID is defined on."""
        return (self.label or NAMES.get(self.metric, self.metric.upper())).partition(" (")[0]

    @property
    def title(self) -> str:
        """The label whole, with the features in brackets where they are not FID's own."""
        return self.label or NAMES.get(self.metric, self.metric.upper())


class Quality:
    """Series of values, one for each measure."""

    def __init__(self) -> None:
        self._curves = Curves()
        self._measures: dict[str, Measure] = {}
        self.version = 0  # grows with every change
        self._order: list[str] = []  # the measure that got a value last stands last

    def add(self, step: int, metric: str, value: float, protocol: str = "", label: str = "") -> None:
        key = f"{metric} {protocol}"
        self.version += 1
        self._measures[key] = Measure(metric, protocol, label)
        if not self._order or self._order[-1] != key:
            self._order = [other for other in self._order if other != key] + [key]
        self._curves.add(step, {key: value})

    def add_line(self, line: Mapping[str, Any]) -> None:
        """The evaluation that a line of metrics.jsonl holds, if it holds one."""
        protocols, labels = table(line, "protocols"), table(line, "labels")
        for metric, value in table(line, "metrics").items():
            if isinstance(value, int | float):
                protocol, label = str(protocols.get(metric, "")), str(labels.get(metric, ""))
                self.add(int(line["step"]), str(metric), float(value), protocol, label)

    def cut_after(self, step: int) -> None:
        self.version += 1
        self._curves.cut_after(step)

    def measures(self) -> list[Measure]:
        """Those with values: metrics in the order of their names below, of each the newest protocol first."""
        shown = [self._measures[key] for key in reversed(self._order) if len(self._curves.points(key)[0])]
        order = list(NAMES)
        return sorted(
            shown, key=lambda each: order.index(each.metric) if each.metric in order else len(order)
        )

    def newest(self, metric: str) -> Measure | None:
        """The measure of a metric that got a value last."""
        return next((measure for measure in self.measures() if measure.metric == metric), None)

    def main(self) -> Measure | None:
        """What is shown where only one can be."""
        return next(iter(self.measures()), None)

    def points_of(self, measure: Measure) -> Points:
        """(steps [N], values [N])."""
        return self._curves.points(f"{measure.metric} {measure.protocol}")

    def best(self, measure: Measure) -> tuple[int, float] | None:
        """(step, value) of the best; the earliest of equals. None while there is no finite value."""
        steps, values = self.points_of(measure)
        if not np.isfinite(values).any():
            return None
        worst = -np.inf if measure.is_higher_better else np.inf
        known = np.where(np.isfinite(values), values, worst)
        at = int(known.argmax() if measure.is_higher_better else known.argmin())
        return int(steps[at]), float(values[at])

    def last(self, measure: Measure) -> tuple[int, float] | None:
        """(step, value) of the newest."""
        steps, values = self.points_of(measure)
        return (int(steps[-1]), float(values[-1])) if len(steps) else None

    def names(self) -> list[str]:
        """Metrics with values."""
        return list(dict.fromkeys(measure.metric for measure in self.measures()))

    def points(self, metric: str) -> Points:
        """Points of a metric under its newest protocol; empty for an unknown one."""
        measure = self.newest(metric)
        return self.points_of(measure) if measure is not None else (np.empty(0), np.empty(0))


def table(line: Mapping[str, Any], name: str) -> dict[str, Any]:
    """What a line of a log holds under a name; empty where it is missing or something else."""
    found = line.get(name)
    return found if isinstance(found, dict) else {}


def protocol_words(measure: Measure) -> str:
    """Sample count, reference and features as one sentence, and which way is better.

    A protocol reads NAME[features|resize|reference|samples|...], as in FID[inception-2015|...|5000-train|2048|flip=0].
    """
    parts = measure.protocol.partition("[")[2].rstrip("]").split("|")
    direction = "Higher is better." if measure.is_higher_better else "Lower is better."
    samples = next((f"{count(int(part))} samples" for part in parts if part.isdecimal()), "")
    reference = next((found for part in parts if (found := _REFERENCE.fullmatch(part))), None)
    against = f"against {_pictures(*reference.groups())}" if reference else ""
    sides = " ".join(part for part in (samples, against) if part)
    words = ", ".join(part for part in (sides, _features(measure, parts)) if part)
    return f"{words[:1].upper()}{words[1:]}. {direction}" if words else direction


def _features(measure: Measure, parts: list[str]) -> str:
    """The brackets of the label, else the first part of the protocol."""
    return measure.label.partition("(")[2].rstrip(")") or parts[0]


def _pictures(size: str, split: str) -> str:
    of = "" if split == "all" else f" of the {split} split"
    return f"{count(int(size))} pictures{of}"

"""Which checkpoint is the best, by the metric that the settings name."""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict


class Best(BaseModel):
    """The content of best.json: the step whose checkpoint is kept and whose averaged generator is the model."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    step: int
    metric: str
    value: float
    label: str
    protocol: str

    def is_beaten_by(self, value: float, protocol: str) -> bool:
        """Whether a new value is better. A distance falls; under another protocol nothing can be said, and what is
        measured from now on counts."""
        return protocol != self.protocol or value < self.value


def best_of_lines(lines: Iterable[Mapping[str, Any]], metric: str) -> Best | None:
    """The best of what a log says of `metric`, among the values of its newest protocol; the earliest of equals."""
    best = None
    for line in lines:
        value = line.get("metrics", {}).get(metric)
        if value is None:
            continue
        protocol = str(line.get("protocols", {}).get(metric, ""))
        if best is None or best.is_beaten_by(value, protocol):
            label = str(line.get("labels", {}).get(metric, metric))
            best = Best(step=line["step"], metric=metric, value=value, label=label, protocol=protocol)
    return best

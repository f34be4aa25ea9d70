"""What the monitor remembers of a run: bounded, and plain enough for JSON."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

WATCHED = (
    "discriminator/adversarial",
    "generator/adversarial",
    "discriminator/real_logits",
    "discriminator/fake_logits",
    "discriminator/gradient_norm",
    "generator/gradient_norm",
    "discriminator/real_sign",
    "discriminator/wasserstein",
    "discriminator/penalty",
    "augment/p",
    "discriminator/augment_p",
)
RECENT = 96  # windows kept as they are
PAST = 64  # older windows, joined in pairs whenever there are more
CHECKS = 64


class Diversity(Protocol):
    """How varied a fixed batch is beside the data; see metrics/evaluator.py."""

    @property
    def spread(self) -> float: ...
    @property
    def duplicates(self) -> float: ...
    @property
    def class_shares(self) -> Sequence[float]: ...
    @property
    def real_class_shares(self) -> Sequence[float]: ...
    @property
    def agreement(self) -> float | None: ...


@dataclass
class Window:
    """Mean losses of the reports of some neighbouring steps, [first, last]."""

    first: int
    last: int
    reports: int
    means: dict[str, float]

    def add_(self, other: "Window") -> None:
        total = self.reports + other.reports
        for name, mean in other.means.items():
            before = self.means.get(name, mean)
            self.means[name] = before + (mean - before) * other.reports / total
        self.first, self.last = min(self.first, other.first), max(self.last, other.last)
        self.reports = total


@dataclass
class Check:
    """One measurement of quality; diversity where it was measured."""

    step: int
    value: float
    spread: float | None = None
    duplicates: float = 0.0
    class_shares: tuple[float, ...] = ()
    real_class_shares: tuple[float, ...] = ()
    agreement: float | None = None
    untranslated: dict[str, float] = field(default_factory=dict)
    """Of translators, by direction: the distance in units of what pictures have that are left alone."""


@dataclass
class History:
    """Curves of the whole run, coarser the older, and its checks of quality."""

    past: list[Window] = field(default_factory=list)
    recent: list[Window] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    best_step: int | None = None
    best_value: float = 0.0

    @property
    def step(self) -> int:
        """The newest step that was reported or checked."""
        return max([0] + [w.last for w in self.recent[-1:]] + [c.step for c in self.checks[-1:]])

    def report_(self, step: int, losses: Mapping[str, float], width: int) -> bool:
        """Adds a report; whether that began a new window, so that the one before is whole."""
        means = {name: losses[name] for name in WATCHED if math.isfinite(losses.get(name, math.nan))}
        window = Window(step, step, 1, means)
        if self.recent and step - self.recent[-1].first < width:
            self.recent[-1].add_(window)
            return False
        self.recent.append(window)
        if len(self.recent) > RECENT:
            self.past.append(self.recent.pop(0))
        if len(self.past) > PAST:
            self.past = _joined(self.past)
        return True

    def check_(self, check: Check, best: tuple[int, float]) -> None:
        self.checks.append(check)
        if len(self.checks) > CHECKS:
            del self.checks[1]  # the first stays, to compare with
        self.best_step, self.best_value = best

    def last(self, name: str, count: int) -> list[float]:
        """The newest `count` whole windows of a curve; empty if there are fewer."""
        values = [window.means[name] for window in self.recent[:-1][-count:] if name in window.means]
        return values if len(values) == count else []

    def earlier(self, name: str, count: int) -> list[float]:
        """A curve from the beginning up to the newest `count` windows, one value a window."""
        windows = self.past + self.recent[: -count - 1]
        return [window.means[name] for window in windows if name in window.means]

    def span(self, count: int) -> int:
        """Steps in the newest `count` whole windows."""
        windows = self.recent[:-1][-count:]
        return self.recent[-1].first - windows[0].first if windows else 0

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, state: Mapping[str, Any]) -> "History":
        windows = {name: [Window(**entry) for entry in state[name]] for name in ("past", "recent")}
        checks = [_check(entry) for entry in state["checks"]]
        return cls(**windows, checks=checks, best_step=state["best_step"], best_value=state["best_value"])


def _check(entry: Mapping[str, Any]) -> Check:
    tuples = {name: tuple(entry[name]) for name in ("class_shares", "real_class_shares")}
    return Check(**{**entry, **tuples})


def _joined(windows: list[Window]) -> list[Window]:
    joined = []
    for first, second in zip(windows[::2], windows[1::2]):
        first.add_(second)
        joined.append(first)
    return joined + windows[len(joined) * 2 :]

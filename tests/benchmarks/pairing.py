"""Two ways to do one job, measured in turns in one process, because absolute times of a shared machine drift."""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from typing import Any

Clock = Callable[[], float]


@dataclass(frozen=True)
class Row:
    """One line of the table. `ratio` is other / ours. A goal is a least ratio or, `at_most`, a limit for `ours`."""

    job: str
    ours: float
    other: float | None = None
    ratio: float | None = None
    goal: float | None = None
    at_most: bool = False
    unit: str = "ms"
    against: str = ""
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def met(self) -> bool | None:
        """Whether the goal is reached; None without one."""
        if self.goal is None:
            return None
        return self.ours <= self.goal if self.at_most else (self.ratio or 0) >= self.goal

    def with_peak(self, gflop: float, peak: float) -> "Row":
        """Adds which share of `peak` (10^9 operations a second) each form reaches, for the `gflop` that ours needs."""
        shares = {"gflop": gflop, "peak_gflops": peak, "ours_share_of_peak": gflop / self.ours * 1e3 / peak}
        if self.other is not None:
            shares["other_share_of_peak"] = gflop / self.other * 1e3 / peak
        return replace(self, details=self.details | shares)

    def record(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self) | {"met": self.met}


@dataclass(frozen=True)
class Pairs:
    """Seconds of both forms, pair by pair."""

    ours: tuple[float, ...]
    other: tuple[float, ...]

    def row(self, job: str, **more: Any) -> Row:
        """Medians in milliseconds, and the median of the pairs' ratios with its quartiles."""
        ratios = sorted(other / ours for ours, other in zip(self.ours, self.other))
        quarter = len(ratios) // 4
        details = {"pairs": len(ratios), "ratios_middle_half": [ratios[quarter], ratios[-1 - quarter]]}
        return Row(
            job,
            statistics.median(self.ours) * 1e3,
            statistics.median(self.other) * 1e3,
            statistics.median(ratios),
            details=details | more.pop("details", {}),
            **more,
        )


def measure_pairs(
    ours: Callable[[], object],
    other: Callable[[], object],
    pairs: int,
    clock: Clock = time.process_time,
    warm: int = 1,
) -> Pairs:
    """Runs both in turns, `warm` times each without counting; processor time of this process by default."""
    for _ in range(warm):
        ours()
        other()
    gc.collect()
    times = [(seconds(ours, clock), seconds(other, clock)) for _ in range(pairs)]
    return Pairs(tuple(a for a, _ in times), tuple(b for _, b in times))


def seconds(job: Callable[[], object], clock: Clock = time.process_time) -> float:
    """How long one call takes by `clock`."""
    begun = clock()
    job()
    return clock() - begun


def require_equal(name: str, ours: Any, other: Any, tolerance: float) -> None:
    """Refuses to time two forms that compute different things: tensors or arrays, relative to the largest number."""
    import torch

    a, b = (torch.as_tensor(value).detach().double() for value in (ours, other))
    if a.shape != b.shape:
        raise AssertionError(f"{name}: shapes {tuple(a.shape)} and {tuple(b.shape)} differ")
    scale = max(float(b.abs().max()), 1e-12)
    error = float((a - b).abs().max()) / scale
    if not error <= tolerance:
        raise AssertionError(f"{name}: the two forms differ by {error:.2e} of the largest value")

"""What a run has reported so far, from its log or live. No Qt in here."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from ganstudio.gui.models.curves import Curves
from ganstudio.gui.models.happenings import Happening, health_of, of_event, of_line
from ganstudio.gui.models.quality import Quality
from ganstudio.training.events import Evaluation, Event, Health, Preview, Progress

Previews = list[tuple[int, Path]]


@dataclass
class History:
    """Curves, pictures and notices, oldest first. Lists are changed in place, so that others may hold them."""

    curves: Curves = field(default_factory=Curves)
    clock: Curves = field(default_factory=Curves)  # training seconds over steps
    quality: Quality = field(default_factory=Quality)
    previews: Previews = field(default_factory=list)
    raw_previews: Previews = field(default_factory=list)
    notices: list[Health] = field(default_factory=list)
    happenings: list[Happening] = field(default_factory=list)
    last: Progress | None = None

    def add_point(self, point: Progress) -> None:
        self.curves.add(point.step, point.losses)
        self.clock.add(point.step, {"seconds": point.seconds})
        self.last = point

    def add_event(self, event: Event) -> None:
        """Everything but points, of which there are many."""
        if (row := of_event(event, self._seconds())) is not None:
            self.note(row)
        match event:
            case Preview():
                self.previews.append((event.step, event.path))
                raw = event.path.parent / "raw" / event.path.name
                if event.raw is not None:
                    self.raw_previews.append((event.step, raw))
            case Health():
                self.notices.append(event)
            case Evaluation():
                self.quality.add(event.step, event.metric, event.value, event.protocol, event.label)
            case _:
                pass

    def _seconds(self) -> float | None:
        """Training time so far."""
        seconds = self.clock.points("seconds")[1]
        return float(seconds[-1]) if len(seconds) else None

    def note(self, row: Happening) -> None:
        """Adds a row; the metrics that were measured together are one."""
        before = self.happenings[-1] if self.happenings else None
        if before is not None and (before.step, before.kind, row.kind) == (row.step, "quality", "quality"):
            self.happenings[-1] = replace(before, words=f"{before.words}; {row.words}")
        else:
            self.happenings.append(row)

    def add_lines(self, lines: Iterable[Mapping[str, Any]]) -> None:
        """Takes lines of metrics.jsonl in, oldest first; leaves out what it does not know."""
        points: list[Progress] = []
        for line in lines:
            if (point := point_of(line)) is not None:
                points.append(point)
                continue
            self.quality.add_line(line)
            if (health := health_of(line)) is not None:
                self.notices.append(health)
            for row in of_line(line):
                self.note(row)
        self.curves.add_many((point.step, point.losses) for point in points)
        self.clock.add_many((point.step, {"seconds": point.seconds}) for point in points)
        self.last = points[-1] if points else self.last

    def last_step(self) -> int:
        """The newest step that anything was reported of."""
        rows = self.happenings[-1].step if self.happenings else 0
        return max(rows, self.last.step if self.last else 0)

    def cut_after(self, step: int) -> None:
        """Forgets what lies beyond `step`: a resume goes on from a checkpoint that may be older. What happened
        to the run is kept, for going back is a part of it."""
        for curves in (self.curves, self.clock, self.quality):
            curves.cut_after(step)
        for previews in (self.previews, self.raw_previews):
            previews[:] = [(at, path) for at, path in previews if at <= step]
        if self.last is not None and self.last.step > step:
            self.last = None

    def forget_after(self, step: int) -> None:
        """The same, with what happened: the log that is read anew tells it again."""
        self.cut_after(step)
        self.notices[:] = [notice for notice in self.notices if notice.step <= step]
        self.happenings[:] = [row for row in self.happenings if row.step <= step]


def point_of(line: Mapping[str, Any]) -> Progress | None:
    """The point of the curves that a line holds."""
    losses = line.get("losses")
    if not isinstance(losses, dict):
        return None
    numbers = {str(name): _number(value) for name, value in losses.items()}
    images, seconds, speed = (_number(line.get(key, 0)) for key in ("images", "seconds", "images_per_second"))
    return Progress(int(line["step"]), int(np.nan_to_num(images)), seconds, numbers, speed)


def _number(value: Any) -> float:
    return float(value) if isinstance(value, int | float) else math.nan

"""Following a run that another process trains: only what was added to its folder is read."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ganstudio.gui.models.reading import Opened, open_run
from ganstudio.gui.models.tail import Tail


@dataclass
class News:
    """What is new of a watched run. `opened` is the whole run where its log was cut."""

    lines: list[dict[str, Any]] = field(default_factory=list)
    opened: Opened | None = None
    previews: list[tuple[int, Path]] = field(default_factory=list)
    raw_previews: list[tuple[int, Path]] = field(default_factory=list)
    state: str = ""
    step: int = 0
    steps: int = 0
    best_step: int | None = None


def read_news(path: Path, tail: Tail) -> News:
    """Everything that was added to a run since `tail` was read last. A reader thread calls it."""
    from ganstudio.training.run_folder import RunFolder

    folder = RunFolder(path)
    lines = tail.read()
    if tail.restarted:
        return News(opened=open_run(path))
    folder.read()  # a run that is gone, or damaged, says so
    summary, best = folder.status(), folder.best()
    return News(
        lines, None, folder.previews(), folder.raw_previews(), summary.state, summary.step, summary.steps,
        best.step if best else None,
    )  # fmt: skip

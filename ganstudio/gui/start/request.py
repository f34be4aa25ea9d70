"""What the start page asks for when Start is pressed, and how a new run is named."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ganstudio.resources import runs_folder
from ganstudio.training.run_care import names_in


@dataclass(frozen=True)
class TrainRequest:
    """Everything `ganstudio.training.session.train` needs; `settings` holds only what differs from the preset.

    With `processes` above 1 the run is trained by so many processes, one a GPU.
    """

    recipe: str
    data: str
    out: Path
    settings: dict[str, Any] = field(default_factory=dict)
    preset: str | None = None
    seed: int = 0
    device: str = "auto"
    processes: int = 1


@dataclass(frozen=True)
class RunDraft:
    """What a new run takes over from an earlier one: all but what it has learnt. `settings` are resolved."""

    recipe: str
    data: str
    settings: dict[str, Any]
    preset: str | None
    seed: int
    name: str


def draft_of(run: Path) -> RunDraft:
    """Reads a run folder, so a thread calls it. Raises StudioError if it is no run or damaged."""
    from ganstudio.training.run_folder import RunFolder

    record = RunFolder(run).read()
    data = str(record.data.get("source") or record.data.get("name", ""))
    return RunDraft(
        record.recipe,
        data,
        dict(record.settings),
        record.preset,
        record.seed,
        next_name(run.name, run.parent),
    )


def next_name(name: str, folder: Path) -> str:
    """`name` with the next free number behind it: first -> first-2, first-2 -> first-3."""
    stem, taken = re.sub(r"-\d+$", "", name), names_in(folder)
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(each for each in numbered if each.casefold() not in taken)


def run_name(data: str, recipe: str, folder: Path | None = None) -> str:
    """`data-recipe`, with a number behind it where that folder exists already."""
    stem = "-".join(filter(None, (_plain(Path(data).name), _plain(recipe)))) or "run"
    taken = names_in(folder or runs_folder())
    numbered = (stem if number == 1 else f"{stem}-{number}" for number in range(1, len(taken) + 2))
    return next(name for name in numbered if name.casefold() not in taken)


def _plain(text: str) -> str:
    """Lower-case words joined by dashes."""
    return "-".join(re.findall(r"[^\W_]+", text.casefold().removesuffix(".zip")))

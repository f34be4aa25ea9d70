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
    to: str | None = None  # the other side, B, where `data` is side A alone


@dataclass(frozen=True)
class RunDraft:
    """What a new run takes over from an earlier one: all but what it has learnt. `settings` are resolved."""

    recipe: str
    data: str
    settings: dict[str, Any]
    preset: str | None
    seed: int
    name: str
    to: str | None = None


def draft_of(run: Path) -> RunDraft:
    """Reads a run folder, so a thread calls it. Raises StudioError if it is no run or damaged."""
    from ganstudio.training.run_folder import RunFolder

    record = RunFolder(run).read()
    data = str(record.data.get("source") or record.data.get("name", ""))
    to = record.data.get("to")
    return RunDraft(
        record.recipe,
        data,
        dict(record.settings),
        record.preset,
        record.seed,
        next_name(run.name, run.parent),
        None if to is None else str(to),
    )


def next_name(name: str, folder: Path) -> str:
    """`name` with the next free number behind it: first -> first-2, first-2 -> first-3."""
    stem, taken = re.sub(r"-\d+$", "", name), names_in(folder)
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(each for each in numbered if each.casefold() not in taken)


def run_name(data: str, recipe: str, folder: Path | None = None, to: str | None = None) -> str:
    """`data-recipe`, with a number behind it where that folder exists already.

    Of two sides only what tells them apart stays: google-twitter-cyclegan of emoji-google to emoji-twitter.
    """
    sides = _apart(_plain(Path(data).name), _plain(Path(to).name)) if to else [_plain(Path(data).name)]
    stem = "-".join(filter(None, (*sides, _plain(recipe)))) or "run"
    taken = names_in(folder or runs_folder())
    numbered = (stem if number == 1 else f"{stem}-{number}" for number in range(1, len(taken) + 2))
    return next(name for name in numbered if name.casefold() not in taken)


def _apart(one: str, other: str) -> list[str]:
    """Both without the words at their beginning that they share."""
    words, others = one.split("-"), other.split("-")
    while len(words) > 1 and len(others) > 1 and words[0] == others[0]:
        words, others = words[1:], others[1:]
    return ["-".join(words), "-".join(others)]


def _plain(text: str) -> str:
    """Lower-case words joined by dashes."""
    return "-".join(re.findall(r"[^\W_]+", text.casefold().removesuffix(".zip")))

"""What the start page asks for when Start is pressed, and how a new run is named."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ganstudio.resources import runs_folder


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


def run_name(data: str, recipe: str, folder: Path | None = None) -> str:
    """`data-recipe`, with a number behind it where that folder exists already."""
    stem = "-".join(filter(None, (_plain(Path(data).name), _plain(recipe)))) or "run"
    taken = _names(folder or runs_folder())
    numbered = (stem if number == 1 else f"{stem}-{number}" for number in range(1, len(taken) + 2))
    return next(name for name in numbered if name.casefold() not in taken)


def name_problem(name: str, folder: Path | None = None) -> str:
    """Why a run cannot be called that; empty when it can."""
    if not name.strip():
        return "Give the run a name."
    if re.search(r'[<>:"/\\|?*\x00-\x1f]', name) or name.strip(" .") != name or len(name.encode()) > 120:
        return "A name becomes a folder: use letters, digits, spaces and - _ . inside it."
    if name.casefold() in _names(folder or runs_folder()):
        return f"There is already a run called {name}; choose another name."
    return ""


def _names(folder: Path) -> set[str]:
    """Names in a folder, lower case, as Windows and macOS compare them."""
    return {path.name.casefold() for path in folder.iterdir()} if folder.is_dir() else set()


def _plain(text: str) -> str:
    """Lower-case words joined by dashes."""
    return "-".join(re.findall(r"[^\W_]+", text.casefold().removesuffix(".zip")))

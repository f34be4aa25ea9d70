"""A run folder as plain values for the window. These functions read files, so a reader thread calls them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ganstudio.gui.models.history import History
from ganstudio.gui.models.tail import Tail

__all__ = ["Opened", "Tail", "open_run"]


@dataclass(kw_only=True)
class Opened(History):
    """What a run folder holds, without its tensors. `tail` goes on reading where `history` ends."""

    path: Path
    recipe: str
    data: str
    settings: dict[str, Any]
    class_names: tuple[str, ...]
    resolution: int
    state: str
    step: int
    steps: int
    preset: str | None = None
    best_step: int | None = None  # whose checkpoint is kept
    notes: str = ""
    domains: tuple[str, ...] = ()
    preview_rows: tuple[str, ...] = ()
    tail: Tail


def open_run(path: Path) -> Opened:
    """Everything of a run but its weights. Raises StudioError where it is no run or damaged."""
    from ganstudio.training.preview_rows import rows_of_run
    from ganstudio.training.run_folder import RunFolder

    folder = RunFolder(path)
    record, summary, best = folder.read(), folder.status(), folder.best()
    opened = Opened(
        path=folder.path, recipe=record.recipe, data=str(record.data.get("name", "")),
        settings=dict(record.settings), class_names=tuple(map(str, _list(record.pictures.get("class_names")))),
        resolution=int(str(record.pictures.get("resolution", 0))), state=summary.state, step=summary.step,
        steps=summary.steps, preset=record.preset, best_step=best.step if best else None, notes=folder.notes(),
        previews=folder.previews(), raw_previews=folder.raw_previews(), tail=Tail(folder.path),
        domains=tuple(map(str, _list(record.pictures.get("domains")))),
        preview_rows=rows_of_run({"pictures": record.pictures, "data": record.data}),
    )  # fmt: skip
    opened.add_lines(opened.tail.read())
    return opened


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []

"""The models one can choose from: those that come with the program, and those of runs."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from ganstudio.gui.models.run_list import RunList, RunRow
from ganstudio.resources import starter_models


@dataclass(frozen=True, eq=False)
class ShelfRow:
    """A model to choose: `picture` [H, W, C] uint8 or None; `is_live` while its run trains."""

    path: Path
    name: str
    about: str
    picture: np.ndarray | None = None
    is_live: bool = False

    @property
    def key(self) -> tuple[object, ...]:
        """Equal keys look the same."""
        return (self.path, self.name, self.about, self.is_live)


class Shelf(QObject):
    """Starter models first, then runs that have a model, newest first, then files opened from elsewhere. Translators
    are left out: they have no latents to walk through."""

    changed = Signal()

    def __init__(self, runs: RunList, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runs, self._files = runs, list[Path]()
        self.starters = [_starter_row(path) for path in starter_models()]
        self._keys: list[tuple[object, ...]] = []
        runs.changed.connect(self._look)

    @property
    def rows(self) -> list[ShelfRow]:
        runs = [_run_row(row) for row in self._runs.rows if row.step > 0 and not row.domains]
        files = [ShelfRow(path, path.stem, str(path.parent)) for path in self._files]
        return [*self.starters, *runs, *files]

    def named(self, name: str) -> list[Path]:
        """The models that go by a name: where the model that made a picture may be."""
        return [row.path for row in self.rows if name in (row.path.stem, row.path.name, row.name)]

    def add(self, path: Path) -> None:
        """A model from elsewhere stays in the list while the window is open."""
        if path not in [row.path for row in self.rows]:
            self._files.append(path)
            self._look()

    def remove(self, path: Path) -> None:
        """What was added turned out to be nothing for this list."""
        if path in self._files:
            self._files.remove(path)
            self._look()

    @Slot()
    def _look(self) -> None:
        keys = [row.key for row in self.rows]
        if keys != self._keys:
            self._keys = keys
            self.changed.emit()


def _starter_row(path: Path) -> ShelfRow:
    return ShelfRow(path, path.stem.replace("-", " ").capitalize(), "StyleGAN2, comes with GAN Studio")


def _run_row(row: RunRow) -> ShelfRow:
    best = f", {row.best_label.split(' ')[0]} {row.best:.3g}" if row.best is not None else ""
    is_live = row.state == "running"
    state = "training now" if is_live else f"{row.step:,} steps"
    return ShelfRow(row.path, row.name, f"{row.recipe}, {state}{best}", row.pixels, is_live)

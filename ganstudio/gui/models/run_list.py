"""The runs of this person, as the folder says and as this window trains them."""

from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from ganstudio.gui.models.attention import Glance, look
from ganstudio.gui.models.run_model import RunModel, State
from ganstudio.gui.workers import Reader
from ganstudio.training.events import Health
from ganstudio.training.preview_rows import COLUMNS

EVERY = 5000  # ms: runs may be trained by other processes
THUMBNAIL = 40


@dataclass(frozen=True)
class RunRow:
    """One row: `pixels` [80, 80, 3] uint8 or None; `best` under the metric that `best_label` names."""

    path: Path
    name: str
    recipe: str
    data: str
    step: int
    steps: int
    state: str
    stamp: float = 0.0
    pixels: np.ndarray | None = None
    best: float | None = None
    best_label: str = ""
    log: Glance = field(default_factory=Glance)
    domains: tuple[str, ...] = ()  # what it translates between; empty where it makes pictures from latents

    @property
    def problem(self) -> Health | None:
        """What needs attention, as the log says."""
        return self.log.problem

    @property
    def key(self) -> tuple[object, ...]:
        """Equal keys look the same."""
        about = (self.best, self.best_label, self.problem)
        return (self.path, self.recipe, self.step, self.steps, self.state, self.stamp, about)


class RunList(QObject):
    """Reads the run folders in a thread, every few seconds and when asked."""

    changed = Signal()

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.folder = folder
        self.rows: list[RunRow] = []
        self.others: list[Path] = []  # opened from elsewhere
        self.is_read = False
        self._live: RunModel | None = None
        self._reader = Reader(self)
        self._reader.answered.connect(self._show)
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY)
        self._timer.timeout.connect(self.refresh)

    def watch(self) -> None:
        """Keeps the list fresh from now on."""
        self.refresh()
        self._timer.start()

    @Slot()
    def refresh(self) -> None:
        known = {row.path: row for row in self.rows}
        folder, others = self.folder, tuple(self.others)
        self._reader.ask(lambda: read_rows(folder, others, known))

    def follow(self, run: RunModel) -> None:
        """The run that trains in this window is shown as the window knows it."""
        self._live = run
        run.progressed.connect(self._merge)
        run.state_changed.connect(self._merge)
        run.state_changed.connect(self.refresh)
        run.identified.connect(self.refresh)
        run.previewed.connect(self.refresh)

    def add(self, path: Path) -> None:
        """Remembers a run that lies elsewhere."""
        if path.parent != self.folder and path not in self.others:
            self.others.append(path)
            self.refresh()

    def forget(self, path: Path) -> None:
        """A run that was moved away is not looked for any more."""
        self.others = [other for other in self.others if other != path]
        self.refresh()

    def row_of(self, path: Path) -> RunRow | None:
        return next((row for row in self.rows if row.path == path), None)

    def close(self) -> None:
        self._timer.stop()
        self._reader.close()

    @Slot(int, object)
    def _show(self, number: int, rows: list[RunRow]) -> None:
        if self._reader.is_newest(number):
            before, self.rows = [row.key for row in self.rows], rows
            first, self.is_read = not self.is_read, True
            self._merge(always=first or before != [row.key for row in rows])

    @Slot()
    def _merge(self, *_ignored: object, always: bool = True) -> None:
        run = self._live
        if run is not None and run.is_busy:
            live = RunRow(
                run.path, run.name, run.recipe, run.data, run.step, run.steps, state_word(run.state)
            )
            at = next((index for index, row in enumerate(self.rows) if row.path == run.path), None)
            if at is None:
                self.rows.insert(0, live)
            else:
                old = self.rows[at]
                self.rows[at] = replace(
                    live, pixels=old.pixels, stamp=old.stamp, data=old.data or live.data, best=old.best,
                    best_label=old.best_label, log=old.log, domains=old.domains,
                )  # fmt: skip
        if always:
            self.changed.emit()


def state_word(state: State) -> str:
    return {State.PAUSED: "paused", State.STOPPING: "stopping", State.PREPARING: "preparing"}.get(
        state, "running"
    )


def read_rows(folder: Path, others: tuple[Path, ...], known: dict[Path, RunRow]) -> list[RunRow]:
    """Every run of the folder and of `others`, newest first; thumbnails are taken from `known` where unchanged."""
    from ganstudio.training.run_folder import RunFolder, list_runs

    summaries = list_runs(folder) + [RunFolder(path).status() for path in others if path.is_dir()]
    rows = []
    for run in summaries:
        row = RunRow(
            run.path, run.name, run.recipe, run.data, run.step, run.steps, run.state, best=run.best,
            best_label=run.best_label, domains=run.domains,
        )  # fmt: skip
        stamp = run.preview.stat().st_mtime if run.preview and run.preview.exists() else 0.0
        old = known.get(run.path)
        pixels = old.pixels if old and old.stamp == stamp else thumbnail(run.preview, bool(run.domains))
        rows.append(
            replace(row, stamp=stamp, pixels=pixels, log=look(run.path, old.log if old else Glance()))
        )
    return rows


def thumbnail(preview: Path | None, translates: bool = False) -> np.ndarray | None:
    """The middle of a preview, two by two tiles, as [80, 80, 3] uint8; of a translator one picture, its left half
    before and its right half after. None where there is no preview."""
    if preview is None:
        return None
    try:
        with Image.open(preview) as picture:
            sheet = picture.convert("RGB")
            crop = _before_after(sheet) if translates else _middle(sheet)
    except (OSError, ValueError, Image.DecompressionBombError):
        return None
    return np.asarray(crop.resize((THUMBNAIL * 2, THUMBNAIL * 2), Image.Resampling.BILINEAR))


def _middle(sheet: Image.Image) -> Image.Image:
    side = max(1, sheet.height // 6)
    return sheet.crop((0, side, 2 * side, 3 * side))


def _before_after(sheet: Image.Image) -> Image.Image:
    """The first picture of the first row, its right half from the second row, which shows it translated."""
    side = max(2, sheet.width // COLUMNS)
    made = sheet.crop((0, 0, side, side))
    made.paste(sheet.crop((side // 2, side, side, 2 * side)), (side // 2, 0))
    return made

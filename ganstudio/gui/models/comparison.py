"""Several runs side by side, as plain values. `read_runs` reads files, so a thread calls it. No Qt in here."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ganstudio.errors import StudioError
from ganstudio.gui.models.curves import Points
from ganstudio.gui.models.quality import NAMES, Measure
from ganstudio.gui.models.reading import Opened, open_run
from ganstudio.gui.models.series import Series
from ganstudio.gui.models.sheets import Sheet, read_sheet

MOST = 6  # runs whose colours stay apart
STEPS, PICTURES, TIME = "Steps", "Pictures", "Time"
UNITS = ((3 * 3600.0, 3600.0, "hours"), (180.0, 60.0, "minutes"), (0.0, 1.0, "seconds"))
"""From so many seconds on: the length of the unit and its name."""
SILENT = frozenset({"steps", "micro_batch"})  # said elsewhere, or no choice of a person
LOSSES = {"generator/adversarial": "Generator loss", "discriminator/adversarial": "Discriminator loss"}


@dataclass(frozen=True)
class Compared:
    """One run. `labels`: setting -> what its row is called; `title` is the recipe's."""

    opened: Opened
    title: str
    labels: dict[str, str]
    sheet: Sheet | None

    @property
    def name(self) -> str:
        return self.opened.path.name

    @property
    def seconds(self) -> float:
        """Of training, over all resumes."""
        return float(self.opened.last.seconds) if self.opened.last else 0.0

    @property
    def pictures(self) -> int:
        return round(self.opened.step * self._batch)

    @property
    def is_running(self) -> bool:
        return self.opened.state == "running"

    @property
    def _batch(self) -> float:
        """Pictures a step: what the log says, for a run that was read while it had no resolved settings."""
        batch = self.opened.settings.get("batch")
        return float(batch) if isinstance(batch, int) else 0.0

    def places(self, steps: np.ndarray, axis: str, unit: float = 1.0) -> np.ndarray:
        """Where steps [N] lie on an axis: themselves, pictures shown, or training time in units of seconds."""
        if axis == PICTURES:
            return np.asarray(steps * self._batch)
        if axis == TIME:
            known, seconds = self.opened.clock.points("seconds")
            return np.interp(steps, known, seconds) / unit if len(known) else np.zeros(len(steps))
        return steps


@dataclass(frozen=True)
class Line:
    """One run in one plot: which run it is, and its points over the chosen axis."""

    run: int
    points: Series
    best: tuple[float, float] | None = None


@dataclass(frozen=True)
class Row:
    """One row of the table; `best` are the runs whose value is the best of all."""

    label: str
    values: tuple[str, ...]
    best: frozenset[int] = frozenset()


def read_runs(paths: Sequence[Path]) -> tuple[list[Compared], list[str]]:
    """What can be read, and a sentence for each run that cannot."""
    runs, problems = [], []
    for path in paths[:MOST]:
        try:
            runs.append(_read(path))
        except StudioError as error:
            problems.append(str(error))
    if len(paths) > MOST:
        problems.append(
            f"Only {MOST} runs can be told apart in one plot; the other {len(paths) - MOST} are left out."
        )
    return runs, problems


def _read(path: Path) -> Compared:
    from ganstudio.recipes import RECIPES
    from ganstudio.settings import describe

    opened, sheet = open_run(path), None
    recipe = RECIPES.get(opened.recipe)
    if opened.previews:
        try:
            sheet = read_sheet(*opened.previews[-1], opened.resolution)
        except StudioError:
            sheet = None  # torn or gone: the rest can be compared all the same
    labels = {field.name: field.label for field in describe(recipe.settings_type)} if recipe else {}
    return Compared(opened, recipe.card.title if recipe else opened.recipe, labels, sheet)


def time_unit(runs: Sequence[Compared]) -> tuple[float, str]:
    """Seconds of the unit that suits the longest of the runs, and its name."""
    longest = max((run.seconds for run in runs), default=0.0)
    return next((length, name) for least, length, name in UNITS if longest >= least)


def measures(runs: Sequence[Compared]) -> list[Measure]:
    """Every metric under every protocol; those of most runs first within a metric. Only equal ones compare."""
    found: dict[Measure, int] = {}
    for run in runs:
        for measure in run.opened.quality.measures():
            found[measure] = found.get(measure, 0) + 1
    order = list(NAMES)
    return sorted(found, key=lambda each: (_place(each.metric, order), -found[each], each.protocol))


def quality_lines(runs: Sequence[Compared], measure: Measure, axis: str, unit: float) -> list[Line]:
    """The curve of each run that has this measure."""
    lines = []
    for index, run in enumerate(runs):
        steps, values = run.opened.quality.points_of(measure)
        best = run.opened.quality.best(measure)
        if len(steps):
            ring = (float(run.places(np.array([best[0]]), axis, unit)[0]), best[1]) if best else None
            lines.append(Line(index, _series(run.places(steps, axis, unit), values), ring))
    return lines


def loss_lines(runs: Sequence[Compared], name: str, axis: str, unit: float) -> list[Line]:
    lines = []
    for index, run in enumerate(runs):
        steps, values = run.opened.curves.points(name)
        if len(steps):
            lines.append(Line(index, _series(run.places(steps, axis, unit), values)))
    return lines


def settings_rows(runs: Sequence[Compared], words: Any) -> tuple[list[Row], list[Row]]:
    """Settings whose values differ: those that all runs have, and those that only some of the recipes know.

    `words(value)` shows a value.
    """
    labels = {name: label for run in reversed(runs) for name, label in run.labels.items()}
    shared: list[Row] = []
    partial: list[Row] = []
    for name, label in labels.items():
        values = [run.opened.settings.get(name) for run in runs]
        if name in SILENT or all(value == values[0] for value in values):
            continue
        row = Row(label, tuple("–" if value is None else words(value) for value in values))
        (partial if None in values else shared).append(row)
    return shared, partial


def best_rows(runs: Sequence[Compared], words: Any) -> list[Row]:
    """The best value of each measure; the best of all is marked where two runs or more have one."""
    rows, found = [], measures(runs)
    for measure in found:
        bests = [run.opened.quality.best(measure) for run in runs]
        values = [best[1] for best in bests if best]
        if not values:
            continue
        top = max(values) if measure.is_higher_better else min(values)
        winners = (
            {at for at, best in enumerate(bests) if best and best[1] == top} if len(values) > 1 else set()
        )
        label = f"Best {measure.title}" + (_number(measure, found))
        rows.append(Row(label, tuple(words(best[1]) if best else "–" for best in bests), frozenset(winners)))
    return rows


def _number(measure: Measure, found: Sequence[Measure]) -> str:
    """Tells two protocols of one name apart, as the heads of their plots do."""
    same = [each for each in found if each.title == measure.title]
    return f", protocol {same.index(measure) + 1}" if len(same) > 1 else ""


def title_of(measure: Measure, found: Sequence[Measure]) -> str:
    """What a plot of this measure is called."""
    return measure.title + _number(measure, found)


def _series(places: np.ndarray, values: np.ndarray) -> Series:
    made = Series()
    made.extend(places.tolist(), values.tolist())
    return made


def _place(metric: str, order: Sequence[str]) -> int:
    return order.index(metric) if metric in order else len(order)


def csv_points(runs: Sequence[Compared], lines: Sequence[Line]) -> dict[str, Points]:
    """Name of a run -> its points."""
    return {runs[line.run].name: (line.points.steps, line.points.values) for line in lines}

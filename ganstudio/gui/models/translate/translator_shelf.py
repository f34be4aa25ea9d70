"""The translators one can choose from: those that come with the program, those of runs, and files from elsewhere."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from ganstudio.gui.behind import behind
from ganstudio.gui.models.run_list import RunList, RunRow
from ganstudio.gui.models.translate.facts import TranslatorFacts
from ganstudio.gui.models.translate.sides import Sides, sides_of_model, sides_of_run
from ganstudio.gui.workers import Reader
from ganstudio.resources import record_in, starter_translators

Key = tuple[Path, float]


@dataclass(frozen=True, eq=False)
class TranslatorRow:
    """A translator to choose. `domains` are the titles of its two sides, and `sides` one picture of each."""

    path: Path
    name: str
    about: str
    domains: tuple[str, ...] = ()
    sides: Sides | None = None
    is_live: bool = False

    @property
    def key(self) -> tuple[object, ...]:
        """Equal keys look the same."""
        return (self.path, self.name, self.about, self.domains, self.sides is None, self.is_live)


class TranslatorShelf(QObject):
    """`words` says what a recipe is called, such as "CycleGAN, 2017"."""

    changed = Signal()

    def __init__(self, runs: RunList, words: Callable[[str], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runs, self._words = runs, words
        self._files: dict[Path, TranslatorRow] = {}
        self._sides: dict[Key, Sides | None] = {}
        self._keys: list[tuple[object, ...]] = []
        self.starters = {path: record_in(path) for path in starter_translators()}
        self._reader = Reader(self)
        self._reader.answered.connect(self._take_sides)
        runs.changed.connect(self.look)
        self.look()

    @property
    def rows(self) -> list[TranslatorRow]:
        """Those of the program first, then runs, newest first, then files."""
        runs = [self._run_row(row) for row in self._translators()]
        known = {row.path for row in runs} | set(self.starters)
        files = [row for row in self._files.values() if row.path not in known]
        return [*(self._starter_row(path) for path in self.starters), *runs, *files]

    def add(self, facts: TranslatorFacts) -> None:
        """A translator that was opened from elsewhere stays in the list while the window is open."""
        if facts.path in self._files:
            return
        words = f"{self._words(facts.recipe)}, {facts.path.name}"
        name = " and ".join(facts.domains) if facts.domains != ("A", "B") else facts.name
        self._files[facts.path] = TranslatorRow(facts.path, name, words, facts.domains)
        self.look()

    def close(self) -> None:
        """Ends the thread, and waits for that."""
        self._reader.close()

    @Slot()
    def look(self) -> None:
        """After something changed: tells if rows look different now, and fetches pictures that are missing."""
        keys = [row.key for row in self.rows]
        if keys != self._keys:
            self._keys = keys
            self.changed.emit()
        runs = [
            (row.path, row.stamp) for row in self._translators() if (row.path, row.stamp) not in self._sides
        ]
        models = [path for path in self.starters if (path, 0.0) not in self._sides]
        if runs:
            self._reader.ask(lambda: _sides_of_models(models) | _sides_of_runs(runs))
        elif models:
            self._reader.ask(lambda: _sides_of_models(models))

    @Slot(int, object)
    def _take_sides(self, _number: int, sides: dict[Key, Sides | None]) -> None:
        self._sides |= sides
        self.look()

    def _translators(self) -> list[RunRow]:
        return [row for row in self._runs.rows if row.domains and row.step > 0]

    def _run_row(self, row: RunRow) -> TranslatorRow:
        is_live = row.state == "running"
        state = "training now" if is_live else f"{row.step:,} steps"
        about = f"{self._words(row.recipe)}, {state}"
        sides = self._sides.get((row.path, row.stamp))
        return TranslatorRow(row.path, row.name, about, row.domains, sides, is_live)

    def _starter_row(self, path: Path) -> TranslatorRow:
        record = self.starters[path]
        domains = tuple(record["pictures"]["domains"])
        about = f"{self._words(str(record.get('recipe', '')))}, built in"
        return TranslatorRow(path, " and ".join(domains), about, domains, self._sides.get((path, 0.0)))


def _sides_of_models(models: list[Path]) -> dict[Key, Sides | None]:
    return {(path, 0.0): sides_of_model(path) for path in models}


@behind
def _sides_of_runs(runs: list[Key]) -> dict[Key, Sides | None]:
    from ganstudio.training.run_folder import RunFolder

    found: dict[Key, Sides | None] = {}
    for path, stamp in runs:
        previews = RunFolder(path).previews()
        found[path, stamp] = sides_of_run(path, previews[-1][1] if previews else None)
    return found

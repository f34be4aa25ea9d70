"""The sheet of the Explore room: which axes it has, what its cells are, and its export."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from ganstudio.errors import StudioError
from ganstudio.gui.models.explore.sheet_defaults import first_values
from ganstudio.gui.models.explore.sheet_pictures import SheetPictures, Wish
from ganstudio.gui.workers import Reader
from ganstudio.latents.directions import use
from ganstudio.latents.moments import checkpoints, run_of
from ganstudio.latents.point import LatentPoint, Origin
from ganstudio.latents.progress import Progress
from ganstudio.latents.sheet import Axis, Kind, Place, Sheet
from ganstudio.latents.sheet_axes import Choice, axis_of

if TYPE_CHECKING:
    from ganstudio.gui.models.explore.explore_model import ExploreModel
    from ganstudio.latents.model import Model

X, Y, Z = 0, 1, 2
MOST = 1000  # pictures in the window; an exported sheet may have more
STEP = "Sheet"


@dataclass(frozen=True)
class AxisWish:
    """What a person asks of an axis; no `kind` is no axis. `direction` and `source` are for those kinds."""

    kind: Kind | None = None
    text: str = ""
    direction: str = ""
    source: int = 1


class SheetModel(QObject):
    """`sheet` is the newest that makes sense; `problems` say, axis by axis, why what is asked now does not."""

    changed = Signal()  # axes, problems or the sheet

    def __init__(self, explore: "ExploreModel", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.explore = explore
        self.pictures = SheetPictures(explore, self)
        self.wishes: list[AxisWish] = [AxisWish(), AxisWish(), AxisWish()]
        self.problems = ["", "", ""]
        self.sheet: Sheet | None = None
        self.cells: dict[Place, Wish] = {}
        self.steps: dict[int, Path] = {}
        self.is_seen = False
        self._kind: tuple[object, ...] = ()
        self._run: Path | None = None
        self._reader = Reader(self)
        self._reader.answered.connect(self._take_steps)
        explore.model_changed.connect(self._begin)
        explore.settled.connect(self.refresh)
        explore.directions.changed.connect(self.refresh)
        self._begin()

    # -- axes ---------------------------------------------------------------------------------------------------

    @property
    def choice(self) -> Choice:
        """What the model has for axes."""
        facts, directions = self.explore.facts, self.explore.directions
        if facts is None:
            return Choice()
        uses = tuple(use(each, 1.0, directions.layers_of(each.name)) for each in directions.shown)
        return Choice(facts.class_names, facts.num_ws, tuple(self.steps), uses)

    def set_kind(self, axis: int, kind: Kind | None) -> None:
        """Another kind, with values that suit it. If another axis has it, the two change places."""
        before = self.wishes[axis]
        if kind == before.kind:
            return
        twin = next((other for other in (X, Y, Z) if other != axis and self.wishes[other].kind == kind), None)
        if kind is not None and kind != "direction" and twin is not None:
            self.wishes[axis], self.wishes[twin] = self.wishes[twin], before
            if self.wishes[X].kind is None:
                used = [wish.kind for wish in self.wishes]
                self.wishes[X] = self._wish_of(next(each for each in self.choice.kinds if each not in used))
        else:
            self.wishes[axis] = self._wish_of(kind)
        self.refresh()

    def set_values(self, axis: int, words: str) -> None:
        self._set(axis, replace(self.wishes[axis], text=words))

    def set_direction(self, axis: int, name: str) -> None:
        self._set(axis, replace(self.wishes[axis], direction=name))

    def set_source(self, axis: int, seed: int) -> None:
        self._set(axis, replace(self.wishes[axis], source=seed))

    # -- acting -------------------------------------------------------------------------------------------------

    def take(self, place: Place) -> None:
        """Makes a cell the current point; a checkpoint's cell brings its weights along."""
        wish = self.cells.get(place)
        if wish is None:
            return
        self.explore.change(STEP, wish.point)
        self.explore.settle()
        facts = self.explore.facts
        if wish.step is not None and facts is not None and wish.step != facts.step:
            self.explore.show_model(self.steps[wish.step])

    def chosen(self) -> Place | None:
        """The cell that is the current point."""
        facts = self.explore.facts
        found = (
            place
            for place, wish in self.cells.items()
            if wish.point == self.explore.point and wish.step in (None, facts.step if facts else None)
        )
        return next(found, None)

    def words(self, place: Place) -> str:
        """`Seed 3, ψ 0.7`."""
        sheet = self.sheet
        if sheet is None:
            return ""
        axes = zip((sheet.x, sheet.y, sheet.z), (place.x, place.y, place.z))
        return ", ".join(axis.said(where) for axis, where in axes if axis is not None)

    def export(self, path: Path) -> None:
        """Writes the sheet in full resolution as one labelled PNG; the bar at the bottom shows how far it is."""
        sheet = self.sheet
        if sheet is None:
            return
        seen: list[Progress] = []

        def finish() -> None:
            if seen and seen[-1].done == seen[-1].total:
                self.explore.told.emit(f"Exported {path.name}.")

        job = partial(_write, sheet, path, dict(self.steps))
        self.explore.run_long("Exporting the sheet", job, seen.append, finish)

    def see(self, is_seen: bool) -> None:
        """Pictures are made only while somebody looks."""
        self.is_seen = is_seen
        if is_seen:
            self._read_steps()  # a run that trains has more by now
            self.refresh()
        else:
            self.pictures.stop()

    def close(self) -> None:
        self._reader.close()

    # -- following ----------------------------------------------------------------------------------------------

    @Slot()
    def refresh(self) -> None:
        """The sheet of what is asked now, around the current point."""
        point, facts = self.explore.point, self.explore.facts
        if point is None or facts is None or not self.is_seen or not facts.fits(point):
            return  # while a model opens its point may still be that of the last one
        self.problems = ["", "", ""]
        axes = [self._axis(number) for number in (X, Y, Z)]
        across = axes[X]
        if not any(self.problems) and across is not None:
            try:
                self._show(Sheet(_base(point, axes), across, axes[Y], axes[Z]))
            except StudioError as error:
                self.problems[X] = str(error)
        self.changed.emit()

    def _axis(self, number: int) -> Axis | None:
        wish, choice = self.wishes[number], self.choice
        if wish.kind is None:
            return None
        try:
            direction = choice.direction(wish.direction) if wish.kind == "direction" else None
            return axis_of(wish.kind, wish.text, choice, direction, Origin.of_seed(wish.source))
        except StudioError as error:
            self.problems[number] = str(error)
            return None

    def _show(self, sheet: Sheet) -> None:
        if sheet.count > MOST:
            raise StudioError(
                f"{sheet.count:,} pictures are too many to look at; choose fewer values, up to {MOST:,}."
            )
        self.sheet = sheet
        self.cells = {place: Wish(sheet.step_at(place), sheet.point_at(place)) for place in sheet.places()}
        self.pictures.want(self.cells.values(), self.steps)

    def _set(self, axis: int, wish: AxisWish) -> None:
        if wish != self.wishes[axis]:
            self.wishes[axis] = wish
            self.refresh()

    def _wish_of(self, kind: Kind | None) -> AxisWish:
        shown = self.explore.directions.shown
        return AxisWish(
            kind, first_values(kind, self.explore.facts, self.explore.point), shown[0].name if shown else ""
        )

    @Slot()
    def _begin(self) -> None:
        """Another model: axes stay where it has the same, else there are those that show it best."""
        facts = self.explore.facts
        if facts is None:
            return
        run = run_of(facts.path)
        if run != self._run:
            self.steps, self._run = {}, run
            self._read_steps()
        kind = (facts.class_names, facts.num_ws, facts.z_dim)
        if kind != self._kind:
            self._kind = kind
            self.sheet, self.cells = None, {}
            first: Kind = "class" if len(facts.class_names) > 1 else "seed"
            self.wishes = [self._wish_of(first), self._wish_of("psi"), AxisWish()]
        self.refresh()

    def _read_steps(self) -> None:
        run = self._run
        if run is not None:
            self._reader.ask(lambda: (run, dict(checkpoints(run))))

    @Slot(int, object)
    def _take_steps(self, number: int, found: tuple[Path, dict[int, Path]]) -> None:
        if self._reader.is_newest(number) and found[0] == self._run and found[1] != self.steps:
            self.steps = found[1]
            self.refresh()
            self.changed.emit()


def _base(point: LatentPoint, axes: list[Axis | None]) -> LatentPoint:
    """What the axes change. Where layers are mixed in one by one, that is a point without a mix."""
    is_mixed = any(axis is not None and axis.kind == "layer" for axis in axes)
    return point.changed(mixes=()) if is_mixed else point


def _write(
    sheet: Sheet, path: Path, steps: dict[int, Path], model: "Model", should_stop: Callable[[], bool]
) -> Iterator[Progress]:
    from ganstudio.latents.model import load_model
    from ganstudio.latents.sheet_rendering import export_sheet

    yield from export_sheet(
        model,
        sheet,
        path,
        should_stop=should_stop,
        model_at=lambda step: load_model(steps[step], model.device),
    )

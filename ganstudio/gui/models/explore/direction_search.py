"""Looking for directions: what was found, what was marked, and the one search that runs."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from ganstudio.gui.models.explore.long_job import LongJob
from ganstudio.latents.directions import Direction, Search
from ganstudio.latents.point import LatentPoint, Layers, Origin

if TYPE_CHECKING:
    from ganstudio.gui.models.explore.directions_model import DirectionsModel
    from ganstudio.latents.model import Model

Job = Callable[["Model", Callable[[], bool]], Iterator[Search]]
SAMPLES = 20  # pictures at a time to mark


class DirectionSearch(QObject):
    """`kind` is where results belong: "pca", "sefa", "marks" or "classes". One search runs at a time."""

    changed = Signal()  # what was found, what went wrong, what runs and how far it is
    marks_changed = Signal()

    def __init__(self, directions: "DirectionsModel") -> None:
        super().__init__(directions)
        self._explore = directions.explore
        self.found: dict[str, tuple[Direction, ...]] = {}
        self.problems: dict[str, str] = {}
        self.running = ""
        self.share = 0.0
        self.marks: dict[LatentPoint, bool] = {}  # True for more, False for less
        self.page = 0
        self._job: LongJob | None = None
        self._mark = ""
        self._explore.model_changed.connect(self._begin)

    # -- searches -----------------------------------------------------------------------------------------------

    def find_components(self, count: int, layers: Layers, this_class: bool = False) -> None:
        """GANSpace; `this_class` looks at latents of the current point's class or blend alone."""
        point = self._explore.point
        classes = point.classes if this_class and point is not None else ()

        def job(model: "Model", should_stop: Callable[[], bool]) -> Iterator[Search]:
            from ganstudio.latents.ganspace import ganspace

            yield from ganspace(model, count, classes=classes, layers=layers, should_stop=should_stop)

        self._run("pca", "Principal components", job)

    def find_eigenvectors(self, count: int, layers: Layers) -> None:
        """SeFa."""

        def job(model: "Model", should_stop: Callable[[], bool]) -> Iterator[Search]:
            from ganstudio.latents.sefa import sefa

            yield from sefa(model, count, layers=layers, should_stop=should_stop)

        self._run("sefa", "SeFa", job)

    def make_from_marks(self, name: str, layers: Layers, against: tuple[Direction, ...] = ()) -> None:
        more = [point for point, is_more in self.marks.items() if is_more]
        less = [point for point, is_more in self.marks.items() if not is_more]

        def job(model: "Model", should_stop: Callable[[], bool]) -> Iterator[Search]:
            from ganstudio.latents.made_directions import from_marks

            yield from from_marks(
                model, name, more, less, layers=layers, against=against, should_stop=should_stop
            )

        self._run("marks", f"Making {name}", job)

    def make_from_classes(
        self, name: str, start: int | None, end: int, layers: Layers, against: tuple[Direction, ...] = ()
    ) -> None:
        """`start` None means all other classes."""

        def job(model: "Model", should_stop: Callable[[], bool]) -> Iterator[Search]:
            from ganstudio.latents.made_directions import from_classes

            yield from from_classes(
                model, name, start, end, layers=layers, against=against, should_stop=should_stop
            )

        self._run("classes", f"Making {name}", job)

    @Slot()
    def stop(self) -> None:
        if self._job is not None:
            self._job.stop()

    # -- marks --------------------------------------------------------------------------------------------------

    def samples(self) -> list[LatentPoint]:
        """Points to mark: other seeds with the class and truncation of the current point, and nothing else of it."""
        point = self._explore.point
        if point is None:
            return []
        first = self.page * SAMPLES
        plain = point.changed(mixes=(), directions=(), shift=(0.0, 0.0), turn=0.0)
        return [plain.changed(origin=Origin.of_seed(seed)) for seed in range(first, first + SAMPLES)]

    def show_more(self) -> None:
        """The next samples; marks stay."""
        self.page += 1
        self.marks_changed.emit()

    def mark(self, point: LatentPoint, is_more: bool | None) -> None:
        """None takes a mark away."""
        self.marks.pop(point, None)
        if is_more is not None:
            self.marks[point] = is_more
        self.marks_changed.emit()

    def clear_marks(self) -> None:
        self.marks.clear()
        self.marks_changed.emit()

    def counts(self) -> tuple[int, int]:
        """How many are marked as more, as less."""
        more = sum(self.marks.values())
        return more, len(self.marks) - more

    # -- inside -------------------------------------------------------------------------------------------------

    def _run(self, kind: str, words: str, job: Job) -> None:
        if self.running or self._explore.facts is None:
            return
        self.running, self.share = kind, 0.0
        self.problems.pop(kind, None)
        mark = self._explore.facts.fingerprint
        self._job = self._explore.run_long(
            words, job, lambda step: self._take(kind, mark, step), self._end, self._fail
        )
        self.changed.emit()

    def _take(self, kind: str, mark: str, step: Search) -> None:
        self.share = step.done / max(step.total, 1)
        if step.found and mark == self._mark:
            self.found[kind] = step.found
        self.changed.emit()

    def _end(self) -> None:
        self.running, self._job = "", None
        self.changed.emit()

    def _fail(self, words: str) -> None:
        self.problems[self.running] = words
        self._end()

    @Slot()
    def _begin(self) -> None:
        facts = self._explore.facts
        if facts is None or facts.fingerprint == self._mark:
            return
        self._mark = facts.fingerprint
        self.stop()
        self.found.clear()
        self.problems.clear()
        self.marks.clear()
        self.page = 0
        self.changed.emit()
        self.marks_changed.emit()

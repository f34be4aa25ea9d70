"""Which axes the plane has: seeds, two principal components, or two directions."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ganstudio.gui.explore.left_column import row
from ganstudio.gui.explore.plane_axes import DirectionAxes, SeedAxes
from ganstudio.gui.models.explore.explore_model import ExploreModel
from ganstudio.gui.models.explore.long_job import LongJob
from ganstudio.gui.widgets.choice import Choice
from ganstudio.gui.widgets.text import text
from ganstudio.latents.point import DirectionUse

if TYPE_CHECKING:
    from ganstudio.latents.directions import Direction, Search
    from ganstudio.latents.model import Model

SEEDS, COMPONENTS, DIRECTIONS = "Neighbouring seeds", "Principal components", "Two directions"
COUNT, SAMPLES = 8, 4000
SUFFIX = " of the plane"  # so that they are not taken for directions that are saved under the same name


class AxesChoice(QWidget):
    """`chosen` carries the axes. Components are searched for when they are first asked for, in the background."""

    chosen = Signal(object)
    said = Signal(str)  # what goes on, empty when nothing does

    def __init__(self, explore: ExploreModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._explore = explore
        self._components: tuple[DirectionUse, ...] = ()
        self._job: LongJob | None = None
        self._search_number = 0
        self.kind = Choice("Axes of the plane", "What it means to go to the right and up on the plane")
        self.kind.setObjectName("axes_choice")
        self.right = Choice("To the right", "What grows to the right")
        self.up = Choice("Up", "What grows upwards")
        self._lay_out()
        self.kind.activated.connect(self._choose)
        for choice in (self.right, self.up):
            choice.activated.connect(self._tell)
        explore.model_changed.connect(self._begin)
        explore.directions.changed.connect(self._offer)
        self._begin()

    @Slot()
    def _begin(self) -> None:
        """Another model: seeds again, for components and directions are of one model."""
        if self._job is not None:
            self._job.stop()
            self._job = None
        self._search_number += 1  # what an earlier search still says is of the earlier model
        self._components = ()
        self._offer()
        self.kind.setCurrentIndex(0)
        self._choose()

    @Slot()
    def _offer(self) -> None:
        """Two directions only where there are two."""
        kinds = [SEEDS, COMPONENTS] + [DIRECTIONS] * (len(self._saved()) > 1)
        before = self.kind.currentText()
        with QSignalBlocker(self.kind):
            self.kind.clear()
            self.kind.addItems(kinds)
            self.kind.setCurrentIndex(kinds.index(before) if before in kinds else 0)
        if before and self.kind.currentText() != before:
            self._choose()
        elif before == DIRECTIONS:
            self._list(self._saved())

    def _saved(self) -> "tuple[Direction, ...]":
        return self._explore.directions.saved

    @Slot()
    def _choose(self) -> None:
        kind = self.kind.currentText()
        self._rows.setVisible(False)
        self.said.emit("")
        if kind == COMPONENTS and not self._components:
            self._search()
        elif kind == COMPONENTS:
            self._show_pair(self._components)
        elif kind == DIRECTIONS:
            self._show_pair(self._saved())
        else:
            self.chosen.emit(SeedAxes())

    def _show_pair(self, directions: "Sequence[Direction | DirectionUse]") -> None:
        self._list(directions)
        self._rows.setVisible(True)
        self._tell()

    def _list(self, directions: "Sequence[Direction | DirectionUse]") -> None:
        names = [each.name for each in directions]
        for choice, usual in ((self.right, 0), (self.up, 1)):
            before = choice.currentText()
            with QSignalBlocker(choice):
                choice.clear()
                choice.addItems([name.removesuffix(SUFFIX) for name in names])
                choice.setCurrentIndex(
                    max(choice.findText(before), 0) if before else min(usual, len(names) - 1)
                )
        if self.right.currentIndex() == self.up.currentIndex():
            self.up.setCurrentIndex(1 if self.right.currentIndex() == 0 else 0)

    @Slot()
    def _tell(self) -> None:
        right, up = self.right.currentIndex(), self.up.currentIndex()
        if right == up:  # the same twice is a line, not a plane
            up = (right + 1) % self.up.count()
            self.up.setCurrentIndex(up)
        uses = self._components if self.kind.currentText() == COMPONENTS else self._uses()
        self.chosen.emit(DirectionAxes(uses[right], uses[up]))

    def _uses(self) -> tuple[DirectionUse, ...]:
        from ganstudio.latents.directions import use

        layers_of = self._explore.directions.layers_of
        return tuple(use(direction, 1.0, layers_of(direction.name)) for direction in self._saved())

    # -- components -----------------------------------------------------------------------------------------------

    def _search(self) -> None:
        point = self._explore.point
        if point is None or self._job is not None:
            return
        classes = point.classes

        def job(model: "Model", should_stop: Callable[[], bool]) -> "Iterator[Search]":
            from ganstudio.latents.ganspace import ganspace

            return ganspace(model, COUNT, samples=SAMPLES, classes=classes, should_stop=should_stop)

        self.said.emit("Finding components")
        self._search_number += 1
        number = self._search_number
        self._job = self._explore.run_long(
            "Principal components", job, partial(self._take, number), partial(self._end, number),
            partial(self._fail, number),
        )  # fmt: skip

    def _take(self, number: int, search: "Search") -> None:
        from ganstudio.latents.directions import use

        if number != self._search_number:
            return
        if search.found:
            self._components = tuple(
                use(each, 1.0).model_copy(update={"name": each.name + SUFFIX}) for each in search.found
            )
        self.said.emit(f"Finding components, {search.done / max(search.total, 1):.0%}")

    def _end(self, number: int) -> None:
        if number != self._search_number:
            return
        self._job = None
        self.said.emit("")
        if self.kind.currentText() == COMPONENTS:
            if len(self._components) > 1:
                self._show_pair(self._components)
            else:
                self.kind.setCurrentIndex(0)
                self._choose()

    def _fail(self, number: int, words: str) -> None:
        if number != self._search_number:
            return
        self._job = None
        self.kind.setCurrentIndex(0)
        self._choose()
        self._explore.refused.emit(words)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(row(text("Axes", "label"), 12, self.kind, height=28))
        self._rows = row(self.right, 8, self.up, height=28)
        for choice in (self.right, self.up):
            choice.setMinimumWidth(132)
            choice.setMaximumWidth(132)
        self._rows.setVisible(False)
        column.addWidget(self._rows)

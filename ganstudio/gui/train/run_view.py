"""The middle of the Train room: numbers, health, pictures, the scrubber through them, curves."""

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.gui.models.curves import Curves
from ganstudio.gui.models.reading import Sheet, read_sheet
from ganstudio.gui.models.run_model import RunModel, State
from ganstudio.gui.train.curve_names import Names, main_losses, metrics, other_terms
from ganstudio.gui.train.health import preparing_words
from ganstudio.gui.train.health_banner import HealthBanner
from ganstudio.gui.train.plot_card import PlotCard
from ganstudio.gui.train.preview_grid import PreviewGrid
from ganstudio.gui.train.scrubber import Scrubber
from ganstudio.gui.train.stats_row import StatsRow
from ganstudio.gui.widgets.binding import Binding
from ganstudio.gui.widgets.card import Surfaced
from ganstudio.gui.workers import Reader

PLOTS_LOW, PLOTS_HIGH, GRID_LOW = 152, 320, 120
LATER = "The quality curve (FID) comes with the Evaluate room in a later version."


class RunView(Surfaced):
    """Knows the run that is shown. `asked` is what the banner's button means."""

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("window", parent)
        self._run: RunModel | None = None
        self._links = Binding()
        self.stats, self.banner = StatsRow(), HealthBanner()
        self.grid, self.scrubber = PreviewGrid(), Scrubber()
        self.losses = PlotCard("Losses", "")
        self.losses.plot.setObjectName("loss_plot")
        self.terms = PlotCard("Quality", LATER)
        self.terms.setObjectName("fid_plot")
        self._reader = Reader(self)
        self._reader.answered.connect(self._show_old)
        self._reader.refused.connect(self._refuse)
        self.banner.asked.connect(self.asked)
        self.scrubber.moved.connect(self._scrub)
        self.scrubber.enlarged.connect(self._enlarge)
        for card in (self.losses, self.terms):
            card.refused.connect(self.banner.say)
        self._lay_out()

    def show_run(self, run: RunModel | None) -> None:
        self._run = run
        self.stats.show_run(run)
        self.banner.show_run(run)
        if run is None:
            self._links.connect()
            return
        self._links.connect(
            (run.progressed, self._show_points), (run.previewed, self._show_newest),
            (run.identified, self._show_all), (run.noticed, self._say_nothing_yet),
            (run.state_changed, self._show_state),
        )  # fmt: skip
        self.scrubber.follow()
        self._show_all()

    def close_reader(self) -> None:
        self._reader.close()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_height()

    # -- the run ------------------------------------------------------------------------------------------------

    @Slot()
    def _show_all(self) -> None:
        if self._run is None:
            return
        for card in (self.losses, self.terms):
            card.show_series(Curves(), {})
        self._show_points()
        self._show_newest()
        self._say_nothing_yet()

    @Slot()
    def _show_points(self) -> None:
        run = self._run
        if run is None:
            return
        names = run.curves.names()
        self._fill(self.losses, run.curves, main_losses(names))
        if measured := metrics(run.quality.names()):
            self.terms.set_title("Quality")
            self._fill(self.terms, run.quality, measured)
        else:
            others = other_terms(names)
            self.terms.set_title("Penalties" if others else "Quality")
            self._fill(self.terms, run.curves, others)

    def _fill(self, card: PlotCard, curves: Curves, names: Names) -> None:
        if card.shows(curves, names):
            card.refresh_soon()
        else:
            card.show_series(curves, names)

    @Slot()
    def _show_newest(self) -> None:
        run = self._run
        if run is None:
            return
        self.scrubber.show_steps([step for step, _ in run.previews])
        if self.scrubber.following or run.sheet is None:
            self._paint(run.sheet)

    @Slot()
    def _say_nothing_yet(self) -> None:
        """What stands in empty frames."""
        run = self._run
        if run is None:
            return
        every = int(run.settings.get("preview_every", 0) or 0)
        soon = f"First pictures at step {every:,}" if every else "The first pictures appear here soon"
        is_preparing = run.state is State.PREPARING
        none = soon if run.is_busy else "No pictures were made in this run"
        self.grid.say(preparing_words(run) if is_preparing else none)
        report = int(run.settings.get("report_every", 0) or 0)
        first = f"First value at step {report:,}" if report else "The first values appear here soon"
        self.losses.say_empty(first if run.is_busy else "No values were logged in this run")

    @Slot()
    def _show_state(self, *_ignored: object) -> None:
        self._say_nothing_yet()
        self.losses.refresh_soon()

    # -- older previews -----------------------------------------------------------------------------------------

    @Slot(int)
    def _scrub(self, index: int) -> None:
        run = self._run
        if run is None or not run.previews:
            return
        if self.scrubber.following and run.sheet is not None:
            self._paint(run.sheet)
            return
        step, path = run.previews[index]
        side = run.resolution or (run.sheet.side if run.sheet is not None else 0)
        self._reader.ask(lambda: read_sheet(step, Path(path), side))
        for card in (self.losses, self.terms):
            card.point_at(step)

    @Slot(int, object)
    def _show_old(self, number: int, sheet: Sheet) -> None:
        if self._reader.is_newest(number) and not self.scrubber.following:
            self._paint(sheet)

    @Slot(int, str)
    def _refuse(self, _number: int, sentence: str) -> None:
        self.banner.say(sentence)

    def _paint(self, sheet: Sheet | None) -> None:
        before = self.grid.sheet
        names = self._run.class_names if self._run is not None else ()
        self.grid.show_sheet(sheet, names)
        if (before is None) != (sheet is None) or (
            before and sheet and before.pixels.shape != sheet.pixels.shape
        ):
            self._share_height()

    # -- layout -------------------------------------------------------------------------------------------------

    @Slot(bool)
    def _enlarge(self, enlarged: bool) -> None:
        for widget in (self.stats, self._plots):
            widget.setVisible(not enlarged)
        self.scrubber.enlarge.set_icon("corners-in" if enlarged else "corners-out")

    def _share_height(self) -> None:
        """The picture takes what its whole-number scale needs; the plots take the rest, within limits."""
        inset = 24 if self.width() >= 720 else 8
        self._column.setContentsMargins(inset, 12 if inset == 24 else 8, inset, 12 if inset == 24 else 8)
        fixed = 40 + self.banner.height_for(self.width() - 2 * inset) + 40 + 8 + 16 + 8 + 2 * 12
        room = self.height() - fixed
        low = max(PLOTS_LOW, self.height() // 5)
        picture = self.grid.height_for(self.width() - 2 * inset, max(GRID_LOW, room - low))
        self._plots.setFixedHeight(min(PLOTS_HIGH, max(low, room - picture)))

    def _lay_out(self) -> None:
        self._plots = QWidget()
        row = QHBoxLayout(self._plots)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self.losses, 1)
        row.addWidget(self.terms, 1)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self._column.addWidget(self.stats)
        self._column.addSpacing(8)
        self._column.addWidget(self.banner)
        self._column.addSpacing(16)
        self._column.addWidget(self.grid, 1)
        self._column.addWidget(self.scrubber)
        self._column.addSpacing(8)
        self._column.addWidget(self._plots)

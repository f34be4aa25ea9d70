"""The middle of the Train room: numbers, health, pictures, the scrubber through them, curves."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.gui.models.run_model import RunModel, State
from ganstudio.gui.train.curve_names import LOGITS
from ganstudio.gui.train.health import preparing_words
from ganstudio.gui.train.health_banner import HealthBanner
from ganstudio.gui.train.loss_card import LossCard
from ganstudio.gui.train.pictures import Pictures
from ganstudio.gui.train.plot_card import REDRAW
from ganstudio.gui.train.quality_card import QualityCard
from ganstudio.gui.train.scrubber import Scrubber
from ganstudio.gui.train.stats_row import StatsRow, awaited
from ganstudio.gui.widgets.binding import Binding
from ganstudio.gui.widgets.card import Surfaced

PLOTS_LOW, PLOTS_HIGH, GRID_LOW = 160, 320, 120
WIDE = 1400  # pixels: room for a third plot


class RunView(Surfaced):
    """Knows the run that is shown. `asked` is what the banner's button means: a word or a Remedy."""

    asked = Signal(object)
    explore_asked = Signal(int)  # the tile of the preview

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("window", parent)
        self._run: RunModel | None = None
        self._links = Binding()
        self.stats, self.banner = StatsRow(), HealthBanner()
        self.scrubber = Scrubber()
        self.pictures = Pictures(self.scrubber)
        self.grid = self.pictures.grid
        self.losses, self.balance, self.quality = LossCard(), LossCard(LOGITS), QualityCard()
        self.losses.plot.setObjectName("loss_plot")
        self.balance.plot.setObjectName("balance_plot")
        self.balance.redraw_every += REDRAW // 2  # not in the same moment as the losses
        self.cards = (self.losses, self.balance, self.quality)
        self.banner.asked.connect(self.asked)
        self.banner.folded.connect(self._share_height)
        self.scrubber.enlarged.connect(self._enlarge)
        self.scrubber.moved.connect(self._point)
        self.quality.picked.connect(self.scrubber.go_to)
        self.pictures.resized.connect(self._share_height)
        self.pictures.refused.connect(self.banner.say)
        self.pictures.explore_asked.connect(self.explore_asked)
        for card in self.cards:
            card.refused.connect(self.banner.say)
        self._lay_out()

    def show_run(self, run: RunModel | None) -> None:
        self._run = run
        self.stats.show_run(run)
        self.banner.show_run(run)
        self.pictures.show_run(run)
        if run is None:
            self._links.connect()
            return
        self._links.connect(
            (run.progressed, self._show_points), (run.identified, self._show_all),
            (run.noticed, self._say_nothing_yet), (run.state_changed, self._say_nothing_yet),
        )  # fmt: skip
        self._point()
        self._show_all()

    def close_reader(self) -> None:
        self.pictures.close_readers()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.balance.setVisible(self.width() >= WIDE)
        self._share_height()

    # -- the run ------------------------------------------------------------------------------------------------

    @Slot()
    def _show_all(self) -> None:
        self._show_points()
        self._say_nothing_yet()

    @Slot()
    def _show_points(self) -> None:
        run = self._run
        if run is None:
            return
        for card in (self.losses, self.balance):
            card.show_curves(run.curves)
        self.quality.show_quality(run.quality, awaited(run))

    @Slot()
    def _say_nothing_yet(self, *_ignored: object) -> None:
        """What stands in empty frames."""
        run = self._run
        if run is None:
            return
        every = int(run.settings.get("preview_every", 0) or 0)
        soon = f"First pictures at step {every:,}" if every else "The first pictures appear here soon"
        none = soon if run.is_busy else "No pictures were made in this run"
        self.grid.say(preparing_words(run) if run.state is State.PREPARING else none)
        report = int(run.settings.get("report_every", 0) or 0)
        first = f"First value at step {report:,}" if report else "The first values appear here soon"
        self.losses.say_empty(first if run.is_busy else "No values were logged in this run")
        self.balance.say_empty(first if run.is_busy else "This run did not log them")
        self.quality.say_empty(first_quality(run))

    @Slot()
    def _point(self, *_ignored: object) -> None:
        """The plots show where in the training the scrubber stands."""
        step = None if self.scrubber.following else self.scrubber.shown_step
        for card in self.cards:
            card.point_at(step)

    # -- layout -------------------------------------------------------------------------------------------------

    @Slot(bool)
    def _enlarge(self, enlarged: bool) -> None:
        for widget in (self.stats, self._plots):
            widget.setVisible(not enlarged)
        self.scrubber.enlarge.set_icon("corners-in" if enlarged else "corners-out")

    @Slot()
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
        for card in self.cards:
            row.addWidget(card, 1)
        self.balance.hide()
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self._column.addWidget(self.stats)
        self._column.addSpacing(8)
        self._column.addWidget(self.banner)
        self._column.addSpacing(16)
        self._column.addWidget(self.pictures, 1)
        self._column.addWidget(self.scrubber)
        self._column.addSpacing(8)
        self._column.addWidget(self._plots)


def first_quality(run: RunModel) -> str:
    """What stands in the frame of the quality plot while there is no value."""
    if not run.is_busy:
        return "No quality was measured in this run"
    every = run.settings.get("evaluate_every")
    if every == 0:
        return "Quality is not measured in this run; set how often under Quality"
    if not isinstance(every, int):
        return "The first value appears here soon"
    return f"First value at step {(run.step // every + 1) * every:,}"

"""Several runs side by side: pictures, curves that may share an axis, and what differs in their settings."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ganstudio.gui.models.comparison import (
    LOSSES,
    PICTURES,
    STEPS,
    TIME,
    Compared,
    loss_lines,
    measures,
    quality_lines,
    read_runs,
    time_unit,
    title_of,
)
from ganstudio.gui.models.quality import Measure, protocol_words
from ganstudio.gui.start.bars import Bar
from ganstudio.gui.start.setting_row import Problem
from ganstudio.gui.start.summary_panel import scrolling
from ganstudio.gui.start.tasks import Task
from ganstudio.gui.train.compare_plot import CompareCard
from ganstudio.gui.train.compare_table import CompareTable, heads
from ganstudio.gui.widgets.button import Button
from ganstudio.gui.widgets.card import Surfaced
from ganstudio.gui.widgets.segmented import Segmented
from ganstudio.gui.widgets.text import line, section_label, text

EVERY = 5000  # ms: how often runs that train are read again
SMOOTHING = 0.6  # of losses
WIDE = 900  # pixels: room for two plots beside each other
AXIS_TIPS = [
    "Training steps",
    "Pictures that the discriminator has seen: fair between runs of different batch sizes",
    "Time spent in training: fair between recipes of different speed",
]


class CompareView(Surfaced):
    """`closed` says that a person has seen enough. `stop_work` before the program ends."""

    closed = Signal()

    def __init__(self, runs: list[Path], parent: QWidget | None = None) -> None:
        super().__init__("window", parent)
        self.setObjectName("compare_view")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.paths = list(runs)
        self.runs: Sequence[Compared] = ()
        self.cards: dict[Measure | str, CompareCard] = {}
        self.table: CompareTable | None = None
        self._heads: QWidget | None = None
        self.back = Button("Back", "quiet", "arrow-left", "Back to the run (Escape)", 28)
        self.back.setObjectName("compare_back")
        self.title = section_label(f"Comparing {len(runs)} runs")
        self.losses = Button(
            "Losses", "chip", tip="Show the losses too; they say little about quality", height=28
        )
        self.losses.setObjectName("compare_losses")
        self.axis = Segmented([STEPS, PICTURES, TIME], "Horizontal axis", AXIS_TIPS)
        self.axis.setObjectName("compare_axis")
        self.problem = Problem()
        self.none = text("Reading the runs", "note")
        self._lay_out()
        self.back.clicked.connect(self.close_view)
        self.losses.toggled.connect(self._show_plots)
        self.axis.chosen.connect(self._show_plots)
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY)
        self._timer.timeout.connect(self.read)
        self._task: Task | None = None
        self.read()

    @property
    def is_read(self) -> bool:
        """Whether everything is here and shown."""
        return bool(self.runs) or not self.problem.isHidden()

    @Slot()
    def read(self) -> None:
        """Reads the runs in a thread; those that train are read again every few seconds."""
        if self._task is None:
            paths = self.paths
            job = lambda _report, _stop: read_runs(paths)  # noqa: E731
            self._task = Task(self, job).begin(self._take, self._refuse)

    def stop_work(self) -> None:
        """Ends its thread."""
        self._timer.stop()
        Task.stop_all(self)

    @Slot()
    def close_view(self) -> None:
        self.stop_work()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_view()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    # -- what was read ------------------------------------------------------------------------------------------

    def _take(self, found: tuple[list[Compared], list[str]]) -> None:
        self._task = None
        self.runs, problems = found
        self.problem.say(" ".join(problems))
        self.none.setVisible(not self.runs)
        self.none.setText("None of these runs can be read.")
        self._show_table()
        self._show_plots()
        if any(run.is_running for run in self.runs):
            self._timer.start()
        else:
            self._timer.stop()

    def _refuse(self, sentence: str) -> None:
        self._task = None
        self.problem.say(sentence)

    def _show_table(self) -> None:
        for old in (self._heads, self.table):
            if old is not None:
                old.hide()
                self._column.removeWidget(old)
                old.deleteLater()
        self._heads = self.table = None
        if self.runs:
            self._heads, self.table = heads(self.runs), CompareTable(self.runs)
            self._column.insertWidget(0, self._heads)
            self._column.insertWidget(2, self.table)

    @Slot()
    def _show_plots(self, *_ignored: object) -> None:
        """A plot for each measure under each protocol, then the losses where they are wanted."""
        axis, (unit, unit_name) = self.axis.choice(), time_unit(self.runs)
        below = {PICTURES: "Over pictures.", TIME: f"Over {unit_name} of training."}.get(axis, "")
        found = measures(self.runs)
        wanted: dict[Measure | str, list] = {
            measure: quality_lines(self.runs, measure, axis, unit) for measure in found
        }
        if self.losses.isChecked() or not found:
            wanted |= {name: loss_lines(self.runs, name, axis, unit) for name in LOSSES}
        wanted = {key: lines for key, lines in wanted.items() if lines}
        for key in [key for key in self.cards if key not in wanted]:
            card = self.cards.pop(key)
            card.hide()
            card.deleteLater()
        for key, lines in wanted.items():
            if key not in self.cards:
                self.cards[key] = self._card(key, found)
            self.cards[key].show_lines(self.runs, lines, below)
        self.cards = {key: self.cards[key] for key in wanted}
        self._arrange()

    def _card(self, key: Measure | str, found: Sequence[Measure]) -> CompareCard:
        if isinstance(key, Measure):
            card = CompareCard(title_of(key, found), protocol_words(key))
        else:
            card = CompareCard(LOSSES[key], "Losses compare only within one recipe and objective.", SMOOTHING)
        card.refused.connect(self.problem.say)
        return card

    # -- layout -------------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        columns = 2 if self.width() >= WIDE and len(self.cards) > 1 else 1
        for number, card in enumerate(self.cards.values()):
            self._plots.addWidget(card, number // columns, number % columns)
            card.show()
        self._plots.setColumnStretch(1, 1 if columns == 2 else 0)
        self._plots.setColumnStretch(0, 1)

    def _lay_out(self) -> None:
        content = QWidget()
        content.setProperty("surface", "none")
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(24, 16, 24, 24)
        self._column.setSpacing(16)
        plots = QWidget()
        self._plots = QGridLayout(plots)
        self._plots.setContentsMargins(0, 0, 0, 0)
        self._plots.setSpacing(16)
        self._column.addWidget(plots)
        self._column.addStretch(1)
        bar = Bar(48, self.back, self.title, right=(self.losses, self.axis))
        bar.row.setContentsMargins(8, 0, 24, 0)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(bar)
        page.addWidget(line())
        for widget in (self.problem, self.none):
            widget.setContentsMargins(24, 8, 24, 0)
            page.addWidget(widget)
        page.addWidget(scrolling(content), 1)

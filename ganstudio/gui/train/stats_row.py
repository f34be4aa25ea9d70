"""The numbers of a run, side by side."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ganstudio.gui.models.quality import protocol_words
from ganstudio.gui.models.run_model import RunModel, State
from ganstudio.gui.widgets.binding import Binding
from ganstudio.gui.widgets.text import describe, line, text
from ganstudio.gui.words import about, count, duration, speed, value

STATS = {
    "Step": "Training steps made; in each, both networks learn",
    "Pictures seen": "Pictures shown to the discriminator; one shown twice counts twice",
    "Speed": "Pictures a second at the last report",
    "Now": "The newest measure of quality",
    "Best": "The best value so far; its checkpoint is kept, and it is the model that is saved",
    "Running for": "Time spent training, over all resumes, without pauses",
    "Time left": "At the pace of the last reports",
}


class StatsRow(QWidget):
    """Knows a RunModel and nothing else."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(40)
        self.values: dict[str, QLabel] = {}
        self.names: dict[str, QLabel] = {}
        self._run: RunModel | None = None
        self._links = Binding()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for index, (name, tip) in enumerate(STATS.items()):
            if index:
                row.addStretch(1)
                divider = line("v")
                divider.setFixedHeight(32)
                row.addWidget(divider)
                row.addStretch(1)
            row.addWidget(self._stat(name, tip))

    def show_run(self, run: RunModel | None) -> None:
        self._run = run
        for label in self.values.values():
            label.setMinimumWidth(0)
        if run is None:
            self._links.connect()
        else:
            self._links.connect(
                (run.progressed, self.refresh),
                (run.identified, self.refresh),
                (run.state_changed, self.refresh),
            )
        self.refresh()

    @Slot()
    def refresh(self, *_ignored: object) -> None:
        run = self._run
        last = run.last if run is not None else None
        self._say("Step", count(run.step) if run is not None and run.steps else "")
        self._say("Pictures seen", count(last.images) if last else "")
        self._say("Speed", speed(last.images_per_second) if last else "")
        self._say_quality(run)
        self._say("Running for", duration(last.seconds) if last else "")
        self._say("Time left", _left(run) if run is not None else "")

    def _say_quality(self, run: RunModel | None) -> None:
        """Under the name of the metric by which the best is kept, or else of the first that was measured."""
        measure = None
        if run is not None:
            measure = run.quality.newest(str(run.settings.get("best_by", ""))) or run.quality.main()
        short = measure.short if measure is not None else awaited(run)
        last = run.quality.last(measure) if run is not None and measure is not None else None
        best = run.quality.best(measure) if run is not None and measure is not None else None
        self.names["Now"].setText(f"{short} now")
        self.names["Best"].setText(f"Best {short}")
        self._say("Now", value(last[1]) if last else "")
        self._say("Best", value(best[1]) if best else "")
        about_it = f"\n{measure.title}. {protocol_words(measure)}" if measure is not None else ""
        for name, at in (("Now", last), ("Best", best)):
            step = f"{STATS[name]}; measured at step {at[0]:,}" if at else STATS[name]
            describe(self.values[name], self.names[name].text(), f"{step}.{about_it}")
            self.names[name].setToolTip(f"{step}.{about_it}")

    def _say(self, name: str, words: str) -> None:
        """A value; its place grows but does not shrink, so that its neighbours stand still."""
        label = self.values[name]
        if label.text() != (words or "–"):
            label.setText(words or "–")
            label.setMinimumWidth(max(label.minimumWidth(), label.sizeHint().width()))

    def _stat(self, name: str, tip: str) -> QWidget:
        cell = QWidget()
        column = QVBoxLayout(cell)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self.values[name] = text("–", "title")
        describe(self.values[name], name, tip)
        cell.setToolTip(tip)
        self.names[name] = text(name, "label")
        column.addWidget(self.names[name])
        column.addWidget(self.values[name])
        return cell


def _left(run: RunModel) -> str:
    if run.state is State.FINISHED:
        return "done"
    if run.state in (State.TRAINING, State.PAUSED, State.RUNNING_ELSEWHERE):
        left = run.seconds_left()
        return about(left) if left is not None else ""
    return ""


def awaited(run: RunModel | None) -> str:
    """What the measure of quality is called before there is a value."""
    if run is not None and run.settings.get("best_by") == "kid":
        return "KID"
    return "FD" if is_stand_in(run) else "FID"


def is_stand_in(run: RunModel | None) -> bool:
    """Whether quality is measured with other features than those that FID is defined on."""
    return run is None or run.settings.get("features", "efficientnet-lite0") != "inception-2015"

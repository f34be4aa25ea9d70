"""The numbers of a run, side by side."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ganstudio.gui.models.run_model import RunModel, State
from ganstudio.gui.widgets.binding import Binding
from ganstudio.gui.widgets.text import describe, line, text
from ganstudio.gui.words import about, count, duration, speed

STATS = {
    "Step": "Training steps made; in each, both networks learn",
    "Pictures seen": "Pictures shown to the discriminator; one shown twice counts twice",
    "Speed": "Pictures a second at the last report",
    "Running for": "Time spent training, over all resumes, without pauses",
    "Time left": "At the pace of the last reports",
}


class StatsRow(QWidget):
    """Knows a RunModel and nothing else."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(40)
        self.values: dict[str, QLabel] = {}
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
        self._say("Running for", duration(last.seconds) if last else "")
        self._say("Time left", _left(run) if run is not None else "")

    def _say(self, name: str, words: str) -> None:
        self.values[name].setText(words or "–")

    def _stat(self, name: str, tip: str) -> QWidget:
        cell = QWidget()
        column = QVBoxLayout(cell)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self.values[name] = text("–", "title")
        describe(self.values[name], name, tip)
        cell.setToolTip(tip)
        column.addWidget(text(name, "label"))
        column.addWidget(self.values[name])
        return cell


def _left(run: RunModel) -> str:
    if run.state is State.FINISHED:
        return "done"
    if run.state in (State.TRAINING, State.PAUSED):
        left = run.seconds_left()
        return about(left) if left is not None else ""
    return ""

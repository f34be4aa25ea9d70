"""The card "Estimate on this computer": time, memory and parameters of the run that would start."""

from PySide6.QtCore import QEvent, Qt, QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout

from ganstudio.gui import theme
from ganstudio.gui.start.costs import Cost
from ganstudio.gui.widgets.button import arc
from ganstudio.gui.widgets.card import Surfaced
from ganstudio.gui.widgets.text import describe, text
from ganstudio.gui.words import duration, gigabytes, short

TURN = 60  # ms
TIP = (
    "Measured by a short trial with the real networks and pictures. It ends at once when you start or leave."
)
WAITING = "Measured when nothing is training."


class EstimateCard(Surfaced):
    """Shows one of: a cost, that it is being measured, that it waits, or why there is none."""

    def __init__(self) -> None:
        super().__init__("card")
        self.setObjectName("estimate_card")
        describe(self, "Estimate on this computer", TIP)
        self.time, self.words = text("–", "readout"), text("", "caption", wrap=True)
        self.memory, self.parameters = text("–", "value"), text("–", "value")
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setProperty("tone", "neutral")
        describe(self.bar, "Memory that the run needs", "Of all the memory of the device that trains")
        self._arc, self._turn = QLabel(), 0
        self._arc.setFixedSize(16, 16)
        self._turning = QTimer(self)
        self._turning.setInterval(TURN)
        self._turning.timeout.connect(self._draw)
        self._lay_out()
        self.say("")

    def show_cost(self, cost: Cost) -> None:
        self._stop()
        self.time.setText(duration(cost.seconds))
        self.words.setText(f"from a short trial on {cost.device}")
        self.memory.setText(f"{gigabytes(cost.memory_bytes)} of {cost.memory_total_bytes / 2**30:.0f} GB")
        self.bar.setValue(round(1000 * min(1.0, cost.memory_bytes / max(1, cost.memory_total_bytes))))
        self.parameters.setText(short_count(sum(cost.parameters.values())))
        each = "\n".join(
            f"{name.replace('_', ' ').capitalize()}: {count:,}" for name, count in cost.parameters.items()
        )
        self.parameters.setToolTip(each)
        self.setAccessibleDescription(f"{self.time.text()}, {self.memory.text()} memory")

    def show_measuring(self) -> None:
        """The arc turns; nothing jumps when the numbers come."""
        self._clear()
        self.words.setText("Measuring with a short trial")
        self._arc.show()
        self._draw()
        self._turning.start()

    def say(self, sentence: str) -> None:
        """Why there is no estimate."""
        self._stop()
        self._clear()
        self.words.setText(sentence)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in theme.RESTYLED and hasattr(self, "_arc"):
            self._draw()

    @Slot()
    def _draw(self) -> None:
        self._turn = (self._turn - 30) % 360
        self._arc.setPixmap(arc(16, theme.current().text2, self._turn))

    def _stop(self) -> None:
        self._turning.stop()
        self._arc.hide()

    def _clear(self) -> None:
        for label in (self.time, self.memory, self.parameters):
            label.setText("–")
        self.parameters.setToolTip("")
        self.bar.setValue(0)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(text("Estimate on this computer", "label"))
        head.addStretch(1)
        head.addWidget(self._arc)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self.time)
        column.addWidget(self.words)
        column.addSpacing(6)
        column.addLayout(_row("Memory", self.memory))
        column.addWidget(self.bar)
        column.addSpacing(4)
        column.addLayout(_row("Parameters", self.parameters))


def short_count(number: int) -> str:
    """577,186 -> 577 k, 24,767,458 -> 24.8 M."""
    for size, unit in ((10**9, "G"), (10**6, "M"), (10**3, "k")):
        if number >= size:
            return f"{number / size:.3g} {unit}"
    return short(number)


def _row(label: str, value: QLabel) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(text(label, "label"))
    row.addStretch(1)
    row.addWidget(value, alignment=Qt.AlignmentFlag.AlignRight)
    return row

"""The thin bar at the bottom: device, memory, pictures a second, and every long task with its way out."""

import psutil
from PySide6.QtCore import QEvent, Qt, QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from ganstudio.gui import theme
from ganstudio.gui.icons import pixmap
from ganstudio.gui.models.long_tasks import LongTask
from ganstudio.gui.models.run_model import State
from ganstudio.gui.models.studio_model import StudioModel
from ganstudio.gui.widgets.button import IconButton
from ganstudio.gui.widgets.card import Surfaced
from ganstudio.gui.widgets.text import describe, line, text
from ganstudio.gui.words import gigabytes

HEIGHT = 32
MEMORY_EVERY = 2000  # ms


class TaskView(QWidget):
    """One long task: name, bar, what is left, cancel."""

    def __init__(self, task: LongTask) -> None:
        super().__init__()
        self._task = task
        self.words = text("", "label")
        self.bar = progress_bar(160, f"Progress of {task.name}")
        self.cancel = IconButton("x", f"Cancel: {task.name}", f"Stop: {task.name}", size=24, pixels=12)
        self.cancel.setObjectName("task_cancel")
        self.cancel.setVisible(task.cancel is not None)
        if task.cancel is not None:
            self.cancel.clicked.connect(task.cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget in (text(task.name, "label"), self.bar, self.words, self.cancel):
            row.addWidget(widget)
        task.changed.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        fraction = self._task.fraction
        self.bar.setValue(round(1000 * fraction) if fraction is not None else 0)
        self.words.setText(self._task.words)


class StatusBar(Surfaced):
    """Reads the memory every two seconds; everything else comes from the model."""

    def __init__(self, studio: StudioModel, parent: QWidget | None = None) -> None:
        super().__init__("window", parent)
        self.setObjectName("status_bar")
        self.setFixedHeight(HEIGHT)
        self._studio = studio
        self._icon = QLabel()
        self.device = text("CPU", "label")
        self.memory = progress_bar(56, "Memory used", tone="neutral")
        self.memory_words = text("", "label")
        self.speed = text("", "label")
        self._speed_line = line("v")
        self._quiet = text("Nothing is running", "label")
        self._tasks = QHBoxLayout()
        self._tasks.setSpacing(16)
        self._lay_out()
        self._connect()

    def _connect(self) -> None:
        self._studio.tasks.changed.connect(self._show_tasks)
        self._studio.training_changed.connect(self._show_training)
        self._studio.library_loaded.connect(self._show_training)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._show_memory)
        self._timer.start(MEMORY_EVERY)
        self._show_memory()
        self._show_training()
        self._show_tasks()
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in theme.RESTYLED and hasattr(self, "_icon"):
            self._draw()

    def _draw(self) -> None:
        self._icon.setPixmap(pixmap("cpu", 14, "text2"))

    @Slot()
    def _show_memory(self) -> None:
        memory = psutil.virtual_memory()
        used = memory.total - memory.available
        self.memory.setValue(round(1000 * used / memory.total))
        self.memory_words.setText(f"{gigabytes(used)} of {memory.total / 2**30:.0f} GB")
        self._show_training()

    @Slot()
    def _show_training(self) -> None:
        run = self._studio.training
        known = run.device if run is not None and run.device else self._studio.library.device
        self.device.setText(known or "CPU")
        self._show_speed()

    @Slot()
    def _show_speed(self) -> None:
        """Of the training, else of the first long task that has one."""
        run, going = self._studio.training, (State.TRAINING, State.RUNNING_ELSEWHERE)
        if run is not None and run.state in going and run.last is not None:
            words = f"{run.last.images_per_second:,.0f} pictures/s"
        else:
            words = next((task.speed for task in self._studio.tasks.tasks if task.speed), "")
        self.speed.setText(words)
        self.speed.setVisible(bool(words))
        self._speed_line.setVisible(bool(words))

    @Slot()
    def _show_tasks(self) -> None:
        while (item := self._tasks.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for task in self._studio.tasks.tasks:
            task.changed.connect(self._show_speed, Qt.ConnectionType.UniqueConnection)
            self._tasks.addWidget(TaskView(task))
        self._show_speed()
        self._quiet.setVisible(not self._studio.tasks.tasks)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(16, 0, 8, 0)
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addWidget(self.device)
        self._divide(row, line("v"))
        row.addWidget(text("Memory", "label"))
        row.addWidget(self.memory)
        row.addWidget(self.memory_words)
        self._divide(row, self._speed_line)
        row.addWidget(self.speed)
        row.addStretch(1)
        row.addLayout(self._tasks)
        row.addWidget(self._quiet)
        row.addSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(line())
        column.addLayout(row, 1)
        describe(self.device, "Device", "What the newest training computes on")
        describe(self.memory_words, "Memory", "Memory of this computer that is in use")
        describe(
            self.speed,
            "Speed",
            "Pictures that the discriminator sees each second, or megapixels that are translated",
        )

    def _divide(self, row: QHBoxLayout, divider: QWidget) -> None:
        divider.setFixedHeight(14)
        row.addSpacing(4)
        row.addWidget(divider)
        row.addSpacing(4)


def progress_bar(width: int, name: str, tone: str = "accent") -> QProgressBar:
    """A thin bar of a thousand parts, without words in it."""
    bar = QProgressBar()
    bar.setRange(0, 1000)
    bar.setTextVisible(False)
    bar.setFixedWidth(width)
    bar.setProperty("tone", tone)
    describe(bar, name, name)
    return bar

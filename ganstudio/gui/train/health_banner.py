"""One line about a run: how it is, why, and the one thing to do about it. Folds open for what happened."""

import time

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ganstudio.gui import theme
from ganstudio.gui.icons import pixmap
from ganstudio.gui.models.run_model import RunModel, State
from ganstudio.gui.train.event_log import EventLog
from ganstudio.gui.train.health import Deed, Message, message
from ganstudio.gui.widgets.binding import Binding
from ganstudio.gui.widgets.button import Button, IconButton
from ganstudio.gui.widgets.card import Surfaced
from ganstudio.gui.widgets.text import describe, line, text
from ganstudio.gui.words import duration
from ganstudio.training.events import Remedy

LOG_HEIGHT = 150
WIDE = 560  # pixels: less has no room for when it was checked


class HealthBanner(Surfaced):
    """`asked` carries what the button means: resume, retry, unpause, folder, or a Remedy. `folded` says that the
    height has changed."""

    asked = Signal(object)
    folded = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("card", parent)
        self.setObjectName("health_banner")
        self.setMinimumHeight(40)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        describe(self, "Health of the run", "What this run is doing, and what can be done about a problem")
        self._run: RunModel | None = None
        self._links = Binding()
        self._message = Message("heartbeat", "good", "", "")
        self._icon = QLabel()
        self.name = text("", "section")
        self.words = text("", "note", wrap=True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.checked = text("", "label")
        self.checked.setToolTip("When the last values came")
        self.button = Button("", "plain", tip="What helps here", height=28)
        self.button.setObjectName("health_button")
        self.button.clicked.connect(lambda: self.asked.emit(self._message.deed))
        self.copy = IconButton(
            "copy", "Copy the details", "Copy the technical details for a bug report", size=28
        )
        self.copy.clicked.connect(self._copy)
        self.dismiss = IconButton("x", "Dismiss", "Dismiss this notice", size=28, pixels=14)
        self.dismiss.clicked.connect(self._dismiss)
        self.fold = IconButton("caret-down", "Event log", "What happened so far", size=28, pixels=14)
        self.fold.setObjectName("event_log_fold")
        self.fold.setCheckable(True)
        self.fold.toggled.connect(self._fold)
        self.log = EventLog()
        self.log.setFixedHeight(LOG_HEIGHT)
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self._say_when)
        self._lay_out()

    @property
    def deed(self) -> Deed | Remedy:
        return self._message.deed

    def show_run(self, run: RunModel | None) -> None:
        self._run = run
        if run is None:
            self._clock.stop()
            self._links.connect()
        else:
            self._links.connect(
                (run.state_changed, self.refresh), (run.noticed, self.refresh), (run.progressed, self.refresh)
            )
            self._clock.start()
        self.refresh()

    def height_for(self, width: int) -> int:
        """The height that its words need, and the log where it is open."""
        layout = self.layout()
        return max(40, layout.totalHeightForWidth(width)) if layout is not None else 40

    def say(self, sentence: str) -> None:
        """An error of something that was asked for here, until the run changes."""
        self._show(Message("warning", "error", "Not done", sentence))

    @Slot()
    def refresh(self, *_ignored: object) -> None:
        if self._run is None:
            return
        wanted = message(self._run)
        if wanted != self._message:
            self._show(wanted)
        if self.fold.isChecked():
            self.log.rows.show_rows(self._run.happenings)
            self.log.viewport().update()
        self._say_when()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._stack()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in theme.RESTYLED and hasattr(self, "_icon"):
            self._draw_icon()

    def _show(self, shown: Message) -> None:
        before = self.height_for(self.width())
        self._message = shown
        self.name.setText(shown.name)
        self.words.setText(shown.words)
        self.setAccessibleDescription(f"{shown.name}: {shown.words}")
        self.button.setText(shown.button)
        self.button.setAccessibleName(shown.button or "No action")
        self.button.setToolTip(tip_of(shown.deed))
        self.button.setVisible(bool(shown.button))
        self.copy.setVisible(bool(shown.details))
        self.dismiss.setVisible(shown.is_notice)
        self._draw_icon()
        self._stack()
        if self.height_for(self.width()) != before:
            self.folded.emit()

    def _stack(self) -> None:
        """The name stands over the words where both do not fit into one line."""
        metrics = self.words.fontMetrics()
        beside = [widget for widget in (self.copy, self.button, self.dismiss) if not widget.isHidden()]
        taken = 80 + self.name.sizeHint().width() + sum(widget.sizeHint().width() + 8 for widget in beside)
        fits = taken + metrics.horizontalAdvance(self.words.text()) <= self.width()
        ways = QBoxLayout.Direction
        self._said.setDirection(ways.LeftToRight if fits else ways.TopToBottom)
        self._said.setSpacing(8 if fits else 0)

    def _draw_icon(self) -> None:
        self._icon.setPixmap(pixmap(self._message.icon, 16, self._message.colour))

    @Slot()
    def _say_when(self) -> None:
        """How old the newest values are, while steps are made."""
        run = self._run
        live = run is not None and run.state in (State.TRAINING, State.RUNNING_ELSEWHERE)
        words = ""
        if run is not None and live and run.checked is not None and self.width() >= WIDE:
            age = time.monotonic() - run.checked
            words = "Checked just now" if age < 2 else f"Checked {duration(age)} ago"
        self.checked.setText(words)
        self.checked.setVisible(bool(words) and not self.button.text())

    @Slot(bool)
    def _fold(self, is_open: bool) -> None:
        self.log.setVisible(is_open)
        self._rule.setVisible(is_open)
        self.fold.set_icon("caret-up" if is_open else "caret-down")
        self.refresh()
        self.folded.emit()

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._message.details)

    @Slot()
    def _dismiss(self) -> None:
        if self._run is not None:
            self._run.dismiss()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(12, 4, 6, 4)
        row.setSpacing(8)
        self._icon.setFixedSize(QSize(20, 20))
        row.addWidget(self._icon)
        self._said = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._said.addWidget(self.name)
        self._said.addWidget(self.words, 1)
        row.addLayout(self._said, 1)
        for widget in (self.checked, self.copy, self.button, self.dismiss):
            widget.hide()
            row.addWidget(widget)
        row.addWidget(self.fold)
        self._rule = line()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self._rule)
        column.addWidget(self.log)
        self._rule.hide()
        self.log.hide()


def tip_of(deed: Deed | Remedy) -> str:
    """What a click on the button does, in full."""
    if not isinstance(deed, Remedy):
        return {"unpause": "Go on training", "folder": "Open the folder of this run"}.get(
            deed, "What helps here"
        )
    does = ["The run saves and stops"]
    if deed.step is not None:
        does.append(f"goes back to step {deed.step:,}")
    if deed.changes:
        does.append(
            "sets "
            + ", ".join(f"{name.replace('_', ' ')} to {value}" for name, value in deed.changes.items())
        )
    return f"{', '.join(does)}, and goes on."

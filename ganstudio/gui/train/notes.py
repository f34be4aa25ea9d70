"""A person's own words about a run, kept in its folder. They save themselves."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, QTimer, Slot
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from ganstudio.errors import StudioError
from ganstudio.gui.models.run_model import RunModel
from ganstudio.gui.start.setting_group import GroupHead
from ganstudio.gui.widgets.binding import Binding
from ganstudio.gui.widgets.text import describe, line, text
from ganstudio.gui.workers import Reader

HEIGHT = 64
SAVE_AFTER = 800  # ms without a key
TIP = "What you want to remember about this run. Kept as notes.txt in its folder, saved as you type."


class Notes(QWidget):
    """A fold with a box to write into."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._run: RunModel | None = None
        self._links = Binding()
        self._is_unsaved = False
        self._pending: dict[Path, str] = {}  # what is not known to be on the disk yet
        self.head = GroupHead("Notes")
        describe(self.head, "Notes", "Show or hide the notes on this run")
        self.box = QPlainTextEdit()
        self.box.setObjectName("run_notes")
        self.box.setFixedHeight(HEIGHT)
        self.box.setTabChangesFocus(True)
        self.box.setPlaceholderText("What to remember about this run")
        describe(self.box, "Notes on this run", TIP)
        self.state = text("", "caption", wrap=True)
        self._writer = Reader(self)
        self._writer.answered.connect(self._say_saved)
        self._writer.refused.connect(self._say_refused)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_AFTER)
        self._timer.timeout.connect(self.save)
        self.box.textChanged.connect(self._edit)
        self.box.installEventFilter(self)
        self._lay_out()

    def show_run(self, run: RunModel | None) -> None:
        self.save()
        self._run = run
        if run is None:
            self._links.connect()
        else:
            self._links.connect((run.identified, self.refresh))
        self.state.setText("")
        self.refresh()
        self.head.setChecked(bool(run is not None and run.notes))

    @Slot()
    def refresh(self) -> None:
        """What the folder says, unless something else is being written."""
        notes = self._run.notes if self._run is not None else ""
        if self._is_unsaved or self.box.toPlainText() == notes:
            return
        with QSignalBlocker(self.box):
            self.box.setPlainText(notes)
        if notes:
            self.head.setChecked(True)

    @Slot()
    def save(self) -> None:
        """Writes what was typed, in a thread."""
        self._timer.stop()
        if self._run is None or not self._is_unsaved:
            return
        self._is_unsaved = False
        self._run.notes = self._pending[self._run.path] = self.box.toPlainText()
        self._writer.ask(writer(dict(self._pending)))

    def close_writer(self) -> None:
        """Waits until everything is written."""
        self.save()
        self._writer.close()
        with suppress(StudioError):  # nobody is left to read why not
            writer(self._pending)()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.save()
        return False

    @Slot()
    def _edit(self) -> None:
        self._is_unsaved = True
        self.state.setText("")
        self._timer.start()

    @Slot(int, object)
    def _say_saved(self, number: int, written: dict[Path, str]) -> None:
        for path, notes in written.items():
            if self._pending.get(path) == notes:
                del self._pending[path]
        if self._writer.is_newest(number) and not self._is_unsaved:
            self.state.setText("Saved")

    @Slot(int, str)
    def _say_refused(self, _number: int, sentence: str) -> None:
        self._is_unsaved = True
        self.state.setText(sentence)

    def _lay_out(self) -> None:
        self._body = QWidget()
        inside = QVBoxLayout(self._body)
        inside.setContentsMargins(16, 0, 16, 8)
        inside.setSpacing(4)
        inside.addWidget(self.box)
        inside.addWidget(self.state)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (line(), self.head, self._body):
            column.addWidget(widget)
        self.head.toggled.connect(self._body.setVisible)
        self._body.hide()


def writer(pending: dict[Path, str]) -> Callable[[], dict[Path, str]]:
    """What a thread does to keep the notes of some runs."""

    def write() -> dict[Path, str]:
        from ganstudio.training.run_folder import RunFolder

        for path, notes in pending.items():
            RunFolder(path).write_notes(notes)
        return pending

    return write

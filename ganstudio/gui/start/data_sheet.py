"""The sheet that checks a folder or zip of pictures and imports it."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ganstudio.data.check import Report
from ganstudio.gui.models.long_tasks import LongTask, LongTasks
from ganstudio.gui.start.import_panel import ImportPanel
from ganstudio.gui.start.import_sources import Fitted, ImportSources, TwoSided
from ganstudio.gui.start.report_view import ReportView
from ganstudio.gui.start.sheet_states import CheckingState, DropState
from ganstudio.gui.start.summary_panel import scrolling
from ganstudio.gui.start.tasks import Task
from ganstudio.gui.widgets.button import Button
from ganstudio.gui.widgets.text import ElidedLabel, line, section_label


class DataSheet(QWidget):
    """Asks for a folder or zip, checks it, shows what it found, imports it. `imported` gives the new set's name."""

    imported = Signal(str)
    closed = Signal()

    def __init__(self, sources: ImportSources | None = None, tasks: LongTasks | None = None) -> None:
        super().__init__()
        self._sources, self._tasks = sources or ImportSources(), tasks
        self.source, self._title = "", ""
        self._work: Task | None = None
        self._preview: Task | None = None
        self._long: LongTask | None = None
        self.drop, self.checking = DropState(), CheckingState()
        self.report, self.panel = ReportView(), ImportPanel()
        self.back = Button("Back", "quiet", "arrow-left", "Back to the choice of data", 28)
        self.back.setObjectName("sheet_back")
        self.other = Button("Other pictures", "plain", "folder", "Check another folder or zip instead", 28)
        self.title, self.where = section_label("Add pictures"), ElidedLabel("", "label")
        self._lay_out()
        self.back.clicked.connect(self._close)
        self.other.clicked.connect(self.begin)
        self.drop.folder.clicked.connect(lambda: self._ask(folder=True))
        self.drop.zip.clicked.connect(lambda: self._ask(folder=False))
        self.checking.cancel.clicked.connect(self._cancel)
        self.panel.cancel_asked.connect(self._cancel)
        self.panel.import_asked.connect(self._import)
        self.panel.changed.connect(self._show_preview)
        self.begin()

    def begin(self) -> None:
        """Asks for pictures."""
        self._show(self.drop)
        self.where.setText("")
        self.title.setText("Add pictures")

    def check(self, path: Path) -> None:
        """Checks a folder or zip."""
        self._check(str(path.absolute()), path.stem if path.suffix.lower() == ".zip" else path.name)

    def download(self, name: str, title: str) -> None:
        """Fetches one of the well-known data sets, then checks it like any other."""
        self._check(name, title)

    def is_busy(self) -> bool:
        return self._work is not None

    def stop_work(self) -> None:
        """Ends its threads; needed before the program ends."""
        Task.stop_all(self)
        self._end_work()

    def _check(self, source: str, title: str) -> None:
        if self._work is not None:
            return
        self.source, self._title = source, title
        is_path = "/" in source or "\\" in source
        self.title.setText(f"Check {title}")
        self.where.setText(source if is_path else "")
        self.drop.refuse("")
        self.checking.begin("Checking" if is_path else f"Downloading and checking {title}")
        self._show(self.checking)
        self._begin(
            f"Checking {title}", lambda report, stop: self._sources.check(source, report, stop),
            self._show_report, self.checking.show_progress,
        )  # fmt: skip

    def _show_report(self, report: Report) -> None:
        self._end_work()
        self.report.show_report(report)
        sides = tuple(report.class_counts) if isinstance(report, TwoSided) else ()
        self.panel.begin(self._title, report.usable, sides)
        self._show(self.found)
        self._show_preview()

    def _show_preview(self) -> None:
        if self._preview is not None:
            self._preview.stop()
        self.panel.show_preview(None)
        order = self.panel.order(self.source, self.report.left_out())
        job = lambda _report, stop: self._sources.preview(order, stop)  # noqa: E731
        self._preview = Task(self, job).begin(self._take_preview, self.panel.problem.say)

    def _take_preview(self, fitted: Fitted) -> None:
        self._preview = None
        self.panel.show_preview(fitted)

    def _import(self) -> None:
        order = self.panel.order(self.source, self.report.left_out())
        self.panel.show_busy(True)
        self.back.setEnabled(False)
        self.other.setEnabled(False)
        self.report.setEnabled(False)
        self._begin(
            f"Importing {order.name}", lambda report, stop: self._sources.keep(order, report, stop),
            self._finish, self.panel.show_progress,
        )  # fmt: skip

    def _finish(self, name: str) -> None:
        self._end_work()
        self.begin()
        self.imported.emit(name)

    def _refuse(self, sentence: str) -> None:
        """Says so where the person is: beside Import, or where the pictures were chosen."""
        importing = self._stack.currentWidget() is self.found
        self._end_work()
        if importing:
            self.panel.problem.say(sentence)
        else:
            self.begin()
            self.drop.refuse(sentence)

    def _cancel(self) -> None:
        if self._work is not None:
            self._work.stop()
        importing = self._stack.currentWidget() is self.found
        self._end_work()
        if not importing:
            self.begin()

    def _begin(self, name: str, job: Any, done: Any, progress: Any) -> None:
        if self._tasks is not None:
            self._long = self._tasks.begin(name, self._cancel)

        def both(done_: int, total: int) -> None:
            progress(done_, total)
            if self._long is not None:
                self._long.update(done_ / total if total else None)

        self._work = Task(self, job).begin(done, self._refuse, both)

    def _end_work(self) -> None:
        self._work = None
        if self._long is not None:
            self._long.end()
            self._long = None
        self.panel.show_busy(False)
        self.panel.refresh()
        for widget in (self.back, self.other, self.report):
            widget.setEnabled(True)

    def _close(self) -> None:
        self._cancel()
        self.begin()
        self.drop.refuse("")
        self.closed.emit()

    def _ask(self, folder: bool) -> None:
        dialog = QFileDialog(self, "Choose a folder of pictures" if folder else "Choose a zip of pictures")
        dialog.setFileMode(QFileDialog.FileMode.Directory if folder else QFileDialog.FileMode.ExistingFile)
        if not folder:
            dialog.setNameFilter("Zip files (*.zip)")
        dialog.fileSelected.connect(lambda path: self.check(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _show(self, state: QWidget) -> None:
        self._stack.setCurrentWidget(state)
        self.other.setVisible(state is self.found)

    def _lay_out(self) -> None:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(8, 8, 16, 8)
        row.setSpacing(8)
        row.addWidget(self.back)
        row.addWidget(self.title)
        row.addWidget(self.where, 1)
        row.addWidget(self.other)
        middle = QWidget()
        middle.setProperty("surface", "none")
        inside = QVBoxLayout(middle)
        inside.setContentsMargins(24, 16, 24, 16)
        inside.addWidget(self.report)
        self.found = QWidget()
        across = QHBoxLayout(self.found)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(scrolling(middle), 1)
        across.addWidget(line("v"))
        across.addWidget(self.panel)
        self._stack = QStackedWidget()
        for state in (self.drop, self.checking, self.found):
            self._stack.addWidget(state)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(line())
        column.addWidget(self._stack, 1)

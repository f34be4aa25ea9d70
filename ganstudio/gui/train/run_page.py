"""The page of one run: the list of runs, the run itself or a comparison of several, and its settings."""

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from ganstudio.gui.models.run_model import RunModel
from ganstudio.gui.models.studio_model import StudioModel
from ganstudio.gui.train.compare_view import CompareView
from ganstudio.gui.train.run_view import RunView
from ganstudio.gui.train.runs_panel import RunsPanel
from ganstudio.gui.train.settings_panel import SettingsPanel


class RunPage(QWidget):
    """Made when a run is first shown: it brings the library of the plots along."""

    compared = Signal()  # a comparison was opened or closed

    def __init__(self, studio: StudioModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.runs, self.view, self.settings = RunsPanel(studio), RunView(), SettingsPanel(studio)
        self.comparison: CompareView | None = None
        self._middle = QStackedWidget()
        self._middle.addWidget(self.view)
        self.runs.compare_asked.connect(self.compare)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.runs)
        row.addWidget(self._middle, 1)
        row.addWidget(self.settings)

    def show_run(self, run: RunModel | None) -> None:
        self.close_comparison()
        self.view.show_run(run)
        self.settings.show_run(run)

    @Slot(list)
    def compare(self, runs: list[Path]) -> None:
        """Sets runs side by side in the place of the one that is shown."""
        self.close_comparison()
        self.comparison = CompareView(runs)
        self.comparison.closed.connect(self.close_comparison)
        self._middle.addWidget(self.comparison)
        self._middle.setCurrentWidget(self.comparison)
        self.comparison.setFocus()
        self.compared.emit()

    @Slot()
    def close_comparison(self) -> None:
        """Back to the run."""
        if self.comparison is None:
            return
        before, self.comparison = self.comparison, None
        before.stop_work()
        self._middle.removeWidget(before)
        before.deleteLater()
        self.compared.emit()

    def is_settled(self) -> bool:
        """Whether everything about the run, or about the runs that are compared, is read and shown."""
        if self.comparison is not None:
            return self.comparison.is_read
        return self.settings.form.isVisible() and self.settings.form.is_made

    def close_down(self) -> None:
        """Ends the threads of this page."""
        self.close_comparison()
        self.view.close_reader()
        self.settings.notes.close_writer()
        self.runs.close_tasks()

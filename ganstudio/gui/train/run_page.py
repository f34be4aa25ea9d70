"""The page of one run: the list of runs, the run itself, its settings."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ganstudio.gui.models.run_model import RunModel
from ganstudio.gui.models.studio_model import StudioModel
from ganstudio.gui.train.run_view import RunView
from ganstudio.gui.train.runs_panel import RunsPanel
from ganstudio.gui.train.settings_panel import SettingsPanel


class RunPage(QWidget):
    """Made when a run is first shown: it brings the library of the plots along."""

    def __init__(self, studio: StudioModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.runs, self.view, self.settings = RunsPanel(studio), RunView(), SettingsPanel(studio)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.runs)
        row.addWidget(self.view, 1)
        row.addWidget(self.settings)

    def show_run(self, run: RunModel | None) -> None:
        self.view.show_run(run)
        self.settings.show_run(run)

    def is_settled(self) -> bool:
        """Whether the settings of the run are read and shown."""
        return self.settings.form.isVisible() and self.settings.form.is_made

"""The right side of the start page: summary or settings form, and under both the way to start."""

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ganstudio.gui.start.bars import Bar
from ganstudio.gui.start.setting_row import Problem
from ganstudio.gui.start.settings_form import SettingsForm
from ganstudio.gui.start.summary_panel import SummaryPanel
from ganstudio.gui.widgets.button import Button
from ganstudio.gui.widgets.card import Surfaced
from ganstudio.gui.widgets.text import line

WIDTH = 320
TIP = "Train with these pictures and settings"


class RightSide(Surfaced):
    """`start` is the one primary button of the page; over it stands why it cannot act."""

    def __init__(self, summary: SummaryPanel, form: SettingsForm, estimate: QWidget) -> None:
        super().__init__("panel")
        self.setFixedWidth(WIDTH)
        self.start = Button("Start training", "primary", "play", TIP, 40)
        self.start.setObjectName("start")
        self.problem = Problem()
        self._stack = QStackedWidget()
        self._stack.addWidget(summary)
        self._stack.addWidget(self._settings(form))
        summary.all_settings_asked.connect(lambda: self._stack.setCurrentIndex(1))
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 12, 16, 16)
        foot.setSpacing(8)
        foot.addWidget(estimate)
        foot.addWidget(self.problem)
        foot.addWidget(self.start)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._stack, 1)
        column.addWidget(line())
        column.addLayout(foot)

    def show_problem(self, problem: str, quietly: bool = False) -> None:
        """Start acts only without a problem. `quietly` says it in the tool tip alone."""
        self.problem.say("" if quietly else problem)
        self.start.setEnabled(not problem)
        self.start.setToolTip(problem or TIP)

    def _settings(self, form: SettingsForm) -> QWidget:
        back = Button("Back", "quiet", "arrow-left", "Back to the summary", 28)
        back.setObjectName("settings_back")
        back.clicked.connect(lambda: self._stack.setCurrentIndex(0))
        settings = QWidget()
        inside = QVBoxLayout(settings)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        bar = Bar(44, back)
        bar.row.setContentsMargins(4, 0, 16, 0)
        inside.addWidget(bar)
        inside.addWidget(line())
        inside.addWidget(form, 1)
        return settings

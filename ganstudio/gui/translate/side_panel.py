"""The right side of the Translate room: which translator, which way, how, and how results are saved."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ganstudio.gui.models.translate.translate_model import TranslateModel
from ganstudio.gui.translate.direction_panel import DirectionPanel
from ganstudio.gui.translate.how_panel import HowPanel
from ganstudio.gui.translate.model_panel import ModelPanel
from ganstudio.gui.translate.save_panel import SavePanel
from ganstudio.gui.widgets.card import Surfaced
from ganstudio.gui.widgets.sign import Sign
from ganstudio.gui.widgets.text import line, text

WIDTH = 320
FOOT = "Direction and size apply to pictures not yet done"


class SidePanel(Surfaced):
    """Panels under one another; without a translator only the list of them is there."""

    def __init__(self, translate: TranslateModel, parent: QWidget | None = None) -> None:
        super().__init__("panel", parent)
        self.setObjectName("translate_side_panel")
        self.setFixedWidth(WIDTH)
        self._translate = translate
        self.models, self.direction = ModelPanel(translate), DirectionPanel(translate)
        self.how, self.save = HowPanel(translate), SavePanel(translate)
        self._rest = QWidget()
        self.foot = text(FOOT, "caption")
        self._lay_out()
        translate.model_changed.connect(self._show_model)
        self._show_model()

    @Slot()
    def _show_model(self) -> None:
        self._rest.setVisible(self._translate.facts is not None)
        self._foot.setVisible(self._translate.facts is not None)

    def _lay_out(self) -> None:
        rest = _column(self._rest)
        for panel in (self.direction, self.how, self.save):
            rest.addWidget(line())
            rest.addWidget(panel)
        inner = Surfaced("panel")
        column = _column(inner)
        column.addWidget(self.models)
        column.addWidget(self._rest)
        column.addStretch(1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        self._foot = QWidget()
        foot = _column(self._foot)
        foot.addWidget(line())
        row = QHBoxLayout()
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(8)
        row.addWidget(Sign("info", 14, "text3"))
        row.addWidget(self.foot, 1)
        foot.addLayout(row)
        outer = _column(self)
        outer.addWidget(area, 1)
        outer.addWidget(self._foot)


def _column(widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column

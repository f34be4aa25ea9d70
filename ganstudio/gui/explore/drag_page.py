"""Moving what is seen by handles: the picture, its points and mask, and the buttons that move them."""

from PySide6.QtCore import Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from ganstudio.gui.explore.drag_view import DragView
from ganstudio.gui.models.explore.drag_model import NEEDED, DragModel, can_drag
from ganstudio.gui.models.explore.explore_model import ExploreModel
from ganstudio.gui.models.explore.facts import ModelFacts
from ganstudio.gui.widgets.button import Button
from ganstudio.gui.widgets.card import Surfaced, repolish
from ganstudio.gui.widgets.segmented import Segmented
from ganstudio.gui.widgets.text import ElidedLabel, describe

TOOLS = {
    "Points": ("points", "Set and move handles and targets"),
    "Paint": ("paint", "Paint the part that may change; all else is held"),
    "Erase": ("erase", "Take places out of the part that may change"),
}


class DragPage(Surfaced):
    """Everything is in its model; this shows it."""

    def __init__(self, explore: ExploreModel, parent: QWidget | None = None) -> None:
        super().__init__("canvas", parent)
        self.setObjectName("drag_page")
        self._explore = explore
        self.model = DragModel(explore, self)
        self.view = DragView(self.model)
        self.tools = Segmented(list(TOOLS), "Drag tool", [tip for _, tip in TOOLS.values()])
        self.brush = QSpinBox()
        self.state = ElidedLabel("", "caption")
        self.clear_mask = Button("Clear mask", "quiet", "", "Let the whole picture change again")
        self.clear = Button("Reset points", "quiet", "", "Take all handles and targets away")
        self.one_step = Button(
            "Step", "plain", "", "One step of the optimiser, which can be undone by itself"
        )
        self.begin = Button("Start", "primary", "play", "Move the handles to their targets; again to stop")
        self._name_parts()
        self._lay_out()
        self._connect()
        self._show()

    @staticmethod
    def fits(facts: ModelFacts) -> bool:
        """Whether the model has what dragging needs."""
        return can_drag(facts)

    def close_down(self) -> None:
        self.model.close()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.view.show_picture(self._explore.picture)

    @Slot()
    def _toggle(self) -> None:
        if self.model.is_running:
            self.model.stop()
        else:
            self.model.start()

    @Slot(str)
    def _set_tool(self, name: str) -> None:
        self.view.set_tool(TOOLS[name][0])
        self.brush.setVisible(name != "Points")

    @Slot(int)
    def _set_brush(self, pixels: int) -> None:
        self.view.brush = pixels

    @Slot()
    def _follow_model(self) -> None:
        facts = self._explore.facts
        if facts is not None:
            self.brush.setRange(1, max(2, facts.resolution // 2))
            self.brush.setValue(max(2, facts.resolution // 5))
        self.view.show_picture(None)

    @Slot()
    def _show(self) -> None:
        model, running = self.model, self.model.is_running
        kind = "error" if model.problem and model.problem != NEEDED else "caption"
        if self.state.property("type") != kind:
            self.state.setProperty("type", kind)
            repolish(self.state)
        self.state.setText(self._words())
        self.begin.setText("Stop" if running else "Start")
        self.begin.set_icon("stop" if running else "play")
        self.begin.setEnabled(running or model.is_ready)
        self.one_step.setEnabled(model.is_ready and not running)
        self.clear.setEnabled(bool(model.pairs))
        self.clear_mask.setVisible(model.mask is not None)
        self.clear_mask.setEnabled(not running)

    def _words(self) -> str:
        model, step, facts = self.model, self.model.step, self._explore.facts
        if model.problem:
            return model.problem
        if step is None or facts is None:
            return NEEDED if not model.is_ready else ""
        left = f"{step.distance * facts.resolution:.1f} px to go"
        return f"Step {step.step:,} · {left}" if model.is_running else f"{step.step:,} steps · {left}"

    def _name_parts(self) -> None:
        self.state.setObjectName("drag_state")
        self.begin.setObjectName("drag_start")
        self.one_step.setObjectName("drag_step")
        self.clear.setObjectName("drag_reset")
        describe(self.begin, "Start or stop", "Move the handles to their targets; again to stop")
        describe(self.brush, "Brush size", "Diameter of the brush in pixels of the picture")
        self.brush.setSuffix(" px")
        self.brush.setFixedHeight(28)
        self.brush.setValue(self.view.brush)
        self.brush.hide()

    def _connect(self) -> None:
        self.tools.chosen.connect(self._set_tool)
        self.brush.valueChanged.connect(self._set_brush)
        self.clear.clicked.connect(self.model.clear)
        self.clear_mask.clicked.connect(self.model.clear_mask)
        self.one_step.clicked.connect(self.model.one_step)
        self.begin.clicked.connect(self._toggle)
        self.model.changed.connect(self._show)
        self._explore.picture_changed.connect(self.view.show_picture)
        self._explore.model_changed.connect(self._follow_model)
        self._follow_model()
        self.setFocusProxy(self.view)

    def _lay_out(self) -> None:
        controls = QHBoxLayout()
        controls.setSpacing(8)
        for control in (self.tools, self.brush, self.clear_mask, self.clear):
            controls.addWidget(control)
        controls.addStretch(1)
        controls.addWidget(self.one_step)
        controls.addWidget(self.begin)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 0, 16, 12)
        column.setSpacing(8)
        column.addWidget(self.view, 1)
        column.addWidget(self.state)
        column.addLayout(controls)

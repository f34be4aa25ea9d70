"""Truncation, the noise of the generator, and where it places its picture."""

from PySide6.QtCore import QLocale, QSignalBlocker, QTimer, Slot
from PySide6.QtWidgets import QDoubleSpinBox, QWidget

from ganstudio.gui.explore.left_column import left_column, row
from ganstudio.gui.explore.noise_row import NoiseRow
from ganstudio.gui.explore.placement_rows import PlacementRows
from ganstudio.gui.explore.psi_strip import PsiStrip
from ganstudio.gui.fonts import font
from ganstudio.gui.models.explore.explore_model import ExploreModel
from ganstudio.gui.widgets.reset_button import ResetButton
from ganstudio.gui.widgets.text import describe, section_label, text
from ganstudio.gui.widgets.value_row import ValueRow
from ganstudio.gui.widgets.value_slider import ValueSlider
from ganstudio.latents.point import LatentPoint

HIGHEST, FARTHEST = 1.5, 2.0  # of the slider; of what can be typed
QUIET = 350  # ms after the last step of the field
TIP = (
    "How far styles may stray from the average: 0 is the average picture, 1 what the model learnt, "
    "below 1 more typical and cleaner, above 1 more varied and stranger"
)
TIP_Z = "Scales the latent z: nearer to 0 is more typical, 1 is what the model learnt, above 1 stranger"
CUTOFF_TIP = "Only these styles are drawn to the average, from the coarsest on; finer ones keep their variety"


class TruncationPanel(QWidget):
    """What a model lacks is absent: cutoff and noise need styles, placing needs a generator that can be placed."""

    def __init__(self, explore: ExploreModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._explore = explore
        self.field = _psi_field()
        self.reset = ResetButton("truncation")
        self.slider = ValueSlider("Truncation ψ", 0, HIGHEST, 0.05, 1.0, TIP)
        self.slider.setObjectName("psi_slider")
        self.scales_z = text("Scales z: this model has no styles to average.", "caption", wrap=True)
        self.cutoff = CutoffRow()
        self.cutoff.setObjectName("cutoff_row")
        self.strip = PsiStrip(explore)
        self.noise, self.placement = NoiseRow(explore), PlacementRows(explore)
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET)
        self._lay_out()
        self._connect()
        self._begin()

    def _connect(self) -> None:
        explore = self._explore
        self._quiet.timeout.connect(explore.settle)
        self.slider.moved.connect(self._move)
        self.slider.settled.connect(explore.settle)
        self.slider.enter_pressed.connect(self.field.setFocus)
        self.field.valueChanged.connect(self._step)
        self.field.lineEdit().returnPressed.connect(explore.settle)
        self.reset.clicked.connect(lambda: self.slider.take(1.0))
        self.cutoff.moved.connect(self._cut)
        self.cutoff.settled.connect(explore.settle)
        explore.model_changed.connect(self._begin)
        explore.point_changed.connect(self._show_point)

    @Slot()
    def _begin(self) -> None:
        facts = self._explore.facts
        self.setVisible(facts is not None)
        if facts is None:
            return
        self.scales_z.setVisible(not facts.has_styles)
        self.cutoff.setVisible(facts.has_styles)
        self.cutoff.set_count(max(facts.num_ws, 1))
        self.noise.setVisible(facts.has_noise)
        self.placement.setVisible(facts.has_placement)
        self.slider.setToolTip(TIP if facts.has_styles else TIP_Z)
        if self._explore.point is not None:
            self._show_point(self._explore.point)

    @Slot(object)
    def _show_point(self, point: LatentPoint) -> None:
        self.slider.set_number(point.psi)
        with QSignalBlocker(self.field):
            self.field.setValue(point.psi)
        self.reset.set_changed(point.psi != 1, "1.00")
        self.cutoff.show_cutoff(point.cutoff)

    @Slot(float)
    def _move(self, psi: float) -> None:
        if self._explore.point is not None:
            self._explore.change("Truncation", self._explore.point.changed(psi=psi), live=True)

    @Slot(float)
    def _step(self, psi: float) -> None:
        self._move(round(psi, 4))
        self._quiet.start()

    @Slot(float)
    def _cut(self, count: float) -> None:
        if self._explore.point is not None:
            cutoff = None if count >= self.cutoff.count else round(count)
            self._explore.change(
                "Truncation of layers", self._explore.point.changed(cutoff=cutoff), live=True
            )

    def _lay_out(self) -> None:
        column = left_column(self)
        psi = text("ψ", "label")
        column.addWidget(row(section_label("Truncation"), 6, psi, None, self.field, 4, self.reset, over=True))
        column.addWidget(row(self.slider, height=24))
        column.addWidget(row(text("typical", "caption"), None, text("varied", "caption"), height=16))
        column.addWidget(self.scales_z)
        column.addWidget(self.cutoff)
        column.addSpacing(4)
        column.addWidget(self.strip)
        column.addWidget(self.noise)
        column.addWidget(self.placement)


class CutoffRow(ValueRow):
    """How many styles, counted from the coarsest, are truncated; its value is written as the layers 0 to the last."""

    def __init__(self) -> None:
        self.count = 1
        super().__init__("Applies to layers", 0, 1, 1, 1, CUTOFF_TIP, decimals=0, label_width=100)

    def set_count(self, count: int) -> None:
        """Another model's number of styles."""
        self.count = count
        self.slider.default = count
        self.slider.set_ends(0, count)
        self.set_value(min(self.value(), count))

    def show_cutoff(self, cutoff: int | None) -> None:
        self.set_value(self.count if cutoff is None else min(cutoff, self.count))

    def written(self, value: float) -> str:
        last = round(value) - 1
        return "none" if last < 0 else "0" if last == 0 else f"0\u2013{last}"


def _psi_field() -> QDoubleSpinBox:
    field = QDoubleSpinBox()
    field.setObjectName("psi_spin")
    field.setLocale(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    field.setRange(-FARTHEST, FARTHEST)
    field.setSingleStep(0.05)
    field.setKeyboardTracking(False)
    field.setFixedSize(56, 28)
    field.setFont(font(12, 500))
    field.lineEdit().setTextMargins(6, 0, 0, 0)
    describe(field, "Truncation ψ, value", f"{TIP}. Any value from \u22122 to 2 can be typed.")
    return field

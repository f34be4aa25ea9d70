"""How long the timeline is and how many frames a second it has."""

from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QSpinBox, QWidget

from ganstudio.gui.explore.overlay import Overlay
from ganstudio.gui.models.explore.timeline_model import TimelineModel
from ganstudio.gui.widgets.text import describe, text
from ganstudio.latents.keyframes import MOST_SECONDS

WIDTH, FIELD = 240, 104


class LengthPanel(Overlay):
    """Two numbers that act at once."""

    def __init__(self, model: TimelineModel, anchor: QWidget, above: QWidget) -> None:
        super().__init__("Length and rate", anchor, WIDTH, above)
        self.setObjectName("timeline_length")
        self._model = model
        self.seconds, self.rate = QDoubleSpinBox(), QSpinBox()
        self.seconds.setRange(0.1, MOST_SECONDS)
        self.seconds.setDecimals(2)
        self.seconds.setSingleStep(0.5)
        self.seconds.setSuffix(" s")
        self.rate.setRange(1, 240)
        describe(self.seconds, "Length", "Seconds of the whole; at least up to the last key")
        describe(self.rate, "Frames a second", "Frames a second when it plays and when it is exported")
        for name, field in (("Length", self.seconds), ("Frames a second", self.rate)):
            self.body.addLayout(field_row(name, field))
        self.seconds.setKeyboardTracking(False)
        self.rate.setKeyboardTracking(False)
        self.seconds.valueChanged.connect(self._set_seconds)
        self.rate.valueChanged.connect(model.set_rate)
        model.changed.connect(self.show_values)
        self.show_values()

    def first_field(self) -> QWidget:
        return self.seconds

    @Slot()
    def show_values(self) -> None:
        with QSignalBlocker(self.seconds), QSignalBlocker(self.rate):
            self.seconds.setValue(self._model.duration)
            self.rate.setValue(round(self._model.timeline.frames_per_second))

    @Slot(float)
    def _set_seconds(self, seconds: float) -> None:
        self._model.set_duration(seconds)
        self.show_values()  # it may be held by the last key


def field_row(name: str, *fields: QWidget, width: int = FIELD) -> QHBoxLayout:
    """A label at the left, fields at the right."""
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(text(name, "label"), 1)
    for field in fields:
        if isinstance(field, QSpinBox | QDoubleSpinBox):
            field.setFixedSize(width, 28)
            field.lineEdit().setTextMargins(6, 0, 0, 0)
        row.addWidget(field)
    return row

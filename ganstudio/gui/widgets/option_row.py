"""One row for a choice, a switch or a field: label, control, reset."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ganstudio.gui.fonts import font
from ganstudio.gui.widgets.card import repolish
from ganstudio.gui.widgets.reset_button import ResetButton
from ganstudio.gui.widgets.switch import Switch
from ganstudio.gui.widgets.text import ElidedLabel, describe

HEIGHT, LABEL = 32, 96  # pixels


class OptionRow(QWidget):
    """`reset_asked` is sent by its button, which acts only while there is something to reset."""

    reset_asked = Signal()

    def __init__(
        self, label: str, control: QWidget, tip: str, label_width: int = LABEL, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        self.control = control
        self.label = ElidedLabel(label, "label")
        self.label.setFont(font(12))
        is_switch = isinstance(control, Switch)
        if is_switch:
            label_width = 200  # there is room
        self.label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.label.setFixedWidth(label_width)
        self.reset = ResetButton(label)
        self.reset.clicked.connect(self.reset_asked)
        describe(self.label, label, tip)
        describe(control, label, tip)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.label)
        row.addSpacing(8)
        if is_switch:
            row.addStretch(1)
        row.addWidget(control, 0 if is_switch else 1)
        row.addSpacing(4)
        row.addWidget(self.reset)

    def show_changed(self, changed: bool, back_to: str) -> None:
        """`back_to` names the default."""
        self.reset.set_changed(changed, back_to)
        kind = "changed" if changed else "label"  # no rule names "changed": it has the colour of text
        if self.label.property("type") != kind:
            self.label.setProperty("type", kind)
            repolish(self.label)

"""One row for a range of layers: label, a slider with two handles, the numbers, reset."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ganstudio.gui.fonts import font
from ganstudio.gui.widgets.card import repolish
from ganstudio.gui.widgets.range_track import RangeTrack
from ganstudio.gui.widgets.reset_button import ResetButton
from ganstudio.gui.widgets.text import describe, text
from ganstudio.gui.widgets.value_row import HEIGHT, VALUE
from ganstudio.latents.point import Layers


class LayerRange(QWidget):
    """`moved(Layers)` while a hand moves it, `settled(Layers)` when it is done; `set_layers` sends nothing.

    The last layer counts as "to the end" (None), so that the same choice fits models with more layers.
    """

    moved = Signal(object)
    settled = Signal(object)

    def __init__(
        self, label: str, count: int, tip: str = "", default: Layers | None = None, parent: QWidget | None = None
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.default = default or Layers()
        self.setFixedHeight(HEIGHT)
        self.label = text(label, "label")
        self.label.setFont(font(12))
        self.track = RangeTrack(label, tip)
        self.value_label = text("", "label")
        self.value_label.setFont(font(12, 500))
        self.value_label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.value_label.setFixedWidth(VALUE)
        self.reset = ResetButton(label)
        describe(self.label, label, tip)
        self._lay_out()
        self.track.moved.connect(self._pass_on)
        self.track.settled.connect(lambda: self.settled.emit(self.layers()))
        self.reset.clicked.connect(self._reset)
        self.set_count(count)
        self.set_layers(self.default)

    def layers(self) -> Layers:
        first, last = self.track.ends()
        return Layers(first=first, last=None if last == self.track.count - 1 else last)

    def set_layers(self, layers: Layers) -> None:
        """Shows a range without telling anyone."""
        last = self.track.count - 1 if layers.last is None else layers.last
        self.track.set_ends(layers.first, last)
        self._show()

    def set_count(self, count: int) -> None:
        """How many layers there are, at least one."""
        self.track.set_count(max(1, count))
        self._show()

    def _reset(self) -> None:
        self.set_layers(self.default)
        self.moved.emit(self.layers())
        self.settled.emit(self.layers())

    def _pass_on(self) -> None:
        self._show()
        self.moved.emit(self.layers())

    def _show(self) -> None:
        first, last = self.track.ends()
        self.value_label.setText(f"{first}" if first == last else f"{first}\u2013{last}")
        changed = (first, last) != self._default_ends()
        self.reset.set_changed(changed, "layers {}\u2013{}".format(*self._default_ends()))
        kind = "changed" if changed else "label"  # no rule names "changed": it has the colour of text
        if self.label.property("type") != kind:
            self.label.setProperty("type", kind)
            self.value_label.setProperty("type", "value" if changed else "label")
            repolish(self.label)
            repolish(self.value_label)

    def _default_ends(self) -> tuple[int, int]:
        last = self.track.count - 1
        return min(self.default.first, last), last if self.default.last is None else min(
            self.default.last, last
        )

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.label)
        row.addSpacing(12)
        row.addWidget(self.track, 1)
        row.addWidget(self.value_label)
        row.addSpacing(4)
        row.addWidget(self.reset)

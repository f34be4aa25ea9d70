"""How far each layer of the range goes towards the columns: a fold with a slider for each."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ganstudio.gui.models.explore.layer_bands import layer_resolution
from ganstudio.gui.models.explore.mix_model import MixModel
from ganstudio.gui.widgets.value_row import ValueRow


class MixWeights(QWidget):
    """One row of 0 to 100 % for each layer that comes from the columns."""

    def __init__(self, mix: MixModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mix = mix
        self.rows: dict[int, ValueRow] = {}
        self._shown: tuple[int, int] = (0, 0)  # num_ws, resolution
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        mix.layers_changed.connect(self.show_layers)
        self.show_layers()

    @Slot()
    def show_layers(self) -> None:
        """A row for each layer of the range, with its weight."""
        facts = self._mix.explore.facts
        if facts is None or not facts.has_styles:
            return
        if self._shown != (facts.num_ws, facts.resolution):
            self._shown = (facts.num_ws, facts.resolution)
            self._make_rows()
        for layer, row in self.rows.items():
            row.setVisible(layer in self._mix.layers)
            row.set_value(100 * self._mix.weights[layer])

    def _make_rows(self) -> None:
        for row in self.rows.values():
            self._column.removeWidget(row)
            row.deleteLater()
        self.rows = {layer: self._row(layer) for layer in range(self._shown[0])}
        for row in self.rows.values():
            self._column.addWidget(row)

    def _row(self, layer: int) -> ValueRow:
        side = layer_resolution(layer, *self._shown)
        name = f"Layer {layer}" + (f", {side} px" if side else "")
        tip = f"How far layer {layer} goes from the row's style (0 %) to the column's (100 %)"
        row = ValueRow(name, 0, 100, 5, 100, tip, decimals=0)
        row.moved.connect(lambda percent: self._mix.set_weight(layer, percent / 100, live=True))
        row.settled.connect(self._settle)
        return row

    @Slot()
    def _settle(self) -> None:
        self._mix.settle()

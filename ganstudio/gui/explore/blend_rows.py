"""How much of each class is in a blend: one slider between two, a row for each of more."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ganstudio.gui.explore.class_shares import Shares
from ganstudio.gui.explore.left_column import row
from ganstudio.gui.widgets.text import ElidedLabel
from ganstudio.gui.widgets.value_row import ValueRow
from ganstudio.gui.widgets.value_slider import ValueSlider

END = 72  # px at most for the name at an end of the slider


class BlendRows(QWidget):
    """`moved(number, share)` while a hand moves one, `settled` when it is done."""

    moved = Signal(int, float)
    settled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ends: tuple[int, int] = (0, 0)
        self.rows: dict[int, ValueRow] = {}
        self._left, self._right = _end("left"), _end("right")
        self.slider = ValueSlider(
            "Blend", 0, 1, 0.05, 0.5, "How far from the class at the left to the class at the right", 2
        )
        self.slider.setObjectName("blend_slider")
        self.slider.moved.connect(lambda share: self.moved.emit(self._ends[1], share))
        self.slider.settled.connect(lambda _share: self.settled.emit())
        self._pair = row(self._left, 8, self.slider, 8, self._right)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 4, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._pair)

    def show_shares(self, shares: Shares, names: Sequence[str]) -> None:
        """Nothing for one class, a slider for two, rows for more."""
        numbers = sorted(shares)
        self.setVisible(len(numbers) > 1)
        self._pair.setVisible(len(numbers) == 2)
        if len(numbers) == 2:
            self._ends = (numbers[0], numbers[1])
            for end, number in ((self._left, numbers[0]), (self._right, numbers[1])):
                end.setText(names[number])
                end.setFixedWidth(min(end.fontMetrics().horizontalAdvance(names[number]) + 2, END))
            self.slider.set_number(shares[numbers[1]])
        self._show_rows(shares if len(numbers) > 2 else {}, names)

    def _show_rows(self, shares: Shares, names: Sequence[str]) -> None:
        if sorted(shares) != sorted(self.rows):
            for old in self.rows.values():
                self._column.removeWidget(old)
                old.hide()
                old.deleteLater()
            self.rows = {number: self._made(number, names[number], len(shares)) for number in sorted(shares)}
        for number, share in shares.items():
            self.rows[number].set_value(100 * share)

    def _made(self, number: int, name: str, count: int) -> ValueRow:
        made = PercentRow(name, 0, 100, 5, 100 / count, f"How much of {name}, in per cent", decimals=0)
        made.moved.connect(lambda percent: self.moved.emit(number, percent / 100))
        made.settled.connect(lambda _percent: self.settled.emit())
        self._column.addWidget(made)
        return made


class PercentRow(ValueRow):
    """Written with its unit."""

    def written(self, value: float) -> str:
        return f"{value:.0f} %"


def _end(side: str) -> ElidedLabel:
    label = ElidedLabel("", "label")
    label.setSizePolicy(label.sizePolicy().Policy.Fixed, label.sizePolicy().Policy.Fixed)
    label.setAlignment(Qt.AlignmentFlag.AlignLeft if side == "left" else Qt.AlignmentFlag.AlignRight)
    return label

"""One row for a number: label, slider, value, reset."""

import math

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QStackedWidget, QWidget

from ganstudio.gui.fonts import font
from ganstudio.gui.widgets.card import repolish
from ganstudio.gui.widgets.reset_button import ResetButton
from ganstudio.gui.widgets.text import ElidedLabel, describe, text
from ganstudio.gui.widgets.value_slider import ValueSlider

MINUS = "\u2212"
HEIGHT, LABEL, VALUE = 32, 88, 44  # pixels


class ValueRow(QWidget):
    """`moved(float)` while a hand moves it, `settled(float)` when the hand is done; `set_value` sends nothing.

    Double-click on the handle resets; double-click on the value, or Enter on the slider, types a number.
    """

    moved = Signal(float)
    settled = Signal(float)

    def __init__(
        self, label: str, low: float, high: float, step: float, default: float, tip: str = "",
        decimals: int = 2, origin: float | None = None, label_width: int = LABEL, unit: str = "",
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._decimals, self._signed, self._unit = decimals, low < 0, f" {unit}" if unit else ""
        self._shown: tuple[float, float] | None = None
        self.setFixedHeight(HEIGHT)
        self.label = ElidedLabel(label, "label")
        self.label.setFont(font(12))
        self.label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.label.setFixedWidth(label_width)
        self.slider = ValueSlider(label, low, high, step, default, tip, decimals, origin)
        self.edit = ValueEdit(label, tip)
        self.reset = ResetButton(label)
        describe(self.label, label, tip)
        self._lay_out()
        self.slider.moved.connect(self._pass_on)
        self.slider.settled.connect(self.settled)
        self.slider.enter_pressed.connect(self.edit.begin)
        self.edit.typed.connect(self._take_typed)
        self.edit.ended.connect(self.slider.setFocus)
        self.reset.clicked.connect(lambda: self.slider.take(self.slider.default))
        self.set_value(default)

    def value(self) -> float:
        return self.slider.number()

    def set_value(self, value: float) -> None:
        """Shows a value without telling anyone."""
        self.slider.set_number(value)
        self._show()

    def set_label(self, label: str) -> None:
        """Another name for the same row."""
        self.label.setText(label)
        for widget in (self.label, self.slider, self.edit.field):
            widget.setAccessibleName(label)
        self.reset.setAccessibleName(f"Reset {label}")

    def written(self, value: float) -> str:
        """As the row shows it: +2.2, or 0.70; one more decimal where it was set finer than that."""
        decimals = self._decimals
        if decimals and not math.isclose(value, round(value, decimals), abs_tol=1e-9):
            decimals += 1
        words = f"{abs(value):.{decimals}f}"
        is_zero = float(words) == 0
        sign = MINUS if value < 0 else "+" if self._signed else ""
        return (words if is_zero else sign + words) + self._unit

    def _pass_on(self, value: float) -> None:
        self._show()
        self.moved.emit(value)

    def _take_typed(self, words: str) -> None:
        try:
            number = float(
                words.removesuffix(self._unit).replace(MINUS, "-").replace(",", ".").strip(" %\u00b0")
            )
        except ValueError:
            number = math.nan
        if math.isfinite(number):
            self.slider.take(number)
        self._show()

    def _show(self) -> None:
        value, default = self.value(), self.slider.default
        if (value, default) == self._shown:
            return  # rows are told at every move of any control
        self._shown = value, default
        changed = not math.isclose(value, default, abs_tol=1e-9)
        self.edit.show_words(self.written(value), changed)
        self.reset.set_changed(changed, self.written(default))
        kind = "changed" if changed else "label"  # no rule names "changed": it has the colour of text
        if self.label.property("type") != kind:
            self.label.setProperty("type", kind)
            repolish(self.label)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.label)
        row.addSpacing(8)
        row.addWidget(self.slider, 1)
        row.addWidget(self.edit)
        row.addSpacing(4)
        row.addWidget(self.reset)
        self.setFocusProxy(self.slider)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)


class ValueEdit(QStackedWidget):
    """A number that turns into a field while it is typed: `typed(words)` by Enter, Escape leaves it as it was."""

    typed = Signal(str)
    ended = Signal()

    def __init__(self, name: str, tip: str = "") -> None:
        super().__init__()
        self.setFixedSize(VALUE, 24)
        self.shown: QLabel = text("", "value")
        self.shown.setFont(font(12, 500))
        self.shown.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.shown.setToolTip("Double-click to type a value")
        self.field = QLineEdit()
        self.field.setFixedHeight(24)
        self.field.setFont(font(12, 500))
        self.field.setStyleSheet("padding: 0 2px")
        self.field.setAlignment(Qt.AlignmentFlag.AlignRight)
        describe(self.field, name, tip)
        self.addWidget(self.shown)
        self.addWidget(self.field)
        self.shown.installEventFilter(self)
        self.field.installEventFilter(self)
        self.field.returnPressed.connect(self._finish)

    def begin(self) -> None:
        """Typing starts, with the whole number selected."""
        self.field.setText(self.shown.text())
        self.setCurrentWidget(self.field)
        self.field.setFocus()
        self.field.selectAll()

    def show_words(self, words: str, changed: bool) -> None:
        self.shown.setText(words)
        kind = "value" if changed else "label"
        if self.shown.property("type") != kind:
            self.shown.setProperty("type", kind)
            repolish(self.shown)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.shown and event.type() is QEvent.Type.MouseButtonDblClick:
            self.begin()
            return True
        if watched is self.field and event.type() is QEvent.Type.FocusOut:
            self.setCurrentWidget(self.shown)
        if watched is self.field and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() is QEvent.Type.KeyPress:
                self.ended.emit()
            event.accept()
            return True
        return False

    def _finish(self) -> None:
        words = self.field.text()
        self.ended.emit()
        self.setCurrentWidget(self.shown)
        self.typed.emit(words)

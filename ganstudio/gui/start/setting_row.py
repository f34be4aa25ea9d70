"""One row of a form: label, lock, control, reset, and under them the sentence that says what is wrong."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.gui.fonts import font
from ganstudio.gui.start.draft import shown
from ganstudio.gui.start.fields import NumberField, field_for, set_wrong
from ganstudio.gui.widgets.card import repolish
from ganstudio.gui.widgets.reset_button import ResetButton
from ganstudio.gui.widgets.sign import Sign
from ganstudio.gui.widgets.text import describe, text
from ganstudio.settings import FieldHelp

LOCKED = "Fixed once a run has started, because changing it would break an exact resume."


class Problem(QWidget):
    """A warning sign and one sentence, right under its cause."""

    def __init__(self) -> None:
        super().__init__()
        self.words = text("", "error", wrap=True)
        self._sign = Sign("warning", 14, "error")
        self._sign.setFixedWidth(16)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 8, 6)
        row.setSpacing(4)
        row.addWidget(self._sign, alignment=Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)
        self.hide()

    def say(self, sentence: str) -> None:
        self.words.setText(sentence)
        self.words.setAccessibleName(sentence)
        self.setVisible(bool(sentence))


class SettingRow(QWidget):
    """A setting of a recipe. It holds no value of its own beyond what it shows."""

    edited = Signal(str, object)
    reset_asked = Signal(str)

    def __init__(self, field: FieldHelp) -> None:
        super().__init__()
        self.field = field
        self.label = text(field.label, "label")
        self.label.setFont(font(12))
        self.lock = Sign("lock-simple", 14, "text3")
        self.lock.setAccessibleName("Fixed while the run goes on")
        self.lock.hide()
        self.control = field_for(field)
        self.control.setObjectName(f"setting_{field.name}")
        self.reset = ResetButton(field.label)
        self.problem = Problem()
        describe(self.label, field.label, field.help)
        self.label.setBuddy(self.control)
        self._lay_out()
        self.control.edited.connect(lambda value: self.edited.emit(field.name, value))
        self.reset.clicked.connect(lambda: self.reset_asked.emit(field.name))

    def show_state(self, value: Any, default: Any, changed: bool, problem: str) -> None:
        """What the draft holds of this setting; a refused value stays in its field until it is put right."""
        self.control.show_value(value)
        self.reset.set_changed(changed and self.control.isEnabled(), shown(default) or "nothing")
        self._brighten(changed)
        set_wrong(self.control, bool(problem))
        self.problem.say(problem)

    def tab_stops(self) -> list[QWidget]:
        return [self.control, self.reset]

    def settle(self) -> None:
        """What is being typed gives way to the next value that is shown."""
        if isinstance(self.control, NumberField):
            self.control.settle()

    def needs_attention(self) -> bool:
        """Whether the row must not be hidden: changed or wrong."""
        return self.reset.isEnabled() or bool(self.problem.words.text())

    def set_locked(self, locked: bool) -> None:
        """A locked value stays readable, and says why it cannot change."""
        self.control.setEnabled(not locked)
        self.lock.setVisible(locked)
        tip = f"{self.field.help}\n{LOCKED}" if locked else self.field.help
        for widget in (self.label, self.control, self.lock):
            widget.setToolTip(tip)

    def show_auto(self, meaning: Any) -> None:
        """What auto means for this setting, with the data and device at hand."""
        if hasattr(self.control, "show_auto"):
            self.control.show_auto(meaning)

    def _brighten(self, changed: bool) -> None:
        kind = "changed" if changed else "label"  # no rule names "changed": it has the colour of text
        if self.label.property("type") != kind:
            self.label.setProperty("type", kind)
            repolish(self.label)

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(self.label)
        line.addWidget(self.lock)
        line.addStretch(1)
        line.addWidget(self.control)
        line.addSpacing(2)
        line.addWidget(self.reset)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 2, 8, 2)
        column.setSpacing(4)
        column.addLayout(line)
        column.addWidget(self.problem)

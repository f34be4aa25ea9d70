"""The control of one setting by its kind: switch, choice or a field for a number or word.

Each has `edited(value)`, which a person's change sends, and `show_value(value)`, which sends nothing.
"""

import math
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from ganstudio.gui import theme
from ganstudio.gui.fonts import font
from ganstudio.gui.start.draft import shown
from ganstudio.gui.widgets.card import repolish
from ganstudio.gui.widgets.choice import Choice
from ganstudio.gui.widgets.switch import Switch
from ganstudio.gui.widgets.text import describe
from ganstudio.settings import FieldHelp

WIDTH, WIDE = 124, 152
PAD = 8


class NumberField(QLineEdit):
    """A number (or the word auto) with its unit, or what auto means, in grey at the right end.

    Up and down change it: a whole number by 1, any other in its second digit; Shift is ten times, Alt a tenth.
    """

    edited = Signal(object)

    def __init__(self, field: FieldHelp, height: int = 28, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field, self._auto, self._value = field, "", field.default
        self.setFixedHeight(height)
        self.setPlaceholderText("auto" if field.accepts_auto else "")
        describe(self, field.label, field.help)
        self.textEdited.connect(self._commit)
        self.editingFinished.connect(self.settle)
        self._make_room()

    def show_value(self, value: Any) -> None:
        """Shows a value, but leaves alone what a person is typing."""
        self._value = value
        if not (self.hasFocus() and self.isModified()):
            self.setText(shown(value))
        self._make_room()

    def settle(self) -> None:
        """Typing has ended: the next value that is shown replaces the text."""
        self.setModified(False)

    def show_auto(self, meaning: Any) -> None:
        """What auto would be here, such as 64; empty when unknown."""
        self._auto = shown(meaning) if meaning not in ("", "auto", None) else ""
        self._make_room()

    def suffix(self) -> str:
        """What stands at the right end."""
        if self._value == "auto" and self.text().strip() in ("", "auto"):
            return " ".join(filter(None, (self._auto, self._field.unit))) if self._auto else ""
        return self._field.unit

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()), 0)
        value = _number(self._value if self._value != "auto" else self._auto)
        if not steps or value is None:
            super().keyPressEvent(event)
            return
        stepped = value + steps * self._step(value, event.modifiers())
        kept = self._within(stepped)
        self._take(shown(int(kept) if self._field.kind == "int" else kept))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        colours = theme.current()
        painter = QPainter(self)
        painter.setFont(font(12))
        painter.setPen(QColor(colours.text3 if self.isEnabled() else colours.off))
        room = self.rect().adjusted(0, 0, -PAD, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self.suffix())

    def _commit(self, words: str) -> None:
        self.edited.emit(parsed(words, self._field))
        self._make_room()

    def _take(self, words: str) -> None:
        self.setText(words)
        self._commit(words)

    def _step(self, value: float, modifiers: Qt.KeyboardModifier) -> float:
        scale = 10.0 if modifiers & Qt.KeyboardModifier.ShiftModifier else 1.0
        if self._field.kind == "int":
            return scale
        scale *= 0.1 if modifiers & Qt.KeyboardModifier.AltModifier else 1.0
        return scale * 10.0 ** (math.floor(math.log10(abs(value))) - 1 if value else -2)

    def _within(self, value: float) -> float:
        low, high = self._field.minimum, self._field.maximum
        kept = max(value, low) if low is not None else value
        return round(min(kept, high) if high is not None else kept, 12)

    def _make_room(self) -> None:
        """Wide enough for value and suffix, so that neither lies on the other."""
        ends = QFontMetrics(font(12)).horizontalAdvance(self.suffix())
        value = QFontMetrics(font(12, 500)).horizontalAdvance(self.text() or "auto")
        self.setTextMargins(0, 0, ends + 4 if ends else 0, 0)
        self.setFixedWidth(max(WIDTH, min(value + ends + 2 * PAD + 14, 168)))
        self.update()


class TextField(QLineEdit):
    """A word, such as the name of a run."""

    edited = Signal(object)

    def __init__(self, field: FieldHelp, height: int = 28, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(WIDE, height)
        describe(self, field.label, field.help)
        self.textEdited.connect(lambda words: self.edited.emit(words))

    def show_value(self, value: Any) -> None:
        if self.text() != str(value):
            self.setText(str(value))
            if not self.hasFocus():
                self.setCursorPosition(0)  # a long name is read from its beginning


class SwitchField(QWidget):
    """On or off."""

    edited = Signal(object)

    def __init__(self, field: FieldHelp, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.switch = Switch(field.label, field.help)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.switch)
        self.setFocusProxy(self.switch)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.switch.toggled.connect(lambda on: self.edited.emit(on))

    def show_value(self, value: Any) -> None:
        with QSignalBlocker(self.switch):
            self.switch.setChecked(bool(value))
        self.switch.update()


class ChoiceField(Choice):
    """One of a few words; `auto` says in brackets what it means here."""

    edited = Signal(object)

    def __init__(self, field: FieldHelp, height: int = 28, parent: QWidget | None = None) -> None:
        super().__init__(field.label, field.help, height, parent)
        self._unit = field.unit
        self.setFixedWidth(WIDE)
        if field.accepts_auto and "auto" not in field.choices:
            self.addItem("Auto", "auto")
        for choice in field.choices:
            self.addItem(self._title(choice), choice)
        self.activated.connect(lambda index: self.edited.emit(self.itemData(index)))

    def show_value(self, value: Any) -> None:
        if self.findData(str(value)) < 0:
            self.addItem(self._title(str(value)), str(value))
        with QSignalBlocker(self):
            self.setCurrentIndex(self.findData(str(value)))

    def show_auto(self, meaning: Any) -> None:
        index = self.findData("auto")
        if index >= 0:
            known = meaning not in ("", "auto", None)
            self.setItemText(index, f"Auto, {self._title(str(meaning))}" if known else "Auto")

    def _title(self, choice: str) -> str:
        return " ".join(filter(None, (title_of(choice), self._unit if choice != "auto" else "")))


Field = NumberField | TextField | SwitchField | ChoiceField


def field_for(field: FieldHelp) -> Field:
    """The control that suits a setting's kind."""
    if field.kind == "bool":
        return SwitchField(field)
    if field.kind == "choice":
        return ChoiceField(field)
    return NumberField(field) if field.kind in ("int", "float") else TextField(field)


def set_wrong(control: QWidget, wrong: bool) -> None:
    """The red border of a field whose value is refused."""
    if (control.property("wrong") == "true") != wrong:
        control.setProperty("wrong", "true" if wrong else "false")
        repolish(control)


def title_of(choice: str) -> str:
    """`non-saturating` as `Non-saturating`, `wgan_gp` as `Wgan gp`: what a list shows of a value."""
    words = choice.replace("_", " ")
    return words[:1].upper() + words[1:]


def parsed(words: str, field: FieldHelp) -> Any:
    """A number where the words are one, `auto` for none where that may be, else the words, to be refused."""
    plain = words.strip().replace(",", "").replace("\u202f", "").replace(" ", "")
    if field.accepts_auto and plain.casefold() in ("", "auto"):
        return "auto"
    number = _number(plain)
    if number is None:
        return words.strip()
    return int(number) if field.kind == "int" and number == int(number) else number


def _number(words: Any) -> float | None:
    try:
        number = float(str(words).replace(",", ""))
    except ValueError:
        return None
    return number if math.isfinite(number) else None

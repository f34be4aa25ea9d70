"""The field for a seed: any whole number up to 4,294,967,295, which Qt's own whole numbers do not reach."""

import re

from PySide6.QtCore import QLocale, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QValidator
from PySide6.QtWidgets import QDoubleSpinBox, QWidget

from ganstudio.gui.fonts import font
from ganstudio.gui.widgets.text import describe
from ganstudio.latents.seeds import HIGHEST_SEED

ALMOST = "\u2248 "


class SeedSpin(QDoubleSpinBox):
    """`chosen` carries a seed that a person typed (at Enter or on leaving) or stepped to; `show_seed` sends nothing.

    Where the point lies between seeds the field shows the nearest; where it is none, a word that says so.
    """

    chosen = Signal(object)  # an int; Qt's own ends at half of the seeds

    def __init__(self, name: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before, self._instead = "", ""
        self.setLocale(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
        self.setDecimals(0)
        self.setRange(0, HIGHEST_SEED)
        self.setWrapping(True)
        self.setKeyboardTracking(False)
        self.setFixedHeight(28)
        self.setFont(font(12, 500))
        self.lineEdit().setTextMargins(6, 0, 0, 0)
        describe(self, name, tip)
        self.valueChanged.connect(lambda value: self._choose(int(value)))
        self.lineEdit().returnPressed.connect(self._choose_same)

    def value(self) -> int:
        return int(super().value())

    def show_seed(self, seed: int | None, is_exact: bool = True, instead: str = "") -> None:
        """A seed, about a seed, or the words `instead`."""
        now = ("" if is_exact else ALMOST, "" if seed is not None else instead)
        is_same = (seed is None or seed == self.value()) and now == (self._before, self._instead)
        if is_same and self.lineEdit().text() == self.textFromValue(self.value()):
            return  # something else moves
        self._before, self._instead = now
        with QSignalBlocker(self):
            if seed is not None:
                self.setValue(seed)
            self.lineEdit().setText(self.textFromValue(self.value()))

    def textFromValue(self, value: float) -> str:
        return self._instead or f"{self._before}{int(value):,}"

    def valueFromText(self, words: str) -> float:
        digits = re.sub(r"[^0-9]", "", words)
        return float(min(int(digits), HIGHEST_SEED)) if digits else float(self.value())

    def validate(self, words: str, place: int) -> tuple[QValidator.State, str, int]:
        if words == self._instead:
            return QValidator.State.Acceptable, words, place
        if not re.fullmatch(r"[\u2248\s0-9,.\u202f]*", words):
            return QValidator.State.Invalid, words, place
        digits = re.sub(r"[^0-9]", "", words)
        if not digits:
            return QValidator.State.Intermediate, words, place
        is_low = int(digits) <= HIGHEST_SEED
        return QValidator.State.Acceptable if is_low else QValidator.State.Invalid, words, place

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Shift makes a step of ten, as everywhere."""
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()), 0)
        if steps and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.stepBy(10 * steps)
        else:
            super().keyPressEvent(event)

    def _choose(self, seed: int) -> None:
        self._before = self._instead = ""
        self.chosen.emit(seed)

    def _choose_same(self) -> None:
        """Enter on what is shown already: from about a seed to the seed itself."""
        if (self._before and self.lineEdit().text().startswith(ALMOST)) or not self._instead:
            self._choose(self.value())

"""One axis of a sheet: what changes, to which values, and of which direction or seed."""

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from ganstudio.gui.explore.seed_spin import SeedSpin
from ganstudio.gui.models.explore.sheet_defaults import kind_words
from ganstudio.gui.models.explore.sheet_model import SheetModel, X
from ganstudio.gui.widgets.card import repolish
from ganstudio.gui.widgets.choice import Choice
from ganstudio.gui.widgets.text import describe, text

NAMES = ("Across", "Down", "Pages")
TIPS = (
    "What changes from column to column",
    "What changes from row to row",
    "What changes from one sheet to the next, under each other",
)
VALUES_TIP = (
    "Values such as 0-7, or 0.2,0.5,1, or -3..3 in 7; of classes their names; of checkpoints all in 8"
)
QUIET = 350  # ms after the last letter


class SheetAxisRow(QWidget):
    """Shows one wish of a SheetModel, and sets it."""

    def __init__(self, model: SheetModel, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model, self._number = model, number
        name = NAMES[number]
        self.kind = Choice(name, TIPS[number])
        self.kind.setObjectName(f"sheet_{'xyz'[number]}")
        self.values = QLineEdit()
        self.values.setObjectName(f"sheet_{'xyz'[number]}_values")
        self.direction = Choice(f"{name}: direction", "The direction whose strength changes")
        self.source = SeedSpin(
            f"{name}: seed", "The seed whose styles are mixed in, one layer after the other"
        )
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET)
        self._lay_out()
        self.kind.activated.connect(self._set_kind)
        self.values.textEdited.connect(lambda _: self._quiet.start())
        self.values.editingFinished.connect(self._set_values)
        self._quiet.timeout.connect(self._set_values)
        self.direction.activated.connect(
            lambda _: self._model.set_direction(self._number, self.direction.currentText())
        )
        self.source.chosen.connect(lambda seed: self._model.set_source(self._number, seed))
        model.changed.connect(self.show_wish)
        self.show_wish()

    @Slot()
    def show_wish(self) -> None:
        wish, choice = self._model.wishes[self._number], self._model.choice
        kinds = [*([] if self._number == X else [None]), *choice.kinds]
        with QSignalBlocker(self.kind), QSignalBlocker(self.direction):
            _fill(self.kind, [kind_words(kind) for kind in kinds], kind_words(wish.kind))
            for place, kind in enumerate(kinds):
                self.kind.setItemData(place, kind)
            _fill(self.direction, [each.name for each in choice.directions], wish.direction)
        self.values.setVisible(wish.kind is not None)
        self.direction.setVisible(wish.kind == "direction")
        self.source.setVisible(wish.kind == "layer")
        self.source.show_seed(wish.source)
        if not self._quiet.isActive() and self.values.text() != wish.text:
            self.values.setText(wish.text)
        self._show_problem(self._model.problems[self._number])

    def _show_problem(self, problem: str) -> None:
        if (self.values.property("wrong") == "true") != bool(problem):
            self.values.setProperty("wrong", "true" if problem else "false")
            repolish(self.values)
        describe(self.values, f"{NAMES[self._number]}: values", problem or VALUES_TIP)

    @Slot()
    def _set_kind(self) -> None:
        self._model.set_kind(self._number, self.kind.currentData())

    @Slot()
    def _set_values(self) -> None:
        self._quiet.stop()
        self._model.set_values(self._number, self.values.text())

    def _lay_out(self) -> None:
        label = text(NAMES[self._number], "label")
        label.setFixedWidth(48)
        self.kind.setFixedWidth(128)
        self.values.setFixedHeight(28)
        self.values.setMinimumWidth(64)
        self.values.setMaximumWidth(320)
        self.direction.setMinimumWidth(72)
        self.direction.setMaximumWidth(160)
        self.source.setFixedWidth(96)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for part, stretch in (
            (label, 0), (self.kind, 0), (self.values, 2), (self.direction, 1), (self.source, 0),
        ):  # fmt: skip
            row.addWidget(part, stretch)
        row.addStretch(1)
        row.setAlignment(Qt.AlignmentFlag.AlignLeft)


def _fill(box: Choice, words: list[str], chosen: str) -> None:
    if [box.itemText(place) for place in range(box.count())] != words:
        box.clear()
        box.addItems(words)
    box.setCurrentIndex(words.index(chosen) if chosen in words else -1)

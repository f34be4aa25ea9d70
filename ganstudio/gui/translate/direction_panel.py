"""Which way: two cards that name both ends, or one where the model knows only one way."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.gui.models.translate.translate_model import TranslateModel
from ganstudio.gui.translate.direction_card import DirectionCard
from ganstudio.gui.widgets.text import describe, section_label


class DirectionPanel(QWidget):
    """Follows the model; absent without one."""

    def __init__(self, translate: TranslateModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._translate = translate
        self.choice = QWidget()
        self.choice.setObjectName("direction_choice")
        describe(self.choice, "Direction", "Which of the two sides pictures come from")
        self._group = QButtonGroup(self)
        self._row = QHBoxLayout(self.choice)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(8)
        column.addWidget(section_label("Direction"))
        column.addWidget(self.choice)
        translate.model_changed.connect(self._fill)
        translate.manner_changed.connect(self._mark)
        self._fill()

    @property
    def cards(self) -> list[DirectionCard]:
        return [button for button in self._group.buttons() if isinstance(button, DirectionCard)]

    @Slot()
    def _fill(self) -> None:
        for old in self.cards:
            self._group.removeButton(old)
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        facts = self._translate.facts
        for direction in facts.directions if facts is not None else ():
            card = DirectionCard(direction, facts.ends(direction))  # type: ignore[union-attr]
            card.clicked.connect(lambda _=False, way=direction: self._translate.set_direction(way))
            self._group.addButton(card)
            self._row.addWidget(card, 1)
        self._mark()

    @Slot()
    def _mark(self) -> None:
        for card in self.cards:
            card.setChecked(card.direction == self._translate.manner.direction)

"""The middle of the start page: step 1, data; step 2, a recipe."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.gui import theme
from ganstudio.gui.fonts import font
from ganstudio.gui.start import recipe_cards, sides
from ganstudio.gui.start.card_grid import CardGrid
from ganstudio.gui.start.data_cards import DataCard
from ganstudio.gui.start.data_choice import DataChoice
from ganstudio.gui.start.find_box import FindBox
from ganstudio.gui.start.recipe_cards import KINDS, RecipeCard
from ganstudio.gui.start.samples import at_resolution
from ganstudio.gui.start.side_slots import SideSlots
from ganstudio.gui.start.start_model import StartModel
from ganstudio.gui.widgets.button import Button
from ganstudio.gui.widgets.text import section_label, text

ONE_SET = "Choose what to learn from"


class Badge(QWidget):
    """The number of a step in a grey circle."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = str(number)
        self.setFixedSize(20, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.raised if colours.name == "dark" else colours.hover))
        painter.drawEllipse(self.rect())
        painter.setPen(QColor(colours.text))
        painter.setFont(font(11, 600))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._number)


class StepHead(QWidget):
    """A number in a circle, what to do, and at the right what else can be done."""

    def __init__(self, number: int, words: str, *right: QWidget) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(Badge(number))
        self._words = section_label(words)
        row.addWidget(self._words)
        row.addStretch(1)
        for widget in right:
            row.addWidget(widget)

    def say(self, words: str) -> None:
        self._words.setText(words)


class DataStep(DataChoice):
    """One row of data cards, the chosen one always among them, and the card that adds more; two rows and a slot for
    each side where a recipe asks for two."""

    all_asked = Signal()

    def __init__(self, model: StartModel) -> None:
        super().__init__(model, rows=1)
        self.grid.columns_changed.connect(self.place)
        self.slots = SideSlots(model)
        model.pictures_ready.connect(self.slots.refresh)
        model.data_chosen.connect(self.slots.refresh)
        self.all = Button(
            "See all data", "link", "arrow-right", "Every data set, and those that can be downloaded", 24
        )
        self.all.setObjectName("all_data")
        self.all.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.all.clicked.connect(self.all_asked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.head = StepHead(1, ONE_SET, self.all)
        column.addWidget(self.head)
        column.addWidget(self.slots)
        column.addWidget(self.grid)
        self.place()

    def tab_stops(self) -> list[QWidget]:
        return [self.all, *self.slots.tab_stops(), *self.grid.tab_stops()]

    def place(self) -> None:
        is_two = self.model.has_two_sides
        self.grid.set_rows(2 if is_two else 1)
        self.slots.setVisible(is_two)
        self.slots.refresh()
        self.head.say(self._question())
        super().place()

    def seen(self) -> list[DataCard]:
        """Those that fit first; chosen sets that would not be seen take the last places before the add card."""
        places = max(1, self.grid.columns * self.grid.rows - 1)
        fitting = sorted(super().seen(), key=lambda card: not card.isEnabled() and not card.info.problem)
        shown = fitting[:places]
        missing = [card for card in fitting[places:] if card.isChecked()]
        for card in reversed([each for each in shown if not each.isChecked()]):
            if missing:
                shown[shown.index(card)] = missing.pop()
        return shown

    def _question(self) -> str:
        model = self.model
        if not model.has_two_sides:
            return ONE_SET
        if model.needs_other and model.filling == sides.B:
            return "Choose what to translate into"
        return "Choose what to translate from" if model.needs_other else "Choose what to translate between"


class RecipeStep(QWidget):
    """Filter chips, a find box and a card for each recipe."""

    def __init__(self, model: StartModel) -> None:
        super().__init__()
        self._model = model
        self.cards: dict[str, RecipeCard] = {}
        self.find_box = FindBox("Find a recipe", "Words of a recipe's name, year, paper or description")
        self.find_box.setObjectName("find_recipe")
        self.find_box.textChanged.connect(self._filter)
        self.chips: dict[str, Button] = {}
        self._group = QButtonGroup(self)
        self._chip_row = QHBoxLayout()
        self.state = text("Loading recipes", "note")
        self.grid = CardGrid(recipe_cards.LEAST, recipe_cards.HEIGHT, recipe_cards.MOST)
        self._lay_out()
        model.recipes_changed.connect(self._build)
        model.recipes_failed.connect(lambda sentence: self.state.setText(sentence))
        model.recipe_chosen.connect(self._mark)
        model.data_chosen.connect(self._suit)
        model.sides_changed.connect(self._suit)
        model.pictures_ready.connect(self._suit)

    def tab_stops(self) -> list[QWidget]:
        return [*self.chips.values(), self.find_box, *self.grid.tab_stops()]

    def _build(self) -> None:
        for card in self.cards.values():
            card.hide()
            card.deleteLater()
        self.cards = {name: RecipeCard(info) for name, info in self._model.recipes.items()}
        for name, card in self.cards.items():
            card.clicked.connect(lambda _on=False, name=name: self._model.choose_recipe(name))
        for name, card in self.cards.items():
            card.set_recommended(name == self._model.recommended())
        self._build_chips(
            [kind for kind in KINDS if any(card.info.kind == kind for card in self.cards.values())]
        )
        self.find_box.setPlaceholderText(f"Find among {len(self.cards)} recipes")
        self._suit()
        self._filter()

    def _build_chips(self, kinds: Sequence[str]) -> None:
        for chip in self.chips.values():
            chip.deleteLater()
        self.chips = {}
        for kind in ("All", *kinds):
            chip = Button(
                kind,
                "chip",
                tip="Recipes of every kind" if kind == "All" else f"Only: {kind.lower()}",
                height=28,
            )
            chip.setCheckable(True)
            chip.clicked.connect(self._filter)
            self._group.addButton(chip)
            self._chip_row.insertWidget(len(self.chips), chip)
            self.chips[kind] = chip
        self.chips["All"].setChecked(True)

    def _filter(self) -> None:
        chip = self._group.checkedButton()
        kind = chip.text() if chip is not None else "All"
        words = self.find_box.text()
        shown = [
            card for card in self.cards.values() if kind in ("All", card.info.kind) and card.found_by(words)
        ]
        self.grid.set_cards(shown)
        self.grid.setVisible(bool(shown))
        self.state.setVisible(not shown)
        if self.cards:
            self.state.setText(
                f"No recipe matches “{words}”." if words else "There is no recipe of this kind."
            )

    def _mark(self) -> None:
        for name, card in self.cards.items():
            card.setChecked(name == self._model.recipe_name)

    def _suit(self) -> None:
        """Every card says whether it can use the chosen data; without samples of its own it shows other pictures of
        that data, of two sides each beside the other."""
        data = self._model.chosen_data
        for index, card in enumerate(self.cards.values()):
            if data is not None:
                card.set_data(data)
            card.set_samples(self._model.made.get(card.info.name), self._pictures_for(card, index))
        self._mark()

    def _pictures_for(self, card: RecipeCard, index: int) -> np.ndarray | None:
        """16 pictures of the chosen data [16, H, W, C]; None while they are being read."""
        pictures, others = self._model.pictures_of(sides.A), self._model.pictures_of(sides.B)
        if pictures is None or not len(pictures):
            return None
        turned = pictures[[(number + 10 * index) % len(pictures) for number in range(16)]]
        if others is None or not len(others) or card.info.reads == "pictures":
            return turned
        besides = others[[(number + 10 * index) % len(others) for number in range(8)]]
        side = pictures.shape[1]
        pair = (turned[:8], at_resolution(besides, side))
        both = np.stack([np.broadcast_to(each, (8, side, side, 3)) for each in pair], 1)
        return both.reshape(16, side, side, 3)

    def _lay_out(self) -> None:
        self._chip_row.setSpacing(8)
        self._chip_row.addStretch(1)
        self._chip_row.addWidget(self.find_box)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(StepHead(2, "Choose a recipe"))
        column.addLayout(self._chip_row)
        column.addWidget(self.state)
        column.addWidget(self.grid)
        self.grid.hide()

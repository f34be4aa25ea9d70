"""Data sets as cards of which one is chosen; the start page and the page of all data show them their own way."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ganstudio.gui.start import data_cards, sides
from ganstudio.gui.start.card_grid import CardGrid
from ganstudio.gui.start.data_cards import AddCard, DataCard
from ganstudio.gui.start.start_model import StartModel


class DataChoice(QWidget):
    """A card for each data set and one that adds more. `rows` limits how many are seen."""

    add_asked = Signal()

    def __init__(self, model: StartModel, rows: int = 0) -> None:
        super().__init__()
        self.model = model
        self.cards: dict[str, DataCard] = {}
        self.add = AddCard()
        self.add.clicked.connect(self.add_asked)
        self.grid = CardGrid(data_cards.LEAST, data_cards.HEIGHT, data_cards.MOST, rows)
        model.data_changed.connect(self._build)
        model.sides_changed.connect(self.place)
        model.pictures_ready.connect(self._show_pictures)

    def place(self) -> None:
        """Marks the chosen card and puts those that are to be seen into the grid."""
        model = self.model
        chosen = {model.data_name: sides.NAMES[sides.A], model.to_name: sides.NAMES[sides.B]}
        for name, card in self.cards.items():
            card.setChecked(name == model.data_name or (model.other is not None and name == model.to_name))
            needs_pairs = model.chosen_recipe is not None and model.chosen_recipe.reads == "pairs"
            why_not = sides.misfit(model.chosen_recipe, card.info) if needs_pairs else ""
            card.show_fit(why_not, chosen.get(name, "") if model.needs_other and card.isChecked() else "")
        self.grid.set_cards([*self.seen(), self.add])

    def seen(self) -> list[DataCard]:
        """The cards that are shown, in their order."""
        return list(self.cards.values())

    def _build(self) -> None:
        for card in self.cards.values():
            card.hide()
            card.deleteLater()
        self.cards = {name: DataCard(info) for name, info in self.model.data.items()}
        for name, card in self.cards.items():
            card.set_pictures(self.model.pictures.get(name), self.model.others.get(name))
            card.clicked.connect(lambda _on=False, name=name: self._choose(name))
        self.place()

    def _choose(self, name: str) -> None:
        self.model.pick(name)
        self.place()

    def _show_pictures(self, name: str) -> None:
        if name in self.cards:
            self.cards[name].set_pictures(self.model.pictures[name], self.model.others.get(name))

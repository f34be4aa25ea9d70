"""Menus of the style mixes: the grid's size, random heads, export; and the choice of a single layer."""

from collections.abc import Callable

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from ganstudio.gui.explore.mix_export import ask_export
from ganstudio.gui.models.explore.layer_bands import words_of
from ganstudio.gui.models.explore.mix_model import MOST, MixModel
from ganstudio.latents.point import Layers


class MixMenu(QMenu):
    """Made anew each time it opens, so that it shows how things are."""

    def __init__(self, mix: MixModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._mix, self._panel = mix, parent
        self.setToolTipsVisible(True)
        self.aboutToShow.connect(self.fill)
        self.fill()

    def fill(self) -> None:
        self.clear()
        for old in self.findChildren(QMenu):  # clear leaves the menus in it
            old.deleteLater()
        mix = self._mix
        current = self.addAction("First row is the current point")
        current.setCheckable(True)
        current.setChecked(mix.first_is_current)
        current.triggered.connect(mix.set_first_is_current)
        self.addAction("Random rows").triggered.connect(lambda: mix.randomise_all(rows=True))
        self.addAction("Random columns").triggered.connect(lambda: mix.randomise_all(rows=False))
        self.addSeparator()
        self._add_sizes("Rows", len(mix.rows), lambda count: mix.set_size(count, len(mix.columns)))
        self._add_sizes("Columns", len(mix.columns), lambda count: mix.set_size(len(mix.rows), count))
        self.addSeparator()
        weights = self.addAction("Reset the weights")
        weights.setEnabled(set(mix.weights) != {1.0})
        weights.triggered.connect(mix.reset_weights)
        export = self.addAction("Export the grid…")
        export.setToolTip("The grid as one labelled PNG")
        export.triggered.connect(lambda: ask_export(mix, self._panel))

    def _add_sizes(self, words: str, now: int, choose: Callable[[int], None]) -> None:
        menu, group = self.addMenu(words), QActionGroup(self)
        for count in range(1, MOST + 1):
            action = menu.addAction(str(count))
            action.setCheckable(True)
            action.setChecked(count == now)
            group.addAction(action)
            action.triggered.connect(lambda _checked=False, count=count: choose(count))


def single_layer_menu(mix: MixModel, parent: QWidget) -> QMenu:
    """One entry a layer, with the resolution at which it acts."""
    menu, facts = QMenu(parent), mix.explore.facts
    for layer in range(facts.num_ws if facts is not None else 0):
        assert facts is not None
        words = words_of(range(layer, layer + 1), facts.resolution, facts.num_ws).capitalize()
        menu.addAction(words).triggered.connect(
            lambda _checked=False, layer=layer: mix.set_layers(Layers(first=layer, last=layer))
        )
    return menu

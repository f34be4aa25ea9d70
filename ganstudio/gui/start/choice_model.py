"""What is chosen for a new run: a recipe, and one set of pictures or two sides."""

import numpy as np
from PySide6.QtCore import QObject, Signal

from ganstudio.gui.start import sides
from ganstudio.gui.start.catalog import DataInfo, RecipeInfo


class ChoiceModel(QObject):
    """Data and recipe, each kept fit for the other as long as a person has not picked both."""

    data_chosen = Signal(str)
    recipe_chosen = Signal(str)
    sides_changed = Signal()  # the other side, or which of the two is being chosen

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.data: dict[str, DataInfo] = {}
        self.recipes: dict[str, RecipeInfo] = {}
        self.pictures: dict[str, np.ndarray] = {}
        self.others: dict[str, np.ndarray] = {}  # side B of data with two sides
        self.data_name = self.recipe_name = self.to_name = ""
        self.is_turned = (
            False  # whether the recipe is set to make A of B, where it makes one of the other alone
        )
        self.filling = sides.A  # which side the next set that is picked becomes, where two are asked for
        self._wanted_data, self._wanted_recipe, self._wanted_to = "digits", "", ""
        self._picked_data = self._picked_recipe = False  # by a person

    def choose_data(self, name: str) -> None:
        """Chooses a data set, of two sides A or both; one that is not here yet is chosen when it comes."""
        self._wanted_data = name
        self._picked_data = True
        self._take_data(name)

    def choose_to(self, name: str) -> None:
        """Chooses side B; one that is not here yet is chosen when it comes, and "" empties it."""
        self._wanted_to = name
        info = self.data.get(name)
        if name and (info is None or info.problem or info.sides or name == self.data_name):
            return
        if name != self.to_name:
            self.to_name = name
            self.sides_changed.emit()

    def choose_recipe(self, name: str) -> None:
        self._wanted_recipe = name
        self._picked_recipe = True
        self._take_recipe(name)

    def pick(self, name: str) -> None:
        """A set that a person points at becomes the side that is being chosen; one that is the other already stays."""
        if not sides.asks_two_sides(self.chosen_recipe) or self.data[name].sides:
            self.choose_data(name)
        elif self.filling == sides.A or not self.needs_other:
            if name != self.to_name or not self.needs_other:
                self.choose_data(name)
                self._go_on()
        elif name != self.data_name:
            self.choose_to(name)

    def fill(self, side: int) -> None:
        """The next set that is picked becomes this side."""
        if side != self.filling and self.needs_other:
            self.filling = side
            self.sides_changed.emit()

    def swap(self) -> None:
        """A becomes B, and B becomes A."""
        if self.other is not None:
            a, b = self.to_name, self.data_name
            self.to_name = self._wanted_to = b
            self.data_name = self._wanted_data = a
            self.data_chosen.emit(a)
            self.sides_changed.emit()

    def turn(self, is_turned: bool) -> None:
        """Which way a recipe that goes one way only is set to go."""
        if is_turned != self.is_turned:
            self.is_turned = is_turned
            self.sides_changed.emit()

    @property
    def chosen_data(self) -> DataInfo | None:
        return self.data.get(self.data_name)

    @property
    def chosen_recipe(self) -> RecipeInfo | None:
        return self.recipes.get(self.recipe_name)

    @property
    def needs_other(self) -> bool:
        """Whether two single sets are the two sides, so that B is chosen too."""
        return sides.needs_other(self.chosen_recipe, self.chosen_data)

    @property
    def other(self) -> DataInfo | None:
        """Side B where it is a set of its own."""
        return self.data.get(self.to_name) if self.needs_other else None

    @property
    def has_two_sides(self) -> bool:
        """Whether there are two sides to show, be the second still to choose."""
        return sides.asks_two_sides(self.chosen_recipe) and not sides.misfit(
            self.chosen_recipe, self.chosen_data
        )

    @property
    def problem(self) -> str:
        """Why the chosen data and recipe do not go together."""
        return sides.problem(self.chosen_recipe, self.chosen_data, self.other)

    def title_of(self, side: int) -> str:
        """What a person calls the side that is translated from, or into."""
        side = 1 - side if self.is_turned else side
        return sides.side_title(self.chosen_data, self.other, side)

    def pictures_of(self, side: int) -> np.ndarray | None:
        """Pictures [N, H, W, C] uint8 of the side that is translated from, or into, once they are read."""
        side = 1 - side if self.is_turned else side
        if side == sides.A:
            return self.pictures.get(self.data_name)
        if self.chosen_data is not None and self.chosen_data.sides:
            return self.others.get(self.data_name)
        return self.pictures.get(self.to_name) if self.other is not None else None

    # -- what follows from a choice -----------------------------------------------------------------------------

    def _take_data(self, name: str) -> None:
        if name not in self.data or name == self.data_name or self.data[name].problem:
            return
        self.data_name = name
        if name == self.to_name:
            self.to_name = self._wanted_to = ""
        self._fit_recipe()
        self.data_chosen.emit(name)
        self.sides_changed.emit()

    def _take_recipe(self, name: str) -> None:
        if name in self.recipes and name != self.recipe_name:
            self.recipe_name = name
            self._fit_data()
            self.filling = sides.B if self.needs_other and self.other is None else sides.A
            self.recipe_chosen.emit(name)
            self.sides_changed.emit()

    def _go_on(self) -> None:
        """With A chosen, B is next, if it is still to choose."""
        if self.other is None:
            self.fill(sides.B)

    def _fit_data(self) -> None:
        """Data that nobody has picked yields to a recipe that cannot use it alone."""
        recipe, data = self.chosen_recipe, self.chosen_data
        is_fit = not sides.misfit(recipe, data) and not (self.needs_other and self.other is None)
        if not self._picked_data and not is_fit and (name := sides.first_fitting(recipe, self.data.values())):
            self._take_data(name)

    def _fit_recipe(self) -> None:
        """A recipe that nobody has picked yields to data that it cannot use."""
        if self._picked_recipe or not sides.misfit(self.chosen_recipe, self.chosen_data):
            return
        fitting = (name for name, each in self.recipes.items() if not sides.misfit(each, self.chosen_data))
        self._take_recipe(next(fitting, self.recipe_name))

"""Brings trials and the start page together: what is chosen is measured, then every recipe as it would begin."""

from PySide6.QtCore import QObject, Slot

from ganstudio.gui.start import sides
from ganstudio.gui.start.choose_steps import RecipeStep
from ganstudio.gui.start.costs import Cost, Question, question
from ganstudio.gui.start.estimate import Trials
from ganstudio.gui.start.estimate_card import WAITING, EstimateCard
from ganstudio.gui.start.request import TrainRequest
from ganstudio.gui.start.start_model import StartModel


class Costing(QObject):
    """`measure` is told of each change; the card of the estimate and the cards of recipes show the answers."""

    def __init__(
        self, trials: Trials, model: StartModel, card: EstimateCard, recipes: RecipeStep, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._trials, self._model, self._card, self._recipes = trials, model, card, recipes
        self._device, self._steps = "auto", 0
        trials.changed.connect(self._show)

    def measure(self, request: TrainRequest | None, steps: int) -> None:
        """What would start now, or None where nothing can."""
        self._steps = steps
        if request is None:
            self._trials.want(None)
            self._trials.also([])
        else:
            self._device = request.device
            self._trials.want(
                question(
                    request.recipe, request.data, request.preset, request.settings, request.device, request.to
                )
            )
            self._trials.also([self._as_it_begins(name) for name in self._suitable()])
        self._show()

    def _suitable(self) -> list[str]:
        """Recipes that the chosen data is enough for."""
        return [name for name, card in self._recipes.cards.items() if card.suits() and self._is_enough(name)]

    def _is_enough(self, recipe: str) -> bool:
        model = self._model
        return not sides.needs_other(model.recipes.get(recipe), model.chosen_data) or bool(model.to_name)

    def _as_it_begins(self, recipe: str) -> Question:
        model = self._model
        needs_other = sides.needs_other(model.recipes.get(recipe), model.chosen_data)
        to = model.to_name if needs_other else None
        return question(recipe, model.data_name, model.suitable_preset(recipe), {}, self._device, to)

    @Slot()
    def _show(self) -> None:
        cost = self._cost_now()
        for name, card in self._recipes.cards.items():
            is_chosen = name == self._model.recipe_name and cost is not None
            card.set_cost(cost if is_chosen else self._trials.cost(self._as_it_begins(name)))
        failure = self._trials.failure(self._trials.wanted)
        if cost is not None:
            self._card.show_cost(cost)
        elif failure:
            self._card.say(f"No estimate: {failure}")
        elif self._trials.wanted is None:
            self._card.say("Choose data and a recipe that fit.")
        elif self._trials.is_waiting:
            self._card.say(WAITING)
        else:
            self._card.show_measuring()

    def _cost_now(self) -> Cost | None:
        cost = self._trials.cost(self._trials.wanted)
        return cost.for_steps(self._steps) if cost is not None else None

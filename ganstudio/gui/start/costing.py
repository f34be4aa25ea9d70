"""Brings trials and the start page together: what is chosen is measured, then every recipe as it would begin."""

from PySide6.QtCore import QObject, Slot

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
                question(request.recipe, request.data, request.preset, request.settings, request.device)
            )
            suitable = (name for name, card in self._recipes.cards.items() if card.suits())
            self._trials.also([self._as_it_begins(name) for name in suitable])
        self._show()

    def _as_it_begins(self, recipe: str) -> Question:
        preset = self._model.suitable_preset(recipe)
        return question(recipe, self._model.data_name, preset, {}, self._device)

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

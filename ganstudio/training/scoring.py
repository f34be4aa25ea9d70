"""Measures the averaged generator now and then while a run trains. The seeded run never notices."""

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Protocol

import torch
from torch import nn

from ganstudio.data.dataset import Dataset
from ganstudio.errors import StudioError
from ganstudio.recipes.base import Pictures
from ganstudio.recipes.translation_settings import TranslationSettings
from ganstudio.settings import Settings
from ganstudio.training import distributed
from ganstudio.training.devices import is_out_of_memory, release_memory
from ganstudio.training.events import Evaluating, Health
from ganstudio.training.stopping import StopAsked, never

if TYPE_CHECKING:
    from ganstudio.metrics.evaluator import Evaluator, Results, Working

FEWEST_STEPS = 100  # between two measurements, when "auto" chooses
SAMPLES = {"cpu": 1000, "mps": 5000, "cuda": 10_000}
TRANSLATIONS, FEWEST_TRANSLATIONS = {"cpu": 256, "cuda": 2000}, 64
REALS = {"cpu": 2000}  # pictures of the data to compare with, where not all: a core scores 250 a second
SEED = 2019  # of the latents that are scored: the same at every step, apart from all of training


def resolve_measuring(settings: Settings, device: torch.device) -> Settings:
    """Replaces "auto" in how often and with how many pictures quality is measured."""
    changes: dict[str, int] = {}
    if settings.evaluate_every == "auto":
        changes["evaluate_every"] = max(FEWEST_STEPS, round_number(settings.steps / 8))
    if settings.evaluate_samples == "auto":
        samples = SAMPLES.get(device.type, SAMPLES["cpu"])
        translates = isinstance(settings, TranslationSettings)
        changes["evaluate_samples"] = samples_of_translations(settings, device) if translates else samples
    return settings.changed(changes) if changes else settings


def samples_of_translations(settings: Settings, device: torch.device) -> int:
    """Pictures of each side that are translated, there and back: on a CPU fewer the larger they are, for seconds."""
    if device.type != "cpu":
        return TRANSLATIONS["cuda"]
    return max(FEWEST_TRANSLATIONS, TRANSLATIONS["cpu"] * 64**2 // max(64, int(settings.resolution)) ** 2)


def is_measured(step: int, settings: Settings) -> bool:
    """Whether quality is measured at a step."""
    every = int(settings.evaluate_every)
    if every <= 0 or step <= 0:
        return False
    return step % every == 0 or (step == settings.steps and step > every)


def round_number(value: float) -> int:
    """The nearest of 1, 2, 2.5, 5 times a power of ten, by ratio."""
    power = 10 ** math.floor(math.log10(max(value, 1)))
    choices = [round(power * share) for share in (1, 2, 2.5, 5, 10)]
    return min(choices, key=lambda choice: abs(math.log(choice / max(value, 1))))


class Scorer(Protocol):
    """Measures the averaged generator of a run now and then."""

    def is_due(self, step: int) -> bool:
        """Whether this step is one at which quality is measured."""
        ...

    def score(
        self, generator: nn.Module, step: int, should_stop: StopAsked
    ) -> "Generator[Evaluating, None, Results | Health | None]":
        """Scores a settled generator. Returns the results, None if it was stopped, or why it could not be done."""
        ...


class RegularScoring(ABC):
    """A scorer that measures every so many steps, by work that reports as it goes."""

    def __init__(self, settings: Settings, pictures: Pictures, device: torch.device) -> None:
        self._settings, self._pictures, self._device = settings, pictures, device

    def is_due(self, step: int) -> bool:
        """At every `evaluate_every`-th step, and at the last of a run that is long enough to be measured at all."""
        return is_measured(step, self._settings)

    def score(
        self, generator: nn.Module, step: int, should_stop: StopAsked
    ) -> "Generator[Evaluating, None, Results | Health | None]":
        """Scores a settled generator. Returns the results, None if it was stopped, or why it could not be done."""
        return (
            yield from relayed(lambda asked: self._work(generator, asked), step, should_stop, self._device)
        )

    @abstractmethod
    def _work(
        self, generator: nn.Module, should_stop: StopAsked
    ) -> "Generator[Working, None, Results | None]": ...


class Scoring(RegularScoring):
    """Knows the data and the protocol of one run; makes what it needs at the first measurement."""

    def __init__(
        self, dataset: Dataset, settings: Settings, pictures: Pictures, device: torch.device
    ) -> None:
        super().__init__(settings, pictures, device)
        self._dataset = dataset
        self._evaluator: Evaluator | None = None

    def _work(
        self, generator: nn.Module, should_stop: StopAsked
    ) -> "Generator[Working, None, Results | None]":
        from ganstudio.metrics.fakes import Fakes

        evaluator = self._prepared()
        shares = evaluator.class_shares if self._pictures.num_classes else None
        fakes = Fakes(generator, shares, self._device, SEED)
        return evaluator.evaluate(fakes.generate, should_stop, asked=fakes.asked)

    def _prepared(self) -> "Evaluator":
        from ganstudio.metrics.evaluator import Evaluator

        if self._evaluator is None:
            settings = self._settings
            # The metric that decides which checkpoint is kept is always measured.
            metrics = dict.fromkeys([*settings.evaluate_metrics.split(","), settings.best_by])
            self._evaluator = Evaluator(
                self._dataset, tuple(metrics), features=settings.features,
                samples=int(settings.evaluate_samples), device=self._device,
                share=(distributed.rank(), distributed.world_size()), sum_=distributed.sum_,
                reals=REALS.get(self._device.type),
            )  # fmt: skip
        return self._evaluator


def relayed(
    work: "Callable[[StopAsked], Generator[Working, None, Results | None]]", step: int, should_stop: StopAsked,
    device: torch.device,
) -> "Generator[Evaluating, None, Results | Health | None]":  # fmt: skip
    """A measurement, its progress told as events; what keeps it from being made is said and ends no run."""
    if distributed.world_size() > 1:
        should_stop = never  # processes that stop at different batches would wait for each other for ever
    try:
        working = work(should_stop)
        while True:
            try:
                done = next(working)
            except StopIteration as end:
                results: Results | None = end.value
                return results
            yield Evaluating(step, done.what, done.done, done.total)
    except (StudioError, OSError) as error:
        reason = str(error)
    except RuntimeError as error:
        if not is_out_of_memory(error):
            raise
        reason = "There is too little memory to score pictures beside the training."
    release_memory(device)
    return Health(step, "not-measured", "warning", f"{reason} Training goes on.", "Quality was not measured")

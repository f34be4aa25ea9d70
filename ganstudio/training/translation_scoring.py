"""Measures translators now and then while a run trains."""

from typing import TYPE_CHECKING

import torch
from torch import nn

from ganstudio.data.domains import Domains
from ganstudio.networks.translators import translates
from ganstudio.recipes.base import Pictures
from ganstudio.settings import Settings
from ganstudio.training import distributed
from ganstudio.training.scoring import RegularScoring
from ganstudio.training.stopping import StopAsked

if TYPE_CHECKING:
    from collections.abc import Generator

    from ganstudio.metrics.results import Results
    from ganstudio.metrics.translation_evaluator import TranslationEvaluator
    from ganstudio.metrics.working import Working


class TranslationScoring(RegularScoring):
    """Knows the two sides and the protocol of one run; makes what it needs at the first measurement."""

    def __init__(
        self, domains: Domains, settings: Settings, pictures: Pictures, device: torch.device
    ) -> None:
        super().__init__(settings, pictures, device)
        self._domains = domains
        self._evaluator: TranslationEvaluator | None = None

    def _work(
        self, generator: nn.Module, should_stop: StopAsked
    ) -> "Generator[Working, None, Results | None]":
        assert translates(generator)
        return self._prepared().evaluate(generator, should_stop)

    def _prepared(self) -> "TranslationEvaluator":
        from ganstudio.metrics.translation_evaluator import TranslationEvaluator

        if self._evaluator is None:
            self._evaluator = TranslationEvaluator(
                self._domains, self._pictures.resolution, self._pictures.channels,
                samples=int(self._settings.evaluate_samples), features=self._settings.features, device=self._device,
                share=(distributed.rank(), distributed.world_size()), sum_=distributed.sum_,
            )  # fmt: skip
        return self._evaluator

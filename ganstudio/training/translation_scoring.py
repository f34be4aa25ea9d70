"""Measures translators now and then while a run trains."""

from typing import TYPE_CHECKING

import torch
from torch import nn

from ganstudio.data.domains import Domains
from ganstudio.recipes.base import Pictures
from ganstudio.settings import Settings
from ganstudio.training.events import Evaluating, Health
from ganstudio.training.scoring import is_measured
from ganstudio.training.stopping import StopAsked

if TYPE_CHECKING:
    from collections.abc import Generator

    from ganstudio.metrics.evaluator import Results


class TranslationScoring:
    """Knows the two sides of one run."""

    def __init__(
        self, domains: Domains, settings: Settings, pictures: Pictures, device: torch.device
    ) -> None:
        self._domains, self._settings, self._pictures, self._device = domains, settings, pictures, device

    def is_due(self, step: int) -> bool:
        return is_measured(step, self._settings)

    def score(
        self, generator: nn.Module, step: int, should_stop: StopAsked
    ) -> "Generator[Evaluating, None, Results | Health | None]":
        yield Evaluating(step, "translations", 0, 0)
        return None

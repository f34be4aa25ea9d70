"""From what translations look like to their scores: how near to the other side, to the truth, and back to the start.

kid           mean over the directions of the kernel distance to real pictures of the side translated to; true
              counterparts, where they are known, are not compared with each other
kid_a2b       of one direction; with a single direction there is only kid
cycle         mean absolute difference on [-1, 1] between a picture and itself, translated there and back
counterpart_a2b  mean cosine distance, in features, to the true counterpart, where pairs are known
l1            mean absolute difference on [-1, 1] to the truth, where a single direction is learnt from pairs

All are the better the lower they are. What pictures would score that were not translated at all stands beside each.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import cosine_similarity

from ganstudio.metrics.extractors import TITLES, Extractor
from ganstudio.metrics.kernel import kernel_distance_of_all
from ganstudio.metrics.results import Score
from ganstudio.metrics.translation_sides import Side, Sides


@dataclass(frozen=True, eq=False)
class Translated:
    """Of the N pictures of one side: `features` [N, D] as translated, `cycle` [N] there and back, and, of P pairs,
    `l1` [P] to the truth; empty where not measured."""

    features: Tensor
    cycle: Tensor
    l1: Tensor
    l1_untranslated: Tensor


class TranslationScores:
    """Knows the real side of a measurement; what untranslated pictures score is worked out once."""

    def __init__(self, sides: Sides, features: Mapping[str, Tensor], extractor: Extractor) -> None:
        self._sides, self._features, self._extractor = sides, features, extractor
        self._untranslated: dict[str, float] = {}

    def of(self, made: Mapping[str, Translated], is_unwanted: Callable[[], bool]) -> tuple[Score, ...]:
        """The scores of the directions that were measured; worthless once `is_unwanted()` is true."""
        each = [self._kid(direction, made[direction].features, is_unwanted) for direction in made]
        overall = each if len(each) == 1 else [self._both_ways(each), *each]
        kids = [Score("kid", *_rest(overall[0])), *overall[1:]]
        counterparts = [self._counterpart(direction, made[direction].features) for direction in made]
        cycles = torch.cat([one.cycle for one in made.values()])
        return (
            *kids,
            *([self._cycle(cycles)] if len(cycles) else []),
            *(counterparts if len(self._sides.pairs) else []),
            *(self._l1(direction, one) for direction, one in made.items() if len(one.l1)),
        )

    def _kid(self, direction: str, features: Tensor, is_unwanted: Callable[[], bool]) -> Score:
        source, target = self._ends(direction)
        real = self._features[direction[-1]]
        partners = torch.from_numpy(self._sides.partners(direction))
        here = (partners >= 0).nonzero()[:, 0]
        related = torch.stack((here, partners[here]), dim=1)
        if direction not in self._untranslated:
            before = kernel_distance_of_all(self._features[direction[0]], real, related, is_unwanted)
            self._untranslated[direction] = before
        value = kernel_distance_of_all(features, real, related, is_unwanted)
        protocol = f"KID[{self._network}|{direction}|{source}|{target}|flip=0|{self._counted}]"
        baseline = self._untranslated[direction]
        label = f"KID, {self._named(direction)} ({self._with_features(baseline)})"
        return Score(f"kid_{direction}", label, value, protocol, False, None, baseline)

    def _both_ways(self, each: list[Score]) -> Score:
        value = float(np.mean([score.value for score in each]))
        baseline = float(np.mean([score.baseline or 0.0 for score in each]))
        protocol = f"KID[{self._network}|a2b+b2a|{self._sides.a}|{self._sides.b}|flip=0|{self._counted}]"
        label = f"KID ({self._with_features(baseline)})"
        return Score("kid", label, value, protocol, False, None, baseline)

    def _cycle(self, cycles: Tensor) -> Score:
        protocol = f"Cycle[L1|uint8|{self._sides.a}|{self._sides.b}]"
        return Score("cycle", "Cycle error (L1, there and back)", float(cycles.mean()), protocol, False)

    def _counterpart(self, direction: str, features: Tensor) -> Score:
        partners = self._sides.partners(direction)
        here = torch.from_numpy(np.flatnonzero(partners >= 0))
        truth = self._features[direction[-1]][torch.from_numpy(partners)[here]]
        value, baseline = (
            float((1 - cosine_similarity(one[here].double(), truth.double())).mean())
            for one in (features, self._features[direction[0]])
        )
        protocol = f"Counterpart[cosine|{self._network}|{direction}|{len(here)}-pairs-held-out]"
        label = f"Distance to the truth, {self._named(direction)} ({self._with_features(baseline)})"
        return Score(f"counterpart_{direction}", label, value, protocol, False, None, baseline)

    def _l1(self, direction: str, made: Translated) -> Score:
        value, baseline = float(made.l1.mean()), float(made.l1_untranslated.mean())
        protocol = f"L1[uint8|{direction}|{len(made.l1)}-pairs-held-out]"
        label = f"L1 to the truth, {self._named(direction)} (untranslated {baseline:.3g})"
        return Score("l1", label, value, protocol, False, None, baseline)

    def _ends(self, direction: str) -> tuple[Side, Side]:
        return self._sides.of(direction[0]), self._sides.of(direction[-1])

    def _named(self, direction: str) -> str:
        source, target = self._ends(direction)
        return f"{source.title} as {target.title}"

    @property
    def _counted(self) -> str:
        """How kernels are counted, as protocols have it."""
        pairs = len(self._sides.pairs)
        return f"all-but-{pairs}-pairs" if pairs else "all"

    @property
    def _network(self) -> str:
        return f"{self._extractor.name}|{self._extractor.resize}"

    def _with_features(self, baseline: float) -> str:
        name = TITLES.get(self._extractor.name, self._extractor.name)
        return f"{name}, untranslated {baseline:.3g}"


def _rest(score: Score) -> tuple[str, float, str, bool, float | None, float | None]:
    return score.label, score.value, score.protocol, score.higher_is_better, score.deviation, score.baseline

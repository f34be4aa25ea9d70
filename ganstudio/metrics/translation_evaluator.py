"""Scores translators by pictures they were not trained on, while others wait as little as possible.

    evaluator = TranslationEvaluator(domains, resolution, channels, samples=256, device=device)
    results = yield from evaluator.evaluate(generator, should_stop)   # None: stopped

It is used like `Evaluator`: `evaluate` yields `Working` several times a second and asks `should_stop` between batches.
"""

from collections.abc import Callable, Generator
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from ganstudio.data.domain_batches import as_floats
from ganstudio.data.domains import Domains
from ganstudio.metrics.extractors import Extractor, load_extractor, require_known
from ganstudio.metrics.fetching import fetched_weights
from ganstudio.metrics.patience import compared
from ganstudio.metrics.quantise import to_bytes
from ganstudio.metrics.results import Results
from ganstudio.metrics.sharing import Share, Sum, alone
from ganstudio.metrics.side_features import side_features
from ganstudio.metrics.translation_scores import Translated, TranslationScores
from ganstudio.metrics.translation_sides import choose_sides
from ganstudio.metrics.working import Working
from ganstudio.networks.translators import Direction, Translators

_PIXELS_AT_ONCE = {"cpu": 1 << 16}  # that a translator makes in about a second at most
_PIXELS_ON_GPU = 1 << 21
_OPPOSITE: dict[Direction, Direction] = {"a2b": "b2a", "b2a": "a2b"}


class TranslationEvaluator:
    """Scores of up to `samples` held-out pictures of each side against those of the other."""

    def __init__(
        self, domains: Domains, resolution: int, channels: int, *, samples: int = 256,
        features: str = "efficientnet-lite0", device: torch.device | str = "cpu", weights: Path | None = None,
        resize: str | None = None, share: tuple[int, int] = (0, 1), sum_: Sum = alone,
    ) -> None:  # fmt: skip
        require_known(features, weights, resize)
        self.sides = choose_sides(domains, resolution, channels, samples)
        self._features, self._weights, self._resize = features, weights, resize
        self._device, self._share = torch.device(device), Share(*share, sum_)
        self._extractor: Extractor | None = None
        self._scores: TranslationScores | None = None

    def prepare(self, should_stop: Callable[[], bool]) -> Generator[Working, None, bool]:
        """Weights and the real pictures' features, from the cache where they are there. False when stopped."""
        if self._extractor is None:
            fetching = fetched_weights(self._features, self._weights, self._share, self._device, should_stop)
            if not (yield from fetching):
                return False
            yield Working("Reading the feature network", 0, 0)
            self._extractor = load_extractor(
                self._features, self.sides.a.pictures.resolution, self._device, weights=self._weights,
                resize=self._resize,
            )  # fmt: skip
        if self._scores is None:
            real: dict[str, Tensor] = {}
            for name in "ab":
                pictures = self.sides.of(name).pictures
                found = yield from side_features(pictures, self._extractor, self._share, should_stop)
                if found is None:
                    return False
                real[name] = found
            self._scores = TranslationScores(self.sides, real, self._extractor)
        return True

    def evaluate(
        self, generator: Translators, should_stop: Callable[[], bool]
    ) -> Generator[Working, None, Results | None]:
        """The scores of every direction that the generator, in evaluation mode, has; None when stopped."""
        if not (yield from self.prepare(should_stop)):
            return None
        assert self._scores is not None
        scores = self._scores
        made: dict[str, Translated] = {}
        for direction in generator.directions:
            one = yield from self._translated(generator, direction, should_stop)
            if one is None:
                return None
            made[direction] = one

        def work(is_unwanted: Callable[[], bool]) -> Results:
            return Results(scores.of(made, is_unwanted), None)

        doing = Working("Comparing with the other side", 0, 0)
        return (yield from compared(work, doing, self._share.world == 1, should_stop))

    def _translated(
        self, generator: Translators, direction: Direction, should_stop: Callable[[], bool]
    ) -> Generator[Working, None, Translated | None]:
        """One direction, picture by picture of the side it starts from."""
        assert self._extractor is not None
        share, source, extractor = self._share, self.sides.of(direction[0]), self._extractor
        total, what = len(source), f"Scoring {source.title} as {self.sides.of(direction[-1]).title}"
        has_back = _OPPOSITE[direction] in generator.directions
        partners = self.sides.partners(direction)
        features = torch.zeros(total, extractor.width, device=self._device)
        cycle, l1, untouched = torch.zeros(3, total, device=self._device)
        for first, count in share.batches(total, self._at_once(extractor)):
            if share.any_says(should_stop, self._device):
                return None
            rows, made = slice(first, first + count), torch.zeros(0)
            if count:
                images = self._floats(source.pictures.read(first, count))
                made = _as_seen(generator, images, direction)
                features[rows] = extractor(made)[0]
            if share.any_says(should_stop, self._device):
                return None
            if count and has_back:
                again = _as_seen(generator, self._floats(made), _OPPOSITE[direction])
                cycle[rows] = _l1(self._floats(again), images)
            elif count:
                l1[rows], untouched[rows] = self._to_truth(made, images, partners[rows], direction)
            yield Working(what, share.shown(first + count, total), total)
        share.sum_([features, cycle, l1, untouched])
        paired = torch.from_numpy(np.flatnonzero(partners >= 0) if not has_back else partners[:0])
        cycle = cycle.cpu() if has_back else cycle[:0].cpu()
        return Translated(features.cpu(), cycle, l1.cpu()[paired], untouched.cpu()[paired])

    def _to_truth(
        self, made: Tensor, images: Tensor, partners: np.ndarray, direction: Direction
    ) -> tuple[Tensor, Tensor]:
        """The mean absolute difference [n] of what was made, and of the sources, to the truth; 0 without a partner."""
        known = torch.from_numpy(partners >= 0)
        found = torch.zeros(2, len(partners), device=self._device)
        if bool(known.any()):
            truth = self._floats(self.sides.of(direction[-1]).pictures.at(partners[partners >= 0]))
            found[0, known] = _l1(self._floats(made)[known], truth)
            found[1, known] = _l1(images[known], truth)
        return found[0], found[1]

    def _floats(self, pictures: Tensor) -> Tensor:
        """uint8 [n, C, H, W] -> float32 in [-1, 1] on the device, with as many channels as the translators take."""
        return as_floats(pictures.cpu().numpy(), self.sides.channels, self._device)

    def _at_once(self, extractor: Extractor) -> int:
        pixels = _PIXELS_AT_ONCE.get(self._device.type, _PIXELS_ON_GPU)
        return max(1, min(extractor.at_once, pixels // self.sides.a.pictures.resolution**2))


@torch.no_grad()
def _as_seen(generator: Translators, images: Tensor, direction: Direction) -> Tensor:
    """What is made of images in [-1, 1], as it would be saved: what hides below a byte brings no picture back."""
    return to_bytes(generator(images, direction))


def _l1(one: Tensor, other: Tensor) -> Tensor:
    """Of each picture, [n]."""
    return (one - other).abs().mean(dim=(1, 2, 3))

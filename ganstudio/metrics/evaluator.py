"""Scores a generator against a data set while others wait as little as possible.

    evaluator = Evaluator(dataset, ("fid", "kid"), samples=2048, device=device)
    fakes = Fakes(generator, evaluator.class_shares, device, seed)
    results = yield from evaluator.evaluate(fakes.generate, should_stop, asked=fakes.asked)   # None: stopped

`evaluate` is a generator: it yields `Working` several times a second and asks `should_stop` between batches, so that it
ends within a second. `prepare` does what is needed only once (reading or downloading weights, looking at the data)
and is part of the first `evaluate` otherwise; StudioError says why features cannot be had. With several processes
`share` is (rank, world) and `sum_` sums tensors in place over them: all stop together when one is asked to, and all get
the same results. Nothing touches global random state or torch's settings.
"""

from collections.abc import Callable, Generator, Iterable
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from ganstudio.data.dataset import Dataset
from ganstudio.errors import StudioError
from ganstudio.metrics.collecting import Collected, Collector
from ganstudio.metrics.diversity import Diversity
from ganstudio.metrics.extractors import Extractor, load_extractor, require_known
from ganstudio.metrics.fetching import fetched_weights
from ganstudio.metrics.patience import compared
from ganstudio.metrics.protocol import METRICS, protocol_of
from ganstudio.metrics.quantise import to_bytes
from ganstudio.metrics.real_statistics import (
    ClassSums,
    RealStatistics,
    cache_file,
    choose_pictures,
    keep_statistics,
    read_statistics,
    statistics_of,
)  # fmt: skip
from ganstudio.metrics.results import Results, Score, results_of
from ganstudio.metrics.sharing import Share, Sum, alone
from ganstudio.metrics.working import Working

__all__ = ["Diversity", "Evaluator", "Results", "Score", "Working"]

Generate = Callable[[int, int], Tensor]
"""(first, count) -> images [count, C, H, W] in [-1, 1], or uint8 pictures as they are."""
Asked = Callable[[int, int], np.ndarray | None]
"""(first, count) -> the class numbers that were asked for."""
_PIXELS_AT_ONCE = {"cpu": 1 << 17}  # that a generator makes in a fraction of a second
_PIXELS_ON_GPU = 1 << 22


class Evaluator:
    """Scores of `samples` pictures against all pictures of a split, or `reals` of them."""

    def __init__(
        self, dataset: Dataset, metrics: Iterable[str] = ("fid",), *, features: str = "efficientnet-lite0",
        samples: int = 2048, split: str | None = None, device: torch.device | str = "cpu",
        weights: Path | None = None, resize: str | None = None, share: tuple[int, int] = (0, 1),
        sum_: Sum = alone, reals: int | None = None,
    ) -> None:  # fmt: skip
        self.metrics = tuple(dict.fromkeys(metrics))
        unknown = [metric for metric in self.metrics if metric not in METRICS]
        if unknown or not self.metrics:
            raise StudioError(f"There is no metric '{', '.join(unknown)}'; choose from {', '.join(METRICS)}.")
        self.samples, self._features, self._weights, self._resize = samples, features, weights, resize
        self._device, self._share = torch.device(device), Share(*share, sum_)
        self._pictures = choose_pictures(dataset, split, reals)
        _require_enough(self.metrics, samples, len(self._pictures))
        require_known(features, weights, resize)
        self._extractor: Extractor | None = None
        self._real: RealStatistics | None = None

    @property
    def class_shares(self) -> np.ndarray | None:
        """Frequencies of the data's classes, from which labels of samples are drawn; None without classes."""
        return self._pictures.class_shares

    def prepare(self, should_stop: Callable[[], bool]) -> Generator[Working, None, bool]:
        """Weights and the data's side, from the cache where it is there. Returns False when stopped."""
        if self._extractor is None:
            fetching = fetched_weights(self._features, self._weights, self._share, self._device, should_stop)
            if not (yield from fetching):
                return False
            yield Working("Reading the feature network", 0, 0)
            self._extractor = load_extractor(
                self._features, self._pictures.dataset.resolution, self._device, weights=self._weights,
                resize=self._resize,
            )  # fmt: skip
        if self._real is None:
            self._real = yield from self._look_at_data(self._extractor, should_stop)
        return self._real is not None

    def evaluate(
        self, generate: Generate, should_stop: Callable[[], bool], asked: Asked | None = None
    ) -> Generator[Working, None, Results | None]:
        """The scores, or None when stopped. `asked` gives the classes that the samples were asked to be."""
        if not (yield from self.prepare(should_stop)):
            return None
        assert self._extractor is not None
        assert self._real is not None
        extractor, real = self._extractor, self._real
        collector = Collector(
            self.samples, real.moments.mean.float(), extractor.classes, extractor.device,
            keep=self._keeps_features(extractor), score="is" in self.metrics, class_means=real.class_means,
        )  # fmt: skip
        for first, count in self._share.batches(self.samples, self._at_once(extractor)):
            if self._share.any_says(should_stop, self._device):
                return None
            if count:
                collector.add(first, *_score(extractor, generate, first, count))
            yield Working("Scoring samples", self._share.shown(first + count, self.samples), self.samples)
        collected = collector.collected(self._share)
        classes = None if asked is None else asked(0, self.samples)
        return (yield from self._finish(collected, real, extractor, classes, should_stop))

    def _look_at_data(
        self, extractor: Extractor, should_stop: Callable[[], bool]
    ) -> Generator[Working, None, RealStatistics | None]:
        pictures, total = self._pictures, len(self._pictures)
        file, keep = cache_file(pictures, extractor), self._keeps_features(extractor)
        known = read_statistics(file, extractor, keep)
        if self._share.all_agree(known is not None, self._device):
            return known
        collector = Collector(
            total,
            torch.zeros(extractor.width),
            extractor.classes,
            extractor.device,
            keep=keep,
            fixed=pictures.fixed,
        )
        sums = (
            ClassSums(pictures, extractor.width, extractor.device) if pictures.dataset.class_names else None
        )
        for first, count in self._share.batches(total, self._at_once(extractor)):
            if self._share.any_says(should_stop, self._device):
                return None
            if count:
                features, logits = extractor(pictures.read(first, count))
                collector.add(first, features, logits)
                if sums is not None:
                    sums.add(first, features)
            yield Working("Looking at the data", self._share.shown(first + count, total), total)
        if sums is not None:
            self._share.sum_([sums.sums, sums.counts])
        found = statistics_of(pictures, collector.collected(self._share), sums)
        if self._share.rank == 0:
            keep_statistics(file, found)
        return found

    def _finish(
        self, made: Collected, real: RealStatistics, extractor: Extractor, asked: np.ndarray | None,
        should_stop: Callable[[], bool],
    ) -> Generator[Working, None, Results | None]:  # fmt: skip
        protocol = protocol_of(extractor, len(self._pictures), self._pictures.split, self.samples)

        def work(is_unwanted: Callable[[], bool]) -> Results:
            return results_of(self.metrics, made, real, protocol, asked, is_unwanted)

        doing = Working("Comparing with the data", self.samples, self.samples)
        return (yield from compared(work, doing, self._share.world == 1, should_stop))

    def _keeps_features(self, extractor: Extractor) -> bool:
        """Kernels and manifolds need every feature; a distance of few pictures is more accurate with them."""
        few = max(self.samples, len(self._pictures)) < extractor.width
        return bool({"kid", "pr"} & set(self.metrics)) or few

    def _at_once(self, extractor: Extractor) -> int:
        pixels = _PIXELS_AT_ONCE.get(self._device.type, _PIXELS_ON_GPU)
        return max(1, min(extractor.at_once, pixels // self._pictures.dataset.resolution**2))


@torch.no_grad()
def _score(extractor: Extractor, generate: Generate, first: int, count: int) -> tuple[Tensor, Tensor]:
    images = generate(first, count)
    return extractor(images if images.dtype == torch.uint8 else to_bytes(images))


def _require_enough(metrics: tuple[str, ...], samples: int, real: int) -> None:
    """Raises StudioError where a metric needs more pictures than there are."""
    for metric, least in (("fid", 2), ("kid", 2), ("is", 10), ("pr", 4)):
        counts = (samples,) if metric == "is" else (samples, real)
        if metric in metrics and min(counts) < least:
            raise StudioError(
                f"{metric} needs at least {least} pictures on each side; give more data or samples."
            )

"""From features of both sides to the scores of every metric and the variety of the samples."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import torch

from ganstudio.metrics.collecting import Collected
from ganstudio.metrics.diversity import Diversity, diversity_of
from ganstudio.metrics.frechet import frechet_distance, frechet_distance_of_features
from ganstudio.metrics.inception_score import score_of_splits
from ganstudio.metrics.kernel import kernel_distance
from ganstudio.metrics.precision_recall import precision_recall
from ganstudio.metrics.protocol import HIGHER_IS_BETTER, Protocol
from ganstudio.metrics.real_statistics import RealStatistics


@dataclass(frozen=True)
class Score:
    """One value. Only those of equal `protocol` may be compared; `deviation` is over subsets or splits, else None."""

    metric: str  # fid, kid, is, precision, recall; of translations see translation_scores.py
    label: str
    value: float
    protocol: str
    higher_is_better: bool
    deviation: float | None = None
    baseline: float | None = None  # the value of pictures that were left as they are


@dataclass(frozen=True)
class Results:
    """In the order asked for; pr gives two. Translations have no diversity of their own: their sources set it."""

    scores: tuple[Score, ...]
    diversity: Diversity | None


@torch.no_grad()
def results_of(
    metrics: Iterable[str], made: Collected, real: RealStatistics, protocol: Protocol, asked: np.ndarray | None,
    is_unwanted: Callable[[], bool],
) -> Results:  # fmt: skip
    """All scores; worthless once `is_unwanted()` is true. `asked` are the classes that samples were asked to be."""
    scores = [score for metric in metrics for score in _scores(metric, made, real, protocol, is_unwanted)]
    return Results(tuple(scores), _diversity(made, real, asked))


def _scores(
    metric: str, made: Collected, real: RealStatistics, protocol: Protocol, is_unwanted: Callable[[], bool]
) -> list[Score]:
    def score(name: str, value: float, deviation: float | None = None) -> Score:
        better = HIGHER_IS_BETTER[name]
        return Score(name, protocol.label(name), value, protocol.of(name), better, deviation)

    if metric == "is":
        assert made.splits is not None
        return [score("is", *score_of_splits(made.splits))]
    if metric == "fid":
        width = len(made.moments.mean)
        if (
            made.features is not None
            and real.features is not None
            and max(protocol.made, protocol.real) < width
        ):
            return [score("fid", frechet_distance_of_features(made.features, real.features))]
        return [score("fid", frechet_distance(made.moments, real.moments, made.features))]
    assert made.features is not None
    assert real.features is not None
    if metric == "kid":
        size = protocol.subset_size
        return [
            score(
                "kid",
                *kernel_distance(made.features, real.features, subset_size=size, should_stop=is_unwanted),
            )
        ]
    precision, recall = precision_recall(made.features, real.features, should_stop=is_unwanted)
    return [score("precision", precision), score("recall", recall)]


def _diversity(made: Collected, real: RealStatistics, asked: np.ndarray | None) -> Diversity:
    classes = 0 if real.class_means is None else len(real.class_means)
    wanted = None if asked is None or not classes else torch.from_numpy(asked)
    return diversity_of(made.batch, real.batch, made.nearest, real.held_classes, wanted, classes)

"""A boundary between two groups of latents: logistic regression, and how well it sorts latents it has not seen."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

PENALTIES = (1.0, 0.1, 0.01, 0.001, 0.0001)  # the strongest first
FEWEST = 3  # on each side
FOLDS = 5
NEWTON_STEPS = 30


@dataclass(frozen=True)
class Boundary:
    """`normal` [D], length 1, points from the first group to the second; their means lie `distance` apart along it.

    `accuracy` is measured on latents that were held out, as the mean of both groups' shares, so that a half means
    guessing whatever the sizes of the groups are.
    """

    normal: np.ndarray
    distance: float
    accuracy: float


def boundary(first: np.ndarray, second: np.ndarray) -> Boundary:
    """Between two groups [N, D] and [M, D] of at least three latents each; the same groups give the same numbers.

    The penalty is the strongest whose held-out accuracy is within one standard error of the best (Hastie et al.
    2009, section 7.10): the more it is held back, the nearer is the normal to the difference of the means, which
    leads from one group into the other and not merely over the boundary.
    """
    *_, last = fitting(first, second)
    assert isinstance(last, Boundary)
    return last


def fitting(first: np.ndarray, second: np.ndarray) -> Iterator[float | Boundary]:
    """The same, one fit after another: the share of the work that is done, at last the boundary."""
    if min(len(first), len(second)) < FEWEST:
        raise ValueError(f"each side needs {FEWEST} latents")
    first, second = (group[np.random.RandomState(0).permutation(len(group))] for group in (first, second))
    scores = np.zeros((len(PENALTIES), folds_of(first, second)))
    total = scores.size + 1
    for done, (row, fold) in enumerate(np.ndindex(scores.shape)):
        scores[row, fold] = _held_out(first, second, PENALTIES[row], fold, scores.shape[1])
        yield (done + 1) / total
    chosen = choice(scores)
    normal = direction_between(first, second, PENALTIES[chosen])
    distance = float(normal @ (second.mean(axis=0) - first.mean(axis=0)))
    yield Boundary(normal, distance, float(scores[chosen].mean()))


def choice(scores: np.ndarray) -> int:
    """Which row of held-out accuracies [penalties, folds] to take."""
    means = scores.mean(axis=1)
    best = int(means.argmax())
    slack = scores[best].std(ddof=1) / np.sqrt(scores.shape[1])
    return int(np.argmax(means >= means[best] - slack))


def folds_of(first: np.ndarray, second: np.ndarray) -> int:
    return min(FOLDS, len(first), len(second))


def direction_between(first: np.ndarray, second: np.ndarray, penalty: float) -> np.ndarray:
    """The unit normal [D]. Raises ValueError where nothing tells the two groups apart."""
    weights, _ = _fit(first, second, penalty)
    length = float(np.linalg.norm(weights))
    if length < 1e-12:
        raise ValueError("the two sides are alike")
    return weights / length


def logistic(inputs: np.ndarray, labels: np.ndarray, penalty: float) -> tuple[np.ndarray, float]:
    """Weights [D] and bias that minimise mean log-loss + penalty |weights|^2 / 2, both groups counting alike.

    Newton's method in float64 (Bishop 2006, section 4.3.3), with halved steps where a whole one would not help.
    """
    count, size = inputs.shape
    rows = np.concatenate((inputs, np.ones((count, 1))), axis=1)
    shares = np.where(labels, 0.5 / labels.sum(), 0.5 / (~labels).sum())
    ridge = np.full(size + 1, penalty)
    ridge[-1] = 0
    signs = np.where(labels, 1.0, -1.0)

    def loss(values: np.ndarray) -> float:
        return float(shares @ np.logaddexp(0, -signs * (rows @ values)) + ridge @ values**2 / 2)

    values, current = np.zeros(size + 1), float(np.log(2))
    for _ in range(NEWTON_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(rows @ values, -500, 500)))
        slope = rows.T @ (shares * (chance - labels)) + ridge * values
        bend = (rows * (shares * chance * (1 - chance))[:, None]).T @ rows + np.diag(ridge + 1e-12)
        step = np.linalg.solve(bend, slope)
        length = 1.0
        while loss(values - length * step) > current and length > 1e-6:
            length /= 2
        values = values - length * step
        before, current = current, loss(values)
        if before - current < 1e-12:
            break
    return values[:-1], float(values[-1])


def _held_out(first: np.ndarray, second: np.ndarray, penalty: float, fold: int, folds: int) -> float:
    """Accuracy in one of `folds` parts, of a boundary made from the others."""
    parts = [(group, np.arange(len(group)) % folds == fold) for group in (first, second)]
    kept = [group[~out] for group, out in parts]
    weights, bias = _fit(kept[0], kept[1], penalty)
    sides = [group[out] @ weights + bias for group, out in parts]
    return float(((sides[0] < 0).mean() + (sides[1] > 0).mean()) / 2)


def _fit(first: np.ndarray, second: np.ndarray, penalty: float) -> tuple[np.ndarray, float]:
    """Weights and bias for latents as they are; while fitting these have mean 0 and a mean square length of 1.

    One scale for all dimensions: a scale for each would bend the difference of the means towards those that vary
    little, and a step along the result leaves both groups.
    """
    inputs = np.concatenate((first, second)).astype(np.float64)
    centre = inputs.mean(axis=0)
    scale = float(np.sqrt(inputs.var(axis=0).sum())) or 1.0
    labels = np.arange(len(inputs)) >= len(first)
    weights, bias = logistic((inputs - centre) / scale, labels, penalty)
    return weights / scale, float(bias - weights @ centre / scale)

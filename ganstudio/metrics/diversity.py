"""Variety of a fixed batch of samples against the data's: what a collapse shows first."""

from dataclasses import dataclass

import torch
from torch import Tensor

NEARLY_ANY = 0.02  # of the data's nearest neighbours lie within the distance that counts as a duplicate


@dataclass(frozen=True)
class Diversity:
    """Evidence for the health monitor; 1.0 is as varied as the data.

    `spread` is the mean squared distance between two samples of the batch over the same of as many data pictures.
    `duplicates` is the share of the batch that lies nearer to another sample than (nearly) any two data pictures do.
    `class_shares` are the shares of classes, by nearest class mean in feature space, among all samples, and
    `real_class_shares` the same of data pictures that the means were not made from; both empty without classes.
    `agreement` is the share of samples whose nearest class is the one asked for; None where none was asked.
    """

    spread: float
    duplicates: float
    class_shares: tuple[float, ...] = ()
    real_class_shares: tuple[float, ...] = ()
    agreement: float | None = None


@torch.no_grad()
def diversity_of(
    made: Tensor, real: Tensor, made_classes: Tensor | None = None, real_classes: Tensor | None = None,
    asked: Tensor | None = None, classes: int = 0,
) -> Diversity:  # fmt: skip
    """made [n, D] and real [m, D] are features; *_classes and asked are class numbers [.]."""
    real_spread = mean_squared_distance(real)
    spread = mean_squared_distance(made) / real_spread if real_spread > 0 else 1.0
    duplicates = share_of_duplicates(made, real)
    agreement = None
    if asked is not None and made_classes is not None:
        agreement = float((made_classes.long() == asked.long()).double().mean())
    return Diversity(
        spread, duplicates, _shares(made_classes, classes), _shares(real_classes, classes), agreement
    )


def share_of_duplicates(made: Tensor, real: Tensor) -> float:
    """Share of equally many of both; more pictures have nearer neighbours, so that only equal counts compare."""
    count = min(len(made), len(real))
    if count < 2:
        return 0.0
    among_real, among_made = nearest_distances(real[:count]), nearest_distances(made[:count])
    rounding = 1e-12 * float(real.double().square().sum(dim=1).mean())
    return float((among_made <= torch.quantile(among_real, NEARLY_ANY) + rounding).double().mean())


def mean_squared_distance(features: Tensor) -> float:
    """Over all pairs: twice the trace of the covariance with ddof 1. Zero for fewer than two."""
    return 2 * float(features.double().var(dim=0).sum()) if len(features) > 1 else 0.0


def nearest_distances(features: Tensor) -> Tensor:
    """Squared distance [N] of each of the features [N, D] to its nearest other; float64, so that copies give 0."""
    x = features.double()
    x = x - x.mean(dim=0)
    norms = x.square().sum(dim=1)
    apart = norms[:, None] + norms - 2 * (x @ x.T)
    apart.fill_diagonal_(float("inf"))
    return apart.amin(dim=1).clamp_min(0) if len(x) > 1 else torch.full((len(x),), float("inf"))


def _shares(numbers: Tensor | None, classes: int) -> tuple[float, ...]:
    if numbers is None or not classes or not len(numbers):
        return ()
    counts = torch.bincount(numbers.long(), minlength=classes).double()
    return tuple((counts / counts.sum()).tolist())

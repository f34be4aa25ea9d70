"""The Fréchet distance between two normal distributions (Dowson and Landau 1982), which FID is (Heusel et al. 2017).

d^2 = |m1 - m2|^2 + tr S1 + tr S2 - 2 tr (S1 S2)^(1/2), with covariances of ddof 1.

For any factors S = F F^T the last trace is the sum of the singular values of F1^T F2. Three ways follow, all in
float64: the eigenvalues of F1^T S2 F1 with a Cholesky factor, or an eigenvector factor of a singular covariance
(fastest); singular values where a square root of an eigenvalue near zero would lose half of its digits; and the
centred feature matrices themselves as factors where there are fewer pictures than features.
"""

import math

import torch
from torch import Tensor

from ganstudio.errors import StudioError
from ganstudio.metrics.moments import Moments, require_finite

_BLOCK = 256  # columns of a product at a time
_EPSILON = torch.finfo(torch.float64).eps
_TOLERABLE = 1e-8  # of the traces: the doubt that rounding may leave in the fast form


@torch.no_grad()
def frechet_distance(first: Moments, second: Moments, features: Tensor | None = None) -> float:
    """d^2 of two sets given by their moments. `features` [N, D] of the first save time where they are few."""
    _require_same_width(first.mean, second.mean)
    s1, s2 = first.covariance, second.covariance
    traces = float(s1.trace() + s2.trace())
    few = features is not None and len(features) <= len(first.mean)
    factor = _feature_factor(features)[1] if few and features is not None else covariance_factor(s1)
    root = _trace_of_root(factor, s2, traces)
    if root is None:
        root = _nuclear_norm(factor, covariance_factor(s2))
    return _distance(first.mean, second.mean, traces, root)


@torch.no_grad()
def frechet_distance_of_features(first: Tensor, second: Tensor) -> float:
    """d^2 of features [N, D] and [M, D]: the accurate and fast form for N and M up to about D."""
    _require_same_width(first[:1].T, second[:1].T)
    (m1, f1), (m2, f2) = _feature_factor(first), _feature_factor(second)
    traces = float(f1.square().sum() + f2.square().sum())
    return _distance(m1, m2, traces, _nuclear_norm(f1, f2))


def _distance(m1: Tensor, m2: Tensor, traces: float, root: float) -> float:
    """Never below zero: what rounding leaves there is zero."""
    value = float((m1 - m2).square().sum()) + traces - 2 * root
    if not math.isfinite(value):
        raise StudioError("The Fréchet distance is not a finite number; go back to an earlier checkpoint.")
    return max(0.0, value)


def _trace_of_root(factor: Tensor, s2: Tensor, traces: float) -> float | None:
    """tr (F F^T S2)^(1/2) by symmetric eigenvalues; None where that would lose digits."""
    values = torch.linalg.eigvalsh(_congruent(factor, s2))
    if not len(values):
        return 0.0
    doubt = _EPSILON * float(values[-1].clamp_min(0))  # the absolute error of an eigenvalue
    trusted = values.clamp_min(0).sqrt()
    error = torch.where(values > 4 * doubt, doubt / (2 * trusted.clamp_min(1e-300)), math.sqrt(4 * doubt))
    return float(trusted.sum()) if float(error.sum()) <= _TOLERABLE * traces else None


def _congruent(factor: Tensor, s2: Tensor) -> Tensor:
    """The lower triangle of F^T S2 F; where F is lower triangular its zeros are left out, block by block."""
    width, rank = factor.shape
    is_triangular = width == rank and torch.equal(factor, factor.tril())
    first = list(range(rank)) if is_triangular else [0] * rank  # from which row on a column is not zero
    half, product = torch.empty_like(factor), factor.new_zeros(rank, rank)
    for start in range(0, rank, _BLOCK):
        block = slice(start, min(rank, start + _BLOCK))
        half[:, block] = s2[:, first[start] :] @ factor[first[start] :, block]
    for start in range(0, rank, _BLOCK):
        block = slice(start, min(rank, start + _BLOCK))
        product[block, : block.stop] = factor[first[start] :, block].T @ half[first[start] :, : block.stop]
    return product


def _nuclear_norm(f1: Tensor, f2: Tensor) -> float:
    return float(torch.linalg.svdvals(f1.T @ f2).sum())


def covariance_factor(covariance: Tensor) -> Tensor:
    """F [D, rank] with F F^T = S, without the directions that only rounding makes."""
    lower, failed = torch.linalg.cholesky_ex(covariance)
    if not int(failed):
        return lower
    values, vectors = torch.linalg.eigh(covariance)
    kept = values > _EPSILON * len(values) * values[-1].clamp_min(0)
    return vectors[:, kept] * values[kept].sqrt()


def _feature_factor(features: Tensor) -> tuple[Tensor, Tensor]:
    """Mean [D] and F [D, N], whose product F F^T is the covariance."""
    if len(features) < 2:
        raise StudioError("A Fréchet distance needs at least two pictures on each side; give more.")
    require_finite(features)
    x = features.double().cpu()
    mean = x.mean(dim=0)
    return mean, (x - mean).T / math.sqrt(len(x) - 1)


def _require_same_width(first: Tensor, second: Tensor) -> None:
    if len(first) != len(second):
        raise ValueError(f"features of {len(first)} and {len(second)} dimensions cannot be compared")

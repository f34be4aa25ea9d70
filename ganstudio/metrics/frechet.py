"""The Fréchet distance between two normal distributions (Dowson and Landau 1982), which FID is (Heusel et al. 2017).

d^2 = |m1 - m2|^2 + tr S1 + tr S2 - 2 tr (S1 S2)^(1/2), with covariances of ddof 1.

For any factors S = F F^T the last trace is the sum of the singular values of F1^T F2. Three ways follow, all in
float64: Cholesky factors and the eigenvalues of F1^T S2 F1 where both covariances are well conditioned (fastest);
singular values where they are not, because a square root of an eigenvalue near zero has half of the digits; and
the centred feature matrices themselves as factors where there are fewer pictures than features.
"""

import math

import torch
from torch import Tensor

from ganstudio.errors import StudioError
from ganstudio.metrics.moments import Moments, require_finite

_EPSILON = torch.finfo(torch.float64).eps
_TOLERABLE = 1e-8  # of the traces: the doubt that rounding may leave in the fast form


@torch.no_grad()
def frechet_distance(first: Moments, second: Moments) -> float:
    """d^2 of two sets given by their moments."""
    _require_same_width(first.mean, second.mean)
    s1, s2 = first.covariance, second.covariance
    traces = float(s1.trace() + s2.trace())
    root = _trace_of_root(s1, s2, traces)
    if root is None:
        root = _nuclear_norm(covariance_factor(s1), covariance_factor(s2))
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


def _trace_of_root(s1: Tensor, s2: Tensor, traces: float) -> float | None:
    """tr (S1 S2)^(1/2) by Cholesky and symmetric eigenvalues; None where that would lose digits."""
    lower, failed = torch.linalg.cholesky_ex(s1)
    if int(failed):
        return None
    values = torch.linalg.eigvalsh(lower.T @ s2 @ lower)
    doubt = _EPSILON * float(values[-1].clamp_min(0))  # the absolute error of an eigenvalue
    trusted = values.clamp_min(0).sqrt()
    error = torch.where(values > 4 * doubt, doubt / (2 * trusted.clamp_min(1e-300)), math.sqrt(4 * doubt))
    return float(trusted.sum()) if float(error.sum()) <= _TOLERABLE * traces else None


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

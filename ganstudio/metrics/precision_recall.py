"""Improved precision and recall (Kynkaanniemi et al. 2019): which share of one set lies within the other's manifold.

A manifold is the union of balls round its members that reach to their k-th nearest neighbour.
"""

from collections.abc import Callable

import torch
from torch import Tensor

from ganstudio.errors import StudioError
from ganstudio.metrics.moments import require_finite
from ganstudio.metrics.protocol import NEIGHBOURS

_BLOCK = 1024  # rows of a distance matrix at a time


def _never() -> bool:
    return False


@torch.no_grad()
def precision_recall(
    made: Tensor, real: Tensor, neighbours: int = NEIGHBOURS, should_stop: Callable[[], bool] = _never
) -> tuple[float, float]:
    """Precision and recall of features made [N, D] against real [M, D]; not numbers once `should_stop()` is true."""
    if min(len(made), len(real)) <= neighbours:
        raise StudioError(
            f"Precision and recall need more than {neighbours} pictures on each side; give more."
        )
    require_finite(made)
    require_finite(real)
    made, real = made.float(), real.float()
    precision = _share_within(made, real, _radii(real, neighbours, should_stop), should_stop)
    recall = _share_within(real, made, _radii(made, neighbours, should_stop), should_stop)
    return precision, recall


def _radii(x: Tensor, neighbours: int, should_stop: Callable[[], bool]) -> Tensor:
    """Distance [N] to the k-th nearest other; the distance to itself is the first of k + 1."""
    radii = torch.full((len(x),), torch.nan, device=x.device)
    for start in range(0, len(x), _BLOCK):
        if should_stop():
            break
        rows = x[start : start + _BLOCK]
        radii[start : start + _BLOCK] = torch.cdist(rows, x).kthvalue(neighbours + 1, dim=1).values
    return radii


def _share_within(x: Tensor, centres: Tensor, radii: Tensor, should_stop: Callable[[], bool]) -> float:
    within = 0
    for rows in x.split(_BLOCK):
        if should_stop():
            return float("nan")
        within += int((torch.cdist(rows, centres) <= radii).any(dim=1).sum())
    return within / len(x)

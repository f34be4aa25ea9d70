"""The kernel distance (Binkowski et al. 2018): the squared maximum mean discrepancy under k(x, y) = (x.y / D + 1)^3.

Unbiased, mean and deviation over random subsets; the same subsets as torch-fidelity draws (RandomState 2020).
"""

from collections.abc import Callable, Iterator

import numpy as np
import torch
from torch import Tensor

from ganstudio.errors import StudioError
from ganstudio.metrics.moments import require_finite
from ganstudio.metrics.protocol import SUBSET_SIZE, SUBSETS

SEED = 2020
_BLOCK = 512  # rows of a kernel matrix at a time


def _never() -> bool:
    return False


@torch.no_grad()
def kernel_distance(
    made: Tensor, real: Tensor, subsets: int = SUBSETS, subset_size: int = SUBSET_SIZE,
    should_stop: Callable[[], bool] = _never,
) -> tuple[float, float]:  # fmt: skip
    """Mean and standard deviation over subsets, of features made [N, D] and real [M, D].

    `subset_size` must not exceed N or M. Once `should_stop()` is true the result is not a number.
    """
    if not 2 <= subset_size <= min(len(made), len(real)):
        raise StudioError(
            f"KID compares subsets of {subset_size:,} pictures, but there are {len(made):,} made and {len(real):,} "
            "real ones; give more pictures (at least two)."
        )
    require_finite(made)
    require_finite(real)
    made, real = made.float().cpu(), real.float().cpu()
    chosen = list(_subsets(len(made), len(real), subsets, subset_size))
    whole = len(made) ** 2 + len(real) ** 2 + len(made) * len(real)
    form = _by_whole_matrices if whole < 3 * subsets * subset_size**2 else _one_by_one
    values = form(made, real, chosen, should_stop)
    return float(np.mean(values)), float(np.std(values))


@torch.no_grad()
def kernel_distance_of_all(
    made: Tensor, real: Tensor, related: Tensor, should_stop: Callable[[], bool] = _never
) -> float:
    """The same of all pictures at once, where some show one subject: `related` [P, 2] are their rows in made and real.

    Their kernels are left out. What is made of a picture is no independent draw from the true counterpart, and with
    these between two sides of a hundred pictures the distance would come out too low, even below zero.
    """
    require_finite(made)
    require_finite(real)
    made, real = made.float().cpu(), real.float().cpu()
    known = sum(float(kernel(made[i, None], real[j, None])) for i, j in related.tolist())
    within = [
        (_total(x, x, should_stop) - float(_own(x).sum())) / (len(x) * (len(x) - 1)) for x in (made, real)
    ]
    between = (_total(made, real, should_stop) - known) / (len(made) * len(real) - len(related))
    return sum(within) - 2 * between


def _total(x: Tensor, y: Tensor, should_stop: Callable[[], bool]) -> float:
    """The sum of the kernels of all pairs."""
    ones = [torch.ones(len(each), 1, dtype=torch.float64) for each in (x, y)]
    return float(_form(x, y, ones[0], ones[1], should_stop))


def _subsets(made: int, real: int, subsets: int, size: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    random = np.random.RandomState(SEED)
    for _ in range(subsets):
        first = random.choice(made, size, replace=False)
        yield first, random.choice(real, size, replace=False)


def kernel(x: Tensor, y: Tensor) -> Tensor:
    """k of all pairs, float64 [N, M]; the product is float32, as in torch-fidelity, the cube is not."""
    return ((x @ y.T).double() / x.shape[1] + 1).pow_(3)


def _estimate(within_made: Tensor, within_real: Tensor, between: Tensor, size: int) -> Tensor:
    """The unbiased estimate from sums of kernels, diagonals left out of the first two (Gretton et al. 2012, eq. 3)."""
    return (within_made + within_real) / (size * (size - 1)) - 2 * between / size**2


def _one_by_one(
    made: Tensor, real: Tensor, chosen: list[tuple[np.ndarray, np.ndarray]], should_stop: Callable[[], bool]
) -> np.ndarray:
    """Three kernel matrices for each subset: best where pictures are many and subsets few."""
    values = np.full(len(chosen), np.nan)
    for number, (first, second) in enumerate(chosen):
        if should_stop():
            break
        x, y = made[torch.from_numpy(first)], real[torch.from_numpy(second)]
        xx, yy = kernel(x, x), kernel(y, y)
        values[number] = float(
            _estimate(xx.sum() - xx.trace(), yy.sum() - yy.trace(), kernel(x, y).sum(), len(x))
        )
    return values


def _by_whole_matrices(
    made: Tensor, real: Tensor, chosen: list[tuple[np.ndarray, np.ndarray]], should_stop: Callable[[], bool]
) -> np.ndarray:
    """Every kernel once: with s the 0-1 vector of a subset, its sum of kernels is s^T K s, and all s are one matrix."""
    s_made = _indicators([first for first, _ in chosen], len(made))
    s_real = _indicators([second for _, second in chosen], len(real))
    sums = (
        _form(made, made, s_made, s_made, should_stop) - s_made.T @ _own(made),
        _form(real, real, s_real, s_real, should_stop) - s_real.T @ _own(real),
        _form(made, real, s_made, s_real, should_stop),
    )
    return _estimate(*sums, len(chosen[0][0])).numpy()


def _indicators(chosen: list[np.ndarray], count: int) -> Tensor:
    marks = torch.zeros(count, len(chosen), dtype=torch.float64)
    for number, indices in enumerate(chosen):
        marks[torch.from_numpy(indices), number] = 1
    return marks


def _own(x: Tensor) -> Tensor:
    """k(x, x) of each row [N], rounded as the diagonal of the whole matrix is."""
    return torch.cat([kernel(part, part).diagonal() for part in x.split(_BLOCK)])


def _form(x: Tensor, y: Tensor, s_x: Tensor, s_y: Tensor, should_stop: Callable[[], bool]) -> Tensor:
    """sum_ij s_x[i, n] k(x_i, y_j) s_y[j, n] for every subset n, [subsets]."""
    total = torch.zeros(s_x.shape[1], dtype=torch.float64)
    for rows, marks in zip(x.split(_BLOCK), s_x.split(_BLOCK)):
        if should_stop():
            return total.fill_(torch.nan)
        total += (marks * (kernel(rows, y) @ s_y)).sum(dim=0)
    return total

"""The Fréchet distance of 2048 features from their moments against scipy's matrix root, and what is kept for it."""

from collections.abc import Iterator

import numpy as np
import torch
from scipy import linalg

from ganstudio.metrics.frechet import frechet_distance
from ganstudio.metrics.moments import Moments, MomentSum, moments_of
from tests.benchmarks.pairing import Row, measure_pairs, require_equal

WIDTH, COUNT = 2048, 50_000


def features(seed: int, count: int) -> torch.Tensor:
    """Like an Inception network's: not negative, correlated, unevenly large."""
    random = torch.Generator().manual_seed(seed)
    mixing = torch.randn(WIDTH, WIDTH, generator=torch.Generator().manual_seed(9)) / WIDTH**0.5
    scales = torch.linspace(-3, 0.5, WIDTH).exp()
    return (torch.randn(count, WIDTH, generator=random) @ mixing * scales + 0.3 + 0.05 * seed).relu()


def scipys_distance(first: Moments, second: Moments) -> float:
    """As the published implementations compute it."""
    s1, s2 = first.covariance.numpy(), second.covariance.numpy()
    root = linalg.sqrtm(s1 @ s2)
    apart = (first.mean - second.mean).numpy()
    return float(apart @ apart + np.trace(s1) + np.trace(s2) - 2 * np.trace(np.real(root)))


def state_bytes(sums: MomentSum) -> int:
    """Of every tensor that is kept between two batches."""
    kept = [value for value in vars(sums).values() if isinstance(value, torch.Tensor)]
    kept += [part for value in vars(sums).values() if isinstance(value, list) for part in value]
    return sum(tensor.numel() * tensor.element_size() for tensor in kept)


def measure(quick: bool, slow: bool) -> Iterator[Row]:
    first, second = (moments_of(features(seed, 3 * WIDTH)) for seed in (1, 2))
    require_equal("Fréchet distance", frechet_distance(first, second), scipys_distance(first, second), 1e-5)
    times = measure_pairs(
        lambda: frechet_distance(first, second),
        lambda: scipys_distance(first, second),
        1 if quick else 5,
        warm=0,
    )
    yield times.row(f"Fréchet distance, {WIDTH} features, from moments", against="scipy sqrtm", goal=9)

    part = features(3, 500)
    sums = MomentSum(part.mean(0))
    for _ in range(4 if quick else COUNT // len(part)):
        sums.add(part)
    kept = state_bytes(sums) / 2**20
    floats = COUNT * WIDTH * 4 / 2**20  # what is kept where all features are
    yield Row(f"State at {COUNT:,} pictures", kept, floats, floats / kept, 40, True, "MiB", "all features")

"""How many, where, and how spread: all that the Fréchet distance needs of a set of features, in float64.

For 2048 features the state is 32 MiB, however many pictures there are.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from ganstudio.errors import StudioError

_TOGETHER = 128  # rows of one update: each goes through the whole scatter matrix, so they wait for each other


@dataclass(frozen=True, eq=False)
class Moments:
    """`count` pictures, `mean` [D] and `scatter` [D, D], the sum of (x - mean)(x - mean)^T; float64."""

    count: int
    mean: Tensor
    scatter: Tensor

    @property
    def covariance(self) -> Tensor:
        """[D, D] with ddof 1, as numpy.cov computes it. Raises StudioError for fewer than two pictures."""
        if self.count < 2:
            raise StudioError("A Fréchet distance needs at least two pictures on each side; give more.")
        return self.scatter / (self.count - 1)


class MomentSum:
    """Accumulates features batch by batch. `parts` are sums: over processes they are added up as they are.

    Sums are taken about `centre`, the mean of the first batch or one that all processes share, so that features far
    from zero lose no digits. They live where the features are, but on the CPU for devices without float64 (MPS).
    """

    def __init__(self, centre: Tensor) -> None:
        device = torch.device("cpu") if centre.device.type == "mps" else centre.device
        self.centre = centre.to(device, torch.float64)
        width = len(self.centre)
        self.count = torch.zeros((), dtype=torch.float64, device=device)
        self.total = torch.zeros(width, dtype=torch.float64, device=device)
        self.products = torch.zeros(width, width, dtype=torch.float64, device=device)
        self._waiting: list[Tensor] = []

    @torch.no_grad()
    def add(self, features: Tensor) -> None:
        """features [N, D]. Raises StudioError where one is not finite."""
        require_finite(features)
        self._waiting.append(features.detach().to(self.centre.device))
        if sum(len(part) for part in self._waiting) >= _TOGETHER:
            self._settle()

    def _settle(self) -> None:
        if self._waiting:
            x = torch.cat(self._waiting).double() - self.centre
            self._waiting.clear()
            self.count += len(x)
            self.total += x.sum(dim=0)
            self.products.addmm_(x.T, x)

    @property
    def parts(self) -> list[Tensor]:
        """What is summed in place over processes that share a centre."""
        self._settle()
        return [self.count, self.total, self.products]

    def moments(self) -> Moments:
        """On the CPU; takes over the memory of the sums, which must not be used again."""
        self._settle()
        count = int(self.count)
        offset = self.total.cpu() / max(1, count)
        scatter = self.products.cpu().addr_(offset, offset, alpha=-count)
        return Moments(count, self.centre.cpu() + offset, scatter)


@torch.no_grad()
def moments_of(features: Tensor) -> Moments:
    """Of features [N, D] that are all there."""
    require_finite(features)
    x = features.double().cpu()
    mean = x.mean(dim=0)
    x = x - mean
    return Moments(len(x), mean, x.T @ x)


@torch.no_grad()
def merged(first: Moments, second: Moments) -> Moments:
    """The moments of both sets together (Chan, Golub and LeVeque 1979)."""
    count = first.count + second.count
    if count == 0:
        return first
    apart = second.mean - first.mean
    scatter = first.scatter + second.scatter
    scatter.addr_(apart, apart, alpha=first.count * second.count / count)
    return Moments(count, first.mean + apart * (second.count / count), scatter)


def require_finite(features: Tensor) -> None:
    """Raises StudioError where a feature is NaN or infinite."""
    if not bool(torch.isfinite(features).all()):
        raise StudioError(
            "Features of these pictures are not finite numbers, so quality cannot be measured; "
            "go back to an earlier checkpoint or check the weights file."
        )

"""What is kept of the features of a set of pictures while they stream by, batch after batch."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from ganstudio.metrics.moments import Moments, MomentSum, require_finite
from ganstudio.metrics.protocol import SPLITS
from ganstudio.metrics.sharing import Share

BATCH = 512  # the fixed batch whose variety is looked at
SHUFFLE_SEED = 2020


@dataclass(frozen=True, eq=False)
class Collected:
    """`batch` [<= 512, D] are the features of a fixed few, `features` [N, D] of all where they were kept.

    `splits` holds, for each split of the Inception score, a count, a sum of negative entropies and [K] summed
    probabilities; float64.
    """

    moments: Moments
    batch: Tensor
    features: Tensor | None
    splits: Tensor | None
    nearest: Tensor | None  # [N] nearest class of each picture


class Collector:
    """Takes `total` pictures in any order and in shares, and puts them together over processes."""

    def __init__(
        self, total: int, centre: Tensor, classes: int, device: torch.device, *, keep: bool = False,
        score: bool = False, class_means: Tensor | None = None, fixed: np.ndarray | None = None,
    ) -> None:  # fmt: skip
        width = len(centre)
        self._sum = MomentSum(centre.to(device))
        self._fixed = fixed_batch(total) if fixed is None else fixed  # ascending
        self._batch = torch.zeros(len(self._fixed), width, device=device)
        self._features = torch.zeros(total, width, device=device) if keep else None
        double = torch.device("cpu") if device.type == "mps" else device  # MPS has no float64
        self._splits = torch.zeros(SPLITS, classes + 2, dtype=torch.float64, device=double) if score else None
        self._split_of = split_numbers(total) if score else None
        self._class_means = None if class_means is None else class_means.to(device)
        self._nearest = None if class_means is None else torch.zeros(total, device=device)

    @torch.no_grad()
    def add(self, first: int, features: Tensor, logits: Tensor) -> None:
        """Features [n, D] and logits [n, K] of the pictures from number `first` on."""
        if not len(features):
            return
        self._sum.add(features)
        rows = slice(first, first + len(features))
        start, end = np.searchsorted(self._fixed, (first, first + len(features)))
        if start < end:
            self._batch[start:end] = features[
                torch.from_numpy(self._fixed[start:end] - first).to(features.device)
            ]
        if self._features is not None:
            self._features[rows] = features
        if self._nearest is not None and self._class_means is not None:
            self._nearest[rows] = nearest_class(features, self._class_means).float()
        if self._splits is not None and self._split_of is not None:
            require_finite(logits)
            numbers = torch.from_numpy(self._split_of[rows]).to(self._splits.device)
            self._splits.index_add_(0, numbers, split_sums(logits.to(self._splits.device)))

    def collected(self, share: Share) -> Collected:
        """Everything, on the CPU; processes meet here."""
        optional = (self._features, self._splits, self._nearest)
        share.sum_([*self._sum.parts, self._batch, *(part for part in optional if part is not None)])
        features, splits, nearest = (None if part is None else part.cpu() for part in optional)
        return Collected(self._sum.moments(), self._batch.cpu(), features, splits, nearest)


def fixed_batch(total: int) -> np.ndarray:
    """int64 [<= 512], ascending: which pictures make up the fixed batch; at random, for sets may be in class order."""
    return np.sort(np.random.RandomState(0).permutation(total)[:BATCH])


def split_numbers(total: int) -> np.ndarray:
    """int64 [total]: to which split of the Inception score each picture belongs after torch-fidelity's shuffle."""
    numbers = np.empty(total, np.int64)
    order = np.random.RandomState(SHUFFLE_SEED).permutation(total)
    for split in range(SPLITS):
        numbers[order[split * total // SPLITS : (split + 1) * total // SPLITS]] = split
    return numbers


def split_sums(logits: Tensor) -> Tensor:
    """[n, K] -> float64 [n, K + 2]: one, the negative entropy of the softmax, the softmax."""
    log_p = logits.double().log_softmax(dim=1)
    p = log_p.exp()
    return torch.cat((torch.ones_like(p[:, :1]), (p * log_p).sum(dim=1, keepdim=True), p), dim=1)


def nearest_class(features: Tensor, means: Tensor) -> Tensor:
    """int64 [N]: the class whose mean [K, D] is nearest to each of the features [N, D]."""
    return (means.square().sum(dim=1) - 2 * (features @ means.T)).argmin(dim=1)

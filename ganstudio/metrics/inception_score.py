"""The Inception score (Salimans et al. 2016): exp E KL(p(y|x) || p(y)), mean and deviation over ten splits.

As torch-fidelity computes it: shuffled with seed 2020, softmax in float64, logits without the last layer's bias.
"""

import torch
from torch import Tensor

from ganstudio.errors import StudioError
from ganstudio.metrics.collecting import split_numbers, split_sums
from ganstudio.metrics.protocol import SPLITS


@torch.no_grad()
def inception_score(logits: Tensor) -> tuple[float, float]:
    """Mean and standard deviation for logits [N, K]."""
    sums = torch.zeros(SPLITS, logits.shape[1] + 2, dtype=torch.float64)
    sums.index_add_(0, torch.from_numpy(split_numbers(len(logits))), split_sums(logits.cpu()))
    return score_of_splits(sums)


@torch.no_grad()
def score_of_splits(sums: Tensor) -> tuple[float, float]:
    """From what is summed in each split, [splits, K + 2]: counts, negative entropies, probabilities.

    The mean divergence of a split is its mean negative entropy plus the entropy of its mean probabilities.
    """
    counts = sums[:, 0]
    if bool((counts == 0).any()):
        raise StudioError(f"The Inception score needs at least {SPLITS} pictures; make more.")
    mean_p = sums[:, 2:] / counts[:, None]
    marginal = -torch.xlogy(mean_p, mean_p).sum(dim=1)
    scores = (sums[:, 1] / counts + marginal).exp()
    return float(scores.mean()), float(scores.std(correction=0))

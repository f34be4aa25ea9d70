"""Weights of a feature network, downloaded where they have to be, by one process for all."""

from collections.abc import Callable, Generator
from pathlib import Path

import torch

from ganstudio.metrics.patience import exhaust
from ganstudio.metrics.sharing import Share
from ganstudio.metrics.weights import INCEPTION, fetch
from ganstudio.metrics.working import Working


def fetched_weights(
    features: str, weights: Path | None, share: Share, device: torch.device, should_stop: Callable[[], bool]
) -> Generator[Working, None, bool]:
    """Downloads what the features need, if anything; False when stopped. Several processes leave it to the first."""
    if features != "inception-2015" or weights is not None:
        return True
    if share.world > 1:
        share.first_alone(lambda: exhaust(fetch(INCEPTION, lambda: False)), device)
        return True
    fetching = fetch(INCEPTION, should_stop)
    while True:
        try:
            done, total = next(fetching)
        except StopIteration as end:
            return end.value is not None
        yield Working("Downloading the Inception network", done, total)

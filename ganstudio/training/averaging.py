"""The averaged generator: an exponential moving average of the weights, which makes better pictures than any step."""

import copy
from collections.abc import Callable, Sequence

import torch
from torch import Tensor, nn

from ganstudio.networks.translators import Translators, translates
from ganstudio.recipes.base import Batch, Draws
from ganstudio.training import distributed

PICTURES = 64  # of 64 px that translators are shown for their batch norms; fewer of larger ones


def averaging_factor(images: int, images_per_step: int, half_life_kimg: float, rampup: float) -> float:
    """How much of the average one step keeps: 0.5 ** (images_per_step / half-life in images).

    Early on the half-life is at most `rampup` times the images seen (Karras et al. 2020, ADA, appendix).
    """
    half_life = half_life_kimg * 1000
    if rampup > 0:
        half_life = min(half_life, images * rampup)
    return 0.5 ** (images_per_step / half_life) if half_life > 0 else 0.0


@torch.no_grad()
def follow_(average: nn.Module, network: nn.Module, factor: float) -> None:
    """average = factor * average + (1 - factor) * network; buffers are copied, not averaged."""
    torch._foreach_lerp_(list(average.parameters()), list(network.parameters()), 1 - factor)
    for kept, newest in zip(average.buffers(), network.buffers()):
        kept.copy_(newest)


@torch.no_grad()
def settled(
    average: nn.Module, class_shares: Tensor | None, device: torch.device, side: int = 32,
    batches: Callable[[int], Batch] | None = None,
) -> nn.Module:  # fmt: skip
    """A copy in evaluation mode, ready to sample from; batch-norm statistics are measured anew.

    Averaged weights produce other activations than the weights whose running statistics were kept, so the means and
    variances of 10 batches replace them: of 100 pictures up to 32 px, of fewer where each has more pixels, so that a
    stop never waits a second for it. `class_shares` [classes] sets how often each class is drawn. Translators are shown
    the first training pictures of `batches`; without these they keep their statistics, which are right where the
    newest weights are kept.
    """
    network = copy.deepcopy(average).requires_grad_(False)
    norms = [module for module in network.modules() if isinstance(module, nn.modules.batchnorm._BatchNorm)]
    if translates(network):
        if norms and batches is not None:
            _measure_translators_(network, norms, batches)
        return network.eval()
    if norms:
        _forget_(norms)
        network.train()
        count = 100 if device.type == "cuda" else max(20, min(100, 100 * 32**2 // side**2))
        for index in range(10):
            draws = Draws(7919 + index, count, device=device)
            network(draws.normal(network.z_dim), _labels(draws, class_shares))  # type: ignore[arg-type]
    return network.eval()


def _measure_translators_(
    network: Translators, norms: Sequence[nn.modules.batchnorm._BatchNorm], batches: Callable[[int], Batch]
) -> None:
    """Means and variances over pictures of the training as they are augmented; dropout stays off."""
    _forget_(norms)
    network.eval()
    for norm in norms:
        norm.train()
    shown, index = 0, 0
    while shown < PICTURES:
        batch = batches(index)
        for direction in network.directions:
            network(batch[direction[0]], direction)
        shown, index = shown + max(1, batch["a"].shape[0] * batch["a"].shape[-1] ** 2 // 64**2), index + 1
    distributed.average_(buffer for norm in norms for buffer in norm.buffers() if buffer.is_floating_point())


def _forget_(norms: Sequence[nn.modules.batchnorm._BatchNorm]) -> None:
    for norm in norms:
        norm.reset_running_stats()
        norm.momentum = None  # a plain mean over the batches


def _labels(draws: Draws, class_shares: Tensor | None) -> Tensor | None:
    if class_shares is None:
        return None
    edges = class_shares.cumsum(0).to(draws.device)
    index = torch.searchsorted(edges, draws.uniform().contiguous() * edges[-1]).clamp_(max=len(edges) - 1)
    return nn.functional.one_hot(index, len(edges)).float()

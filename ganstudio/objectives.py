"""Objectives and penalties: pure functions of logits [N] and images [N, C, H, W], each a mean over the batch.

Logits are unbounded; softplus(x) = log(1 + e^x) is -log sigmoid(-x), so nothing here overflows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal

import torch
from torch import Tensor
from torch.nn.functional import relu, softplus

from ganstudio.errors import StudioError

ObjectiveName = Literal["minimax", "non-saturating", "least-squares", "wasserstein", "hinge", "relativistic"]


def discriminator_logistic(real: Tensor, fake: Tensor, real_target: float = 1.0) -> Tensor:
    """-E log D(x) - E log(1 - D(G(z))): cross-entropy of real against fake (Goodfellow et al. 2014, eq. 1).

    `real_target` below 1 is one-sided label smoothing (Salimans et al. 2016, section 3.4).
    """
    smoothed = real_target * softplus(-real) + (1 - real_target) * softplus(real)
    return smoothed.mean() + softplus(fake).mean()


def generator_minimax(fake: Tensor) -> Tensor:
    """E log(1 - D(G(z))): the value function itself, whose slope vanishes where D is sure (2014, eq. 1)."""
    return -softplus(fake).mean()


def generator_non_saturating(fake: Tensor) -> Tensor:
    """-E log D(G(z)), which has the same fixed point and strong slopes early on (2014, section 3)."""
    return softplus(-fake).mean()


def discriminator_least_squares(real: Tensor, fake: Tensor, real_target: float = 1.0) -> Tensor:
    """Half the squared distance of real to 1 and fake to 0 (Mao et al. 2017, eq. 9)."""
    return (real - real_target).square().mean() / 2 + fake.square().mean() / 2


def generator_least_squares(fake: Tensor) -> Tensor:
    """Half the squared distance of fake to 1 (Mao et al. 2017, eq. 9)."""
    return (fake - 1).square().mean() / 2


def critic_wasserstein(real: Tensor, fake: Tensor) -> Tensor:
    """E D(G(z)) - E D(x): minus the critic's estimate of the distance (Arjovsky et al. 2017, eq. 2)."""
    return fake.mean() - real.mean()


def generator_wasserstein(fake: Tensor) -> Tensor:
    """-E D(G(z)) (Arjovsky et al. 2017, theorem 3)."""
    return -fake.mean()


def discriminator_hinge(real: Tensor, fake: Tensor) -> Tensor:
    """Real above 1, fake below -1, and no more (Lim and Ye 2017; Miyato et al. 2018, eq. 16)."""
    return relu(1 - real).mean() + relu(1 + fake).mean()


def discriminator_relativistic(real: Tensor, fake: Tensor) -> Tensor:
    """Each real logit above the fake one of the same index (Jolicoeur-Martineau 2019; Huang et al. 2024, eq. 2)."""
    return softplus(fake - real).mean()


def generator_relativistic(real: Tensor, fake: Tensor) -> Tensor:
    """Each fake logit above the real one of the same index: the mirror image of the discriminator's."""
    return softplus(real - fake).mean()


@dataclass(frozen=True)
class Objective:
    """What both networks minimise. `paired`: the generator's loss needs the real logits too."""

    discriminator: Callable[[Tensor, Tensor], Tensor]
    generator: Callable[[Tensor, Tensor], Tensor]
    paired: bool = False


def choose_objective(name: ObjectiveName, label_smoothing: float = 0.0) -> Objective:
    """The pair of losses of a name; generators take (real, fake). Raises StudioError where smoothing is undefined."""
    target = 1 - label_smoothing
    logistic = partial(discriminator_logistic, real_target=target)
    least_squares = partial(discriminator_least_squares, real_target=target)
    table = {
        "minimax": Objective(logistic, _of_fakes(generator_minimax)),
        "non-saturating": Objective(logistic, _of_fakes(generator_non_saturating)),
        "least-squares": Objective(least_squares, _of_fakes(generator_least_squares)),
        "wasserstein": Objective(critic_wasserstein, _of_fakes(generator_wasserstein)),
        "hinge": Objective(discriminator_hinge, _of_fakes(generator_wasserstein)),
        "relativistic": Objective(discriminator_relativistic, generator_relativistic, paired=True),
    }
    if label_smoothing and name not in ("minimax", "non-saturating", "least-squares"):
        raise StudioError(f"The objective {name} has no labels to smooth; set label_smoothing to 0.")
    return table[name]


def _of_fakes(loss: Callable[[Tensor], Tensor]) -> Callable[[Tensor, Tensor], Tensor]:
    return lambda _real, fake: loss(fake)


def slopes(logits: Tensor, images: Tensor) -> Tensor:
    """dD/dx per sample, kept differentiable: logits [N], images [N, C, H, W] that require grad -> [N, C*H*W].

    Right only where the logit of a sample depends on that sample alone, which batch norm breaks.
    """
    (gradient,) = torch.autograd.grad(logits.sum(), images, create_graph=True)
    return gradient.flatten(1)


def zero_centred_penalty(logits: Tensor, images: Tensor) -> Tensor:
    """Half the mean squared slope: R1 at real images, R2 at fake ones (Mescheder et al. 2018, eq. 9)."""
    return slopes(logits, images).square().sum(1).mean() / 2


def zero_centred_difference(logits: Tensor, moved_logits: Tensor, step: float) -> Tensor:
    """R1 or R2 without second derivatives: moved_logits [N] are D at images + step * noise, noise standard normal.

    E (n . slope)^2 = |slope|^2 for such noise, so this is `zero_centred_penalty` up to O(step^2) in expectation.
    """
    return ((moved_logits - logits) / step).square().mean() / 2


def between(real: Tensor, fake: Tensor, share: Tensor) -> Tensor:
    """Points on the lines from fake to real, `share` [N, 1, 1, 1] of the way, that require grad."""
    return torch.lerp(fake.detach(), real.detach(), share).requires_grad_()


def unit_slope_penalty(logits: Tensor, images: Tensor) -> Tensor:
    """E (|dD/dx| - 1)^2 at images between real and fake (Gulrajani et al. 2017, eq. 3, without lambda)."""
    norms = torch.linalg.vector_norm(slopes(logits, images), dim=1)
    return (norms - 1).square().mean()


def drift(logits: Tensor) -> Tensor:
    """E D(x)^2, which keeps a Wasserstein critic near zero (Karras et al. 2018, appendix A.1)."""
    return logits.square().mean()

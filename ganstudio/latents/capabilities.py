"""What a generator can do beyond making pictures. Ask for these, never for a recipe's name."""

from collections.abc import Callable
from typing import Literal, Protocol, TypeGuard

from torch import Tensor, nn

Noise = Literal["const", "none", "random"]
NoiseSource = Callable[[int], Tensor]
"""resolution -> noise [N, 1, resolution, resolution]"""


class HasStyles(Protocol):
    """A generator with an intermediate latent space W (Karras et al. 2019)."""

    num_ws: int
    w_dim: int

    def map(
        self, z: Tensor, labels: Tensor | None, psi: float = 1, cutoff: int | None = None
    ) -> Tensor:  # [N, num_ws, w_dim]
        ...

    def synthesis(self, ws: Tensor, noise: Noise | NoiseSource = "const") -> Tensor:  # [N, C, R, R]
        ...


def has_styles(generator: nn.Module) -> TypeGuard[HasStyles]:
    """Whether `generator` is a HasStyles.

    Not isinstance with a runtime protocol: since Python 3.12 that overlooks child modules.
    """
    return all(hasattr(generator, name) for name in ("num_ws", "w_dim", "map", "synthesis"))


class HasSkips(Protocol):
    """A synthesis network whose every resolution adds to the picture, so that it can stop early."""

    blocks: list[int]


def has_skips(generator: nn.Module) -> bool:
    """Whether `synthesis` takes `up_to`, a resolution of `synthesis.blocks` to stop at."""
    return hasattr(getattr(generator, "synthesis", None), "blocks")


class HasPlacement(Protocol):
    """A generator that can move and turn what it shows (StyleGAN3)."""

    def place(self, shift: tuple[float, float], turn: float) -> None:  # picture widths; turns
        ...


def has_placement(generator: nn.Module) -> TypeGuard[HasPlacement]:
    """Whether `generator` is a HasPlacement."""
    return hasattr(generator, "place")

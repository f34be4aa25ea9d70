"""What every image-to-image system's generator looks like from outside: one network for each direction."""

from typing import Literal, Protocol, TypeGuard, cast

from torch import Tensor, nn
from torch.nn.functional import pad

Direction = Literal["a2b", "b2a"]
LEAST_SIDE = 8  # borders by reflection need two pixels at a quarter of the resolution
DIRECTIONS: tuple[Direction, ...] = ("a2b", "b2a")


class Translator(Protocol):
    """A network from pictures of one domain to the other: images [N, C, H, W] in [-1, 1] -> the same size and range.

    `multiple`: H and W must be multiples of it. `reach`: how many pixels away, to each side, a pixel still counts for
    another one. `is_local`: nothing beyond `reach` counts; false where a norm takes its statistics from the picture.
    """

    multiple: int
    reach: int
    is_local: bool

    def __call__(self, images: Tensor) -> Tensor: ...


class Translators(nn.Module):
    """The generators of an image-to-image system by direction: both of CycleGAN, one of pix2pix."""

    def __init__(self, a2b: nn.Module | None = None, b2a: nn.Module | None = None) -> None:
        super().__init__()
        self.networks = nn.ModuleDict(
            {name: network for name, network in (("a2b", a2b), ("b2a", b2a)) if network is not None}
        )

    @property
    def directions(self) -> tuple[Direction, ...]:
        """Those that there is a network for."""
        return tuple(direction for direction in DIRECTIONS if direction in self.networks)

    def of(self, direction: Direction) -> Translator:
        """The network of a direction. Raises KeyError where there is none."""
        return cast(Translator, self.networks[direction])

    def forward(self, images: Tensor, direction: Direction = "a2b") -> Tensor:
        """images [N, C, H, W] in [-1, 1] of any size -> the same size, as the other domain.

        Sides that are no multiple of what the network needs are continued by reflection (by repetition where they are
        too short for that), and the result is cut back.
        """
        network = self.of(direction)
        height, width = images.shape[-2:]
        right = max(-width % network.multiple, LEAST_SIDE - width)
        below = max(-height % network.multiple, LEAST_SIDE - height)
        if not right and not below:
            return network(images)
        mode = "reflect" if right < width and below < height else "replicate"
        return network(pad(images, (0, right, 0, below), mode=mode))[..., :height, :width]


def translates(generator: nn.Module) -> TypeGuard[Translators]:
    """Whether a generator turns pictures into pictures."""
    return isinstance(generator, Translators)

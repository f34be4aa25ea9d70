"""The contract between a recipe and the training loop.

A recipe is one published system as an `nn.Module`: its networks are children, its running statistics are buffers
and its losses are methods, so that `.to()`, `state_dict()` and resume need nothing more. It says only what
differs; the loop owns zeroing, backward, averaging over processes, stepping, the averaged copy and reports.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

import torch
from torch import Tensor, nn

from ganstudio.settings import Settings

Losses = dict[str, Tensor]
Batch = dict[str, Tensor]
"""`image` [N, C, H, W] in [-1, 1]; `label` [N, classes] one-hot float32, absent where the recipe has no classes.

Image-to-image recipes get `a` and `b`, each [N, C, H, W] in [-1, 1]: of one subject where the recipe reads pairs."""

Reads = Literal["pictures", "domains", "pairs"]
"""What a recipe learns from: one set of pictures, two sets, or pairs of pictures."""


@dataclass(frozen=True)
class Card:
    """What a person reads before choosing a recipe."""

    name: str  # as on the command line
    title: str
    year: int
    paper: str  # authors, title, venue
    link: str
    kind: Literal["Make pictures", "Picture to picture", "Enlarge", "Text to picture", "Classics"]
    summary: str  # one or two sentences
    classes: Literal["ignored", "optional", "required"]

    @property
    def conditional(self) -> bool:
        """Whether a person can ask for a class."""
        return self.classes != "ignored"


@dataclass(frozen=True)
class Pictures:
    """What the networks must know of the data. `class_names` is empty where the recipe does not use classes; `domains`
    names what image-to-image recipes translate between, A first, and is empty elsewhere."""

    resolution: int
    channels: int
    class_names: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()

    @property
    def num_classes(self) -> int:
        return len(self.class_names)


class Draws:
    """Random numbers that are a pure function of (seed, step, update): the same after a resume, on any number of
    processes, and in micro-batches of any size.

    Every draw is made for the whole batch of `total` samples, of which these are `[first, first + count)`.
    Draws must therefore come in the same order for every slice. Numbers are drawn on `device`.
    """

    def __init__(
        self,
        seed: int,
        total: int,
        first: int = 0,
        count: int | None = None,
        device: torch.device | str = "cpu",
    ) -> None:
        self.device = torch.device(device)
        self._generator = torch.Generator(self.device).manual_seed(seed)
        self._seed = seed
        self._total, self.first = total, first
        self.count = total if count is None else count

    def slice(self, first: int, count: int) -> "Draws":
        """The same numbers for samples [first, first + count) of these."""
        return Draws(self._seed, self._total, self.first + first, count, self.device)

    def normal(self, *shape: int) -> Tensor:
        """Standard normal numbers [count, *shape]."""
        return self._mine(torch.randn(self._total, *shape, generator=self._generator, device=self.device))

    def uniform(self, *shape: int) -> Tensor:
        """Numbers in [0, 1), [count, *shape]."""
        return self._mine(torch.rand(self._total, *shape, generator=self._generator, device=self.device))

    def integers(self, low: int, high: int, *shape: int) -> Tensor:
        """Whole numbers in [low, high), [count, *shape]."""
        size = (self._total, *shape)
        return self._mine(torch.randint(low, high, size, generator=self._generator, device=self.device))

    def shared_uniform(self) -> float:
        """One number in [0, 1) for the whole batch, the same on every process. Drawn on the CPU: no GPU sync."""
        self._shared = getattr(self, "_shared", None) or torch.Generator().manual_seed(self._seed ^ 0x5EED)
        return float(torch.rand((), generator=self._shared))

    def _mine(self, numbers: Tensor) -> Tensor:
        return numbers[self.first : self.first + self.count]


def judged(real: Tensor, fake: Tensor) -> Losses:
    """The mean logits of real and of made pictures, for the balance of the two networks; without a gradient."""
    return {"real_logits": real.detach().mean(), "fake_logits": fake.detach().mean()}


@dataclass(frozen=True)
class Update:
    """One optimiser step of the network called `trains`, made at every `every`-th training step.

    With `every` > 1 the loop multiplies the losses by it (lazy regularisation, Karras et al. 2020, section 3.1).
    With `repeats` > 1 it is made that often in a row, each time with a fresh batch (WGAN's critic steps).
    `full_precision` keeps autocast off, as penalties with second derivatives need. A loss without a gradient is only
    reported, such as the logits that show how the two networks balance.
    """

    trains: str
    losses: Callable[[Batch, Draws], Losses]
    every: int = 1
    repeats: int = 1
    full_precision: bool = False


class Recipe(nn.Module):
    """One published system. Subclasses set the class variables, build networks and write their losses.

    A generator maps (z [N, z_dim], labels [N, classes] or None) to images [N, C, R, R], nominally in [-1, 1], and has
    `z_dim`. `measurements` names buffers in which losses leave values that `adapt` needs: the loop averages them over
    micro-batches and processes and then calls `adapt` once at the end of each step.
    """

    card: ClassVar[Card]
    reads: ClassVar[Reads] = "pictures"
    settings_type: ClassVar[type[Settings]]
    presets: ClassVar[Mapping[str, Settings]]
    measurements: ClassVar[tuple[str, ...]] = ()
    private_buffers: ClassVar[tuple[str, ...]] = ()
    """Buffers, or modules of buffers, that each process keeps for itself; a mean over processes would spoil them."""
    batch_statistics: str = ""
    """Why several processes would not give exactly one process's weights; empty if they do, under these settings."""

    generator: nn.Module
    discriminator: nn.Module

    def __init__(self, settings: Settings, pictures: Pictures) -> None:
        super().__init__()
        self.settings = settings
        self.pictures = pictures
        self.generator = self.build_generator(settings, pictures)

    @classmethod
    def resolve(cls, settings: Settings, pictures: Pictures, device: torch.device) -> Settings:
        """Replaces every "auto" by a value. Raises StudioError where settings and pictures do not fit."""
        raise NotImplementedError

    @classmethod
    def build_generator(cls, settings: Settings, pictures: Pictures) -> nn.Module:
        """The generator alone, as a saved model needs it."""
        raise NotImplementedError

    def updates(self) -> tuple[Update, ...]:
        """What one training step consists of, in order."""
        raise NotImplementedError

    def optimizers(self) -> dict[str, torch.optim.Optimizer]:
        """One optimiser for each network that an update trains; here Adam for a generator and a discriminator."""
        rates = {"generator": self.settings.generator_lr, "discriminator": self.settings.discriminator_lr}
        betas = (self.settings.beta1, self.settings.beta2)
        return {
            name: torch.optim.Adam(
                self.get_submodule(name).parameters(), lr=float(rate), betas=betas, fused=True
            )
            for name, rate in rates.items()
        }

    def shared_buffers(self) -> list[Tensor]:
        """Running statistics that several processes may take the mean of: all buffers but the private ones."""
        return [
            buffer for name, buffer in self.named_buffers() if name.split(".")[0] not in self.private_buffers
        ]

    def adapt(self, images_per_step: int) -> None:
        """Moves running statistics, such as ADA's p, after a step."""

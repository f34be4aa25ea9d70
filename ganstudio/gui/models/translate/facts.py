"""What the window knows of a translator: plain values, read once when it is loaded."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ganstudio.errors import StudioError

if TYPE_CHECKING:
    from ganstudio.latents.model import Model

Direction = Literal["a2b", "b2a"]
UNNAMED = ("A", "B")


@dataclass(frozen=True)
class TranslatorFacts:
    """`domains` are the titles of the two sides. `is_local`, `multiple` and `reach` are what its networks say, of the
    less favourable direction. `has_choice_of_statistics`: batch norm or dropout, which can work as in training."""

    path: Path
    name: str
    recipe: str
    resolution: int
    channels: int
    domains: tuple[str, str]
    directions: tuple[Direction, ...]
    is_local: bool
    multiple: int
    reach: int
    has_choice_of_statistics: bool = False

    def ends(self, direction: Direction) -> tuple[str, str]:
        """What goes in and what comes out."""
        a, b = self.domains
        return (a, b) if direction == "a2b" else (b, a)

    def fades(self, tile: int) -> bool:
        """Whether tiles of that side must fade into each other, as the networks see further than that."""
        return self.reach > tile

    @property
    def is_round(self) -> bool:
        """Whether a picture can be brought back."""
        return len(self.directions) == 2


def facts_of(model: "Model", path: Path) -> TranslatorFacts:
    """Asked in a thread. Raises StudioError where the model makes pictures from latents."""
    from ganstudio.networks.translators import translates

    if not translates(model.generator):
        raise StudioError(
            f"{model.name} makes pictures and translates none; open it in Explore, or choose a translator."
        )
    networks = [model.generator.of(direction) for direction in model.directions]
    a, b = model.domains if len(model.domains) == 2 else UNNAMED
    return TranslatorFacts(
        path=path, name=model.name, recipe=model.recipe, resolution=model.resolution, channels=model.channels,
        domains=(a, b), directions=model.directions, is_local=all(network.is_local for network in networks),
        multiple=max(network.multiple for network in networks), reach=max(network.reach for network in networks),
        has_choice_of_statistics=_has_choice(model),
    )  # fmt: skip


def _has_choice(model: "Model") -> bool:
    from torch import nn

    from ganstudio.networks.dropout import SeededDropout

    return any(
        isinstance(part, nn.BatchNorm2d | SeededDropout) or (isinstance(part, nn.Dropout) and part.p > 0)
        for part in model.generator.modules()
    )

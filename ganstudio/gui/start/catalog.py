"""What can be chosen: recipes and data sets as plain values, and the functions that fetch them.

The page gets one `Catalog`; tests give it another. Nothing here is imported from torch until it is asked for.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ganstudio.settings import Settings


@dataclass(frozen=True)
class RecipeInfo:
    """A recipe's card, settings and presets: all that a window needs to know of it."""

    name: str
    title: str
    year: int
    paper: str
    link: str
    kind: str
    summary: str
    classes: str
    settings_type: type[Settings]
    presets: Mapping[str, Settings]


@dataclass(frozen=True)
class DataInfo:
    """A data set as its card shows it. `pictures` [N, H, W, C] uint8 are a few of its own."""

    name: str
    title: str
    count: int
    resolution: int
    class_names: tuple[str, ...] = ()
    source: str = "bundled"
    pictures: np.ndarray | None = None


def load_recipes() -> list[RecipeInfo]:
    """Every recipe, easiest first. Imports torch, so call it away from the window's thread."""
    from ganstudio.recipes import RECIPES

    return [_recipe_info(recipe) for recipe in RECIPES.values()]


def _recipe_info(recipe: Any) -> RecipeInfo:
    card = recipe.card
    return RecipeInfo(
        card.name, card.title, card.year, card.paper, card.link, card.kind, card.summary, card.classes,
        recipe.settings_type, dict(recipe.presets),
    )  # fmt: skip


def resolve_settings(recipe: str, settings: Settings, data: DataInfo, channels: int, device: str) -> Settings:
    """The same settings with every "auto" replaced. Raises StudioError where settings and data do not fit."""
    import torch

    from ganstudio.recipes import RECIPES
    from ganstudio.recipes.base import Pictures

    recipe_type = RECIPES[recipe]
    names = data.class_names if recipe_type.card.conditional else ()
    side = settings.resolution if settings.resolution != "auto" else power_of_two(data.resolution)
    return recipe_type.resolve(settings, Pictures(side, channels, names), torch.device(device))


def power_of_two(side: int) -> int:
    """The next power of two, which is what `auto` makes of a data set's own size: 28 -> 32."""
    return 1 << max(side - 1, 1).bit_length()


Resolve = Callable[[str, Settings, DataInfo, int, str], Settings]

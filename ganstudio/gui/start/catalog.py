"""What can be chosen: recipes and data sets as plain values, and the functions that fetch them.

torch is imported inside the functions, so that the window shows before it is there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

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
    reads: str = "pictures"  # or domains, or pairs


@dataclass(frozen=True)
class DataInfo:
    """A data set as its card shows it. `problem` says why it cannot be used. One with two `sides` names them, A first;
    of `kind` pairs it knows which pictures belong together."""

    name: str
    title: str
    count: int
    resolution: int
    class_names: tuple[str, ...] = ()
    source: str = "bundled"
    problem: str = ""
    kind: str = "pictures"
    sides: tuple[str, ...] = ()
    counts: tuple[int, ...] = ()  # pictures of each side


@dataclass(frozen=True)
class Device:
    """What can train here. `kind` is cpu, cuda or mps; several processes share several GPUs."""

    name: str  # as on the command line
    title: str
    kind: str
    processes: int = 1


def load_recipes() -> list[RecipeInfo]:
    """Every recipe, easiest first. Imports torch, so call it away from the window's thread."""
    from ganstudio.recipes import RECIPES

    return [_recipe_info(recipe) for recipe in RECIPES.values()]


def _recipe_info(recipe: Any) -> RecipeInfo:
    card = recipe.card
    return RecipeInfo(
        card.name, card.title, card.year, card.paper, card.link, card.kind, card.summary, card.classes,
        recipe.settings_type, dict(recipe.presets), recipe.reads,
    )  # fmt: skip


def load_devices() -> list[Device]:
    """What `auto` means here, then everything else that there is. Imports torch."""
    import torch

    from ganstudio.training.devices import choose_device, device_title

    best = choose_device("auto")
    devices = [Device("auto", device_title(best), best.type)]
    count = torch.cuda.device_count() if best.type == "cuda" else 1
    if count > 1:
        devices.append(Device("cuda", f"{count} × {device_title(best)}", "cuda", count))
    if best.type != "cpu":
        devices.append(Device("cpu", device_title(torch.device("cpu")), "cpu"))
    return devices


def resolve_settings(recipe: str, settings: Settings, data: DataInfo, channels: int, device: str) -> Settings:
    """The same settings with every "auto" replaced. Raises StudioError where settings and data do not fit."""
    import torch

    from ganstudio.recipes import RECIPES
    from ganstudio.recipes.base import Pictures

    recipe_type = RECIPES[recipe]
    names = data.class_names if recipe_type.card.conditional else ()
    side = settings.resolution if settings.resolution != "auto" else power_of_two(data.resolution)
    domains = data.sides if recipe_type.reads != "pictures" else ()
    resolved = recipe_type.resolve(settings, Pictures(side, channels, names, domains), torch.device(device))
    return resolved.changed({"resolution": side})


def power_of_two(side: int) -> int:
    """The next power of two, which is what `auto` makes of a data set's own size: 28 -> 32."""
    return 1 << max(side - 1, 1).bit_length()

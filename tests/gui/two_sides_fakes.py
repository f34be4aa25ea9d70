"""Data with one side and with two, and recipes that read them, without torch and without files."""

from typing import Any

import numpy as np

from ganstudio.gui.start.catalog import DataInfo, RecipeInfo
from ganstudio.gui.start.start_model import Sources
from ganstudio.settings import Settings, setting
from tests.gui.start_fakes import PRESETS, recipe, resolve, sources


class OneWay(Settings):
    """Of a recipe that makes one side of the other."""

    direction: str = setting("a2b", "Which side is made of which.", label="Direction", group="Data and size")


def _reading(info: RecipeInfo, reads: str, settings: type[Settings] = Settings) -> RecipeInfo:
    presets = {name: settings(steps=preset.steps) for name, preset in PRESETS.items()}
    return RecipeInfo(
        info.name, info.title, info.year, info.paper, info.link, info.kind, info.summary, info.classes,
        settings, presets, reads,
    )  # fmt: skip


RECIPES = [
    recipe("dcgan", "DCGAN", classes="ignored"),
    recipe("cgan", "Conditional GAN", classes="required"),
    _reading(recipe("cyclegan", "CycleGAN", "Picture to picture", "ignored"), "domains"),
    _reading(recipe("pix2pix", "pix2pix", "Picture to picture", "ignored"), "pairs", OneWay),
]
DATA = [
    DataInfo("digits", "Digits", 5000, 32, tuple("0123456789")),
    DataInfo("emoji-google", "Emoji, Google", 1852, 64),
    DataInfo("emoji-twitter", "Emoji, Twitter", 1852, 64),
    DataInfo("photos", "Photos", 240, 128),
    DataInfo(
        "horses", "Horses and zebras", 25, 64, kind="domains", sides=("Horses", "Zebras"), counts=(10, 15)
    ),
    DataInfo("maps", "Maps", 24, 64, kind="pairs", sides=("Aerial", "Map"), counts=(12, 12)),
]
SHADES = {info.name: 40 * (1 + at) for at, info in enumerate(DATA)}


def sample(name: str, report: Any, should_stop: Any) -> np.ndarray:
    """Side A is of one shade, side B one lighter."""
    one = np.full((16, 16, 16, 3), SHADES[name], np.uint8)
    return np.stack([one, one + 1]) if name in ("horses", "maps") else one


def two_sided_sources(**others: Any) -> Sources:
    known: dict[str, Any] = {"recipes": lambda: list(RECIPES), "data": lambda: list(DATA), "sample": sample}
    return sources(**{**known, "resolve": resolve, **others})

"""Recipes and data for the start page without torch and without files."""

from typing import Any

import numpy as np

from ganstudio.errors import StudioError
from ganstudio.gui.start.catalog import DataInfo, Device, RecipeInfo
from ganstudio.gui.start.start_model import Sources
from ganstudio.settings import Settings

PRESETS = {"paper": Settings(), "cpu-demo": Settings(steps=500)}


def recipe(name: str, title: str, kind: str = "Make pictures", classes: str = "optional") -> RecipeInfo:
    paper = f"Author of {title}: A paper, ICLR 2020"
    return RecipeInfo(name, title, 2020, paper, "", kind, f"What {title} does.", classes, Settings, PRESETS)


RECIPES = [
    recipe("dcgan", "DCGAN", classes="ignored"),
    recipe("cgan", "Conditional GAN", classes="required"),
    recipe("pix2pix", "pix2pix", "Picture to picture"),
]
DATA = [
    DataInfo("digits", "Digits", 5000, 28, tuple("0123456789")),
    DataInfo("photos", "Photos", 240, 128),
    DataInfo("broken", "Broken", 0, 0, problem="The data set broken is damaged; import its pictures again."),
    *(DataInfo(f"mine{number}", f"Mine {number}", 10, 64, source="imported") for number in range(8)),
]
SIDES = {info.name: 32 for info in DATA}


def sample(name: str, report: Any, should_stop: Any) -> np.ndarray:
    return np.full((16, SIDES.get(name, 32), SIDES.get(name, 32), 1), 128, np.uint8)


def resolve(name: str, settings: Settings, data: DataInfo, channels: int, device: str) -> Settings:
    if name == "cgan" and not data.class_names:
        raise StudioError("cgan needs pictures with classes; sort them into one folder per class.")
    side = 32 if settings.resolution == "auto" else settings.resolution
    batch = 16 if settings.batch == "auto" else settings.batch
    return settings.changed({"resolution": side, "batch": batch})


def sources(**others: Any) -> Sources:
    functions: dict[str, Any] = {
        "recipes": lambda: list(RECIPES),
        "devices": lambda: [Device("auto", "CPU, 2 threads", "cpu")],
        "data": lambda: list(DATA),
        "sample": sample,
        "resolve": resolve,
    }
    return Sources(**{**functions, **others})

"""Tiny translators with random weights that do something, and pictures of every kind."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from ganstudio.data.decoding import quiet_pillow
from ganstudio.latents.model import Model
from ganstudio.latents.model_file import DataRecord, ModelRecord, PicturesRecord
from ganstudio.networks.translators import Translators
from ganstudio.networks.unet import UNet
from ganstudio.recipes.base import Pictures
from ganstudio.recipes.cyclegan import CycleGAN
from ganstudio.recipes.translation_settings import CycleGANSettings

MakeModel = Callable[..., Model]


def make_model(channels: int = 3, resolution: int = 32, **changes: Any) -> Model:
    """Width 4 and one block unless told otherwise."""
    settings = CycleGANSettings().changed({"width": 4, "blocks": 1} | changes)
    pictures = Pictures(resolution, channels, (), ("A", "B"))
    torch.manual_seed(5)
    return as_model(CycleGAN.build_generator(settings, pictures), settings.model_dump(mode="json"), pictures)


def as_model(generator: Translators, settings: dict[str, Any], pictures: Pictures) -> Model:
    """With weights as large as keeps a signal's length (He et al. 2015), so that results are full of contrast."""
    for layer in generator.modules():
        if isinstance(layer, torch.nn.Conv2d | torch.nn.ConvTranspose2d):
            torch.nn.init.normal_(layer.weight, 0, (2 / layer.weight[0].numel()) ** 0.5)
    record = ModelRecord(
        recipe="cyclegan", settings=settings, pictures=PicturesRecord.model_validate(pictures),
        data=DataRecord(name="test"), step=0, images=0, seed=0,
    )  # fmt: skip
    return Model(generator, record, name="tiny")


def make_unet(norm: Any = "batch", dropout: bool = True, downs: int = 4) -> Model:
    pictures = Pictures(32, 3, (), ("A", "B"))
    torch.manual_seed(6)
    network = UNet(width=8, downs=downs, norm=norm, dropout=dropout)
    return as_model(Translators(network), {}, pictures)


@pytest.fixture
def model() -> Model:
    """Local: no norm."""
    return make_model(norm="none")


def noise(height: int, width: int, channels: int = 3, seed: int = 0) -> np.ndarray:
    """[H, W, channels] uint8."""
    return np.random.RandomState(seed).randint(0, 256, (height, width, channels)).astype(np.uint8)


def gradient(height: int, width: int) -> np.ndarray:
    """Smooth, dark on the left and light on the right, so that tiles differ from each other as a whole."""
    across = np.linspace(0, 255, width)[None, :, None].repeat(height, 0).repeat(3, 2)
    across[..., 1] = across[..., 1] * 0.5 + np.linspace(0, 120, height)[:, None]
    return across.astype(np.uint8)


def distance(a: np.ndarray, b: np.ndarray) -> int:
    """The largest difference in grey levels."""
    return int(np.abs(a.astype(int) - b.astype(int)).max())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "pictures"
    made.mkdir()
    return made


@pytest.fixture(autouse=True)
def _as_in_the_program() -> None:
    """Pillow's remarks go nowhere; under test they would be errors."""
    quiet_pillow()

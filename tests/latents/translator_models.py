"""Small translators with random weights, made in a moment."""

import torch

from ganstudio.latents.model import Model
from ganstudio.latents.model_file import DataRecord, ModelRecord, PicturesRecord
from ganstudio.recipes import RECIPES


def small_translator(channels: int = 3, resolution: int = 16, recipe: str = "cyclegan") -> Model:
    """Outlines to colour; CycleGAN both ways, pix2pix from A to B."""
    kind = RECIPES[recipe]
    pictures = PicturesRecord(resolution=resolution, channels=channels, domains=("Outlines", "Colour"))
    size = {"blocks": 1} if recipe == "cyclegan" else {}
    settings = kind.resolve(
        kind.settings_type(resolution=resolution, batch=1, width=4, **size),
        pictures.pictures(),
        torch.device("cpu"),
    )
    record = ModelRecord(
        recipe=recipe, settings=settings.model_dump(mode="json"), pictures=pictures, data=DataRecord(name="random"),
        step=1, images=1, seed=0,
    )  # fmt: skip
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(5)
        generator = kind.build_generator(settings, pictures.pictures())
    return Model(generator, record, name="small translator")

"""Small real generators with random weights, made in a moment."""

import torch

from ganstudio.latents.model import Model
from ganstudio.latents.model_file import DataRecord, ModelRecord, PicturesRecord
from ganstudio.networks import dcgan
from ganstudio.networks.stylegan2 import StyleGAN2Generator


def small_record(recipe: str, resolution: int, channels: int, classes: tuple[str, ...] = ()) -> ModelRecord:
    return ModelRecord(
        recipe=recipe, settings={}, data=DataRecord(name="digits"), step=1, images=32, seed=0,
        pictures=PicturesRecord(resolution=resolution, channels=channels, class_names=classes),
    )  # fmt: skip


def small_stylegan2(
    classes: tuple[str, ...] = (), channels: int = 1, w_dim: int = 12, seed: int = 0
) -> Model:
    """16 px, num_ws 6."""
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        generator = StyleGAN2Generator(
            16,
            channels,
            c_dim=len(classes),
            z_dim=10,
            w_dim=w_dim,
            mapping_layers=2,
            channel_base=256,
            channel_max=16,
        )
    return Model(generator, small_record("stylegan2", 16, channels, classes))


def small_dcgan(classes: tuple[str, ...] = (), latent: dcgan.Latent = "normal", seed: int = 0) -> Model:
    """16 px, z_dim 9, without styles."""
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        generator = dcgan.Generator(16, 1, 9, 8, len(classes), latent=latent)
    return Model(generator, small_record("cgan" if classes else "dcgan", 16, 1, classes))

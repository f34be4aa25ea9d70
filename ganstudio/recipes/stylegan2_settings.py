"""The settings of StyleGAN2 and their presets."""

from typing import Literal, Self

import torch
from pydantic import model_validator

from ganstudio.data.augmentation import PIPES, TRANSFORMS
from ganstudio.recipes.base import Pictures
from ganstudio.settings import Auto, Settings, setting

PipeName = Literal["translation", "b", "g", "c", "bg", "bgc", "bgcf", "bgcfn", "bgcfnc"]


class StyleGAN2Settings(Settings):
    """Defaults choose by resolution and batch, as the paper's authors do for data they have not seen."""

    generator_lr: float | Auto = setting(
        "auto", "Learning rate of the generator; auto takes 0.0025 below 1024 px and 0.002 there.",
        label="Generator", group="Learning rates", gt=0, le=1, locked=False,
    )  # fmt: skip
    discriminator_lr: float | Auto = setting(
        "auto", "Learning rate of the discriminator; auto takes 0.0025 below 1024 px and 0.002 there.",
        label="Discriminator", group="Learning rates", gt=0, le=1, locked=False,
    )  # fmt: skip
    beta1: float = setting(
        0.0, "Adam's memory of the gradient's mean.",
        label="Adam β1", group="Learning rates", advanced=True, ge=0, lt=1,
    )  # fmt: skip
    beta2: float = setting(
        0.99, "Adam's memory of the gradient's square.",
        label="Adam β2", group="Learning rates", advanced=True, ge=0, lt=1,
    )  # fmt: skip
    ema_kimg: float | Auto = setting(
        "auto", "Half-life of the averaged generator; auto takes 10/32 of a thousand per picture in the batch.",
        label="Average half-life", group="Averaging and mixing", unit="kimg", advanced=True, ge=0,
    )  # fmt: skip
    use_classes: bool = setting(
        True, "Learn the classes of the data, where it has some, so that you can ask for one.",
        label="Use classes", group="Data and size",
    )  # fmt: skip
    z_dim: int = setting(
        512, "Length of the latent vector z.",
        label="Latent size z", group="Networks", ge=1, le=4096,
    )  # fmt: skip
    w_dim: int = setting(
        512, "Length of the style vector w.",
        label="Style size w", group="Networks", ge=1, le=4096,
    )  # fmt: skip
    mapping_layers: int = setting(
        2, "Layers between z and w; the paper has 8, the authors' later code 2.",
        label="Mapping layers", group="Networks", unit="layers", ge=1, le=16,
    )  # fmt: skip
    mapping_lr: float = setting(
        0.01, "How fast the mapping network learns, as a share of the learning rate.",
        label="Mapping learning rate", group="Networks", advanced=True, gt=0, le=1,
    )  # fmt: skip
    label_layers: int = setting(
        8, "Layers between a class and what the discriminator compares a picture's features with.",
        label="Label layers", group="Networks", unit="layers", advanced=True, ge=0, le=16,
    )  # fmt: skip
    channel_base: int | Auto = setting(
        "auto", "Feature maps times resolution; auto takes 16384 below 512 px and 32768 from there.",
        label="Channel base", group="Networks", ge=16, le=262_144,
    )  # fmt: skip
    channel_max: int = setting(
        512, "Most feature maps at any resolution.",
        label="Most channels", group="Networks", unit="maps", ge=1, le=2048,
    )  # fmt: skip
    noise: bool = setting(
        True, "Add noise to every layer, from which hair, pores and other chance detail is made.",
        label="Noise per layer", group="Networks",
    )  # fmt: skip
    mbstd_group: int = setting(
        4, "Pictures whose variety the discriminator sees at once; 1 switches it off.",
        label="Variety group", group="Networks", unit="pictures", advanced=True, ge=1, le=64,
    )  # fmt: skip
    r1_gamma: float | Auto = setting(
        "auto", "Strength of R1, which keeps the discriminator smooth; auto takes 0.0002 · resolution² / batch. "
        "The one setting worth a search: try a quarter, half, double and four times as much.",
        label="R1 weight γ", group="Objective", ge=0, le=10_000,
    )  # fmt: skip
    r1_every: int = setting(
        16, "Steps between two updates by R1, whose strength is raised to match.",
        label="R1 every", group="Objective", unit="steps", advanced=True, ge=1, le=1000,
    )  # fmt: skip
    pl_weight: float = setting(
        2.0, "Strength of path length regularisation, which makes w smoother; 0 switches it off.",
        label="Path length weight", group="Objective", ge=0, le=1000,
    )  # fmt: skip
    pl_every: int = setting(
        4, "Steps between two updates by path length, whose strength is raised to match.",
        label="Path length every", group="Objective", unit="steps", advanced=True, ge=1, le=1000,
    )  # fmt: skip
    pl_shrink: int = setting(
        2, "Path length is measured on one picture in this many, to save memory.",
        label="Path length share", group="Objective", advanced=True, ge=1, le=64,
    )  # fmt: skip
    style_mixing: float = setting(
        0.9, "How often pictures are made from two styles, the second from a random layer on.",
        label="Style mixing", group="Averaging and mixing", ge=0, le=1,
    )  # fmt: skip
    w_avg_beta: float = setting(
        0.998, "How slowly the centre of truncation follows the styles.",
        label="Style average", group="Averaging and mixing", advanced=True, ge=0, lt=1,
    )  # fmt: skip
    augment: Literal["none", "adaptive", "fixed"] = setting(
        "none", "Show the discriminator altered pictures, so that it cannot learn a small data set by heart; "
        "adaptive alters just as many as needed.",
        label="Augmentation", group="Augmentation",
    )  # fmt: skip
    augment_pipe: PipeName = setting(
        "bgc", "Which alterations: b moves by whole pixels and quarter turns, g any geometry, c colour, "
        "f frequency bands, n noise, c last: holes.",
        label="Alterations", group="Augmentation",
    )  # fmt: skip
    augment_skip: str = setting(
        "", "Alterations to leave out of these, with commas between: " + ", ".join(TRANSFORMS) + ".",
        label="Leave out", group="Augmentation", advanced=True,
    )  # fmt: skip
    augment_p: float = setting(
        0.2, "Probability of each alteration when fixed.",
        label="Fixed probability", group="Augmentation", advanced=True, ge=0, le=0.8,
    )  # fmt: skip
    ada_target: float = setting(
        0.6, "Adaptive: the mean sign of the discriminator's verdict on real pictures to aim at.",
        label="Adaptive target", group="Augmentation", advanced=True, ge=0, le=1,
    )  # fmt: skip
    ada_kimg: float = setting(
        500.0, "Adaptive: thousands of pictures in which the probability can go from 0 to 1.",
        label="Adaptive speed", group="Augmentation", unit="kimg", advanced=True, gt=0, le=100_000,
    )  # fmt: skip
    conv_clamp: float | Auto = setting(
        "auto", "Largest activation, 0 for no limit; auto takes 256 in half precision.",
        label="Activation limit", group="Precision and device", advanced=True, ge=0, le=60_000,
    )  # fmt: skip
    memory_format: Literal["auto", "contiguous", "narrow", "channels_last"] = setting(
        "auto", "Order of the activations in memory; auto takes channels_last on CUDA, and elsewhere in narrow layers.",
        label="Memory format", group="Precision and device", advanced=True,
    )  # fmt: skip

    @model_validator(mode="after")
    def _known_transforms(self) -> Self:
        unknown = skipped(self) - set(TRANSFORMS)
        if unknown:
            raise ValueError(
                f"There is no alteration called {min(unknown)}; there are {', '.join(TRANSFORMS)}."
            )
        return self


def skipped(settings: StyleGAN2Settings) -> set[str]:
    """The names in `augment_skip`."""
    return {name.strip() for name in settings.augment_skip.split(",") if name.strip()}


def transforms(settings: StyleGAN2Settings) -> tuple[str, ...]:
    """The alterations that are wanted, in the order in which they are made."""
    return tuple(name for name in PIPES[settings.augment_pipe] if name not in skipped(settings))


NARROW = 64  # maps; in wider layers on a CPU, contiguous activations are as fast or faster


def channels_last(settings: StyleGAN2Settings) -> int:
    """The most feature maps at which a layer keeps its activations in channels_last order."""
    return {"contiguous": 0, "narrow": NARROW, "channels_last": 1 << 20}[settings.memory_format]


def resolve(settings: StyleGAN2Settings, pictures: Pictures, device: torch.device) -> StyleGAN2Settings:
    """Every "auto" replaced (Karras et al. 2020, ADA, and the settings `auto` of the authors' code)."""
    size = pictures.resolution
    largest = 16 if device.type == "cpu" else 32
    batch = max(1, min(4096 // size, largest)) if settings.batch == "auto" else int(settings.batch)
    rate = 0.002 if size >= 1024 else 0.0025
    halves = settings.precision in ("float16", "bfloat16") or (settings.precision, device.type) == (
        "auto",
        "cuda",
    )
    values: dict[str, object] = {
        "resolution": size,
        "batch": batch,
        "micro_batch": batch,
        "generator_lr": rate,
        "discriminator_lr": rate,
        "ema_kimg": batch * 10 / 32,
        "channel_base": 32768 if size >= 512 else 16384,
        "r1_gamma": 0.0002 * size**2 / batch,
        "conv_clamp": 256.0 if halves else 0.0,
        "memory_format": "channels_last" if device.type == "cuda" else "narrow",
    }
    return settings.changed(
        {name: value for name, value in values.items() if getattr(settings, name) == "auto"}
    )


AUTO = StyleGAN2Settings()
PAPER = StyleGAN2Settings(
    batch=32, steps=781_250, generator_lr=0.002, discriminator_lr=0.002, r1_gamma=10.0, ema_kimg=10.0,
    ema_rampup=0.0, mapping_layers=8, channel_base=32768, w_avg_beta=0.995,
)  # fmt: skip
SMALL_DATA = StyleGAN2Settings(augment="adaptive", mirror=True, steps=200_000)
CPU_DEMO = StyleGAN2Settings(
    batch=16, steps=12_000, z_dim=64, w_dim=64, mapping_layers=2, channel_base=512, channel_max=96,
    r1_gamma=0.1, pl_weight=0.0, style_mixing=0.0,
)  # fmt: skip
PRESETS = {"auto": AUTO, "paper": PAPER, "small-data": SMALL_DATA, "cpu-demo": CPU_DEMO}

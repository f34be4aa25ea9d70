"""What can be set of every image-to-image recipe."""

from typing import Literal, Self

from pydantic import model_validator

from ganstudio.networks.resnet_translator import Norm, Upsampling
from ganstudio.settings import Auto, Settings, setting

TranslatorName = Literal["resnet", "unet"]


class TranslationSettings(Settings):
    """What CycleGAN and pix2pix share; the defaults that differ are in their own settings."""

    batch: int | Auto = setting(
        1, "Pictures of each side per update, over all processes; 1 as published.",
        label="Batch size", group="Data and size", unit="pictures", ge=1, le=4096,
    )  # fmt: skip
    steps: int = setting(
        100_000, "Length of the run in training steps; can be raised later.",
        label="Length", group="Data and size", unit="steps", ge=1, le=100_000_000, locked=False,
    )  # fmt: skip
    margin: float = setting(
        0.117, "How much larger pictures are loaded than the square that is cut out of them at a random place; the "
        "published 286 for 256 pixels is 0.117.",
        label="Margin to crop", group="Augmentation", ge=0, le=1,
    )  # fmt: skip
    mirror: bool = setting(
        True, "Show half of the pictures mirrored; both sides of a pair alike.",
        label="Mirror pictures", group="Augmentation",
    )  # fmt: skip
    network: TranslatorName = setting(
        "resnet", "Residual blocks at a quarter of the resolution, or a U-Net, which hands details past its middle.",
        label="Translator", group="Networks",
    )  # fmt: skip
    width: int | Auto = setting(
        "auto", "Feature maps of the first layer of a translator; auto: 64 as published, 16 on a CPU (a U-Net 32).",
        label="Translator width", group="Networks", unit="maps", ge=4, le=256,
    )  # fmt: skip
    blocks: int | Auto = setting(
        "auto", "Residual blocks of a ResNet; auto: 9 from 256 pixels and 6 below as published, 4 below 128 on a CPU.",
        label="Residual blocks", group="Networks", ge=1, le=24,
    )  # fmt: skip
    downs: int | Auto = setting(
        "auto", "How often a U-Net halves the picture; auto: down to one pixel, at most 8 times as published.",
        label="U-Net halvings", group="Networks", advanced=True, ge=3, le=10,
    )  # fmt: skip
    d_width: int | Auto = setting(
        "auto", "Feature maps of the first layer of a discriminator; auto: 64 as published, 32 on a CPU.",
        label="Discriminator width", group="Networks", unit="maps", ge=4, le=256,
    )  # fmt: skip
    d_layers: int | Auto = setting(
        "auto", "Layers between the first and the last of a discriminator: with 3 a logit judges 70 x 70 pixels, with "
        "2 it judges 34, with 1 it judges 16. Auto: 3 as published from 128 pixels, 2 from 64, 1 below.",
        label="Discriminator layers", group="Networks", advanced=True, ge=1, le=6,
    )  # fmt: skip
    norm: Norm = setting(
        "instance", "Normalisation in translators; instance takes its statistics from each picture alone.",
        label="Norm", group="Networks", advanced=True,
    )  # fmt: skip
    d_norm: Norm | Auto = setting(
        "auto", "Normalisation in discriminators; auto: as in translators, and instance where those have none, as "
        "discriminators without it learn next to nothing.",
        label="Discriminator norm", group="Networks", advanced=True,
    )  # fmt: skip
    dropout: bool = setting(
        False, "Drop half of the features inside the translators while training.",
        label="Dropout", group="Networks", advanced=True,
    )  # fmt: skip
    upsampling: Upsampling = setting(
        "transposed", "How a ResNet enlarges: transposed convolutions as published, or resize and convolve, with less "
        "checkerboard.",
        label="Upsampling", group="Networks", advanced=True,
    )  # fmt: skip
    skips: bool = setting(
        False, "Add a ResNet's features of each resolution on the way down to those on the way up, which a U-Net does "
        "anyway: lines stay where they are, and small networks learn much sooner.",
        label="Skip connections", group="Networks", advanced=True,
    )  # fmt: skip
    objective: Literal["least-squares", "non-saturating"] = setting(
        "least-squares", "What discriminators and translators play for; non-saturating is the vanilla GAN's.",
        label="Objective", group="Objective",
    )  # fmt: skip
    decay_start: int | Auto = setting(
        "auto", "Step at which the learning rates begin to fall in a straight line; auto: half of the run. Auto "
        "follows the length: a run made longer goes on at the rates of one that was so long from the beginning.",
        label="Decay from", group="Learning rates", unit="steps", advanced=True, ge=0, locked=False,
    )  # fmt: skip
    decay_end: int | Auto = setting(
        "auto", "Step at which they have fallen to the floor; 0 keeps them constant, auto: the end of the run, also "
        "when it is made longer.",
        label="Decay until", group="Learning rates", unit="steps", advanced=True, ge=0, locked=False,
    )  # fmt: skip
    ema_kimg: float | Auto = setting(
        0.0, "Half-life of the averaged translators, in thousands of pictures; 0 keeps the newest, as published.",
        label="Average half-life", group="Averaging and mixing", unit="kimg", advanced=True, ge=0,
    )  # fmt: skip
    evaluate_metrics: Literal["kid"] = setting(
        "kid", "What is measured: the kernel distance of translated pictures to those of the other side, the error of "
        "the way there and back, and the distance to the true counterparts where they are known.",
        label="Metrics", group="Quality", advanced=True, locked=False,
    )  # fmt: skip
    best_by: Literal["kid"] = setting(
        "kid", "The metric by which the best checkpoint is kept.",
        label="Best by", group="Quality", advanced=True, locked=False,
    )  # fmt: skip

    @property
    def judges_norm(self) -> Norm:
        """What the discriminators have."""
        if self.d_norm != "auto":
            return self.d_norm
        return "instance" if self.norm == "none" else self.norm

    @model_validator(mode="after")
    def _decays_forward(self) -> Self:
        if (
            self.decay_start != "auto"
            and self.decay_end not in ("auto", 0)
            and self.decay_start > int(self.decay_end)
        ):
            raise ValueError("The learning rates cannot have fallen before they begin to; raise decay_end.")
        return self


class CycleGANSettings(TranslationSettings):
    """Defaults are the paper's (Zhu et al. 2017, section 4 and appendix 7), but for sizes that suit the device."""

    disjoint: bool = setting(
        False, "Where pairs are known, sides A and B are trained on different subjects.",
        label="Different subjects", group="Data and size", advanced=True,
    )  # fmt: skip
    cycle: float = setting(
        10.0, "Weight of the cycle: there and back must give the first picture.",
        label="Cycle λ", group="Objective", ge=0, le=1000,
    )  # fmt: skip
    cycle_b: float | Auto = setting(
        "auto", "Weight of the cycle that begins at B; auto: the same. Where A shows less than B does, such as "
        "outlines of coloured drawings, a small one keeps the translators from hiding in A what B needs.",
        label="Cycle λ from B", group="Objective", advanced=True, ge=0, le=1000,
    )  # fmt: skip
    identity: float = setting(
        0.5, "Weight of the identity, as a share of the cycle's: a picture that is already there stays as it is, "
        "which keeps colours. 0 switches it off.",
        label="Identity", group="Objective", ge=0, le=10,
    )  # fmt: skip
    pool: int = setting(
        50, "Earlier translations that the discriminators are shown too; half of the time one of these.",
        label="Image pool", group="Objective", unit="pictures", advanced=True, ge=0, le=1000,
    )  # fmt: skip


class Pix2PixSettings(TranslationSettings):
    """Defaults are the paper's (Isola et al. 2017, section 3 and appendix 6), but for sizes that suit the device."""

    direction: Literal["a2b", "b2a"] = setting(
        "a2b", "Which side is made of which: B of A, or A of B.",
        label="Direction", group="Data and size",
    )  # fmt: skip
    network: TranslatorName = setting(
        "unet", "A U-Net, which hands every detail past its middle, or residual blocks at a quarter of the resolution.",
        label="Translator", group="Networks",
    )  # fmt: skip
    norm: Norm = setting(
        "batch", "Normalisation in translators; instance takes its statistics from each picture alone, which is what "
        "batch norm does with one picture a batch while it trains.",
        label="Norm", group="Networks", advanced=True,
    )  # fmt: skip
    dropout: bool = setting(
        True, "Drop half of the features of the translator's innermost layers while training, the only chance in it.",
        label="Dropout", group="Networks", advanced=True,
    )  # fmt: skip
    objective: Literal["least-squares", "non-saturating"] = setting(
        "non-saturating", "What discriminator and translator play for; non-saturating is the vanilla GAN's.",
        label="Objective", group="Objective",
    )  # fmt: skip
    l1: float = setting(
        100.0, "Weight of the distance to the true counterpart, a mean over pixels.",
        label="L1 λ", group="Objective", ge=0, le=10_000,
    )  # fmt: skip


PAPER = CycleGANSettings(width=64, d_width=64, d_layers=3)
# A quarter of the paper's width, with skips, and some identity: what one core learns most from in half an hour.
CPU_DEMO = CycleGANSettings(
    width=16, d_width=32, blocks=4, batch=2, generator_lr=3e-4, discriminator_lr=3e-4, identity=0.2,
    upsampling="resize", skips=True, margin=0.0, steps=6000, ema_kimg=1.0, report_every=10, preview_every=200,
)  # fmt: skip
PIX2PIX_PAPER = Pix2PixSettings(width=64, d_width=64, d_layers=3)
# The same small network learns from pairs in twenty minutes of one core.
PIX2PIX_CPU_DEMO = Pix2PixSettings(
    network="resnet", width=16, d_width=32, d_layers=3, blocks=4, norm="instance", dropout=False, batch=2,
    generator_lr=3e-4, discriminator_lr=3e-4, upsampling="resize", skips=True, margin=0.0, steps=12_000, ema_kimg=1.0,
    report_every=10, preview_every=200,
)  # fmt: skip

"""DCGAN: the first convolutional GAN that trained reliably, with later objectives and penalties as switches."""

from collections.abc import Mapping
from typing import ClassVar, Literal, Self, cast

import torch
from pydantic import model_validator
from torch import Tensor

from ganstudio.networks.dcgan import Discriminator, Generator, Upsampling
from ganstudio.networks.latent import Latent
from ganstudio.networks.norms import NormName
from ganstudio.objectives import choose_objective, zero_centred_difference, zero_centred_penalty
from ganstudio.recipes.auto import check_resolution, fill_auto
from ganstudio.recipes.base import Batch, Card, Draws, Losses, Pictures, Recipe, Update
from ganstudio.settings import Settings, setting


class DCGANSettings(Settings):
    """Defaults are the paper's, except for the width, which is half of it."""

    z_dim: int = setting(
        100, "Length of the latent vector from which a picture is made.",
        label="Latent size", group="Networks", ge=1, le=4096,
    )  # fmt: skip
    latent: Latent = setting(
        "normal", "How the latent vector is distributed.",
        label="Latent distribution", group="Networks", advanced=True,
    )  # fmt: skip
    width: int = setting(
        64, "Feature maps of the generator at half the resolution; they double at every halving.",
        label="Generator width", group="Networks", unit="maps", ge=1, le=512,
    )  # fmt: skip
    d_width: int = setting(
        64, "Feature maps of the discriminator at half the resolution; they double at every halving.",
        label="Discriminator width", group="Networks", unit="maps", ge=1, le=512,
    )  # fmt: skip
    generator_norm: NormName = setting(
        "batch", "Normalisation in the generator.",
        label="Generator norm", group="Networks", advanced=True,
    )  # fmt: skip
    discriminator_norm: NormName = setting(
        "batch", "Normalisation in the discriminator; penalties on its slope need one that is not batch.",
        label="Discriminator norm", group="Networks", advanced=True,
    )  # fmt: skip
    upsampling: Upsampling = setting(
        "transposed", "Transposed convolutions as published, or resize and convolve, with less checkerboard.",
        label="Upsampling", group="Networks", advanced=True,
    )  # fmt: skip
    objective: Literal["minimax", "non-saturating", "least-squares", "hinge", "relativistic"] = setting(
        "non-saturating", "What the two networks play for; minimax saturates, which is instructive but learns badly.",
        label="Objective", group="Objective",
    )  # fmt: skip
    label_smoothing: float = setting(
        0.0, "How far below 1 the discriminator's target for real pictures lies; 0.1 is usual.",
        label="Label smoothing", group="Objective", advanced=True, ge=0, lt=1,
    )  # fmt: skip
    penalty: Literal["none", "r1", "r1+r2"] = setting(
        "none", "Keeps the discriminator flat at real pictures (R1), or at real and made ones (R1 and R2).",
        label="Slope penalty", group="Objective", advanced=True,
    )  # fmt: skip
    gamma: float = setting(
        0.5, "Strength of the slope penalty.",
        label="Penalty γ", group="Objective", advanced=True, ge=0, le=10_000,
    )  # fmt: skip
    penalty_form: Literal["exact", "difference"] = setting(
        "difference", "Slopes by second derivatives, or by a small step in a random direction, much faster.",
        label="Penalty form", group="Objective", advanced=True,
    )  # fmt: skip
    penalty_step: float = setting(
        0.05, "Length of the small step, per pixel, where black to white is 2.",
        label="Penalty step", group="Objective", advanced=True, gt=0, le=1,
    )  # fmt: skip

    @model_validator(mode="after")
    def _fit_together(self) -> Self:
        if self.penalty != "none" and self.discriminator_norm == "batch":
            raise ValueError(
                "A slope penalty needs each picture judged alone; set discriminator_norm to none or layer."
            )
        if self.label_smoothing and self.objective in ("hinge", "relativistic"):
            raise ValueError(
                f"The objective {self.objective} has no labels to smooth; set label_smoothing to 0."
            )
        return self


PAPER = DCGANSettings(width=128, d_width=128, latent="uniform", batch=128)
CPU_DEMO = DCGANSettings(
    width=32, d_width=32, discriminator_norm="none", batch=32, steps=6000,
    objective="relativistic", penalty="r1+r2", generator_lr=5e-4, discriminator_lr=5e-4, beta1=0.0, beta2=0.99,
)  # fmt: skip
SMALL_DATA = CPU_DEMO.changed(
    {"width": 48, "d_width": 48, "gamma": 1.0, "upsampling": "resize", "steps": 30_000}
)


class DCGAN(Recipe):
    """Radford et al. 2016. With classes the labels enter as a projection, of which cGAN makes use."""

    card: ClassVar[Card] = Card(
        name="dcgan",
        title="DCGAN",
        year=2016,
        paper="Radford, Metz, Chintala: Unsupervised Representation Learning with Deep Convolutional Generative "
        "Adversarial Networks, ICLR 2016",
        link="https://arxiv.org/abs/1511.06434",
        kind="Make pictures",
        summary="The classic convolutional GAN: small, quick, and the starting point of most that followed.",
        classes="ignored",
    )
    settings: DCGANSettings
    settings_type = DCGANSettings
    presets: ClassVar[Mapping[str, Settings]] = {
        "paper": PAPER,
        "cpu-demo": CPU_DEMO,
        "small-data": SMALL_DATA,
    }
    batch_statistics = (
        "Batch norm takes its means and variances over the pictures of one process, so that a picture's features "
        "depend on which others share its process; generator_norm and discriminator_norm can be set to layer."
    )

    def __init__(self, settings: Settings, pictures: Pictures) -> None:
        super().__init__(settings, pictures)
        settings = self.settings
        self.discriminator = Discriminator(
            pictures.resolution,
            pictures.channels,
            settings.d_width,
            pictures.num_classes,
            settings.discriminator_norm,
        )
        self.objective = choose_objective(settings.objective, settings.label_smoothing)
        if "batch" not in (settings.generator_norm, settings.discriminator_norm):
            self.batch_statistics = ""

    @classmethod
    def resolve(cls, settings: Settings, pictures: Pictures, device: torch.device) -> Settings:
        check_resolution(cls.card.title, pictures, 8, 128)
        return fill_auto(settings, pictures, lr=2e-4, batch=32 if device.type == "cpu" else 128)

    @classmethod
    def build_generator(cls, settings: Settings, pictures: Pictures) -> Generator:
        settings = cast(DCGANSettings, settings)
        return Generator(
            pictures.resolution,
            pictures.channels,
            settings.z_dim,
            settings.width,
            pictures.num_classes,
            settings.generator_norm,
            settings.upsampling,
            settings.latent,
        )

    def updates(self) -> tuple[Update, ...]:
        sensitive = self.settings.penalty != "none"  # differences of nearby logits drown in half precision
        return (
            Update("discriminator", self.discriminator_losses, full_precision=sensitive),
            Update("generator", self.generator_losses),
        )

    def optimizers(self) -> dict[str, torch.optim.Optimizer]:
        rates = {"generator": self.settings.generator_lr, "discriminator": self.settings.discriminator_lr}
        betas = (self.settings.beta1, self.settings.beta2)
        return {
            name: torch.optim.Adam(
                self.get_submodule(name).parameters(), lr=float(rate), betas=betas, fused=True
            )
            for name, rate in rates.items()
        }

    def discriminator_losses(self, batch: Batch, draws: Draws) -> Losses:
        """The objective, with fakes of the real pictures' labels, and the slope penalties."""
        real, labels = batch["image"], batch.get("label")
        fake = self.generator(draws.normal(self.settings.z_dim), labels).detach()
        if self.settings.penalty != "none" and self.settings.penalty_form == "difference":
            return self._losses_by_difference(real, fake, labels, draws)
        real = real.detach().requires_grad_(self.settings.penalty != "none")
        fake.requires_grad_(self.settings.penalty == "r1+r2")
        real_logits, fake_logits = self._logits(labels, real, fake)
        losses = {"adversarial": self.objective.discriminator(real_logits, fake_logits)}
        if self.settings.penalty != "none":
            losses["r1"] = self.settings.gamma * zero_centred_penalty(real_logits, real)
        if self.settings.penalty == "r1+r2":
            losses["r2"] = self.settings.gamma * zero_centred_penalty(fake_logits, fake)
        return losses

    def _losses_by_difference(
        self, real: Tensor, fake: Tensor, labels: Tensor | None, draws: Draws
    ) -> Losses:
        step, gamma = self.settings.penalty_step, self.settings.gamma
        places = (real, fake)[: 1 if self.settings.penalty == "r1" else 2]
        moved = [place + step * draws.normal(*place.shape[1:]) for place in places]
        logits = self._logits(labels, real, fake, *moved)
        losses = {"adversarial": self.objective.discriminator(logits[0], logits[1])}
        for name, still, shifted in zip(("r1", "r2"), logits, logits[2:]):
            losses[name] = gamma * zero_centred_difference(still, shifted, step)
        return losses

    def generator_losses(self, batch: Batch, draws: Draws) -> Losses:
        """The objective for fresh fakes of the batch's labels."""
        labels = batch.get("label")
        fake = self.generator(draws.normal(self.settings.z_dim), labels)
        (fake_logits,) = self._logits(labels, fake)
        # Apart from the fakes, so that nothing flows back through the real pictures.
        (real_logits,) = self._logits(labels, batch["image"]) if self.objective.paired else (fake_logits,)
        return {"adversarial": self.objective.generator(real_logits, fake_logits)}

    def _logits(self, labels: Tensor | None, *pictures: Tensor) -> tuple[Tensor, ...]:
        """Logits of each group of pictures: in one pass, or apart where batch norm would mix the groups."""
        if self.settings.discriminator_norm == "batch":
            return tuple(self.discriminator(group, labels) for group in pictures)
        together = None if labels is None else labels.repeat(len(pictures), 1)
        logits: Tensor = self.discriminator(torch.cat(pictures), together)
        return logits.chunk(len(pictures))

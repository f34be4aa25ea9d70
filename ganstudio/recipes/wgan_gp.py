"""WGAN-GP: a critic that estimates the distance between real and made pictures, kept smooth by a penalty."""

from collections.abc import Mapping
from typing import ClassVar, Literal, cast

import torch
from torch import nn

from ganstudio.networks.dcgan import Discriminator, Generator
from ganstudio.networks.norms import NormName
from ganstudio.networks.resnet import ResNetCritic, ResNetGenerator
from ganstudio.objectives import between, critic_wasserstein, drift, generator_wasserstein, unit_slope_penalty
from ganstudio.recipes.auto import check_resolution, fill_auto
from ganstudio.recipes.base import Batch, Card, Draws, Losses, Pictures, Recipe, Update, judged
from ganstudio.settings import Settings, setting


class WGANGPSettings(Settings):
    """Defaults are the paper's, with Adam's betas, but norms that leave samples independent."""

    generator_lr: float | Literal["auto"] = setting(
        1e-4, "Learning rate of the generator.",
        label="Generator", group="Learning rates", gt=0, le=1, locked=False,
    )  # fmt: skip
    discriminator_lr: float | Literal["auto"] = setting(
        1e-4, "Learning rate of the critic.",
        label="Critic", group="Learning rates", gt=0, le=1, locked=False,
    )  # fmt: skip
    beta1: float = setting(
        0.0, "Adam's memory of the gradient's mean.",
        label="Adam β1", group="Learning rates", advanced=True, ge=0, lt=1,
    )  # fmt: skip
    beta2: float = setting(
        0.9, "Adam's memory of the gradient's square.",
        label="Adam β2", group="Learning rates", advanced=True, ge=0, lt=1,
    )  # fmt: skip
    z_dim: int = setting(
        128, "Length of the latent vector from which a picture is made.",
        label="Latent size", group="Networks", ge=1, le=4096,
    )  # fmt: skip
    backbone: Literal["resnet", "dcgan"] = setting(
        "resnet", "Residual networks as published, or DCGAN's, which are several times faster.",
        label="Networks", group="Networks",
    )  # fmt: skip
    width: int = setting(
        64, "Feature maps of the generator: everywhere in residual networks, at half the resolution in DCGAN's.",
        label="Generator width", group="Networks", unit="maps", ge=1, le=512,
    )  # fmt: skip
    d_width: int = setting(
        64, "Feature maps of the critic, counted as the generator's.",
        label="Critic width", group="Networks", unit="maps", ge=1, le=512,
    )  # fmt: skip
    generator_norm: NormName = setting(
        "layer", "Normalisation in the generator; the paper has batch.",
        label="Generator norm", group="Networks", advanced=True,
    )  # fmt: skip
    critic_norm: Literal["layer", "instance", "none"] = setting(
        "none", "Normalisation in the critic; never batch, as the penalty is on each picture's own slope.",
        label="Critic norm", group="Networks", advanced=True,
    )  # fmt: skip
    critic_steps: int = setting(
        5, "Steps of the critic before each step of the generator.",
        label="Critic steps", group="Objective", ge=1, le=100,
    )  # fmt: skip
    penalty_weight: float = setting(
        10.0, "Strength of the gradient penalty, λ.",
        label="Penalty λ", group="Objective", advanced=True, ge=0, le=1000,
    )  # fmt: skip
    drift_weight: float = setting(
        0.0, "Keeps the critic's values near zero; 0.001 is usual, 0 switches it off.",
        label="Drift ε", group="Objective", advanced=True, ge=0, le=1,
    )  # fmt: skip


PAPER = WGANGPSettings(
    width=128, d_width=128, batch=64, steps=100_000, generator_norm="batch", decay_end=100_000
)
# About five minutes on two CPU cores at 32 px. Per picture, small batches at high rates learn most.
CPU_DEMO = WGANGPSettings(
    backbone="dcgan", width=32, d_width=32, batch=16, generator_lr=1e-3, discriminator_lr=1e-3,
    steps=1500, ema_rampup=0.1,
)  # fmt: skip


class WGANGP(Recipe):
    """Gulrajani et al. 2017. `discriminator/wasserstein` is the critic's estimate; it falls as pictures improve."""

    card: ClassVar[Card] = Card(
        name="wgan_gp",
        title="WGAN-GP",
        year=2017,
        paper="Gulrajani, Ahmed, Arjovsky, Dumoulin, Courville: Improved Training of Wasserstein GANs, NeurIPS 2017",
        link="https://arxiv.org/abs/1704.00028",
        kind="Make pictures",
        summary="A critic estimates how far made pictures are from real ones, and the curve means what it says.",
        classes="ignored",
    )
    settings: WGANGPSettings
    settings_type = WGANGPSettings
    presets: ClassVar[Mapping[str, Settings]] = {"paper": PAPER, "cpu-demo": CPU_DEMO}

    def __init__(self, settings: Settings, pictures: Pictures) -> None:
        super().__init__(settings, pictures)
        settings = self.settings
        critic = ResNetCritic if settings.backbone == "resnet" else Discriminator
        self.discriminator = critic(
            pictures.resolution, pictures.channels, settings.d_width, norm=settings.critic_norm
        )
        if settings.generator_norm == "batch":
            self.batch_statistics = (
                "The generator's batch norm takes its means and variances over the pictures of one process; "
                "with generator_norm layer, pixel, instance or none several processes give the same weights as one."
            )

    @classmethod
    def resolve(cls, settings: Settings, pictures: Pictures, device: torch.device) -> Settings:
        check_resolution(cls.card.title, pictures, 16, 128)
        return fill_auto(settings, pictures, lr=1e-4, batch=32 if device.type == "cpu" else 64)

    @classmethod
    def build_generator(cls, settings: Settings, pictures: Pictures) -> nn.Module:
        settings = cast(WGANGPSettings, settings)
        generator = ResNetGenerator if settings.backbone == "resnet" else Generator
        return generator(
            pictures.resolution,
            pictures.channels,
            settings.z_dim,
            settings.width,
            norm=settings.generator_norm,
        )

    def updates(self) -> tuple[Update, ...]:
        steps = self.settings.critic_steps
        return (
            Update("discriminator", self.critic_losses, repeats=steps, full_precision=True),
            Update("generator", self.generator_losses),
        )

    def critic_losses(self, batch: Batch, draws: Draws) -> Losses:
        """Algorithm 1, line 7. `wasserstein` has no gradient: it is the estimate, for the curves."""
        real = batch["image"]
        fake = self.generator(draws.normal(self.settings.z_dim)).detach()
        real_logits, fake_logits = self.discriminator(torch.cat((real, fake))).chunk(2)
        mixed = between(real, fake, draws.uniform(1, 1, 1))
        adversarial = critic_wasserstein(real_logits, fake_logits)
        penalty = unit_slope_penalty(self.discriminator(mixed), mixed)
        losses = {
            "adversarial": adversarial,
            "penalty": self.settings.penalty_weight * penalty,
            "wasserstein": -adversarial.detach(),
            **judged(real_logits, fake_logits),
        }
        if self.settings.drift_weight:
            losses["drift"] = self.settings.drift_weight * drift(real_logits)
        return losses

    def generator_losses(self, _batch: Batch, draws: Draws) -> Losses:
        """Algorithm 1, line 12."""
        fake = self.generator(draws.normal(self.settings.z_dim))
        return {"adversarial": generator_wasserstein(self.discriminator(fake))}

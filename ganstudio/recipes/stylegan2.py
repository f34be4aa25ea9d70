"""StyleGAN2 with adaptive discriminator augmentation: a style for every layer, and pictures at will."""

from collections.abc import Callable, Mapping
from typing import ClassVar, cast

import torch
from torch import Tensor

from ganstudio.data.augmentation import Augmentation
from ganstudio.networks.stylegan2 import StyleGAN2Generator, resolutions
from ganstudio.networks.stylegan2_discriminator import StyleGAN2Discriminator
from ganstudio.objectives import discriminator_logistic, generator_non_saturating, zero_centred_penalty
from ganstudio.recipes.base import Batch, Card, Draws, Losses, Pictures, Recipe, Update, judged
from ganstudio.recipes.stylegan2_settings import (
    PRESETS,
    StyleGAN2Settings,
    channels_last,
    resolve,
    transforms,
)
from ganstudio.settings import Settings

ADA_EVERY = 4  # steps over which the controller averages
ADA_LIMIT = 0.8  # above, alterations leak into the pictures (ADA, section 2.2)
PL_DECAY = 0.01


class StyleGAN2(Recipe):
    """Karras et al. 2020 (CVPR), with augmentation after Karras et al. 2020 (NeurIPS), called ADA below."""

    card: ClassVar[Card] = Card(
        name="stylegan2",
        title="StyleGAN2",
        year=2020,
        paper="Karras, Laine, Aittala, Hellsten, Lehtinen, Aila: Analyzing and Improving the Image Quality of "
        "StyleGAN, CVPR 2020; Karras, Aittala, Hellsten, Laine, Lehtinen, Aila: Training Generative Adversarial "
        "Networks with Limited Data, NeurIPS 2020",
        link="https://arxiv.org/abs/1912.04958",
        kind="Make pictures",
        summary="The system behind most of the faces you have seen: styles to explore, mix and edit. Best on a GPU.",
        classes="optional",
    )
    settings_type = StyleGAN2Settings
    presets: ClassVar[Mapping[str, Settings]] = PRESETS
    measurements = ("w_mean", "pl_length", "pl_measured", "real_sign")
    batch_statistics = (
        "The discriminator compares pictures within groups (minibatch standard deviation), and a group never spans "
        "two processes; with mbstd_group 1 several processes give the same weights as one."
    )

    settings: StyleGAN2Settings
    generator: StyleGAN2Generator

    ada_p: Tensor
    ada_steps: Tensor
    ada_sign_sum: Tensor
    pl_mean: Tensor
    w_mean: Tensor
    pl_length: Tensor
    pl_measured: Tensor
    real_sign: Tensor

    def __init__(self, settings: Settings, pictures: Pictures) -> None:
        super().__init__(settings, pictures)
        self.settings = settings = cast(StyleGAN2Settings, settings)
        self.discriminator = StyleGAN2Discriminator(
            pictures.resolution, pictures.channels, c_dim=pictures.num_classes,
            channel_base=int(settings.channel_base), channel_max=settings.channel_max,
            mapping_layers=settings.label_layers, group=settings.mbstd_group,
            group_channels=int(settings.mbstd_group > 1), clamp=_limit(settings),
            channels_last=channels_last(settings),
        )  # fmt: skip
        self.augmentation = Augmentation(transforms(settings))
        if settings.mbstd_group == 1:
            self.batch_statistics = ""
        self.register_buffer("w_mean", torch.zeros(settings.w_dim))
        for name in (
            "pl_mean",
            "pl_length",
            "pl_measured",
            "real_sign",
            "ada_p",
            "ada_steps",
            "ada_sign_sum",
        ):
            self.register_buffer(name, torch.zeros(()))
        if settings.augment == "fixed":
            self.ada_p.fill_(settings.augment_p)

    @classmethod
    def resolve(cls, settings: Settings, pictures: Pictures, device: torch.device) -> Settings:
        resolutions(pictures.resolution)
        return resolve(cast(StyleGAN2Settings, settings), pictures, device)

    @classmethod
    def build_generator(cls, settings: Settings, pictures: Pictures) -> StyleGAN2Generator:
        settings = cast(StyleGAN2Settings, settings)
        return StyleGAN2Generator(
            pictures.resolution, pictures.channels, c_dim=pictures.num_classes, z_dim=settings.z_dim,
            w_dim=settings.w_dim, mapping_layers=settings.mapping_layers, mapping_lr=settings.mapping_lr,
            channel_base=int(settings.channel_base), channel_max=settings.channel_max, use_noise=settings.noise,
            clamp=_limit(settings), channels_last=channels_last(settings),
        )  # fmt: skip

    def updates(self) -> tuple[Update, ...]:
        settings = self.settings
        generator = [Update("generator", self.generator_losses)]
        if settings.pl_weight:
            lazy = Update("generator", self.path_length_losses, every=settings.pl_every, full_precision=True)
            generator.append(lazy)
        discriminator = [Update("discriminator", self.discriminator_losses)]
        if settings.r1_gamma:
            lazy = Update("discriminator", self.r1_losses, every=settings.r1_every, full_precision=True)
            discriminator.append(lazy)
        return (*generator, *discriminator)

    def optimizers(self) -> dict[str, torch.optim.Optimizer]:
        """Adam, slowed down by c = k / (k + 1) where every k-th step brings a second one (appendix B)."""
        settings = self.settings
        generator_every = settings.pl_every if settings.pl_weight else 0
        discriminator_every = settings.r1_every if settings.r1_gamma else 0
        return {
            "generator": self._adam("generator", float(settings.generator_lr), generator_every),
            "discriminator": self._adam(
                "discriminator", float(settings.discriminator_lr), discriminator_every
            ),
        }

    def _adam(self, network: str, rate: float, every: int) -> torch.optim.Optimizer:
        share = every / (every + 1) if every else 1.0
        betas = (self.settings.beta1**share, self.settings.beta2**share)
        parameters = list(self.get_submodule(network).parameters())
        fused = parameters[0].device.type in ("cpu", "cuda", "mps")
        return torch.optim.Adam(parameters, lr=rate * share, betas=betas, eps=1e-8, fused=fused)

    # -- what each update minimises ----------------------------------------------------------------------------

    def generator_losses(self, batch: Batch, draws: Draws) -> Losses:
        """The non-saturating loss of fresh pictures, labelled as the batch is."""
        ws = self._styles(batch, draws, measured=True)
        fake = self.generator.synthesis(ws, self._noise(draws))
        logits = self.discriminator(self._augmented(fake, draws), batch.get("label"))
        return {"adversarial": generator_non_saturating(logits)}

    def path_length_losses(self, batch: Batch, draws: Draws) -> Losses:
        """Path length regularisation (equation 4 and appendix B), on one picture in `pl_shrink`."""
        share = slice(None, None, self.settings.pl_shrink)
        noise = self._noise(draws)
        ws = self._styles(batch, draws)[share]
        images = self.generator.synthesis(ws, lambda resolution: noise(resolution)[share])
        lengths = path_lengths(images, ws, draws.normal(*images.shape[1:])[share])
        mean = lengths.detach().mean()
        self.pl_length.copy_(mean)
        self.pl_measured.fill_(1)
        target = torch.lerp(self.pl_mean, mean, PL_DECAY)
        return {
            "path_length": self.settings.pl_weight * (lengths - target).square().mean(),
            "mean_path": mean,
        }

    def discriminator_losses(self, batch: Batch, draws: Draws) -> Losses:
        """The logistic loss, real and made pictures in one pass. `real_sign` is what ADA's controller reads."""
        labels = batch.get("label")
        with torch.no_grad():
            fake = self.generator.synthesis(self._styles(batch, draws), self._noise(draws))
        real, fake = self._augmented(batch["image"], draws), self._augmented(fake, draws)
        pairs = torch.stack([real, fake], dim=1).flatten(0, 1)  # real, made, real, made, ...
        labels = None if labels is None else labels.repeat_interleave(2, dim=0)
        real_logits, fake_logits = (
            self.discriminator(pairs, labels, interleaved=2).unflatten(0, (-1, 2)).unbind(1)
        )
        self.real_sign.copy_(real_logits.detach().sign().mean())
        losses = {
            "adversarial": discriminator_logistic(real_logits, fake_logits),
            "real_sign": self.real_sign.clone(),
            **judged(real_logits, fake_logits),
        }
        if self.settings.augment != "none":
            losses["augment_p"] = self.ada_p.clone()
        return losses

    def r1_losses(self, batch: Batch, draws: Draws) -> Losses:
        """R1 at the real pictures, through their alteration (Mescheder et al. 2018; ADA, appendix)."""
        real = batch["image"].detach().requires_grad_()
        logits = self.discriminator(self._augmented(real, draws), batch.get("label"))
        return {"r1": float(self.settings.r1_gamma) * zero_centred_penalty(logits, real)}

    # -- what they share ---------------------------------------------------------------------------------------

    def _styles(self, batch: Batch, draws: Draws, measured: bool = False) -> Tensor:
        """ws [N, num_ws, w_dim] of random z; from one random layer on, of a second z (style mixing)."""
        labels, layers = batch.get("label"), self.generator.num_ws
        ws = self.generator.map(draws.normal(self.settings.z_dim), labels)
        if measured:
            self.w_mean.copy_(ws[:, 0].detach().mean(dim=0))
        if not self.settings.style_mixing:
            return ws
        mixed, place = draws.shared_uniform() < self.settings.style_mixing, draws.shared_uniform()
        other = draws.normal(self.settings.z_dim)
        if not mixed:
            return ws
        cutoff = 1 + int(place * (layers - 1))
        return torch.cat([ws[:, :cutoff], self.generator.map(other, labels)[:, cutoff:]], dim=1)

    def _noise(self, draws: Draws) -> Callable[[int], Tensor]:
        return lambda resolution: draws.normal(1, resolution, resolution)

    def _augmented(self, images: Tensor, draws: Draws) -> Tensor:
        if self.settings.augment == "none":
            return images
        augmented: Tensor = self.augmentation(images, float(self.ada_p), draws)
        return augmented

    # -- running statistics ------------------------------------------------------------------------------------

    @torch.no_grad()
    def adapt(self, images_per_step: int) -> None:
        """The average style, the mean path length and ADA's p follow what the step measured."""
        settings = self.settings
        self.generator.mapping.w_avg.lerp_(self.w_mean, 1 - settings.w_avg_beta)
        self.pl_mean.lerp_(self.pl_length, PL_DECAY * self.pl_measured)
        self.pl_measured.zero_()
        if settings.augment == "adaptive":
            self._adapt_augmentation_(images_per_step)

    def _adapt_augmentation_(self, images_per_step: int) -> None:
        """p rises while the discriminator is too sure of real pictures, else falls (ADA, section 3)."""
        self.ada_sign_sum += self.real_sign
        self.ada_steps += 1
        due = self.ada_steps == ADA_EVERY
        excess = (self.ada_sign_sum / ADA_EVERY - self.settings.ada_target).sign()
        step = images_per_step * ADA_EVERY / (self.settings.ada_kimg * 1000)
        self.ada_p.add_(excess * due * step).clamp_(0, ADA_LIMIT)
        self.ada_sign_sum.mul_(~due)
        self.ada_steps.mul_(~due)


def path_lengths(images: Tensor, ws: Tensor, noise: Tensor) -> Tensor:
    """|J^T y| per sample: how far a picture moves with w (Karras et al. 2020, section 3.2).

    images [N, C, H, W] made from ws [N, num_ws, w_dim], noise like images, standard normal -> [N]. The square is
    averaged over layers.
    """
    noise = noise / (images.shape[2] * images.shape[3]) ** 0.5
    (slope,) = torch.autograd.grad((images * noise).sum(), ws, create_graph=True)
    return slope.square().sum(dim=2).mean(dim=1).sqrt()


def _limit(settings: StyleGAN2Settings) -> float | None:
    return float(settings.conv_clamp) or None if settings.conv_clamp != "auto" else None

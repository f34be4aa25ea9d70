"""DCGAN: the first convolutional GAN that trained reliably, with later objectives and penalties as switches."""

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar, cast

import torch
from torch import Tensor

from ganstudio.networks.dcgan import Discriminator, Generator
from ganstudio.objectives import choose_objective, zero_centred_difference, zero_centred_penalty
from ganstudio.recipes.auto import check_resolution, fill_auto
from ganstudio.recipes.base import Batch, Card, Draws, Losses, Pictures, Recipe, Update, judged
from ganstudio.recipes.dcgan_settings import CPU_DEMO, PAPER, SMALL_DATA, DCGANSettings
from ganstudio.settings import Settings


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

    def discriminator_losses(self, batch: Batch, draws: Draws) -> Losses:
        """The objective, with fakes of the real pictures' labels, and the slope penalties."""
        real, labels = batch["image"], batch.get("label")
        fake = self.generator(draws.normal(self.settings.z_dim), labels).detach()
        if self.settings.penalty == "none" or draws.shared_uniform() >= self.settings.penalty_share:
            real_logits, fake_logits = self._logits(labels, real, fake)
            adversarial = self.objective.discriminator(real_logits, fake_logits)
            return {"adversarial": adversarial, **judged(real_logits, fake_logits)}
        # One pass judges the pictures, and what the penalties need of them.
        if self.settings.penalty_form == "exact":
            return self._penalised_exactly(real, fake, labels)
        return self._penalised_by_difference(real, fake, labels, draws)

    def _penalised_exactly(self, real: Tensor, fake: Tensor, labels: Tensor | None) -> Losses:
        pictures = [part.detach().requires_grad_() for part in (real, fake)]
        logits = self._logits(labels, *pictures)
        penalties = (zero_centred_penalty(*pair) for pair in zip(logits, pictures))
        return self._with_penalties(logits, penalties)

    def _penalised_by_difference(
        self, real: Tensor, fake: Tensor, labels: Tensor | None, draws: Draws
    ) -> Losses:
        step = self.settings.penalty_step
        places = (real, fake)[: len(self._places)]
        moved = [place + step * draws.normal(*place.shape[1:]) for place in places]
        logits = self._logits(labels, real, fake, *moved)
        penalties = (zero_centred_difference(*pair, step) for pair in zip(logits, logits[2:]))
        return self._with_penalties(logits, penalties)

    def _with_penalties(self, logits: Sequence[Tensor], penalties: Iterable[Tensor]) -> Losses:
        weight = self.settings.gamma / self.settings.penalty_share
        losses = {"adversarial": self.objective.discriminator(logits[0], logits[1])}
        losses |= {name: weight * penalty for name, penalty in zip(self._places, penalties)}
        return losses | judged(logits[0], logits[1])

    @property
    def _places(self) -> tuple[str, ...]:
        """Where the slope is penalised: R1 at real pictures, R2 at made ones."""
        return {"none": (), "r1": ("r1",), "r1+r2": ("r1", "r2")}[self.settings.penalty]

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

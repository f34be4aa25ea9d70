"""pix2pix: one picture turned into another, learnt from pairs that show the same subject."""

from collections.abc import Mapping
from typing import ClassVar, cast

import torch
from torch import Tensor
from torch.nn.functional import l1_loss

from ganstudio.networks.dropout import dropping
from ganstudio.networks.translators import Translators
from ganstudio.objectives import choose_objective
from ganstudio.recipes.base import Batch, Card, Draws, Losses, Pictures, Reads, Recipe, Update, judged
from ganstudio.recipes.translating import (
    build_patch_judge,
    build_translator,
    draw_first_weights_,
    fill_translation_auto,
    fooling,
    judge_both,
    telling_apart,
)
from ganstudio.recipes.translation_settings import PIX2PIX_CPU_DEMO, PIX2PIX_PAPER, Pix2PixSettings
from ganstudio.settings import Settings


class Pix2Pix(Recipe):
    """Isola et al. 2017. The discriminator sees a picture beside its source, and judges whether they belong together.

    As in CycleGAN the translator is updated first, so that what it made serves both updates.
    """

    card: ClassVar[Card] = Card(
        name="pix2pix",
        title="pix2pix",
        year=2017,
        paper="Isola, Zhu, Zhou, Efros: Image-to-Image Translation with Conditional Adversarial Networks, CVPR 2017",
        link="https://arxiv.org/abs/1611.07004",
        kind="Picture to picture",
        summary="Learns from pairs of pictures to turn one into the other, such as outlines into coloured drawings.",
        classes="ignored",
    )
    reads: ClassVar[Reads] = "pairs"
    settings: Pix2PixSettings
    settings_type = Pix2PixSettings
    presets: ClassVar[Mapping[str, Settings]] = {"paper": PIX2PIX_PAPER, "cpu-demo": PIX2PIX_CPU_DEMO}
    generator: Translators
    private_buffers: ClassVar[tuple[str, ...]] = ("fake",)
    fake: Tensor

    def __init__(self, settings: Settings, pictures: Pictures) -> None:
        super().__init__(settings, pictures)
        chosen, channels, side = self.settings, pictures.channels, pictures.resolution
        self.discriminator = build_patch_judge(chosen, 2 * channels)
        # What the translator's update made, for the discriminator's update of the same step.
        self.register_buffer("fake", torch.zeros(int(chosen.batch), channels, side, side))
        self.objective = choose_objective(chosen.objective)
        draw_first_weights_(self)
        if "batch" in (chosen.norm, chosen.judges_norm):
            self.batch_statistics = (
                "Batch norm takes its means and variances over the pictures of one process; norms can be set to "
                "instance."
            )

    @classmethod
    def resolve(cls, settings: Settings, pictures: Pictures, device: torch.device) -> Settings:
        return fill_translation_auto(cls.card.title, settings, pictures, device)

    @classmethod
    def build_generator(cls, settings: Settings, pictures: Pictures) -> Translators:
        chosen = cast(Pix2PixSettings, settings)
        return Translators(**{chosen.direction: build_translator(chosen, pictures.channels)})

    def updates(self) -> tuple[Update, ...]:
        return (
            Update("generator", self.generator_losses),
            Update("discriminator", self.discriminator_losses),
        )

    def generator_losses(self, batch: Batch, draws: Draws) -> Losses:
        """Fool the discriminator and come near the true counterpart (eq. 4)."""
        source, target = self._sides(batch)
        seeds = draws.integers(0, 2**31).tolist() if self.settings.dropout else None
        with dropping(self.generator, seeds):
            fake = self.generator.of(self.settings.direction)(source)
        self.fake[draws.first : draws.first + draws.count] = fake.detach()
        logits = self.discriminator(torch.cat((source, fake), dim=1))
        return {
            "adversarial": fooling(self.objective, self.settings.objective, logits),
            "l1": self.settings.l1 * l1_loss(fake, target),
        }

    def discriminator_losses(self, batch: Batch, draws: Draws) -> Losses:
        """True pairs against pairs with the translation; halved, as published."""
        source, target = self._sides(batch)
        fake = self.fake[draws.first : draws.first + draws.count]
        pairs = [torch.cat((source, other), dim=1) for other in (target, fake)]
        real_logits, fake_logits = judge_both(
            self.discriminator, pairs[0], pairs[1], self.settings.judges_norm
        )
        loss = telling_apart(self.objective, self.settings.objective, real_logits, fake_logits)
        return {"adversarial": loss, **judged(real_logits, fake_logits)}

    def _sides(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """What is translated, and what it should become."""
        sides = batch["a"], batch["b"]
        return sides if self.settings.direction == "a2b" else (sides[1], sides[0])

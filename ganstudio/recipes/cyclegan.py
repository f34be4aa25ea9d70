"""CycleGAN: two translators that must undo each other, so that no pairs are needed."""

from collections.abc import Mapping
from typing import ClassVar, cast

import torch
from torch import Tensor, nn
from torch.nn.functional import l1_loss

from ganstudio.networks.patchgan import PatchGAN
from ganstudio.networks.resnet_translator import ResNetTranslator
from ganstudio.networks.translators import Translators
from ganstudio.objectives import choose_objective
from ganstudio.recipes.base import Batch, Card, Draws, Losses, Pictures, Reads, Recipe, Update, judged
from ganstudio.recipes.image_pool import ImagePool
from ganstudio.recipes.translating import draw_first_weights_, fill_translation_auto
from ganstudio.recipes.translation_settings import CPU_DEMO, PAPER, CycleGANSettings
from ganstudio.settings import Settings


class CycleGAN(Recipe):
    """Zhu et al. 2017. Domain A and domain B; `a2b` makes B of A, `b2a` makes A of B."""

    card: ClassVar[Card] = Card(
        name="cyclegan",
        title="CycleGAN",
        year=2017,
        paper="Zhu, Park, Isola, Efros: Unpaired Image-to-Image Translation using Cycle-Consistent Adversarial Networks, "
        "ICCV 2017",
        link="https://arxiv.org/abs/1703.10593",
        kind="Picture to picture",
        summary="Learns to turn pictures of one kind into another, both ways, from two folders without any pairs.",
        classes="ignored",
    )
    reads: ClassVar[Reads] = "domains"
    settings: CycleGANSettings
    settings_type = CycleGANSettings
    presets: ClassVar[Mapping[str, Settings]] = {"paper": PAPER, "cpu-demo": CPU_DEMO}
    generator: Translators
    batch_statistics = "Each process keeps an image pool of its own."

    def __init__(self, settings: Settings, pictures: Pictures) -> None:
        super().__init__(settings, pictures)
        chosen, channels, side = self.settings, pictures.channels, pictures.resolution
        self.discriminator = nn.ModuleDict(
            {name: PatchGAN(channels, chosen.d_width, chosen.d_layers, chosen.norm) for name in ("a", "b")}
        )
        self.pools = nn.ModuleDict({name: ImagePool(chosen.pool, channels, side) for name in ("a", "b")})
        # What the translators' update made, for the discriminators' update of the same step.
        for name in ("fake_a", "fake_b"):
            self.register_buffer(name, torch.zeros(int(chosen.batch), channels, side, side))
        self.objective = choose_objective(chosen.objective)
        draw_first_weights_(self)

    @classmethod
    def resolve(cls, settings: Settings, pictures: Pictures, device: torch.device) -> Settings:
        filled = fill_translation_auto(cls.card.title, settings, pictures)
        blocks = 9 if pictures.resolution >= 256 else 6
        return (
            filled.changed({"blocks": blocks}) if cast(CycleGANSettings, filled).blocks == "auto" else filled
        )

    @classmethod
    def build_generator(cls, settings: Settings, pictures: Pictures) -> Translators:
        chosen, channels = cast(CycleGANSettings, settings), pictures.channels

        def translator() -> ResNetTranslator:
            return ResNetTranslator(
                channels,
                channels,
                chosen.width,
                int(chosen.blocks),
                chosen.norm,
                chosen.dropout,
                chosen.upsampling,
            )

        return Translators(translator(), translator())

    def updates(self) -> tuple[Update, ...]:
        return (
            Update("generator", self.generator_losses),
            Update("discriminator", self.discriminator_losses),
        )

    def generator_losses(self, batch: Batch, draws: Draws) -> Losses:
        """Both ways: fool the other side's discriminator, come back, and leave alone what is there already (eq. 3)."""
        a, b = batch["a"], batch["b"]
        fake_b, same_b = self._translated(a, b, "a2b")
        fake_a, same_a = self._translated(b, a, "b2a")
        here = slice(draws.first % len(self.fake_a), draws.first % len(self.fake_a) + draws.count)
        self.fake_a[here], self.fake_b[here] = fake_a.detach(), fake_b.detach()
        weight = self.settings.cycle
        losses = {
            "adversarial_a2b": self._fooling("b", fake_b),
            "adversarial_b2a": self._fooling("a", fake_a),
            "cycle_a": weight * l1_loss(self.generator(fake_b, "b2a"), a),
            "cycle_b": weight * l1_loss(self.generator(fake_a, "a2b"), b),
        }
        if same_a is not None and same_b is not None:
            losses["identity_a"] = weight * self.settings.identity * l1_loss(same_a, a)
            losses["identity_b"] = weight * self.settings.identity * l1_loss(same_b, b)
        return losses

    def _translated(self, source: Tensor, target: Tensor, direction: str) -> tuple[Tensor, Tensor | None]:
        """The translation, and what the same network makes of pictures of its own side, in one pass."""
        network = self.generator.of(direction)  # type: ignore[arg-type]
        if self.settings.identity == 0:
            return network(source), None
        made, same = network(torch.cat((source, target))).chunk(2)
        return made, same

    def _fooling(self, side: str, fake: Tensor) -> Tensor:
        logits = self.discriminator[side](fake)  # type: ignore[index]
        loss = self.objective.generator(logits, logits)
        return 2 * loss if self.settings.objective == "least-squares" else loss  # the square, not its half

    def discriminator_losses(self, batch: Batch, draws: Draws) -> Losses:
        """Each side's real pictures against translations, some of them older; halved, as published."""
        here = slice(draws.first % len(self.fake_a), draws.first % len(self.fake_a) + draws.count)
        losses: Losses = {}
        reals, fakes = [], []
        for side in ("a", "b"):
            fake = self.pools[side].exchange(getattr(self, f"fake_{side}")[here], draws)  # type: ignore[operator]
            real_logits, fake_logits = self._logits(side, batch[side], fake)
            loss = self.objective.discriminator(real_logits, fake_logits)
            losses[f"adversarial_{side}"] = loss if self.settings.objective == "least-squares" else loss / 2
            reals.append(real_logits)
            fakes.append(fake_logits)
        return losses | judged(torch.cat(reals), torch.cat(fakes))

    def _logits(self, side: str, real: Tensor, fake: Tensor) -> tuple[Tensor, Tensor]:
        """In one pass, or apart where batch norm would mix them."""
        network = self.discriminator[side]  # type: ignore[index]
        if self.settings.norm == "batch":
            return network(real), network(fake)
        real_logits, fake_logits = network(torch.cat((real, fake))).chunk(2)
        return real_logits, fake_logits

"""CycleGAN: two translators that must undo each other, so that no pairs are needed."""

from collections.abc import Mapping
from typing import ClassVar, cast

import torch
from torch import Tensor, nn
from torch.nn.functional import l1_loss

from ganstudio.networks.dropout import dropping
from ganstudio.networks.translators import Direction, Translators
from ganstudio.objectives import choose_objective
from ganstudio.recipes.base import Batch, Card, Draws, Losses, Pictures, Reads, Recipe, Update, judged
from ganstudio.recipes.image_pool import ImagePool
from ganstudio.recipes.translating import (
    build_patch_judge,
    build_translator,
    draw_first_weights_,
    fill_translation_auto,
    fooling,
    judge_both,
    telling_apart,
)
from ganstudio.recipes.translation_settings import CPU_DEMO, PAPER, CycleGANSettings
from ganstudio.settings import Settings

SIDES = ("a", "b")
Seeds = list[int] | None


class CycleGAN(Recipe):
    """Zhu et al. 2017. Domain A and domain B; `a2b` makes B of A, `b2a` makes A of B."""

    card: ClassVar[Card] = Card(
        name="cyclegan",
        title="CycleGAN",
        year=2017,
        paper="Zhu, Park, Isola, Efros: Unpaired Image-to-Image Translation using Cycle-Consistent Adversarial "
        "Networks, ICCV 2017",
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
    private_buffers: ClassVar[tuple[str, ...]] = ("fake_a", "fake_b", "pools")
    batch_statistics = "Each process keeps an image pool of its own."

    def __init__(self, settings: Settings, pictures: Pictures) -> None:
        super().__init__(settings, pictures)
        chosen, channels, side = self.settings, pictures.channels, pictures.resolution
        self.discriminator = nn.ModuleDict({name: build_patch_judge(chosen, channels) for name in SIDES})
        self.pools = nn.ModuleDict({name: ImagePool(chosen.pool, channels, side) for name in SIDES})
        # What the translators' update made, for the discriminators' update of the same step.
        for name in SIDES:
            self.register_buffer(f"fake_{name}", torch.zeros(int(chosen.batch), channels, side, side))
        self.objective = choose_objective(chosen.objective)
        draw_first_weights_(self)
        if "batch" in (chosen.norm, chosen.judges_norm):
            self.batch_statistics += (
                " Batch norm takes its means and variances over the pictures of one process."
            )

    @classmethod
    def resolve(cls, settings: Settings, pictures: Pictures, device: torch.device) -> Settings:
        return fill_translation_auto(cls.card.title, settings, pictures, device)

    @classmethod
    def build_generator(cls, settings: Settings, pictures: Pictures) -> Translators:
        chosen = cast(CycleGANSettings, settings)
        return Translators(*(build_translator(chosen, pictures.channels) for _ in SIDES))

    def updates(self) -> tuple[Update, ...]:
        return (
            Update("generator", self.generator_losses),
            Update("discriminator", self.discriminator_losses),
        )

    def generator_losses(self, batch: Batch, draws: Draws) -> Losses:
        """Both ways: fool the other side's discriminator, come back, and leave alone what is there already (eq. 3)."""
        a, b, weight = batch["a"], batch["b"], self.settings.cycle
        weight_b = weight if self.settings.cycle_b == "auto" else float(self.settings.cycle_b)
        seeds = draws.integers(0, 2**31, 6).T.tolist() if self.settings.dropout else [None] * 6
        fake_b, same_b = self._translated(a, b, "a2b", *seeds[:2])
        fake_a, same_a = self._translated(b, a, "b2a", *seeds[2:4])
        here = slice(draws.first, draws.first + draws.count)
        self.fake_a[here], self.fake_b[here] = fake_a.detach(), fake_b.detach()  # type: ignore[operator]
        losses = {
            "adversarial_a2b": self._fooling("b", fake_b),
            "adversarial_b2a": self._fooling("a", fake_a),
            "cycle_a": weight * l1_loss(self._pass(fake_b, "b2a", seeds[4]), a),
            "cycle_b": weight_b * l1_loss(self._pass(fake_a, "a2b", seeds[5]), b),
        }
        if same_a is not None and same_b is not None:
            losses["identity_a"] = weight * self.settings.identity * l1_loss(same_a, a)
            losses["identity_b"] = weight_b * self.settings.identity * l1_loss(same_b, b)
        return losses

    def _translated(
        self, source: Tensor, target: Tensor, direction: Direction, seeds: Seeds, other_seeds: Seeds
    ) -> tuple[Tensor, Tensor | None]:
        """The translation, and what the same network makes of pictures of its own side: in one pass, or apart where
        batch norm would mix them."""
        if self.settings.identity == 0:
            return self._pass(source, direction, seeds), None
        if self.settings.norm == "batch":
            return self._pass(source, direction, seeds), self._pass(target, direction, other_seeds)
        both = None if seeds is None or other_seeds is None else seeds + other_seeds
        made, same = self._pass(torch.cat((source, target)), direction, both).chunk(2)
        return made, same

    def _pass(self, images: Tensor, direction: Direction, seeds: Seeds) -> Tensor:
        with dropping(self.generator, seeds):
            return self.generator.of(direction)(images)

    def _fooling(self, side: str, fake: Tensor) -> Tensor:
        logits = self.discriminator[side](fake)  # type: ignore[index]
        return fooling(self.objective, self.settings.objective, logits)

    def discriminator_losses(self, batch: Batch, draws: Draws) -> Losses:
        """Each side's real pictures against translations, some of them older; halved, as published."""
        here = slice(draws.first, draws.first + draws.count)
        losses: Losses = {}
        reals, fakes = [], []
        for side in SIDES:
            fake = self.pools[side].exchange(getattr(self, f"fake_{side}")[here], draws)  # type: ignore[operator]
            network = self.discriminator[side]  # type: ignore[index]
            real_logits, fake_logits = judge_both(network, batch[side], fake, self.settings.judges_norm)
            losses[f"adversarial_{side}"] = telling_apart(
                self.objective, self.settings.objective, real_logits, fake_logits
            )
            reals.append(real_logits)
            fakes.append(fake_logits)
        return losses | judged(torch.cat(reals), torch.cat(fakes))

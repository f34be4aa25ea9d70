"""pix2pix against a plain textbook form in float64: losses and gradients."""

from typing import Any, cast

import pytest
import torch
from torch import nn

from ganstudio.networks.dropout import dropping
from ganstudio.recipes.base import Draws, Pictures
from ganstudio.recipes.pix2pix import Pix2Pix
from ganstudio.recipes.translation_settings import Pix2PixSettings
from tests.benchmarks.plain_pix2pix import PlainPix2Pix
from tests.benchmarks.training import in_float64
from tests.recipes.test_cyclegan import same_gradients
from tests.recipes.translating import CPU, make, sides, total

TINY: dict[str, Any] = {"width": 4, "d_width": 4, "d_layers": 1, "batch": 3}


def pix2pix(side: int = 16, **changes: Any) -> Pix2Pix:
    return cast(Pix2Pix, make(Pix2Pix, side, **(TINY | changes)))


def test_both_updates_by_a_second_form() -> None:
    made, batch = pix2pix(dropout=False), sides(3)
    chosen = made.settings
    with in_float64():
        plain = PlainPix2Pix(made, 3, 4, int(chosen.downs), False, 4, 1, chosen.l1, 2e-4)
    made.discriminator.requires_grad_(False)
    found, expected = (
        total(made.generator_losses(batch, Draws(5, 3))),
        plain.generator_loss(batch["a"], batch["b"]),
    )
    assert found.item() == pytest.approx(expected.item(), rel=1e-10)
    found.backward()
    expected.backward()
    same_gradients(made.generator.networks["a2b"], plain.generator)
    made.discriminator.requires_grad_(True)
    plain.judge.zero_grad()
    found, expected = (
        total(made.discriminator_losses(batch, Draws(6, 3))),
        plain.judge_loss(batch["a"], batch["b"]),
    )
    assert found.item() == pytest.approx(expected.item(), rel=1e-10)
    found.backward()
    expected.backward()
    same_gradients(made.discriminator, plain.judge)


def test_terms_by_name() -> None:
    made, batch = pix2pix(l1=7.0, norm="instance", dropout=False), sides(3)
    a, b = batch["a"], batch["b"]
    fake = made.generator(a)
    entropy = nn.BCEWithLogitsLoss()
    logits = made.discriminator(torch.cat((a, fake), 1))
    found = made.generator_losses(batch, Draws(5, 3))
    torch.testing.assert_close(found["adversarial"], entropy(logits, torch.ones_like(logits)))
    torch.testing.assert_close(found["l1"], 7 * (fake - b).abs().mean())
    real = made.discriminator(torch.cat((a, b), 1))
    expected = (entropy(real, torch.ones_like(real)) + entropy(logits, torch.zeros_like(logits))) / 2
    torch.testing.assert_close(made.discriminator_losses(batch, Draws(6, 3))["adversarial"], expected)


def test_the_other_direction() -> None:
    made = pix2pix(direction="b2a", dropout=False)
    forth = pix2pix(dropout=False)
    assert made.generator.directions == ("b2a",)
    batch = sides(3)
    swapped = {"a": batch["b"], "b": batch["a"]}
    for ours, other in zip(made.updates(), forth.updates(), strict=True):
        found, expected = ours.losses(batch, Draws(5, 3)), other.losses(swapped, Draws(5, 3))
        for name in expected:
            torch.testing.assert_close(found[name], expected[name])


def test_dropout_follows_from_the_seeds_of_pictures() -> None:
    """The same seeds, the same picture; at rest there is none."""
    made = pix2pix(32, norm="instance", downs=5, network="resnet", blocks=1)
    translate, images = made.generator.eval(), sides(2, 32)["a"]

    def dropped(*seeds: int) -> torch.Tensor:
        with dropping(translate.train(), seeds):
            made = translate(images)
        translate.eval()
        return made

    rest = translate(images)
    assert torch.equal(dropped(1, 2), dropped(1, 2))
    assert not torch.equal(dropped(1, 2), dropped(3, 2))
    torch.testing.assert_close(dropped(1, 2)[1], dropped(3, 2)[1])  # a picture's own seed decides about it
    assert not torch.equal(dropped(1, 2), rest)
    assert torch.equal(translate(images), rest)
    with pytest.raises(ValueError, match="1 seeds of dropout for 2 pictures"):
        dropped(1)


@pytest.mark.parametrize(("side", "downs"), [(256, 8), (128, 7), (64, 6), (96, 5), (512, 8), (16, 4)])
def test_a_u_net_reaches_one_pixel(side: int, downs: int) -> None:
    settings = Pix2Pix.resolve(Pix2PixSettings(), Pictures(side, 3), CPU)
    assert cast(Pix2PixSettings, settings).downs == downs


def test_paper_preset() -> None:
    """Isola et al. 2017, section 3 and appendix 6."""
    found = cast(Pix2PixSettings, Pix2Pix.resolve(Pix2Pix.presets["paper"], Pictures(256, 3), CPU))
    assert (found.network, found.width, found.downs, found.norm, found.dropout) == (
        "unet",
        64,
        8,
        "batch",
        True,
    )
    assert (found.l1, found.objective, found.d_width, found.d_layers, found.batch) == (
        100, "non-saturating", 64, 3, 1,
    )  # fmt: skip
    assert (found.generator_lr, found.beta1, found.beta2) == (2e-4, 0.5, 0.999)

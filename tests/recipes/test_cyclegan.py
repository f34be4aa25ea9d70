"""CycleGAN against a plain textbook form in float64: losses, gradients, and the pool over several steps."""

from typing import Any, cast

import pytest
import torch
from torch import Tensor, nn

from ganstudio.errors import StudioError
from ganstudio.networks.instance_norm import InstanceNorm
from ganstudio.recipes.base import Draws, Pictures
from ganstudio.recipes.cyclegan import CycleGAN
from ganstudio.recipes.translation_settings import CycleGANSettings
from ganstudio.training.state import TrainingState
from ganstudio.training.step import Stepper, decay_factor
from tests.benchmarks.plain_cyclegan import PlainCycleGAN
from tests.benchmarks.plain_translators import convolutions_and_norms
from tests.benchmarks.training import in_float64
from tests.recipes.translating import CPU, make, sides, total

NORMS = {InstanceNorm, nn.BatchNorm2d, nn.Identity}
TINY: dict[str, Any] = {"width": 4, "blocks": 1, "d_width": 4, "d_layers": 1, "batch": 3}


def cyclegan(**changes: Any) -> CycleGAN:
    return cast(CycleGAN, make(CycleGAN, **(TINY | changes)))


def plain_of(recipe: CycleGAN, **changes: Any) -> PlainCycleGAN:
    chosen = recipe.settings
    with in_float64():
        return PlainCycleGAN(
            recipe, 3, int(chosen.width), int(chosen.blocks), int(chosen.d_width), int(chosen.d_layers), chosen.cycle,
            chosen.identity, chosen.pool, float(chosen.generator_lr),
        )  # fmt: skip


def same_gradients(ours: nn.Module, plain: nn.Module) -> None:
    for one, other in zip(convolutions_and_norms(ours, 16), convolutions_and_norms(plain, 16), strict=True):
        for (name, a), b in zip(one.named_parameters(), other.parameters()):
            expected = torch.zeros_like(b) if b.grad is None else b.grad
            found = torch.zeros_like(a) if a.grad is None else a.grad
            torch.testing.assert_close(found, expected, rtol=1e-8, atol=1e-10, msg=name)


@pytest.mark.parametrize("identity", [0.5, 0.0])
def test_translators_by_a_second_form(identity: float) -> None:
    made, batch = cyclegan(identity=identity), sides(3)
    plain = plain_of(made)
    made.discriminator.requires_grad_(False)
    found = total(made.generator_losses(batch, Draws(5, 3)))
    expected = plain.translators_loss(batch["a"], batch["b"])
    assert found.item() == pytest.approx(expected.item(), rel=1e-10)
    found.backward()
    expected.backward()
    same_gradients(made.generator.networks["a2b"], plain.a2b)
    same_gradients(made.generator.networks["b2a"], plain.b2a)
    assert torch.allclose(made.get_buffer("fake_a"), plain.fake_a)
    assert torch.allclose(made.get_buffer("fake_b"), plain.fake_b)


def test_terms_by_name() -> None:
    """Each term of eq. 3 and of section 5.2, written out."""
    made, batch = cyclegan(identity=0.25, cycle=4.0), sides(3)
    found = made.generator_losses(batch, Draws(5, 3))
    a2b, b2a = (made.generator.networks[name] for name in ("a2b", "b2a"))
    a, b = batch["a"], batch["b"]
    expected = {
        "adversarial_a2b": (made.discriminator["b"](a2b(a)) - 1).square().mean(),  # type: ignore[index]
        "adversarial_b2a": (made.discriminator["a"](b2a(b)) - 1).square().mean(),  # type: ignore[index]
        "cycle_a": 4 * (b2a(a2b(a)) - a).abs().mean(),
        "cycle_b": 4 * (a2b(b2a(b)) - b).abs().mean(),
        "identity_a": (b2a(a) - a).abs().mean(),
        "identity_b": (a2b(b) - b).abs().mean(),
    }
    assert found.keys() == expected.keys()
    for name, value in expected.items():
        torch.testing.assert_close(found[name], value, rtol=1e-10, atol=1e-12)


def test_discriminators_and_pools_by_a_second_form() -> None:
    """Four steps of three pictures with a pool of five: it fills up, and then shows old ones."""
    made = cyclegan(pool=5)
    plain = plain_of(made)
    for step in range(4):
        batch = sides(3, seed=10 + step)
        made.generator_losses(batch, Draws(step, 3))
        plain.translators_loss(batch["a"], batch["b"])
        made.discriminator.requires_grad_(True)
        made.zero_grad()
        plain.adam_d.zero_grad()
        found = made.discriminator_losses(batch, Draws(100 + step, 3))
        again, losses = Draws(100 + step, 3), []
        for side in "ab":
            numbers = again.uniform().tolist(), again.integers(0, 5).tolist()
            fake = getattr(plain, f"pool_{side}").query(getattr(plain, f"fake_{side}"), *numbers)
            losses.append(plain.judge_loss(getattr(plain, f"judge_{side}"), batch[side], fake))
        assert found["adversarial_a"].item() == pytest.approx(losses[0].item(), rel=1e-10)
        assert found["adversarial_b"].item() == pytest.approx(losses[1].item(), rel=1e-10)
        total(found).backward()
        (losses[0] + losses[1]).backward()
        same_gradients(made.discriminator["a"], plain.judge_a)  # type: ignore[index]
        same_gradients(made.discriminator["b"], plain.judge_b)  # type: ignore[index]
    assert torch.allclose(made.pools["a"].pictures, torch.stack(plain.pool_a.images))  # type: ignore[arg-type]


def test_the_vanilla_objective_is_cross_entropy() -> None:
    made, batch = cyclegan(objective="non-saturating", identity=0.0), sides(3)
    entropy = nn.BCEWithLogitsLoss()
    found = made.generator_losses(batch, Draws(5, 3))
    logits = made.discriminator["b"](made.generator(batch["a"], "a2b"))  # type: ignore[index]
    torch.testing.assert_close(found["adversarial_a2b"], entropy(logits, torch.ones_like(logits)))
    found = made.discriminator_losses(batch, Draws(6, 3))
    real, fake = (made.discriminator["b"](x) for x in (batch["b"], made.get_buffer("fake_b")))  # type: ignore[index]
    expected = (entropy(real, torch.ones_like(real)) + entropy(fake, torch.zeros_like(fake))) / 2
    torch.testing.assert_close(found["adversarial_b"], expected)


def trained(changes: dict[str, Any], micro: int, steps: int = 4) -> dict[str, Tensor]:
    recipe = cyclegan(**({"batch": 4, "pool": 6} | changes))
    state = TrainingState.begin(recipe, CPU, micro, scaled=False)
    stepper = Stepper(state, lambda index: sides(4, seed=index), 3, None)
    for _ in range(steps):
        stepper.advance_()
    return recipe.state_dict()


@pytest.mark.parametrize("changes", [{}, {"network": "unet", "downs": 4}, {"dropout": True}])
def test_one_picture_at_a_time_gives_the_same_weights(changes: dict[str, Any]) -> None:
    whole, single = trained(changes, 4), trained(changes, 1)
    for name, tensor in whole.items():
        if not name.endswith(
            "bias"
        ):  # what instance norm takes out again is rounding alone, which Adam makes large
            torch.testing.assert_close(single[name], tensor, rtol=1e-6, atol=1e-8, msg=name)
    assert any((tensor != 0).any() for name, tensor in whole.items() if "pools" in name)


def test_dropout_belongs_to_the_pictures() -> None:
    made, batch = cyclegan(dropout=True), sides(3)
    first = made.generator_losses(batch, Draws(5, 3))
    torch.rand(7)  # numbers that others take do not matter
    assert made.generator_losses(batch, Draws(5, 3))["cycle_a"].equal(first["cycle_a"])
    assert not made.generator_losses(batch, Draws(6, 3))["cycle_a"].equal(first["cycle_a"])
    translate = made.generator.eval()
    assert translate(batch["a"]).equal(translate(batch["a"]))


def test_batch_norm_keeps_the_sides_apart() -> None:
    """The identity pass sees only its own side's statistics."""
    made, batch = cyclegan(norm="batch", identity=0.5, cycle=1.0), sides(3)
    found = made.generator_losses(batch, Draws(5, 3))
    expected = 0.5 * (made.generator(batch["a"], "b2a") - batch["a"]).abs().mean()
    torch.testing.assert_close(found["identity_a"], expected)
    assert "Batch norm" in made.batch_statistics


@pytest.mark.parametrize(
    ("norms", "translators", "discriminators"),
    [
        ({}, InstanceNorm, InstanceNorm),
        ({"norm": "none"}, nn.Identity, InstanceNorm),
        ({"norm": "none", "d_norm": "none"}, nn.Identity, nn.Identity),
        ({"d_norm": "batch"}, InstanceNorm, nn.BatchNorm2d),
        ({"norm": "batch"}, nn.BatchNorm2d, nn.BatchNorm2d),
    ],
)
def test_norms_of_translators_and_discriminators(
    norms: dict[str, str], translators: type[nn.Module], discriminators: type[nn.Module]
) -> None:
    made = cyclegan(**norms)
    assert ("Batch norm" in made.batch_statistics) == (nn.BatchNorm2d in (translators, discriminators))
    for network, kind in ((made.generator.of("a2b"), translators), (made.discriminator, discriminators)):
        found = {type(part) for part in cast(nn.Module, network).modules()} & NORMS
        assert found - {nn.Identity} == {kind} - {nn.Identity}


def test_a_mean_over_processes_leaves_pools_and_fakes_alone() -> None:
    """Several processes average running statistics; a mean of their pools would be pictures of nothing."""
    made = cyclegan(norm="batch")
    shared = {id(buffer) for buffer in made.shared_buffers()}
    names = {name for name, buffer in made.named_buffers() if id(buffer) in shared}
    assert names
    assert all(name.endswith(("running_mean", "running_var", "num_batches_tracked")) for name in names)
    assert {name for name, _ in made.named_buffers()} - names == {
        "fake_a", "fake_b", "pools.a.pictures", "pools.a.count", "pools.b.pictures", "pools.b.count",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("side", "device", "expected"),
    [
        (256, "cuda", (64, 9, 64, 3)),
        (128, "cuda", (64, 6, 64, 3)),
        (64, "cuda", (64, 6, 64, 2)),
        (64, "cpu", (16, 4, 32, 2)),
        (128, "cpu", (16, 6, 32, 3)),
        (32, "cpu", (16, 4, 32, 1)),
    ],
)
def test_sizes_that_suit_resolution_and_device(
    side: int, device: str, expected: tuple[int, int, int, int]
) -> None:
    settings = CycleGAN.resolve(CycleGANSettings(), Pictures(side, 3), torch.device(device))
    found = cast(CycleGANSettings, settings)
    assert (found.width, found.blocks, found.d_width, found.d_layers) == expected


def test_paper_preset() -> None:
    """Zhu et al. 2017, section 4 and appendix 7."""
    paper = CycleGAN.resolve(CycleGAN.presets["paper"], Pictures(256, 3), CPU)
    found = cast(CycleGANSettings, paper)
    assert (found.width, found.blocks, found.d_width, found.d_layers, found.norm) == (
        64,
        9,
        64,
        3,
        "instance",
    )
    assert (found.cycle, found.pool, found.objective, found.batch) == (10, 50, "least-squares", 1)
    assert (found.generator_lr, found.discriminator_lr, found.beta1, found.beta2) == (2e-4, 2e-4, 0.5, 0.999)
    made = CycleGAN(found.changed({"width": 8}), Pictures(256, 3))
    weights = torch.cat(
        [module.weight.flatten() for module in made.modules() if isinstance(module, nn.Conv2d)]
    )
    assert weights.std().item() == pytest.approx(0.02, rel=0.01)


@pytest.mark.parametrize(
    ("side", "changes", "sentence"),
    [
        (
            18,
            {},
            "CycleGAN needs a resolution that is a multiple of 4 and at least 16, not 18; choose another.",
        ),
        (
            48,
            {"network": "unet", "downs": 5},
            "CycleGAN needs a resolution that is a multiple of 32 and at least 16",
        ),
        (32, {"d_layers": 4}, "A discriminator of 4 layers has no patch to judge in pictures of 32 px"),
    ],
)
def test_what_does_not_fit_is_said(side: int, changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(StudioError, match=sentence):
        CycleGAN.resolve(CycleGANSettings().changed(changes), Pictures(side, 3), CPU)


def test_a_fall_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(StudioError, match="cannot have fallen before they begin"):
        CycleGANSettings().changed({"decay_start": 10, "decay_end": 5})


def test_rates_follow_the_length_of_the_run() -> None:
    short = CycleGAN.resolve(CycleGANSettings(steps=100), Pictures(32, 3), CPU)
    assert [decay_factor(step, short) for step in (0, 50, 75, 100)] == [1, 1, 0.5, 0]
    longer = short.changed({"steps": 200})  # as a resume changes it
    assert [decay_factor(step, longer) for step in (75, 100, 150, 200)] == [1, 1, 0.5, 0]
    fixed = short.changed({"decay_start": 20, "decay_end": 40, "steps": 200})
    assert [decay_factor(step, fixed) for step in (20, 30, 40, 200)] == [1, 0.5, 0, 0]

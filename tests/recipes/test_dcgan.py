"""DCGAN and its conditional form: what each loss is made of, and what the contract asks of both."""

import pytest
import torch
from torch import Tensor
from torch.nn.functional import softplus

from ganstudio.errors import StudioError
from ganstudio.recipes.base import Batch, Draws, Losses, Pictures
from ganstudio.recipes.cgan import CGAN
from ganstudio.recipes.dcgan import DCGAN

CPU = torch.device("cpu")
CLASSES = ("a", "b", "c")
SMALL = {"width": 4, "d_width": 4, "z_dim": 6, "batch": 8}
FLAT = SMALL | {"discriminator_norm": "none", "generator_norm": "layer"}


def make(recipe: type[DCGAN], **changes: object) -> DCGAN:
    pictures = Pictures(16, 1, CLASSES if recipe is CGAN else ())
    torch.manual_seed(0)
    settings = recipe.resolve(recipe.settings_type().changed(SMALL | changes), pictures, CPU)
    made = recipe(settings, pictures).double()
    with torch.no_grad():
        for parameter in made.parameters():
            parameter.mul_(5)  # so that logits differ from 0
    return made


def batch(count: int = 8, labelled: bool = True) -> Batch:
    draws = torch.Generator().manual_seed(2)
    images = torch.rand(count, 1, 16, 16, generator=draws, dtype=torch.float64) * 2 - 1
    labels = torch.eye(3, dtype=torch.float64)[torch.arange(count) % 3]
    return {"image": images, "label": labels} if labelled else {"image": images}


class Doubled(Draws):
    """The same draws in float64."""

    def normal(self, *shape: int) -> Tensor:
        return super().normal(*shape).double()


def terms_of(recipe: DCGAN, count: int = 8) -> tuple[Losses, Losses]:
    labelled = isinstance(recipe, CGAN)
    return tuple(update.losses(batch(count, labelled), Doubled(5, count)) for update in recipe.updates())


def losses_of(recipe: DCGAN, count: int = 8) -> tuple[Losses, Losses]:
    """What is minimised, without what is only reported."""
    return tuple(
        {name: loss for name, loss in terms.items() if loss.requires_grad}
        for terms in terms_of(recipe, count)
    )


@pytest.mark.parametrize("recipe", [DCGAN, CGAN])
def test_losses_by_a_second_form(recipe: type[DCGAN]) -> None:
    """Non-saturating with smoothing, written out with the networks called by hand on each half."""
    made = make(recipe, label_smoothing=0.1)
    whole = batch(labelled=recipe is CGAN)
    labels = whole.get("label")
    critic, maker = losses_of(made)
    fake = made.generator(Doubled(5, 8).normal(6), labels)
    real_share = made.discriminator(whole["image"], labels).sigmoid()
    fake_share = made.discriminator(fake, labels).sigmoid()
    expected = -(0.9 * real_share.log() + 0.1 * (1 - real_share).log()).mean() - (1 - fake_share).log().mean()
    torch.testing.assert_close(critic, {"adversarial": expected}, rtol=0, atol=1e-10)
    torch.testing.assert_close(maker, {"adversarial": -fake_share.log().mean()}, rtol=0, atol=1e-10)
    found = torch.autograd.grad(critic["adversarial"], list(made.discriminator.parameters()))
    for slope, other in zip(found, torch.autograd.grad(expected, list(made.discriminator.parameters()))):
        torch.testing.assert_close(slope, other, rtol=0, atol=1e-8)


@pytest.mark.parametrize("penalty", ["none", "r1+r2"])
def test_mean_logits_are_reported(penalty: str) -> None:
    made = make(DCGAN, **FLAT | {"penalty": penalty, "penalty_form": "exact"})
    whole = batch(labelled=False)
    fake = made.generator(Doubled(5, 8).normal(6), None)
    critic, _ = terms_of(made)
    for name, pictures in (("real_logits", whole["image"]), ("fake_logits", fake)):
        torch.testing.assert_close(critic[name], made.discriminator(pictures, None).mean())
        assert not critic[name].requires_grad


def test_relativistic_pairs_share_their_label_and_index() -> None:
    made = make(CGAN, **FLAT | {"objective": "relativistic"})
    whole = batch()
    fake = made.generator(Doubled(5, 8).normal(6), whole["label"])
    real_logits, fake_logits = (made.discriminator(part, whole["label"]) for part in (whole["image"], fake))
    critic, maker = losses_of(made)
    torch.testing.assert_close(critic["adversarial"], softplus(fake_logits - real_logits).mean())
    torch.testing.assert_close(maker["adversarial"], softplus(real_logits - fake_logits).mean())


def test_exact_penalties_are_mean_squared_slopes() -> None:
    made = make(CGAN, **FLAT | {"penalty": "r1+r2", "penalty_form": "exact", "gamma": 3.0})
    critic, _ = losses_of(made)
    whole = batch()
    fake = made.generator(Doubled(5, 8).normal(6), whole["label"]).detach()
    for name, place in (("r1", whole["image"]), ("r2", fake)):
        slope = numeric_slope(lambda x: made.discriminator(x, whole["label"]).sum(), place)
        assert critic[name].item() == pytest.approx(1.5 * slope.square().sum().item() / 8, rel=1e-5)


def numeric_slope(function, place: Tensor, step: float = 1e-6) -> Tensor:
    slope = torch.zeros_like(place).flatten()
    with torch.no_grad():
        for index in range(len(slope)):
            nudge = torch.zeros_like(slope)
            nudge[index] = step
            up, down = (function(place + sign * nudge.view_as(place)) for sign in (1, -1))
            slope[index] = (up - down) / (2 * step)
    return slope


def test_difference_penalties_approach_the_exact_ones() -> None:
    changes = FLAT | {"penalty": "r1+r2", "gamma": 1.0, "penalty_step": 1e-3}
    exact, _ = losses_of(make(DCGAN, **changes | {"penalty_form": "exact"}))
    made = make(DCGAN, **changes)
    many = [made.updates()[0].losses(batch(labelled=False), _Moved(seed)) for seed in range(300)]
    for name in ("r1", "r2"):
        mean = torch.stack([losses[name].detach() for losses in many]).mean().item()
        assert mean == pytest.approx(exact[name].item(), rel=0.15)


class _Moved(Doubled):
    """Latents as with seed 5, noise of its own."""

    def __init__(self, seed: int) -> None:
        super().__init__(5, 8)
        self._seed_of_noise = seed

    def normal(self, *shape: int) -> Tensor:
        if len(shape) > 1 and self._seed_of_noise is not None:
            self._generator.manual_seed(1000 + self._seed_of_noise)
            self._seed_of_noise = None
        return super().normal(*shape)


@pytest.mark.parametrize("form", ["exact", "difference"])
@pytest.mark.parametrize("objective", ["minimax", "non-saturating", "least-squares", "hinge", "relativistic"])
def test_micro_batches_give_the_gradients_of_the_whole(form: str, objective: str) -> None:
    """What makes runs on several processes equal to one: every draw belongs to its sample."""
    made = make(CGAN, **FLAT | {"penalty": "r1+r2", "penalty_form": form, "objective": objective})
    assert made.batch_statistics == ""
    whole = batch()
    parts = ((0, 2), (2, 6))
    for update in made.updates():
        together = update.losses(whole, Doubled(5, 8))
        apart = [
            update.losses(
                {key: value[first : first + count] for key, value in whole.items()},
                Doubled(5, 8, first, count),
            )
            for first, count in parts
        ]
        for name, loss in together.items():
            torch.testing.assert_close(
                loss, (2 * apart[0][name] + 6 * apart[1][name]) / 8, rtol=0, atol=1e-10
            )


@pytest.mark.parametrize("recipe", [DCGAN, CGAN])
@pytest.mark.parametrize("penalty", ["none", "r1", "r1+r2"])
def test_losses_touch_no_global_random_numbers(recipe: type[DCGAN], penalty: str) -> None:
    made = make(recipe, **FLAT | {"penalty": penalty})
    before = torch.get_rng_state()
    first, second = losses_of(made), losses_of(made)
    assert torch.equal(before, torch.get_rng_state())
    torch.testing.assert_close(first, second, rtol=0, atol=0)
    assert set(first[0]) == {"adversarial", *(penalty.split("+") if penalty != "none" else ())}


@pytest.mark.parametrize("form", ["exact", "difference"])
def test_a_share_of_the_penalties_counts_for_all(form: str) -> None:
    """In about a quarter of the steps, four times as strong; other steps are those without penalty."""
    changes = FLAT | {"penalty": "r1+r2", "penalty_form": form, "objective": "relativistic"}
    whole, some, none = (
        make(DCGAN, **changes | extra) for extra in ({}, {"penalty_share": 0.25}, {"penalty": "none"})
    )
    pictures, measured = batch(labelled=False), 0
    for seed in range(60):
        found, full, plain = (
            made.discriminator_losses(pictures, Doubled(seed, 8)) for made in (some, whole, none)
        )
        torch.testing.assert_close(found["adversarial"], plain["adversarial"])
        if "r1" in found:
            measured += 1
            torch.testing.assert_close(found["r1"], 4 * full["r1"])
            torch.testing.assert_close(found["r2"], 4 * full["r2"])
    assert 8 <= measured <= 24


def test_discriminator_step_leaves_the_generator_alone() -> None:
    made = make(DCGAN, **FLAT | {"penalty": "r1+r2", "penalty_form": "exact"})
    sum(losses_of(made)[0].values()).backward()
    assert all(parameter.grad is None for parameter in made.generator.parameters())
    assert all(parameter.grad is not None for parameter in made.discriminator.parameters())


@pytest.mark.parametrize("norm", ["generator_norm", "discriminator_norm"])
def test_batch_norm_says_why_processes_differ(norm: str) -> None:
    assert "Batch norm" in make(DCGAN, **FLAT | {norm: "batch"}).batch_statistics


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"penalty": "r1"}, "set discriminator_norm to none or layer."),
        ({"objective": "hinge", "label_smoothing": 0.1}, "set label_smoothing to 0."),
        ({"gamma": -1}, "gamma cannot be -1"),
        ({"width": 0}, "width cannot be 0"),
    ],
)
def test_settings_that_do_not_fit(changes: dict[str, object], words: str) -> None:
    with pytest.raises(StudioError, match=words):
        DCGAN.settings_type().changed(changes)


@pytest.mark.parametrize("side", [4, 20, 256])
def test_sizes_that_do_not_fit(side: int) -> None:
    with pytest.raises(StudioError, match=f"not {side}; choose another resolution"):
        DCGAN.resolve(DCGAN.settings_type(), Pictures(side, 1), CPU)


def test_classes_are_required_by_cgan_alone() -> None:
    with pytest.raises(StudioError, match="one folder per class"):
        CGAN.resolve(CGAN.settings_type(), Pictures(16, 1), CPU)
    assert (DCGAN.card.conditional, CGAN.card.conditional) == (False, True)


@pytest.mark.parametrize("recipe", [DCGAN, CGAN])
def test_auto_leaves_nothing_open(recipe: type[DCGAN]) -> None:
    for preset in recipe.presets.values():
        resolved = recipe.resolve(preset, Pictures(32, 3, CLASSES), CPU).model_dump()
        assert [name for name, value in resolved.items() if value == "auto"] == [
            "evaluate_every",
            "evaluate_samples",
            "precision",
            "snapshot_every",
        ]  # the device decides


def test_paper_preset() -> None:
    """Radford et al. 2016, section 4: Adam 0.0002 and 0.5, batch 128, z uniform, 1024 maps at 4x4 for 64 px."""
    paper = DCGAN.presets["paper"]
    assert (paper.generator_lr, paper.discriminator_lr, paper.beta1, paper.beta2) == (2e-4, 2e-4, 0.5, 0.999)
    assert (paper.batch, paper.z_dim, paper.latent, paper.width * 64 // 8) == (128, 100, "uniform", 1024)
    assert (paper.objective, paper.generator_norm, paper.discriminator_norm) == (
        "non-saturating",
        "batch",
        "batch",
    )

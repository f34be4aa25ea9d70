"""The StyleGAN2 recipe: its losses against the plain second form in float64, its controller by hand, its promises."""

from collections.abc import Callable
from typing import Any

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor

from ganstudio.errors import StudioError
from ganstudio.recipes.base import Batch, Draws, Losses, Pictures
from ganstudio.recipes.stylegan2 import StyleGAN2, path_lengths
from ganstudio.recipes.stylegan2_settings import StyleGAN2Settings, transforms
from tests.networks.plain_stylegan2 import plain_discriminator, plain_mapping, plain_synthesis

CPU = torch.device("cpu")
TINY: dict[str, Any] = {
    "batch": 4, "z_dim": 5, "w_dim": 6, "mapping_layers": 2, "label_layers": 1, "channel_base": 64,
    "channel_max": 6, "r1_gamma": 3.0,
}  # fmt: skip
LAYERS = ("b4.conv1", "b8.conv0", "b8.conv1", "b16.conv0", "b16.conv1")


def settings(**changes: Any) -> StyleGAN2Settings:
    resolved = StyleGAN2.resolve(StyleGAN2Settings(**(TINY | changes)), Pictures(16, 1), CPU)
    assert isinstance(resolved, StyleGAN2Settings)
    return resolved


def recipe(classes: int = 0, channels: int = 1, **changes: Any) -> StyleGAN2:
    torch.manual_seed(0)
    built = StyleGAN2(settings(**changes), Pictures(16, channels, tuple(map(str, range(classes)))))
    for parameter in built.parameters():  # no bias, strength or affine stays at the value it begins with
        parameter.data += 0.1 * torch.randn_like(parameter)
    return built


def batch(classes: int = 0, count: int = 4, channels: int = 1) -> Batch:
    generator = torch.Generator().manual_seed(2)
    made: Batch = {"image": torch.rand(count, channels, 16, 16, generator=generator) * 2 - 1}
    if classes:
        made["label"] = torch.eye(classes)[torch.arange(count) % classes]
    return made


def double(values: Batch) -> Batch:
    return {name: tensor.double() for name, tensor in values.items()}


class Recorded(Draws):
    """Draws in float64 that remember what they gave."""

    def __init__(self, seed: int, total: int) -> None:
        super().__init__(seed, total)
        self.given: list[Tensor] = []
        self.shared: list[float] = []

    def _mine(self, numbers: Tensor) -> Tensor:
        self.given.append(super()._mine(numbers).double())
        return self.given[-1]

    def shared_uniform(self) -> float:
        self.shared.append(super().shared_uniform())
        return self.shared[-1]


# -- every loss a second time --------------------------------------------------------------------------------------


class Plain:
    """The four losses from the equations, fed with the numbers that the recipe drew."""

    def __init__(self, made: StyleGAN2, values: Batch, draws: Recorded) -> None:
        self.g = dict(made.generator.named_parameters()) | dict(made.generator.named_buffers())
        self.d = dict(made.discriminator.named_parameters()) | dict(made.discriminator.named_buffers())
        self.made, self.real, self.labels = made, values["image"], values.get("label")
        self._numbers, self._shared = iter(draws.given), draws.shared

    def styles(self) -> Tensor:
        z, other = next(self._numbers), next(self._numbers)
        first, second = (plain_mapping(self.g, "mapping", x, self.labels, 2, 0.01) for x in (z, other))
        cutoff = 1 + int(self._shared[1] * 5) if self._shared[0] < self.made.settings.style_mixing else 6
        return torch.stack([first if row < cutoff else second for row in range(6)], dim=1)

    def pictures(self, ws: Tensor, share: int = 1) -> Tensor:
        return plain_synthesis(self.g, ws, {name: next(self._numbers)[::share] for name in LAYERS})

    def judged(self, images: Tensor) -> Tensor:
        return plain_discriminator(self.d, images, self.labels, 4, 1)

    def generator_losses(self) -> Tensor:
        return torch.log(1 + torch.exp(-self.judged(self.pictures(self.styles())))).mean()

    def path_length_losses(self) -> Tensor:
        ws = self.styles()[::2]
        images = self.pictures(ws, share=2)
        y = next(self._numbers)[::2] / 16
        (slope,) = torch.autograd.grad((images * y).sum(), ws, create_graph=True)
        lengths = torch.sqrt(torch.stack([slope[:, k].square().sum(dim=1) for k in range(6)]).mean(dim=0))
        target = 0.99 * self.made.pl_mean + 0.01 * lengths.detach().mean()
        return 2 * ((lengths - target) ** 2).mean()

    def discriminator_losses(self) -> Tensor:
        fake = self.pictures(self.styles()).detach()
        surprise = torch.log(1 + torch.exp(-self.judged(self.real))) + torch.log(
            1 + torch.exp(self.judged(fake))
        )
        return surprise.mean()

    def r1_losses(self) -> Tensor:
        real = self.real.clone().requires_grad_()
        (slope,) = torch.autograd.grad(self.judged(real).sum(), real, create_graph=True)
        return 3.0 / 2 * (slope**2).sum(dim=(1, 2, 3)).mean()


@pytest.mark.parametrize("classes", [0, 3])
@pytest.mark.parametrize(("loss", "network", "term"), [
    ("generator_losses", "generator", "adversarial"), ("path_length_losses", "generator", "path_length"),
    ("discriminator_losses", "discriminator", "adversarial"), ("r1_losses", "discriminator", "r1"),
])  # fmt: skip
def test_each_loss_and_its_gradients_equal_the_plain_form(
    classes: int, loss: str, network: str, term: str
) -> None:
    made = recipe(classes).double()
    made.pl_mean.fill_(0.7)
    values, draws = double(batch(classes)), Recorded(11, 4)
    ours = getattr(made, loss)(values, draws)[term]
    theirs = getattr(Plain(made, values, draws), loss)()
    torch.testing.assert_close(ours, theirs, rtol=0, atol=1e-10)
    parameters = dict(getattr(made, network).named_parameters())
    pairs = zip(
        *(torch.autograd.grad(x, list(parameters.values()), allow_unused=True) for x in (ours, theirs))
    )
    moved = 0
    for name, (a, b) in zip(parameters, pairs):
        a, b = (torch.zeros_like(parameters[name]) if x is None else x for x in (a, b))
        torch.testing.assert_close(a, b, rtol=0, atol=1e-8, msg=name)
        moved += int(bool(b.abs().max() > 0))
    assert moved > len(parameters) / 2


@pytest.mark.parametrize("mixing", [0.0, 1.0])
def test_style_mixing_happens_as_often_as_asked(mixing: float) -> None:
    made = recipe(style_mixing=mixing)
    crossed = [bool((made._styles({}, Draws(seed, 3)).diff(dim=1) != 0).any()) for seed in range(5)]
    assert all(crossed) if mixing else not any(crossed)


def test_the_layer_from_which_styles_mix_takes_every_place() -> None:
    made = recipe(style_mixing=1.0)
    places = set()
    for seed in range(60):
        changes = (made._styles({}, Draws(seed, 2)).diff(dim=1) != 0).any(dim=2)
        assert torch.equal(changes[0], changes[1])  # one place for the whole batch
        places.add(int(changes[0].nonzero()))
    assert places == {0, 1, 2, 3, 4}


def test_path_length_by_hand() -> None:
    """images = (3 w1 + 4 w2) in each of 4 pixels: the slope at each w is the sum of y over pixels, over 2."""
    ws = torch.tensor([[[1.0], [2.0]]], requires_grad=True)
    images = (3 * ws[:, 0] + 4 * ws[:, 1]).view(1, 1, 1, 1).expand(1, 1, 2, 2)
    noise = torch.tensor([1.0, 1, 1, -1]).view(1, 1, 2, 2)
    expected = ((3**2 + 4**2) / 2) ** 0.5  # sum of y / sqrt(4) is 1
    assert path_lengths(images, ws, noise).tolist() == pytest.approx([expected])


# -- the order of things -------------------------------------------------------------------------------------------


def test_updates_come_in_the_published_order() -> None:
    updates = recipe().updates()
    assert [(u.trains, u.losses.__name__, u.every, u.full_precision) for u in updates] == [
        ("generator", "generator_losses", 1, False),
        ("generator", "path_length_losses", 4, True),
        ("discriminator", "discriminator_losses", 1, False),
        ("discriminator", "r1_losses", 16, True),
    ]
    assert len(recipe(pl_weight=0, r1_gamma=0).updates()) == 2


def test_adam_makes_up_for_the_lazy_steps() -> None:
    optimizers = recipe(generator_lr=0.002, discriminator_lr=0.001).optimizers()
    generator, discriminator = (optimizers[name].defaults for name in ("generator", "discriminator"))
    assert generator["lr"] == pytest.approx(0.002 * 4 / 5)
    assert generator["betas"] == pytest.approx((0, 0.99 ** (4 / 5)))
    assert discriminator["lr"] == pytest.approx(0.001 * 16 / 17)
    assert discriminator["betas"] == pytest.approx((0, 0.99 ** (16 / 17)))
    assert generator["eps"] == 1e-8
    plain = recipe(pl_weight=0, r1_gamma=0).optimizers()
    assert [plain[name].defaults["betas"] for name in plain] == [(0, 0.99)] * 2


def advance(
    made: StyleGAN2, optimizers: dict[str, torch.optim.Optimizer], values: Batch, step: int
) -> Losses:
    losses: Losses = {}
    for index, update in enumerate(made.updates()):
        if step % update.every == 0:
            made.requires_grad_(False)
            made.get_submodule(update.trains).requires_grad_(True)
            optimizers[update.trains].zero_grad()
            now = update.losses(values, Draws(10 * step + index, len(values["image"])))
            (update.every * torch.stack(list(now.values())).sum()).backward()
            optimizers[update.trains].step()
            losses |= {f"{update.trains}/{name}": loss.detach() for name, loss in now.items()}
    made.adapt(len(values["image"]))
    return losses


@pytest.mark.parametrize("changes", [
    {}, {"augment": "adaptive", "ada_kimg": 0.1}, {"augment": "fixed", "augment_pipe": "bgcfnc"},
    {"noise": False, "mbstd_group": 1, "style_mixing": 0.0, "pl_weight": 0.0},
])  # fmt: skip
@pytest.mark.parametrize("channels", [1, 3])
def test_a_few_steps_move_every_parameter_and_stay_finite(changes: dict[str, Any], channels: int) -> None:
    made = recipe(classes=3, channels=channels, **changes)
    optimizers, before = made.optimizers(), {name: p.detach().clone() for name, p in made.named_parameters()}
    for step in range(2):
        losses = advance(made, optimizers, batch(3, channels=channels), step)
        assert all(bool(torch.isfinite(loss)) for loss in losses.values())
    still = [name for name, p in made.named_parameters() if torch.equal(before[name], p)]
    assert still == []


def test_the_discriminator_learns_to_tell_real_from_made() -> None:
    made = recipe(r1_gamma=0.1, discriminator_lr=0.03)
    optimizer, values = made.optimizers()["discriminator"], batch(count=8)
    made.generator.requires_grad_(False)
    history = []
    for _ in range(40):
        optimizer.zero_grad()
        loss = made.discriminator_losses(values, Draws(1, 8))["adversarial"]
        loss.backward()
        optimizer.step()
        history.append(loss.item())
    assert history[-1] < 0.2 < 0.5 < history[0]


def test_the_generator_learns_to_please_a_still_discriminator() -> None:
    made = recipe(pl_weight=0, generator_lr=0.03)
    optimizer = made.optimizers()["generator"]
    made.discriminator.requires_grad_(False)
    history = []
    for _ in range(30):
        optimizer.zero_grad()
        loss = made.generator_losses(batch(), Draws(1, 4))["adversarial"]
        loss.backward()
        optimizer.step()
        history.append(loss.item())
    assert history[-1] < 0.5 * history[0]


@pytest.mark.parametrize(
    "loss", ["generator_losses", "path_length_losses", "discriminator_losses", "r1_losses"]
)
def test_micro_batches_add_up_to_the_batch(loss: str) -> None:
    """Without groups, halves of the batch with their share of the draws give the gradients of the whole."""
    made = recipe(classes=3, mbstd_group=1, augment="fixed").double()
    values = double(batch(3, count=8))
    network = made.generator if loss in ("generator_losses", "path_length_losses") else made.discriminator
    parameters = list(network.parameters())
    # The target of path length moves with each micro-batch by a hundredth; a settled mean takes that out.
    made.pl_mean.fill_(0.5)

    def slopes(part: Batch, draws: Draws) -> list[Tensor]:
        total = torch.stack(list(getattr(made, loss)(part, draws).values())).sum()
        found = torch.autograd.grad(total, parameters, allow_unused=True)
        return [torch.zeros_like(p) if g is None else g for p, g in zip(parameters, found)]

    whole = slopes(values, Draws(6, 8))
    halves = [
        slopes(
            {name: tensor[first : first + 4] for name, tensor in values.items()}, Draws(6, 8).slice(first, 4)
        )
        for first in (0, 4)
    ]
    tolerance = 0.02 if loss == "path_length_losses" else 1e-5  # draws are float32
    for expected, one, two in zip(whole, *halves):
        torch.testing.assert_close((one + two) / 2, expected, rtol=tolerance, atol=tolerance * 0.1)


# -- running statistics --------------------------------------------------------------------------------------------


def test_the_average_style_follows_only_the_generators_own_pass() -> None:
    made = recipe(w_avg_beta=0.75)
    values, average = batch(), made.generator.mapping.w_avg
    made.generator_losses(values, Draws(3, 4))
    expected = made.generator.map(Draws(3, 4).normal(5))[:, 0].mean(dim=0) / 4
    for other in (made.path_length_losses, made.discriminator_losses, made.r1_losses):
        other(values, Draws(8, 4))
    assert not average.any()  # losses only measure
    made.adapt(4)
    torch.testing.assert_close(average, expected.detach())


def test_the_mean_path_length_moves_only_when_it_was_measured() -> None:
    made = recipe()
    made.pl_mean.fill_(1.0)
    made.adapt(4)
    assert made.pl_mean.item() == 1.0
    made.path_length_losses(batch(), Draws(3, 4))
    length = made.pl_length.item()
    assert length > 0
    made.adapt(4)
    moved = made.pl_mean.item()
    assert moved == pytest.approx(1 + 0.01 * (length - 1))
    made.adapt(4)
    assert made.pl_mean.item() == moved


def controlled(sign: float, steps: int, **changes: Any) -> StyleGAN2:
    made = recipe(augment="adaptive", **changes)
    made.real_sign.fill_(sign)
    for _ in range(steps):
        made.adapt(32)
    return made


def test_adas_controller_by_hand() -> None:
    """Every four steps p moves by 32 * 4 / (500 * 1000) = 0.000256 towards a mean sign of 0.6."""
    assert controlled(0.9, 3).ada_p.item() == 0
    assert controlled(0.9, 4).ada_p.item() == pytest.approx(0.000256)
    assert controlled(0.9, 11).ada_p.item() == pytest.approx(2 * 0.000256)
    assert controlled(0.9, 12, ada_kimg=100).ada_p.item() == pytest.approx(3 * 0.00128)
    assert controlled(0.5, 40).ada_p.item() == 0  # never below
    assert controlled(0.9, 400, ada_kimg=1).ada_p.item() == pytest.approx(0.8)  # never above


def test_adas_controller_averages_over_its_four_steps() -> None:
    made = recipe(augment="adaptive")
    for sign in (1.0, 1.0, 0.3, 0.2):  # a mean of 0.625
        made.real_sign.fill_(sign)
        made.adapt(32)
    assert made.ada_p.item() == pytest.approx(0.000256)
    for sign in (1.0, 1.0, 0.2, 0.1):  # 0.575
        made.real_sign.fill_(sign)
        made.adapt(32)
    assert made.ada_p.item() == pytest.approx(0, abs=1e-9)


def test_the_sign_is_that_of_the_verdicts_on_real_pictures() -> None:
    made = recipe(augment="adaptive")
    for bias, expected in ((100.0, 1.0), (-100.0, -1.0)):
        made.discriminator.b4.out.bias.data.fill_(bias)
        made.discriminator_losses(batch(), Draws(0, 4))
        assert made.real_sign.item() == expected


def test_fixed_augmentation_stays() -> None:
    made = recipe(augment="fixed", augment_p=0.3)
    made.real_sign.fill_(1)
    for _ in range(8):
        made.adapt(32)
    assert made.ada_p.item() == pytest.approx(0.3)


def test_everything_that_runs_on_is_in_the_state() -> None:
    made, names = controlled(0.9, 6), recipe().state_dict()
    assert {"ada_p", "ada_steps", "ada_sign_sum", "pl_mean", "generator.mapping.w_avg"} <= set(names)
    fresh = recipe(augment="adaptive")
    fresh.load_state_dict(made.state_dict())
    for run in (made, fresh):
        run.adapt(32)
        run.adapt(32)
    assert fresh.ada_p.item() == made.ada_p.item() == pytest.approx(2 * 0.000256)
    assert all(made.get_buffer(name).is_floating_point() for name in made.measurements)


# -- settings ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("resolution", "device", "expected"), [
    (32, "cpu", {"batch": 16, "r1_gamma": 0.0002 * 1024 / 16, "ema_kimg": 5.0, "channel_base": 16384,
                 "generator_lr": 0.0025, "conv_clamp": 0.0, "memory_format": "narrow"}),
    (256, "cuda", {"batch": 16, "r1_gamma": 0.8192, "generator_lr": 0.0025, "conv_clamp": 256.0,
                   "memory_format": "channels_last"}),
    (1024, "cuda", {"batch": 4, "channel_base": 32768, "discriminator_lr": 0.002}),
])  # fmt: skip
def test_auto(resolution: int, device: str, expected: dict[str, object]) -> None:
    found = StyleGAN2.resolve(StyleGAN2Settings(), Pictures(resolution, 3), torch.device(device)).model_dump()
    assert {name: found[name] for name in expected} == pytest.approx(expected)
    assert [name for name, value in found.items() if value == "auto"] == [
        "evaluate_every",
        "evaluate_samples",
        "precision",
        "snapshot_every",
    ]  # the device decides each time


def test_sizes_that_are_no_power_of_two_are_refused() -> None:
    with pytest.raises(StudioError, match="not 48"):
        StyleGAN2.resolve(StyleGAN2Settings(), Pictures(48, 3), CPU)


def test_transforms_can_be_left_out() -> None:
    left = settings(augment_pipe="b", augment_skip="flip, quarter_turn")
    assert transforms(left) == ("translate",)
    with pytest.raises(StudioError, match="no alteration called twirl"):
        StyleGAN2Settings().changed({"augment_skip": "twirl"})


@pytest.mark.parametrize("preset", sorted(StyleGAN2.presets))
def test_every_preset_resolves_and_builds_its_generator(preset: str) -> None:
    pictures = Pictures(32, 1, tuple("0123456789"))
    resolved = StyleGAN2.resolve(StyleGAN2.presets[preset].changed({"channel_max": 8}), pictures, CPU)
    generator = StyleGAN2.build_generator(resolved, pictures)
    z = torch.randn(2, generator.z_dim)
    assert generator(z, F.one_hot(torch.tensor([3, 7]), 10).float()).shape == (2, 1, 32, 32)
    assert (generator.num_ws, generator.c_dim) == (8, 10)


def test_several_processes_are_exact_only_without_groups() -> None:
    assert "minibatch standard deviation" in recipe().batch_statistics
    assert recipe(mbstd_group=1).batch_statistics == ""


def test_autocast_leaves_losses_and_gradients_finite() -> None:
    made = recipe(classes=3, augment="fixed", conv_clamp=256.0)
    steps: list[Callable[[Batch, Draws], Losses]] = [made.generator_losses, made.discriminator_losses]
    for losses in steps:
        with torch.autocast("cpu", dtype=torch.bfloat16):
            loss = losses(batch(3), Draws(0, 4))["adversarial"]
        assert loss.dtype == torch.float32
        loss.backward()
    assert all(bool(torch.isfinite(p.grad).all()) for p in made.parameters() if p.grad is not None)

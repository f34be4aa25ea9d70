"""Each objective against hand values and against a second form that shares nothing with it, in float64."""

import math
from collections.abc import Callable

import pytest
import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy, mse_loss

from ganstudio import objectives
from ganstudio.errors import StudioError
from ganstudio.objectives import choose_objective

Loss = Callable[[Tensor, Tensor], Tensor]
NAMES = ("minimax", "non-saturating", "least-squares", "wasserstein", "hinge", "relativistic")


def log_sigmoid(x: Tensor) -> Tensor:
    return torch.log(torch.sigmoid(x))


def smoothed_cross_entropy(target: float) -> Loss:
    def loss(real: Tensor, fake: Tensor) -> Tensor:
        wanted = torch.full_like(real, target)
        return binary_cross_entropy(real.sigmoid(), wanted) + binary_cross_entropy(fake.sigmoid(), 0 * fake)

    return loss


SECOND_FORMS: dict[str, tuple[Loss, Loss]] = {
    "minimax": (smoothed_cross_entropy(1.0), lambda r, f: torch.log(1 - torch.sigmoid(f)).mean()),
    "non-saturating": (smoothed_cross_entropy(1.0), lambda r, f: -log_sigmoid(f).mean()),
    "least-squares": (
        lambda r, f: 0.5 * mse_loss(r, torch.ones_like(r)) + 0.5 * mse_loss(f, torch.zeros_like(f)),
        lambda r, f: 0.5 * mse_loss(f, torch.ones_like(f)),
    ),
    "wasserstein": (lambda r, f: (f - r).sum() / len(r), lambda r, f: -f.sum() / len(f)),
    "hinge": (
        lambda r, f: (-torch.minimum(r - 1, 0 * r) - torch.minimum(-1 - f, 0 * f)).mean(),
        lambda r, f: -f.sum() / len(f),
    ),
    "relativistic": (lambda r, f: -log_sigmoid(r - f).mean(), lambda r, f: -log_sigmoid(f - r).mean()),
}


def value_and_slopes(loss: Loss, real: Tensor, fake: Tensor) -> list[Tensor]:
    leaves = [part.clone().requires_grad_() for part in (real, fake)]
    value = loss(*leaves)
    return [value.detach(), *torch.autograd.grad(value, leaves, materialize_grads=True)]


def agree(one: Loss, other: Loss) -> None:
    draws = torch.Generator().manual_seed(3)
    real, fake = (2 * torch.randn(40, generator=draws, dtype=torch.float64) for _ in range(2))
    value, *slopes = value_and_slopes(one, real, fake)
    other_value, *other_slopes = value_and_slopes(other, real, fake)
    torch.testing.assert_close(value, other_value, rtol=0, atol=1e-10)
    for slope, other_slope in zip(slopes, other_slopes):
        torch.testing.assert_close(slope, other_slope, rtol=0, atol=1e-8)


@pytest.mark.parametrize("name", NAMES)
def test_second_form(name: str) -> None:
    objective = choose_objective(name)
    agree(objective.discriminator, SECOND_FORMS[name][0])
    agree(objective.generator, SECOND_FORMS[name][1])


@pytest.mark.parametrize("name", ["minimax", "non-saturating"])
def test_label_smoothing_is_cross_entropy_with_a_smaller_target(name: str) -> None:
    agree(choose_objective(name, 0.1).discriminator, smoothed_cross_entropy(0.9))


def test_label_smoothing_is_one_sided() -> None:
    real, fake = torch.tensor([20.0]), torch.tensor([-20.0])
    smoothed = choose_objective("non-saturating", 0.1).discriminator(real, fake)
    assert smoothed.item() == pytest.approx(
        2.0
    )  # 0.1 * 20: sure of a real one costs, sure of a fake one does not
    assert choose_objective("least-squares", 0.1).discriminator(real - 19, fake + 20).item() == pytest.approx(
        0.005
    )


@pytest.mark.parametrize(
    ("name", "discriminator", "generator"),
    [
        ("minimax", math.log(1 + 1 / 3) + math.log(3), -math.log(3)),
        ("non-saturating", math.log(1 + 1 / 3) + math.log(3), math.log(1.5)),
        ("least-squares", (math.log(3) - 1) ** 2 / 2 + math.log(2) ** 2 / 2, (math.log(2) - 1) ** 2 / 2),
        ("wasserstein", math.log(2 / 3), -math.log(2)),
        ("hinge", 1 + math.log(2), -math.log(2)),
        ("relativistic", math.log(1 + 2 / 3), math.log(1 + 3 / 2)),
    ],
)
def test_hand_values(name: str, discriminator: float, generator: float) -> None:
    """Logits log 3 and log 2: the discriminator gives 3/4 for the real picture and 2/3 for the fake one."""
    real, fake = (torch.tensor([math.log(odds)], dtype=torch.float64) for odds in (3, 2))
    objective = choose_objective(name)
    assert objective.discriminator(real, fake).item() == pytest.approx(discriminator, abs=1e-12)
    assert objective.generator(real, fake).item() == pytest.approx(generator, abs=1e-12)


def test_only_the_minimax_generator_saturates() -> None:
    sure = torch.tensor([-30.0])
    slopes = {name: value_and_slopes(choose_objective(name).generator, sure, sure)[2] for name in NAMES}
    assert slopes["minimax"].abs().item() < 1e-12
    assert slopes["non-saturating"].abs().item() == pytest.approx(1.0)


@pytest.mark.parametrize("name", NAMES)
def test_extreme_logits_stay_finite(name: str) -> None:
    objective = choose_objective(name)
    for loss in (objective.discriminator, objective.generator):
        for result in value_and_slopes(loss, torch.tensor([-1e4, 1e4]), torch.tensor([1e4, -1e4])):
            assert torch.isfinite(result).all()


@pytest.mark.parametrize("name", ["wasserstein", "hinge", "relativistic"])
def test_smoothing_is_refused_where_there_are_no_labels(name: str) -> None:
    with pytest.raises(StudioError, match=r"label_smoothing to 0\.$"):
        choose_objective(name, 0.1)


def test_only_relativistic_needs_the_real_logits() -> None:
    draws = torch.Generator().manual_seed(1)
    real, fake = (torch.randn(8, generator=draws) for _ in range(2))
    for name in NAMES:
        depends = value_and_slopes(choose_objective(name).generator, real, fake)[1].abs().max().item() > 0
        assert depends == choose_objective(name).paired


def test_module_documents_every_function() -> None:
    functions = [
        value
        for value in vars(objectives).values()
        if getattr(value, "__module__", "") == objectives.__name__
    ]
    assert all(value.__doc__ for value in functions if not value.__name__.startswith("_"))

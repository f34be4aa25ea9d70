"""A recipe's training as the product makes it, on pictures that never change."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from ganstudio.recipes.base import Batch, Losses, Pictures, Recipe
from ganstudio.training.state import TrainingState
from ganstudio.training.step import Stepper

SEED = 5


@dataclass
class Training:
    """The product's stepper with all that it needs."""

    recipe: Recipe
    state: TrainingState
    stepper: Stepper
    batch: Batch

    def step(self, number: int = 1) -> None:
        """Makes the updates that are due in that step."""
        self.state.step, self.state.images = number, 1000
        self.stepper.advance_()


def begin(recipe_type: type[Recipe], pictures: Pictures, **changes: Any) -> Training:
    """The same weights each time, biases moved off zero, in torch's default number format; random pictures."""
    torch.manual_seed(SEED)
    device = torch.device("cpu")
    settings = recipe_type.resolve(recipe_type.settings_type().changed(changes), pictures, device)
    recipe = recipe_type(settings, pictures).to(torch.get_default_dtype())
    for name, parameter in recipe.named_parameters():
        if name.endswith(("bias", "noise_strength")):
            parameter.data.add_(torch.randn_like(parameter) * 0.1)
    count = int(settings.batch)
    shape = (count, pictures.channels, pictures.resolution, pictures.resolution)
    names = ("image",) if recipe_type.reads == "pictures" else ("a", "b")
    batch = {name: torch.rand(shape) * 2 - 1 for name in names}
    if pictures.num_classes:
        batch["label"] = torch.eye(pictures.num_classes)[torch.arange(count) % pictures.num_classes]
    state = TrainingState.begin(recipe, device, count, scaled=False)
    return Training(recipe, state, Stepper(state, lambda _: batch, SEED, None), batch)


def total(losses: Losses) -> Tensor:
    """What is differentiated."""
    return torch.stack(list(losses.values())).sum()


@contextmanager
def in_float64() -> Iterator[None]:
    """Comparisons in double precision, where rounding cannot hide or feign a difference."""
    torch.set_default_dtype(torch.float64)
    try:
        yield
    finally:
        torch.set_default_dtype(torch.float32)

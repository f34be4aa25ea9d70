"""Image-to-image recipes in float64, at any state that training may have brought them to."""

from typing import Any

import torch
from torch import Tensor

from ganstudio.recipes.base import Batch, Losses, Pictures, Recipe

CPU = torch.device("cpu")


def make(recipe: type[Recipe], side: int = 16, channels: int = 3, **changes: Any) -> Recipe:
    """Weights of a size at which every term counts, biases moved off zero."""
    torch.manual_seed(0)
    pictures = Pictures(side, channels, (), ("A", "B"))
    made = recipe(recipe.resolve(recipe.settings_type().changed(changes), pictures, CPU), pictures).double()
    with torch.no_grad():
        for name, parameter in made.named_parameters():
            parameter.mul_(4)
            if name.endswith("bias"):
                parameter.add_(torch.randn_like(parameter) * 0.1)
    return made


def sides(count: int, side: int = 16, channels: int = 3, seed: int = 2) -> Batch:
    draws = torch.Generator().manual_seed(seed)
    shape = (count, channels, side, side)
    return {name: torch.rand(shape, generator=draws, dtype=torch.float64) * 2 - 1 for name in "ab"}


def total(losses: Losses) -> Tensor:
    return torch.stack([loss for loss in losses.values() if loss.requires_grad]).sum()

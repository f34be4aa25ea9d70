"""Everything that a run is at one step: what the loop changes, what a checkpoint keeps, what a resume brings back.

Random numbers and the order of the data are pure functions of (seed, step), so they need no saving.
"""

import copy
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor, nn

from ganstudio.errors import StudioError
from ganstudio.recipes.base import Recipe


class NotFiniteError(StudioError):
    """A tensor or a loss holds NaN or infinity. `names` says which."""

    def __init__(self, step: int, names: list[str]) -> None:
        self.names = names
        super().__init__(
            f"Training broke at step {step:,}: {', '.join(names)} is not a number any more. Go back to the last "
            "checkpoint and lower the learning rates or use precision float32; nothing broken was saved."
        )


@dataclass
class TrainingState:
    """The networks, their optimisers and the counters, on the device that trains."""

    recipe: Recipe
    optimizers: dict[str, torch.optim.Optimizer]
    average: nn.Module
    scaler: torch.amp.GradScaler
    micro_batch: int
    step: int = 0
    position: int = 0  # updates of the step in hand that are made already; 0 between two steps
    images: int = 0
    seconds: float = 0.0
    losses: dict[str, float] = field(default_factory=dict)
    health: dict[str, Any] = field(default_factory=dict)  # what the monitor remembers

    @classmethod
    def begin(cls, recipe: Recipe, device: torch.device, micro_batch: int, scaled: bool) -> "TrainingState":
        """The state before the first step. `scaled` loss scaling is for float16."""
        recipe.to(device)
        average = copy.deepcopy(recipe.generator).eval().requires_grad_(False)
        scaler = torch.amp.GradScaler(device.type, enabled=scaled)
        return cls(recipe, recipe.optimizers(), average, scaler, micro_batch)

    def tensors(self) -> dict[str, Tensor]:
        """Every tensor of the state, copied to the CPU. Raises StudioError if one holds NaN or infinity."""
        named = {f"recipe.{name}": tensor for name, tensor in self.recipe.state_dict().items()}
        named |= {f"average.{name}": tensor for name, tensor in self.average.state_dict().items()}
        for network, optimizer in self.optimizers.items():
            for index, slots in optimizer.state_dict()["state"].items():
                named |= {f"optimizer.{network}.{index}.{slot}": value for slot, value in slots.items()}
        # Copies, because training goes on in these tensors while they are written.
        copies = {name: tensor.detach().to("cpu", copy=True).contiguous() for name, tensor in named.items()}
        _must_be_finite(copies, self.step)
        return copies

    def numbers(self) -> dict[str, Any]:
        """Everything of the state that is not a tensor, as JSON."""
        return {
            "step": self.step,
            "position": self.position,
            "images": self.images,
            "seconds": self.seconds,
            "micro_batch": self.micro_batch,
            "losses": self.losses,
            "health": self.health,
            "scaler": self.scaler.state_dict(),
        }

    def load_(self, tensors: dict[str, Tensor], numbers: dict[str, Any]) -> None:
        """Goes back to a saved state. Raises StudioError if it belongs to other networks."""
        try:
            self.recipe.load_state_dict(_under("recipe.", tensors))
            self.average.load_state_dict(_under("average.", tensors))
            for network, optimizer in self.optimizers.items():
                _load_optimizer(optimizer, _under(f"optimizer.{network}.", tensors))
        except (RuntimeError, KeyError, ValueError) as error:
            raise StudioError(
                "This checkpoint does not fit the run's networks; was run.json edited? Start a new run instead."
            ) from error
        if numbers["scaler"]:
            self.scaler.load_state_dict(numbers["scaler"])
        self.step, self.images, self.seconds = numbers["step"], numbers["images"], numbers["seconds"]
        self.position = numbers.get("position", 0)
        self.micro_batch, self.losses = numbers["micro_batch"], dict(numbers["losses"])
        self.health = dict(numbers.get("health", {}))


def _under(prefix: str, tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    return {name.removeprefix(prefix): tensor for name, tensor in tensors.items() if name.startswith(prefix)}


def _load_optimizer(optimizer: torch.optim.Optimizer, tensors: dict[str, Tensor]) -> None:
    slots: dict[int, dict[str, Tensor]] = {}
    for name, tensor in tensors.items():
        index, _, slot = name.partition(".")
        slots.setdefault(int(index), {})[slot] = tensor
    optimizer.load_state_dict({"state": slots, "param_groups": optimizer.state_dict()["param_groups"]})


def _must_be_finite(tensors: dict[str, Tensor], step: int) -> None:
    broken = [name for name, tensor in tensors.items() if not is_finite(tensor)]
    if broken:
        raise NotFiniteError(step, broken[:3])


def is_finite(tensor: Tensor) -> bool:
    return not tensor.is_floating_point() or bool(torch.isfinite(tensor).all())

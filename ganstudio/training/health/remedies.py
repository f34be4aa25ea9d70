"""What one click can do: go back to a checkpoint and go on with other settings.

A run is a pure function of its settings, so that going back alone would only lead to the same place again.
"""

from ganstudio.training.events import Remedy
from ganstudio.training.health.facts import Facts

PARTS = {0.5: "half", 0.25: "a quarter of"}


def slower(
    facts: Facts, generator: float = 1.0, discriminator: float = 1.0
) -> dict[str, float | int | str | bool]:
    """Smaller learning rates, as changes of settings."""
    changes: dict[str, float | int | str | bool] = {}
    if generator != 1:
        changes["generator_lr"] = facts.generator_lr * generator
    if discriminator != 1:
        changes["discriminator_lr"] = facts.discriminator_lr * discriminator
    return changes


def with_slower_networks(facts: Facts, step: int | None, share: float = 0.5) -> Remedy:
    """Both learning rates smaller, from `step` on (None: the newest checkpoint)."""
    words = f"{_from(step)} with {PARTS[share]} the learning rates"
    return Remedy(words, slower(facts, share, share), step)


def with_slower_discriminator(facts: Facts, step: int | None, share: float = 0.25) -> Remedy:
    """The discriminator slower, so that the generator can catch up."""
    words = f"{_from(step)} with {PARTS[share]} the discriminator's learning rate"
    return Remedy(words, slower(facts, discriminator=share), step)


def with_equal_rates(facts: Facts) -> Remedy:
    """The generator learns as fast as the discriminator, from now on."""
    rate = facts.discriminator_lr
    return Remedy(f"Raise the generator's learning rate to {rate:g}", {"generator_lr": rate})


def _from(step: int | None) -> str:
    return "Go on" if step is None else f"Go back to step {step:,}"

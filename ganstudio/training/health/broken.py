"""Numbers that are not numbers any more."""

from collections.abc import Sequence

from ganstudio.training.events import Health, Remedy
from ganstudio.training.health.facts import Facts
from ganstudio.training.health.remedies import slower

KIND = "non-finite"


def not_finite(step: int, names: Sequence[str], facts: Facts) -> Health:
    """What happened and the way back: the newest checkpoint is whole, because nothing broken is ever saved."""
    changes = slower(facts, 0.5, 0.5)
    words = "Go back to the last checkpoint with half the learning rates"
    if facts.half_precision:
        changes["precision"] = "float32"
        words += " and precision float32"
    shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    verb = "is not a number" if len(names) == 1 else "are not numbers"
    message = f"Training broke at step {step:,}: {shown} {verb} any more. Nothing broken was saved."
    return Health(step, KIND, "error", message, "Training broke", Remedy(words, changes))

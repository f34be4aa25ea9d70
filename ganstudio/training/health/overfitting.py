"""The discriminator learns the data by heart: sure of every training picture it has seen many times.

r_t, the mean sign of its logits for real pictures, is what ADA steers by (Karras et al. 2020, ADA, section 3):
0 without overfitting, 1 with complete overfitting.
"""

from statistics import fmean

from ganstudio.training.events import Health
from ganstudio.training.health.facts import Facts
from ganstudio.training.health.history import History
from ganstudio.training.health.remedies import with_slower_discriminator

KIND = "discriminator-overfits"
PATIENCE = 30  # windows
HIGH, NORMAL = 0.9, 0.75
CAP = 0.79  # of ADA's p
PASSES = 20  # over the data: nobody knows a picture by heart that was shown less often


def discriminator_overfits(history: History, facts: Facts, active: bool) -> Health | None:
    """r_t high for long, with augmentation off or at its limit."""
    signs = history.last("discriminator/real_sign", PATIENCE)
    passes = facts.images(history.step) / facts.pictures if facts.pictures else 0.0
    p = (history.last("augment/p", 1) or history.last("discriminator/augment_p", 1) or [0.0])[0]
    if not signs or passes < PASSES or (facts.augment == "adaptive" and p < CAP):
        return None
    mean = fmean(signs)
    if mean < (NORMAL if active else HIGH) or (not active and fmean(signs[-PATIENCE // 3 :]) < HIGH):
        return None
    message = (
        f"The discriminator is right about {(1 + mean) / 2:.0%} of the real pictures (r_t {mean:.2f}), each of which "
        f"it has seen {passes:,.0f} times: it knows them by heart. {_advice(facts, p)}"
    )
    back = history.best_step if history.best_step and history.best_step < history.step else None
    remedy = with_slower_discriminator(facts, back, 0.5)
    return Health(history.step, KIND, "warning", message, "The discriminator overfits", remedy)


def _advice(facts: Facts, p: float) -> str:
    if facts.augment == "adaptive":
        return f"Augmentation is at its limit (p {p:.2f}); more pictures would help."
    return "A new run with augmentation set to adaptive, or more pictures, would help."

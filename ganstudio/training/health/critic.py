"""A Wasserstein critic has no verdict to be sure of; it has lost its footing when its distance runs away.

The estimate rises while the critic learns to see, then falls as pictures improve (Gulrajani et al. 2017, figure 5).
"""

from statistics import fmean

from ganstudio.training.events import Health
from ganstudio.training.health.facts import Facts
from ganstudio.training.health.history import History
from ganstudio.training.health.remedies import with_slower_discriminator
from ganstudio.training.health.won import KIND, VANISHED, gradient_share

PATIENCE = 20  # windows
AWAY, BACK = 3.0, 1.5  # times the distance that had been reached
TORN, HELD = 1.0, 0.5  # penalty beside the distance: in a healthy run a tenth


def critic_ran_away(history: History, facts: Facts, active: bool) -> Health | None:
    """The distance is far above what it had fallen to, the penalty beats it, or the gradient is gone."""
    distances = history.last("discriminator/wasserstein", PATIENCE)
    if not distances:
        return None
    distance = fmean(distances)
    evidence = _grown(history, distance, active) or _torn(history, distance, active) or _faint(history)
    if evidence is None:
        return None
    remedy = with_slower_discriminator(facts, history.best_step or None)
    return Health(history.step, KIND, "warning", evidence, "The critic has run away", remedy)


def _grown(history: History, distance: float, active: bool) -> str | None:
    """Only falls after the first peak count: before it the critic was still learning to see."""
    before = history.earlier("discriminator/wasserstein", PATIENCE)
    if len(before) < 2 * PATIENCE:
        return None
    means = [
        fmean(before[start : start + PATIENCE])
        for start in range(0, len(before) - PATIENCE + 1, PATIENCE // 2)
    ]
    peak = means.index(max(means))
    reached = min(means[peak:])
    if means[peak] < 1.5 * reached or distance < (BACK if active else AWAY) * reached:
        return None
    return (
        f"The critic's distance has grown from {reached:.3g} to {distance:.3g}: it learns faster than the generator "
        "can follow."
    )


def _torn(history: History, distance: float, active: bool) -> str | None:
    penalties = history.last("discriminator/penalty", PATIENCE)
    if not penalties or fmean(penalties) < (HELD if active else TORN) * abs(distance):
        return None
    return (
        f"The critic's penalty, {fmean(penalties):.3g}, has been larger than its distance, {distance:.3g}, for "
        f"{history.span(PATIENCE):,} steps: its slopes are out of hand."
    )


def _faint(history: History) -> str | None:
    share = gradient_share(history, PATIENCE)
    if share is None or share > VANISHED:
        return None
    return f"The generator's gradient is down to {share:.2g} of what it was: the critic tells it nothing."

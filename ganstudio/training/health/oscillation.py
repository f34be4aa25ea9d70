"""Oscillation: the networks chase each other in circles instead of both getting better."""

from statistics import geometric_mean

from ganstudio.training.events import Health
from ganstudio.training.health.facts import Facts
from ganstudio.training.health.history import History
from ganstudio.training.health.remedies import with_slower_networks
from ganstudio.training.health.series import smoothed, swing, turns

KIND = "oscillation"
WINDOWS, WIDTH = 60, 3
STRONG, WEAK = (
    0.4,
    0.3,
)  # deviations about the trend, in units of the mean size; geometric mean of both networks
LEAST = 0.15  # of either
TURNS = 4
CURVES = ("discriminator/adversarial", "generator/adversarial")


def oscillation(history: History, facts: Facts, active: bool) -> Health | None:
    """Both adversarial losses swing to and fro, strongly beside their own size, after smoothing."""
    if history.last("discriminator/wasserstein", 1):
        return None  # a critic's values have no zero to compare swings with
    curves = [smoothed(values, WIDTH) for name in CURVES if (values := history.last(name, WINDOWS))]
    if len(curves) < len(CURVES):
        return None
    swings = [swing(curve) for curve in curves]
    if min(swings) < LEAST or geometric_mean(swings) < (WEAK if active else STRONG):
        return None
    if not active and min(map(turns, curves)) < TURNS:
        return None
    message = (
        f"For {history.span(WINDOWS):,} steps both losses have swung to and fro by {swings[0]:.0%} (discriminator) and "
        f"{swings[1]:.0%} (generator) of their size, turning {turns(curves[1])} times: the networks chase each other."
    )
    back = history.best_step if history.best_step and history.best_step < history.step else None
    remedy = with_slower_networks(facts, back)
    return Health(history.step, KIND, "warning", message, "The losses oscillate", remedy)

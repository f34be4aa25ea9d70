"""Quality past its best: the run has been making worse pictures for a while."""

from ganstudio.training.events import Health
from ganstudio.training.health.facts import Facts
from ganstudio.training.health.history import History
from ganstudio.training.health.remedies import with_slower_networks

KIND = "past-best"
PATIENCE = 4  # checks
WORSE, HARDLY_WORSE = 0.2, 0.1  # of the best value
NOISE = 0.03  # of the way from the first value to the best


def past_best(history: History, facts: Facts, active: bool) -> Health | None:
    """Every one of the last checks clearly worse than the best; distances, so that lower is better."""
    best, step = history.best_value, history.best_step
    checks = history.checks[-1:] if active else history.checks[-PATIENCE:]
    if step is None or not checks or (len(checks) < PATIENCE and not active):
        return None
    margin = (HARDLY_WORSE if active else WORSE) * abs(best)
    margin = max(margin, NOISE * (history.checks[0].value - best))
    if facts.is_young(checks[0].step) or checks[0].step <= step:
        return None
    if any(check.value < best + margin for check in checks):
        return None
    since = sum(check.step > step for check in history.checks)
    message = (
        f"{facts.quality} was best at step {step:,}: {best:.4g}. It is {checks[-1].value:.4g} now and has been "
        f"worse for {since} checks. Go back to it?"
    )
    remedy = with_slower_networks(facts, step)
    return Health(history.step, KIND, "warning", message, "Quality is past its best", remedy)

"""A translator leads away from where it should: its results are further from the other side than its sources."""

from ganstudio.training.events import Health
from ganstudio.training.health.facts import Facts
from ganstudio.training.health.history import History
from ganstudio.training.health.remedies import with_slower_networks

KIND = "astray"
PATIENCE = 4  # checks
FURTHER, HARDLY_FURTHER = 1.15, 1.0  # times the distance of pictures that are left alone
APPROACHES = 0.9  # from the first of these checks to the last: it is on its way


def translation_astray(history: History, facts: Facts, active: bool) -> Health | None:
    """One direction whose distance stays above that of untranslated pictures and does not fall."""
    checks = history.checks[-1:] if active else history.checks[-PATIENCE:]
    if not checks or (len(checks) < PATIENCE and not active) or facts.is_young(checks[0].step):
        return None
    limit = HARDLY_FURTHER if active else FURTHER
    for direction, times in checks[-1].untranslated.items():
        course = [check.untranslated.get(direction, 0.0) for check in checks]
        if min(course) < limit or (not active and times < APPROACHES * course[0]):
            continue
        source, target = facts.ends(direction)
        message = (
            f"{source} as {target} is {times:.1f} times as far from {target} as pictures that are left alone, since "
            f"step {checks[0].step:,} or longer. {_advice(facts)}"
        )
        remedy = with_slower_networks(facts, history.best_step)
        return Health(history.step, KIND, "warning", message, "Translations lead astray", remedy)
    return None


def _advice(facts: Facts) -> str:
    if len(facts.directions) == 1:
        return "Slower networks may help."
    return "Slower networks may help, and in a new run more identity, which keeps what need not change."

"""The generator stands still: its gradient is nothing, or quality has not moved since the first check."""

from statistics import median

from ganstudio.training.events import Health
from ganstudio.training.health.facts import Facts
from ganstudio.training.health.history import History
from ganstudio.training.health.remedies import with_equal_rates, with_slower_networks

KIND = "generator-stalled"
PATIENCE = 20  # windows
NOTHING = 1e-3  # of the discriminator's gradient and of the generator's own at first
CHECKS = 5
MOVED, STILL = 0.05, 0.03  # of the first value


def generator_stalled(history: History, facts: Facts, active: bool) -> Health | None:
    """By quality where it is measured, by the gradient anywhere."""
    evidence = _unmoved(history, facts, active) or _without_gradient(history, active)
    if evidence is None:
        return None
    slow = facts.generator_lr < facts.discriminator_lr / 4
    remedy = with_equal_rates(facts) if slow else with_slower_networks(facts, None)
    return Health(history.step, KIND, "warning", evidence, "The generator has stalled", remedy)


def _unmoved(history: History, facts: Facts, active: bool) -> str | None:
    """All checks since the beginning near the first one."""
    values = [check.value for check in history.checks]
    if len(values) < CHECKS:
        return None
    moved = max(abs(value - values[0]) for value in values) / (abs(values[0]) or 1.0)
    if moved > (MOVED if active else STILL):
        return None
    return (
        f"{facts.quality} has moved by {moved:.1%} in {len(values)} checks since step "
        f"{history.checks[0].step:,}: the generator is not learning."
    )


def _without_gradient(history: History, active: bool) -> str | None:
    name = "generator/gradient_norm"
    newest = history.last(name, 1 if active else PATIENCE)
    before = history.earlier(name, len(newest))
    if not newest:
        return None
    usual = median(before[:PATIENCE]) if before else 0.0
    other = history.last("discriminator/gradient_norm", len(newest))
    usual = max(usual, median(other) if other else 0.0)
    if max(newest) > NOTHING * usual:
        return None
    return (
        f"For {history.span(PATIENCE):,} steps the generator's gradient has been {median(newest):.2g}, "
        "next to nothing: it learns nothing."
    )

"""Collapse: many latents give the same picture, or a part of the data is never made."""

from collections.abc import Sequence

from ganstudio.training.events import Health
from ganstudio.training.health.facts import Facts
from ganstudio.training.health.history import Check, History
from ganstudio.training.health.remedies import with_slower_networks

PATIENCE = 3  # checks; the first pictures of any run are all alike
ALIKE, VARIED = 0.25, 0.35  # of the data's spread in feature space
SAME, APART = 0.3, 0.2  # share of duplicates
MISSING, PRESENT = 0.1, 0.25  # of the class's share in the data
RARE = 0.03  # classes below this share may be missing by chance
EARLY = 0.25  # of the run: classes take their time


def collapsed(history: History, facts: Facts, active: bool) -> Health | None:
    """A fixed batch of samples is far less varied than the data, or holds the same picture again and again."""
    checks = _with_diversity(history, facts, active)
    if not checks:
        return None
    alike = all((check.spread or 0) < (VARIED if active else ALIKE) for check in checks)
    same = all(check.duplicates > (APART if active else SAME) for check in checks)
    if (not alike and not same) or (not active and _recovering(checks)):
        return None
    message = (
        f"Made pictures are much alike: their variety is {checks[-1].spread or 0:.0%} of the data's, and "
        f"{checks[-1].duplicates:.0%} of them have a near double, over {len(checks)} checks."
    )
    remedy = with_slower_networks(facts, _while_varied(history))
    return Health(history.step, "collapse", "warning", message, "The generator has collapsed", remedy)


def classes_missing(history: History, facts: Facts, active: bool) -> Health | None:
    """Classes of the data that are hardly ever made, the same ones at several checks.

    The class of an imperfect picture is read imperfectly, so that a low share alone proves little: the class must have
    been made before, or the shares of all others must be right.
    """
    checks = _with_diversity(history, facts, active)
    if not checks or checks[0].step < EARLY * facts.steps:
        return None
    limit = PRESENT if active else MISSING
    lost = set.intersection(*(_missing(check, limit) for check in checks))
    if not all(_is_even(check, lost) for check in checks):
        lost &= _seen_before(history, facts, checks[0].step)
    if not lost:
        return None
    made, real = ([shares[index] for index in lost] for shares in _shares(checks[-1]))
    shares = f"{sum(made):.1%} of the pictures, where the data have {sum(real):.1%}"
    message = f"{_named(sorted(lost), facts)} hardly ever made: {shares}."
    remedy = with_slower_networks(facts, _earlier_best(history, checks[0]))
    return Health(history.step, "classes-missing", "warning", message, "Classes are missing", remedy)


def classes_ignored(history: History, facts: Facts, active: bool) -> Health | None:
    """Asked for a class, the generator makes another, hardly better than by chance, late in training."""
    checks = _with_diversity(history, facts, active)
    agreements = [check.agreement for check in checks if check.agreement is not None]
    if not agreements or len(agreements) < len(checks) or checks[0].step < facts.steps / 2:
        return None
    chance = 1 / max(2, len(checks[-1].real_class_shares) or len(facts.class_names))
    limit = chance + (0.2 if active else 0.1) * (1 - chance)
    if max(agreements) > limit:
        return None
    shares = f"{agreements[-1]:.0%} of the cases; chance would be {chance:.0%}"
    message = f"Asked for a class, the generator makes it in {shares}."
    remedy = with_slower_networks(facts, _earlier_best(history, checks[0]))
    return Health(history.step, "classes-ignored", "warning", message, "Classes are ignored", remedy)


def _with_diversity(history: History, facts: Facts, active: bool) -> list[Check]:
    """The newest checks that count; none while there are too few of them."""
    checks = [
        check for check in history.checks if check.spread is not None and not facts.is_young(check.step)
    ]
    count = 1 if active else PATIENCE
    return checks[-count:] if len(checks) >= count else []


def _recovering(checks: Sequence[Check]) -> bool:
    """Whether variety rises at every check, as it does early in training, by half over them all."""
    spreads = [check.spread or 0.0 for check in checks]
    return sorted(spreads) == spreads and spreads[-1] > 1.5 * spreads[0]


def _missing(check: Check, limit: float) -> set[int]:
    made, real = _shares(check)
    return {index for index, share in enumerate(real) if share >= RARE and made[index] < limit * share}


def _seen_before(history: History, facts: Facts, step: int) -> set[int]:
    """Classes that once had half of their share in the data or more."""
    checks = [check for check in history.checks if check.step < step and not facts.is_young(check.step)]
    return {
        index
        for check in checks
        for index, (made, real) in enumerate(zip(*_shares(check)))
        if made >= real / 2
    }


def _is_even(check: Check, lost: set[int]) -> bool:
    """Whether all classes but the lost ones have between half and twice the share that is due to them then."""
    pairs = [pair for index, pair in enumerate(zip(*_shares(check))) if index not in lost and pair[1] >= RARE]
    due = sum(made for made, _ in pairs) / (sum(real for _, real in pairs) or 1.0)
    return bool(pairs) and all(0.5 <= made / (real * due or 1.0) <= 2 for made, real in pairs)


def _shares(check: Check) -> tuple[Sequence[float], Sequence[float]]:
    made = check.class_shares or (0.0,) * len(check.real_class_shares)
    return made, check.real_class_shares


def _named(classes: Sequence[int], facts: Facts) -> str:
    names = [facts.class_names[i] if i < len(facts.class_names) else str(i) for i in classes]
    if len(names) == 1:
        return f"The class {names[0]} is"
    more = f" and {len(names) - 5} more" if len(names) > 6 else f" and {names[-1]}"
    return f"The classes {', '.join(names[:5] if len(names) > 6 else names[:-1])}{more} are"


def _while_varied(history: History) -> int | None:
    """The best step, if pictures were still varied there."""
    best = [check for check in history.checks if check.step == history.best_step]
    return best[0].step if best and (best[0].spread or 0) > VARIED and best[0].duplicates < APART else None


def _earlier_best(history: History, check: Check) -> int | None:
    return history.best_step if history.best_step and history.best_step < check.step else None

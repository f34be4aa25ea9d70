"""The discriminator has won: it is never wrong, and the generator learns nothing from it any more.

A discriminator that is sure for a while is common, above all early on; it has won when it stays sure and the
generator's gradient dies (Arjovsky and Bottou 2017, theorem 2.4), or when it is sure beyond all measure.
"""

import math
from collections.abc import Sequence
from statistics import fmean, median

from ganstudio.training.events import Health
from ganstudio.training.health.facts import Facts
from ganstudio.training.health.history import History
from ganstudio.training.health.remedies import with_slower_discriminator

KIND = "discriminator-won"
PATIENCE = 20  # windows
SURE, HARDLY_SURE = 4.0, 2.5  # logits to either side: right in 98 %, 92 % of the cases
BEYOND = 10.0  # logits to either side: wrong once in 20,000
VANISHED, RECOVERED = 0.1, 0.3  # of the generator's usual gradient


def discriminator_won(history: History, facts: Facts, active: bool) -> Health | None:
    """Sure in every one of the last windows, with a vanished gradient or beyond all measure."""
    real = history.last("discriminator/real_logits", PATIENCE)
    fake = history.last("discriminator/fake_logits", PATIENCE)
    if not real or not fake or history.last("discriminator/wasserstein", 1):
        return None
    margin = _margin(facts, real, fake, all_windows=not active)
    share = gradient_share(history, PATIENCE)
    vanished = share is not None and share < (RECOVERED if active else VANISHED)
    if margin < (HARDLY_SURE if active else SURE):
        return None
    if not vanished and margin < BEYOND / (2 if active else 1):
        return None
    return _health(history, facts, fmean(real), fmean(fake), share)


def _margin(facts: Facts, real: Sequence[float], fake: Sequence[float], all_windows: bool) -> float:
    """How sure it is, on the scale of logistic logits: of the least sure window, or on average."""
    margins = [_sureness(facts, *pair) for pair in zip(real, fake)]
    return min(margins) if all_windows else fmean(margins)


def _sureness(facts: Facts, real: float, fake: float) -> float:
    """The distance of the nearer of both mean logits from undecided; infinite where smoothing bounds real ones."""
    if facts.objective == "relativistic":
        return (real - fake) / 2  # only differences mean something
    if facts.objective == "least-squares":
        return BEYOND * (1 - max(abs(facts.real_target - real), abs(fake)) / facts.real_target / 0.5)
    if facts.real_target < 1:
        goal = math.log(facts.real_target / (1 - facts.real_target))
        real = math.inf if real > goal - 0.5 else real
    return min(real, -fake)


def gradient_share(history: History, count: int) -> float | None:
    """The generator's newest gradient as a share of its usual one; None while there is too little to compare."""
    name = "generator/gradient_norm"
    newest, before = history.last(name, count), history.earlier(name, count)
    usual = median(before) if len(before) >= count // 2 else 0.0
    return median(newest) / usual if newest and usual > 0 else None


def _health(history: History, facts: Facts, real: float, fake: float, share: float | None) -> Health:
    evidence = f"its mean logit is {real:.1f} for real pictures and {fake:.1f} for made ones"
    if share is not None and share < RECOVERED:
        evidence += f", and the generator's gradient is down to {share:.2g} of what it was"
    message = (
        f"For {history.span(PATIENCE):,} steps the discriminator has hardly ever been wrong: {evidence}."
    )
    back = history.best_step if history.best_step and _before_onset(history) else None
    remedy = with_slower_discriminator(facts, back)
    return Health(history.step, KIND, "warning", message, "The discriminator has won", remedy)


def _before_onset(history: History) -> bool:
    return history.best_step is not None and history.best_step < history.step - history.span(PATIENCE)

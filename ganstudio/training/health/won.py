"""The discriminator has won: it is hardly ever wrong, and nothing is left for either network to learn.

A discriminator that is sure for a while is common, above all early on. It has won when it stays sure and a gradient
dies: the generator's, where the objective saturates (Arjovsky and Bottou 2017, theorem 2.4), or else its own, because
its loss has come to nothing; or when it is sure beyond all measure.
"""

import math
from statistics import fmean, median

from ganstudio.training.events import Health
from ganstudio.training.health.facts import Facts
from ganstudio.training.health.history import History
from ganstudio.training.health.remedies import with_slower_discriminator

KIND = "discriminator-won"
PATIENCE = 20  # windows
SURE, HARDLY_SURE = 3.0, 2.0  # logits to either side: right in 95 %, 88 % of the cases
BEYOND = 10.0  # logits to either side: wrong once in 20,000
VANISHED, RECOVERED = 0.1, 0.3  # of the generator's usual gradient
IDLE, BUSY = 0.03, 0.08  # the discriminator's gradient beside the generator's; they are of one size as a rule


def discriminator_won(history: History, facts: Facts, active: bool) -> Health | None:
    """Sure in three of four of the last windows, with a dead gradient or beyond all measure."""
    real = history.last("discriminator/real_logits", PATIENCE)
    fake = history.last("discriminator/fake_logits", PATIENCE)
    if not real or not fake or history.last("discriminator/wasserstein", 1):
        return None
    margin = sorted(_sureness(facts, *pair) for pair in zip(real, fake))[PATIENCE // 4]
    dead = _dead(history, active)
    if margin < (HARDLY_SURE if active else SURE) or (not dead and margin < BEYOND / (2 if active else 1)):
        return None
    evidence = (
        f"its mean logit is {fmean(real):.1f} for real pictures and {fmean(fake):.1f} for made ones{dead}"
    )
    span = history.span(PATIENCE)
    message = f"For {span:,} steps the discriminator has hardly ever been wrong: {evidence}."
    before = history.best_step is not None and 0 < history.best_step <= history.step - span * 3 // 4
    remedy = with_slower_discriminator(facts, history.best_step if before else None)
    return Health(history.step, KIND, "warning", message, "The discriminator has won", remedy)


def _sureness(facts: Facts, real: float, fake: float) -> float:
    """How far the worse of both verdicts is from undecided, on the scale of logistic logits.

    Each objective has its own goal: hinge stops at 1 and -1, least squares at the target and 0, a difference of
    logits is all that the relativistic one knows, and smoothing bounds the logit of real pictures.
    """
    if facts.objective == "relativistic":
        return (real - fake) / 2
    if facts.objective == "hinge":
        return SURE * min(real, -fake) / 0.9  # means stay a little short of the goal
    if facts.objective == "least-squares":
        return BEYOND * (1 - max(abs(facts.real_target - real), abs(fake)) / facts.real_target / 0.25)
    if facts.real_target < 1:
        goal = math.log(facts.real_target / (1 - facts.real_target))
        real = math.inf if real > goal - 0.5 else real
    return min(real, -fake)


def _dead(history: History, active: bool) -> str:
    """Which gradient has died, in words; empty if none has."""
    share, balance = gradient_share(history, PATIENCE), _balance(history)
    if share is not None and share < (RECOVERED if active else VANISHED):
        return f", and the generator's gradient is down to {share:.2g} of what it was"
    if balance is not None and balance < (BUSY if active else IDLE):
        return (
            f", and its own gradient, {balance:.2g} of the generator's, shows that nothing is left to learn"
        )
    return ""


def gradient_share(history: History, count: int) -> float | None:
    """The generator's newest gradient as a share of its usual one; None while there is too little to compare."""
    name = "generator/gradient_norm"
    newest, before = history.last(name, count), history.earlier(name, count)
    usual = median(before) if len(before) >= count // 2 else 0.0
    return median(newest) / usual if newest and usual > 0 else None


def _balance(history: History) -> float | None:
    """The discriminator's gradient as a share of the generator's."""
    norms = [history.last(f"{name}/gradient_norm", PATIENCE) for name in ("discriminator", "generator")]
    return median(norms[0]) / median(norms[1]) if all(norms) and median(norms[1]) > 0 else None

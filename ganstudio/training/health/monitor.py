"""The monitor: what a run reports goes in, what a person should know comes out. It needs no torch and no clock."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ganstudio.training.events import Health
from ganstudio.training.health.astray import translation_astray
from ganstudio.training.health.best import past_best
from ganstudio.training.health.broken import not_finite
from ganstudio.training.health.collapse import classes_ignored, classes_missing, collapsed
from ganstudio.training.health.critic import critic_ran_away
from ganstudio.training.health.facts import Facts
from ganstudio.training.health.history import Check, Diversity, History
from ganstudio.training.health.oscillation import oscillation
from ganstudio.training.health.overfitting import discriminator_overfits
from ganstudio.training.health.stalled import generator_stalled
from ganstudio.training.health.summary import Quality, in_words
from ganstudio.training.health.won import discriminator_won

Rule = Callable[[History, Facts, bool], Health | None]
"""Judges a history; True: the problem is there already, so that the looser of two limits decides."""

Rules = Mapping[str, Rule]


def won(history: History, facts: Facts, active: bool) -> Health | None:
    """The discriminator or critic is too far ahead."""
    return discriminator_won(history, facts, active) or critic_ran_away(history, facts, active)


BY_LOSSES: Rules = {
    "discriminator-won": won,
    "discriminator-overfits": discriminator_overfits,
    "generator-stalled": generator_stalled,
    "oscillation": oscillation,
}
BY_QUALITY: Rules = {
    "generator-stalled": generator_stalled,
    "collapse": collapsed,
    "classes-missing": classes_missing,
    "classes-ignored": classes_ignored,
    "past-best": past_best,
    "astray": translation_astray,
}
# A problem on the left says what those on the right would say in other words.
EXPLAINS = {
    "discriminator-won": {"generator-stalled", "oscillation"},
    "collapse": {"classes-missing"},
}


class Monitor:
    """Speaks once when a problem begins, with level "info" once it is over, and again if it comes back."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._history = History()
        self._since: dict[str, Health] = {}

    @property
    def active(self) -> tuple[Health, ...]:
        """Problems that have begun and are not over, oldest first."""
        return tuple(self._since.values())

    def progressed(self, step: int, losses: Mapping[str, float]) -> list[Health]:
        """Takes the losses of one report, keyed `network/term`."""
        whole = self._history.report_(step, losses, self.facts.window)
        return self._judged(BY_LOSSES) if whole else []

    def evaluated(
        self,
        step: int,
        scores: Mapping[str, float],
        best: tuple[int, float] | None = None,
        diversity: Diversity | None = None,
        untranslated: Mapping[str, float] | None = None,
    ) -> list[Health]:
        """Takes one check of quality: metric -> value, the best so far as (step, value), the variety, and what
        untranslated pictures score."""
        value = scores.get(self.facts.best_by)
        if value is None:
            return []
        check = Check(step, value)
        if diversity is not None:
            check = Check(
                step, value, diversity.spread, diversity.duplicates, tuple(diversity.class_shares),
                tuple(diversity.real_class_shares), diversity.agreement,
            )  # fmt: skip
        check.untranslated = self._beside(scores, untranslated or {})
        self._history.check_(check, best or self._best(check))
        return self._judged(BY_QUALITY)

    def broken(self, step: int, names: Sequence[str]) -> Health:
        """What to say when the losses or tensors of these names hold NaN or infinity; the run ends with it."""
        return not_finite(step, names, self.facts)

    def summary(self) -> str:
        """One or two sentences: what is wrong, or how well it goes."""
        history = self._history
        values = [check.value for check in history.checks]
        return in_words(self.active, history.step, Quality(self.facts.quality, values))

    def state(self) -> dict[str, Any]:
        """Everything that a resume needs, as JSON."""
        since = {kind: [health.step, health.message, health.name] for kind, health in self._since.items()}
        return {
            "history": self._history.as_json(),
            "active": since,
            "measured_with": self.facts.measured_with,
        }

    def load(self, state: Mapping[str, Any]) -> None:
        """Goes on where `state` was taken; checks of another protocol are forgotten, as they do not compare."""
        try:
            history = History.from_json(state["history"])
            since = {
                kind: Health(step, kind, "warning", message, name)
                for kind, (step, message, name) in state["active"].items()
            }
        except (
            KeyError,
            TypeError,
            ValueError,
        ):  # of another version: what it remembers is worth less than the run
            return
        self._history, self._since = history, since
        if state.get("measured_with") != self.facts.measured_with:
            self._history.checks, self._history.best_step = [], None

    def _best(self, check: Check) -> tuple[int, float]:
        history = self._history
        if history.best_step is not None and history.best_value <= check.value:
            return history.best_step, history.best_value
        return check.step, check.value

    def _beside(self, scores: Mapping[str, float], untranslated: Mapping[str, float]) -> dict[str, float]:
        """Each direction's distance in units of what untranslated pictures have."""
        prefix = f"{self.facts.best_by}_"
        before = {name: value for name, value in untranslated.items() if value > 0 and name in scores}
        each = {name.removeprefix(prefix): name for name in before if name.startswith(prefix)}
        if not each and self.facts.best_by in before:  # only one direction is learnt
            each = {self.facts.directions[0]: self.facts.best_by}
        return {direction: scores[name] / before[name] for direction, name in each.items()}

    def _judged(self, rules: Rules) -> list[Health]:
        heard = (self._heard(kind, rule) for kind, rule in rules.items())
        return [health for health in heard if health is not None]

    def _heard(self, kind: str, rule: Rule) -> Health | None:
        """What a rule has to say that was not said before."""
        before = self._since.get(kind)
        found = rule(self._history, self.facts, before is not None)
        if before is not None:
            return None if found else self._over(before)
        if found is None or self._explained(kind):
            return None
        self._since[kind] = found
        return found

    def _over(self, before: Health) -> Health:
        del self._since[before.kind]
        message = (
            f"What was reported at step {before.step:,} is over: {before.name[0].lower()}{before.name[1:]}."
        )
        return Health(self._history.step, before.kind, "info", message, "Recovered")

    def _explained(self, kind: str) -> bool:
        return any(kind in EXPLAINS.get(known, ()) for known in self._since)

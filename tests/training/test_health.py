"""The monitor on curves made for the purpose: just below each limit it is silent, just above it speaks, once."""

import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from ganstudio.recipes import RECIPES
from ganstudio.settings import describe
from ganstudio.training.events import Health
from ganstudio.training.health import Facts, Monitor, facts_of, summary_of

FACTS = Facts(steps=10_000, generator_lr=2e-4, discriminator_lr=4e-4)
Losses = dict[str, float]


@dataclass(frozen=True)
class Variety:
    """As the evaluator measures it."""

    spread: float = 0.9
    duplicates: float = 0.02
    class_shares: tuple[float, ...] = ()
    real_class_shares: tuple[float, ...] = ()
    agreement: float | None = None


def losses(
    real: float, fake: float, generator: float = 5.0, discriminator: float = 5.0, **more: float
) -> Losses:
    """A report with these mean logits and gradient norms."""
    return {
        "discriminator/adversarial": 0.5,
        "generator/adversarial": 1.0,
        "discriminator/real_logits": real,
        "discriminator/fake_logits": fake,
        "generator/gradient_norm": generator,
        "discriminator/gradient_norm": discriminator,
        **{name.replace("__", "/"): value for name, value in more.items()},
    }


HEALTHY = losses(1.0, -1.0)


def fed(monitor: Monitor, reports: Iterable[Losses], start: int = 0) -> list[Health]:
    """One report every ten steps, as many as there are."""
    return [
        health
        for i, report in enumerate(reports)
        for health in monitor.progressed(start + 10 * (i + 1), report)
    ]


def checked(
    monitor: Monitor, values: Iterable[float], varieties: Iterable[Variety] | None = None
) -> list[Health]:
    """One check every 500 steps."""
    values = list(values)
    pairs = zip(values, varieties or [None] * len(values))
    checks = enumerate(pairs, start=1)
    return [
        health
        for index, (value, variety) in checks
        for health in monitor.evaluated(500 * index, {"fid": value}, diversity=variety)
    ]


def kinds(found: Iterable[Health]) -> list[str]:
    return [f"{health.kind}:{health.level}" for health in found]


# -- the discriminator has won --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("objective", "quiet", "loud"),
    [
        ("non-saturating", (2.9, -9.0), (3.1, -3.1)),
        ("non-saturating", (9.0, -2.9), (3.1, -9.0)),
        ("minimax", (2.9, -2.9), (3.1, -3.1)),
        ("relativistic", (8.0, 2.1), (8.0, 1.9)),
        ("hinge", (0.85, -0.85), (0.95, -0.95)),
        ("least-squares", (0.8, 0.1), (0.85, 0.1)),
    ],
)
def test_a_sure_discriminator_with_nothing_to_learn_has_won(
    objective: str, quiet: tuple[float, float], loud: tuple[float, float]
) -> None:
    facts = replace(FACTS, objective=objective)
    for logits, expected in ((quiet, []), (loud, ["discriminator-won:warning"])):
        found = fed(Monitor(facts), [losses(*logits, discriminator=0.1)] * 60)
        assert kinds(found) == expected


def test_a_sure_discriminator_that_still_learns_has_not_won() -> None:
    assert not fed(Monitor(FACTS), [losses(5, -5, discriminator=0.2)] * 60)
    assert not fed(Monitor(FACTS), [losses(9.9, -9.9)] * 60)
    assert kinds(fed(Monitor(FACTS), [losses(10.1, -10.1)] * 60)) == ["discriminator-won:warning"]


def test_a_vanished_gradient_of_the_generator_counts_against_its_own_history() -> None:
    for share, expected in ((0.12, []), (0.08, ["discriminator-won:warning"])):
        reports = [HEALTHY] * 60 + [losses(5, -5, generator=5 * share, discriminator=share)] * 40
        assert kinds(fed(Monitor(FACTS), reports)) == expected


def test_smoothed_targets_bound_the_logits_of_real_pictures() -> None:
    """With a target of 0.9 the best logit is log 9 = 2.2, and 2.1 is as sure as can be."""
    report = losses(2.1, -4.0, discriminator=0.1)
    assert not fed(Monitor(FACTS), [report] * 60)
    assert fed(Monitor(replace(FACTS, real_target=0.9)), [report] * 60)


def test_being_sure_for_a_while_is_normal() -> None:
    won = losses(6, -6, discriminator=0.01)
    assert not fed(Monitor(FACTS), [won] * 20)
    assert fed(Monitor(FACTS), [won] * 22)
    assert not fed(Monitor(FACTS), ([won] * 14 + [HEALTHY] * 6) * 5)


def test_it_speaks_once_says_when_it_is_over_and_speaks_again() -> None:
    monitor, won = Monitor(FACTS), losses(6, -6, discriminator=0.01)
    assert kinds(fed(monitor, [won] * 200)) == ["discriminator-won:warning"]
    assert "The discriminator has won, since step" in monitor.summary()
    assert kinds(fed(monitor, [HEALTHY] * 60, 2000)) == ["discriminator-won:info"]
    assert monitor.summary() == "Both networks are learning."
    assert kinds(fed(monitor, [won] * 60, 2600)) == ["discriminator-won:warning"]


def test_between_both_limits_nothing_changes() -> None:
    """Sure enough to stay won, not sure enough to be found won."""
    between, won = losses(2.5, -2.5, discriminator=0.2), losses(6, -6, discriminator=0.01)
    assert not fed(Monitor(FACTS), [between] * 100)
    assert kinds(fed(Monitor(FACTS), ([won] * 30 + [between] * 30) * 3)) == ["discriminator-won:warning"]


def test_the_remedy_slows_the_discriminator_from_the_best_step_before() -> None:
    monitor = Monitor(FACTS)
    fed(monitor, [HEALTHY] * 60)
    monitor.evaluated(600, {"fid": 10.0}, (600, 10.0))
    (found,) = fed(monitor, [losses(6, -6, discriminator=0.01)] * 60, 600)
    assert found.remedy is not None
    assert found.remedy.step == 600
    assert found.remedy.changes == {"discriminator_lr": 1e-4}
    assert found.remedy.words == "Go back to step 600 with a quarter of the discriminator's learning rate"
    assert "4.8 for real pictures and -4.8 for made ones" in found.message


def test_long_runs_ask_for_longer_evidence() -> None:
    monitor = Monitor(replace(FACTS, steps=800_000))
    assert monitor.facts.window == 100
    assert not fed(monitor, [losses(6, -6, discriminator=0.01)] * 199)
    assert fed(monitor, [losses(6, -6, discriminator=0.01)] * 13, 1990)


# -- a critic -------------------------------------------------------------------------------------------------


def critic(distance: float, penalty: float = 0.1, generator: float = 5.0) -> Losses:
    more = {"discriminator__wasserstein": distance, "discriminator__penalty": penalty}
    return losses(50.0, 50.0 - distance, generator, 0.01, **more)


def falling(peak: float, low: float, count: int) -> list[Losses]:
    return [critic(low + (peak - low) * (1 - i / count)) for i in range(count)]


def test_a_critic_is_not_judged_by_its_logits() -> None:
    assert not fed(Monitor(FACTS), [critic(80.0)] * 60)


def test_a_distance_that_rises_before_its_peak_is_healthy() -> None:
    rising = [critic(0.1 + 0.2 * i) for i in range(100)]
    assert not fed(Monitor(FACTS), rising + falling(20, 3, 100))


@pytest.mark.parametrize(("distance", "expected"), [(8.0, []), (11.0, ["discriminator-won:warning"])])
def test_a_distance_that_grows_back_is_found(distance: float, expected: list[str]) -> None:
    reports = [*falling(20, 3, 60), *[critic(3.0)] * 40, *[critic(distance)] * 60]
    found = fed(Monitor(FACTS), reports)
    assert kinds(found) == expected
    assert all("grown from 3 to" in health.message for health in found)


@pytest.mark.parametrize(("penalty", "expected"), [(4.5, []), (5.5, ["discriminator-won:warning"])])
def test_a_penalty_beyond_the_distance_is_found(penalty: float, expected: list[str]) -> None:
    assert kinds(fed(Monitor(FACTS), [critic(5.0, penalty)] * 60)) == expected


def test_a_critic_that_tells_nothing_is_found() -> None:
    found = fed(Monitor(FACTS), [critic(5.0)] * 60 + [critic(5.0, generator=0.4)] * 40)
    assert kinds(found) == ["discriminator-won:warning"]


# -- the generator has stalled --------------------------------------------------------------------------------


def test_quality_that_never_moves_means_a_stalled_generator() -> None:
    assert not checked(Monitor(FACTS), [100, 101, 99, 104, 100, 101])
    assert not checked(Monitor(FACTS), [100, 101, 99, 100])
    assert kinds(checked(Monitor(FACTS), [100, 101, 99, 100, 102, 100])) == ["generator-stalled:warning"]


def test_a_stalled_generator_that_is_slower_gets_the_others_rate() -> None:
    (found,) = checked(Monitor(replace(FACTS, generator_lr=1e-9)), [100.0] * 6)
    assert found.remedy is not None
    assert found.remedy.changes == {"generator_lr": 4e-4}


def test_a_generator_without_a_gradient_has_stalled() -> None:
    for norm, expected in ((0.006, []), (0.004, ["generator-stalled:warning"])):
        reports = [HEALTHY] * 30 + [losses(1, -1, generator=norm)] * 30
        assert kinds(fed(Monitor(FACTS), reports)) == expected


# -- oscillation ----------------------------------------------------------------------------------------------


def swinging(size: float, period: int, count: int, network: str = "both") -> list[Losses]:
    """A square wave of the losses about 1, one network against the other."""
    reports = []
    for i in range(count):
        wave = size if i // (period // 2) % 2 else -size
        swings = {"discriminator__adversarial": 1 + wave, "generator__adversarial": 1 - wave}
        if network != "both":
            swings[f"{network}__adversarial"] = 1.0
        reports.append(losses(0.5, -0.5, **swings))
    return reports


@pytest.mark.parametrize(
    ("reports", "expected"),
    [
        (swinging(0.35, 20, 80), []),
        (swinging(0.55, 20, 80), ["oscillation:warning"]),
        (swinging(0.9, 20, 80, "generator"), []),
        (swinging(0.9, 300, 80), []),
    ],
)
def test_both_losses_must_swing_often_and_widely(reports: list[Losses], expected: list[str]) -> None:
    assert kinds(fed(Monitor(FACTS), reports)) == expected


def test_noise_is_no_oscillation() -> None:
    dice = random.Random(0)
    noise = [
        losses(
            0,
            0,
            discriminator__adversarial=dice.gammavariate(4, 0.25),
            generator__adversarial=dice.gammavariate(4, 1),
        )
        for _ in range(600)
    ]  # standard deviations of half the mean
    assert not fed(Monitor(FACTS), noise)


# -- collapse and classes -------------------------------------------------------------------------------------

GOOD = [50, 40, 35, 33, 32, 31]


@pytest.mark.parametrize(
    ("variety", "expected"),
    [
        (Variety(spread=0.27), []),
        (Variety(spread=0.23), ["collapse:warning"]),
        (Variety(duplicates=0.28), []),
        (Variety(duplicates=0.33), ["collapse:warning"]),
    ],
)
def test_little_variety_for_several_checks_is_collapse(variety: Variety, expected: list[str]) -> None:
    assert kinds(checked(Monitor(FACTS), GOOD, [variety] * 6)) == expected
    assert not checked(Monitor(FACTS), GOOD, [Variety()] * 4 + [variety] * 2)


def test_variety_that_rises_is_the_beginning_of_a_run() -> None:
    spreads = [0.02, 0.05, 0.11, 0.19, 0.3, 0.5]
    assert not checked(Monitor(FACTS), GOOD, [Variety(spread=spread) for spread in spreads])


def test_collapse_goes_back_to_a_step_with_variety() -> None:
    monitor = Monitor(FACTS)
    (found,) = checked(
        monitor, [50, 40, 45, 46, 47], [Variety()] * 2 + [Variety(spread=0.1, duplicates=0.9)] * 3
    )
    assert found.remedy is not None
    assert found.remedy.step == 1000
    assert "variety is 10% of the data's, and 90% of them have a near double" in found.message


def classes(*made: float, agreement: float | None = None) -> Variety:
    return Variety(class_shares=made, real_class_shares=(0.4, 0.4, 0.2), agreement=agreement)


@pytest.mark.parametrize(("share", "expected"), [(0.03, []), (0.01, ["classes-missing:warning"])])
def test_a_class_that_is_never_made_is_named(share: float, expected: list[str]) -> None:
    facts = replace(FACTS, class_names=("ones", "twos", "threes"), steps=2000)
    found = checked(Monitor(facts), GOOD, [classes(0.5, 0.5 - share, share)] * 6)
    assert kinds(found) == expected
    assert all(
        "The class threes is hardly ever made: 1.0% of the pictures" in health.message for health in found
    )


def test_a_class_that_was_never_read_off_is_no_proof() -> None:
    """Shares of a healthy conditional DCGAN: fours are read too often, sixes never, though all are made."""
    real = (0.14, 0.11, 0.08, 0.08, 0.11, 0.09, 0.07, 0.1, 0.13, 0.09)
    read = (0.07, 0.05, 0.04, 0.07, 0.31, 0.02, 0.0, 0.06, 0.31, 0.07)
    facts = replace(FACTS, steps=2000)
    assert not checked(Monitor(facts), GOOD, [Variety(class_shares=read, real_class_shares=real)] * 6)
    once = Variety(class_shares=real, real_class_shares=real)
    found = checked(
        Monitor(facts), GOOD, [once] * 2 + [Variety(class_shares=read, real_class_shares=real)] * 4
    )
    assert kinds(found) == ["classes-missing:warning"]


def test_it_must_be_the_same_class_each_time() -> None:
    varieties = [classes(*shares) for shares in ((0, 0.5, 0.5), (0.5, 0, 0.5), (0.5, 0.5, 0)) * 2]
    assert not checked(Monitor(replace(FACTS, steps=2000)), GOOD, varieties)


@pytest.mark.parametrize(("agreement", "steps", "expected"), [
    (0.45, 2000, []), (0.38, 2000, ["classes-ignored:warning"]), (0.38, 20_000, []),
])  # fmt: skip
def test_asked_classes_that_do_not_come_are_found_late(
    agreement: float, steps: int, expected: list[str]
) -> None:
    varieties = [classes(0.4, 0.4, 0.2, agreement=agreement)] * 6
    assert kinds(checked(Monitor(replace(FACTS, steps=steps)), GOOD, varieties)) == expected


# -- overfitting ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sign", "augment", "p", "pictures", "expected"),
    [
        (0.95, "none", 0.0, 40, ["discriminator-overfits:warning"]),
        (0.85, "none", 0.0, 40, []),
        (0.95, "none", 0.0, 100_000, []),
        (0.95, "adaptive", 0.5, 40, []),
        (0.95, "adaptive", 0.8, 40, ["discriminator-overfits:warning"]),
    ],
)
def test_a_discriminator_that_knows_the_data_by_heart(
    sign: float, augment: str, p: float, pictures: int, expected: list[str]
) -> None:
    facts = replace(FACTS, augment=augment, pictures=pictures)
    reports = [losses(1, -1, discriminator__real_sign=sign, augment__p=p)] * 60
    assert kinds(fed(Monitor(facts), reports)) == expected


# -- past its best --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ([12.1, 12.2, 12.3], []),
        ([11.9, 12.2, 12.3, 12.1], []),
        ([12.1, 12.2, 12.3, 12.2], ["past-best:warning"]),
        ([12.1, 12.2, 11.5, 12.2], []),
    ],
)
def test_quality_past_its_best(after: list[float], expected: list[str]) -> None:
    found = checked(Monitor(FACTS), [30, 20, 10, *after])
    assert kinds(found) == expected
    for health in found:
        assert "FD (EfficientNet-Lite0) was best at step 1,500: 10. It is 12.2 now" in health.message
        assert "worse for 4 checks" in health.message
        assert health.remedy is not None
        assert (health.remedy.step, health.remedy.changes["generator_lr"]) == (1500, 1e-4)


def test_a_small_distance_may_wobble() -> None:
    """From 30 down to 0.1: what is 50 % worse than the best is still noise beside the way that was gone."""
    assert not checked(Monitor(FACTS), [30, 1, 0.1, 0.15, 0.16, 0.15, 0.14, 0.16])


# -- translations that lead astray ----------------------------------------------------------------------------

TRANSLATOR = replace(
    FACTS, steps=20_000, batch=2, best_by="kid", domains=("Google", "Twitter"), directions=("a2b", "b2a")
)


def scored(monitor: Monitor, there: Iterable[float], back: float = 0.05) -> list[Health]:
    """One check every 1,000 steps of two directions whose untranslated pictures score 0.1."""
    left_alone = {"kid": 0.1, "kid_a2b": 0.1, "kid_b2a": 0.1}
    found: list[Health] = []
    for index, value in enumerate(there, start=3):
        scores = {"kid": (value + back) / 2, "kid_a2b": value, "kid_b2a": back, "cycle": 0.05}
        found += monitor.evaluated(1000 * index, scores, untranslated=left_alone)
    return [health for health in found if health.kind == "astray"]


@pytest.mark.parametrize(
    ("there", "expected"),
    [
        ([0.12, 0.13, 0.12], []),
        ([0.12, 0.13, 0.12, 0.12], ["astray:warning"]),
        ([0.12, 0.13, 0.11, 0.12], []),
        ([0.30, 0.25, 0.22, 0.20], []),
        ([0.12, 0.13, 0.12, 0.12, 0.105], ["astray:warning"]),
        ([0.12, 0.13, 0.12, 0.12, 0.095], ["astray:warning", "astray:info"]),
    ],
)
def test_translations_that_lead_astray(there: list[float], expected: list[str]) -> None:
    found = scored(Monitor(TRANSLATOR), there)
    assert kinds(found) == expected
    if found:
        assert found[0].message.startswith(
            "Google as Twitter is 1.2 times as far from Twitter as pictures that"
        )
        assert "more identity" in found[0].message
        assert found[0].remedy is not None
        assert found[0].remedy.changes["generator_lr"] == 1e-4
        resumed = Monitor(TRANSLATOR)
        begun = Monitor(TRANSLATOR)
        scored(begun, there[:3])
        resumed.load(json.loads(json.dumps(begun.state())))
        last = resumed.evaluated(6000, {"kid": 0.085, "kid_a2b": there[3]}, untranslated={"kid_a2b": 0.1})
        assert kinds(last) == ["astray:warning"]


def test_one_direction_of_pix2pix_is_named_as_it_goes() -> None:
    backwards = replace(TRANSLATOR, directions=("b2a",))
    monitor = Monitor(backwards)
    found = [
        health
        for step in range(3000, 7000, 1000)
        for health in monitor.evaluated(step, {"kid": 0.2, "l1": 0.1}, untranslated={"kid": 0.1, "l1": 0.2})
    ]
    assert found[0].message.startswith("Twitter as Google is 2.0 times as far from Google")
    assert "identity" not in found[0].message


def test_young_translators_may_lead_anywhere() -> None:
    assert not scored(Monitor(replace(TRANSLATOR, batch=1)), [0.3, 0.3])
    early = Monitor(replace(TRANSLATOR, batch=1))
    for step in (500, 1000, 1500, 2000):
        assert not early.evaluated(step, {"kid": 0.3, "kid_a2b": 0.3}, untranslated={"kid_a2b": 0.1})


# -- numbers that break ---------------------------------------------------------------------------------------


def test_broken_numbers_come_with_a_way_back() -> None:
    half = Monitor(replace(FACTS, half_precision=True)).broken(1234, ["generator/adversarial"])
    assert half.level == "error"
    assert half.remedy is not None
    assert half.remedy.changes == {"generator_lr": 1e-4, "discriminator_lr": 2e-4, "precision": "float32"}
    assert "step 1,234: generator/adversarial is not a number" in half.message
    full = Monitor(FACTS).broken(1, ["a", "b"])
    assert full.remedy is not None
    assert "precision" not in full.remedy.changes


def test_broken_reports_leave_the_memory_whole() -> None:
    monitor = Monitor(FACTS)
    fed(monitor, [HEALTHY, {**HEALTHY, "generator/adversarial": float("nan")}] * 20)
    json.dumps(monitor.state(), allow_nan=False)


# -- memory ---------------------------------------------------------------------------------------------------


def provoked() -> list[Callable[[Monitor, int], list[Health]]]:
    """Parts of a life: some quiet, some not."""
    won = losses(6, -6, discriminator=0.01)
    return [
        lambda monitor, step: fed(monitor, [HEALTHY] * 200, step),
        lambda monitor, step: fed(monitor, [won] * 90, step),
        lambda monitor, step: monitor.evaluated(step, {"fid": 10.0}, (step, 10.0), Variety()),
        lambda monitor, step: fed(monitor, [HEALTHY] * 90, step),
        lambda monitor, step: fed(monitor, swinging(0.9, 20, 300), step),
    ]


def test_a_resume_says_nothing_twice_and_forgets_nothing() -> None:
    whole, parts = Monitor(FACTS), Monitor(FACTS)
    for index, part in enumerate(provoked()):
        heard = part(whole, 3000 * index)
        resumed = Monitor(FACTS)
        resumed.load(json.loads(json.dumps(parts.state(), allow_nan=False)))
        assert part(resumed, 3000 * index) == heard
        parts = resumed
    assert parts.state() == whole.state()


@pytest.mark.parametrize("state", [{}, {"history": {}, "active": {}}, {"history": 3, "active": {"a": 1}}])
def test_a_memory_of_another_version_is_no_obstacle(state: dict[str, Any]) -> None:
    monitor = Monitor(FACTS)
    monitor.load(state)
    assert kinds(fed(monitor, [losses(6, -6, discriminator=0.01)] * 60)) == ["discriminator-won:warning"]


def test_the_memory_is_bounded() -> None:
    monitor = Monitor(FACTS)
    for index in range(500):
        fed(monitor, [HEALTHY] * 10, 100 * index)
        monitor.evaluated(100 * index + 100, {"fid": 10.0}, (100, 10.0), Variety())
    assert len(json.dumps(monitor.state())) < 100_000


def test_checks_of_another_protocol_are_forgotten() -> None:
    before, after = Monitor(replace(FACTS, measured_with="a")), Monitor(replace(FACTS, measured_with="b"))
    checked(before, [30, 20, 10])
    after.load(before.state())
    assert not checked(after, [100, 90, 80, 70, 60])


# -- words ----------------------------------------------------------------------------------------------------


def test_a_healthy_run_in_one_sentence() -> None:
    monitor = Monitor(replace(FACTS, quality="FID"))
    assert monitor.summary() == "It is too early to tell how it goes."
    fed(monitor, [HEALTHY] * 30)
    assert monitor.summary() == "Both networks are learning."
    checked(monitor, [50, 40, 30, 31, 25, 20, 19])
    assert monitor.summary() == "Both networks are learning. FID has improved in 5 of the last 6 checks."


def test_the_same_sentence_from_a_log() -> None:
    lines: list[dict[str, Any]] = [{"step": 10 * i, "losses": HEALTHY} for i in range(1, 50)]
    assert summary_of(lines) == "Both networks are learning."
    for index, value in enumerate((50, 40, 30, 31, 25, 20, 19)):
        metrics = {"metrics": {"fid": value}, "labels": {"fid": "FID"}, "protocols": {"fid": "p"}}
        lines.append({"step": 500 + 100 * index, **metrics})
    assert summary_of(lines) == "Both networks are learning. FID has improved in 5 of the last 6 checks."
    trouble = {"kind": "collapse", "level": "warning", "message": "m", "name": "The generator has collapsed"}
    lines.append({"step": 1200, "health": {**trouble, "remedy": None}})
    assert summary_of(lines) == "The generator has collapsed, since step 1,200."
    lines.append({"step": 1300, "health": {"kind": "out-of-memory", "level": "info", "message": "m"}})
    lines.append({"step": 1400, "health": {"kind": "collapse", "level": "info", "message": "over"}})
    assert summary_of(lines).startswith("Both networks are learning.")


def test_facts_come_from_what_every_recipe_has() -> None:
    """And every remedy changes only what may change in a run."""
    for recipe in RECIPES.values():
        for settings in (recipe.settings_type(), *recipe.presets.values()):
            facts = facts_of(settings.model_dump(), {"class_names": ["a"]}, {"count": 7}, "cuda")
            assert facts.pictures == 7
            assert facts.half_precision
            assert facts.objective == getattr(settings, "objective", "non-saturating")
        free = {field.name for field in describe(recipe.settings_type) if not field.locked}
        assert {"generator_lr", "discriminator_lr", "precision"} <= free, recipe.card.name


def test_a_translator_is_judged_sooner() -> None:
    """A demo of 4,000 steps of four pictures is over before 20,000 were shown; its quality may still fall."""
    facts = facts_of({"batch": 4, "steps": 4000, "best_by": "kid"}, {"domains": ["A", "B"]})
    assert facts.is_young(1000)
    assert not facts.is_young(1500)
    monitor = Monitor(facts)
    values = [1.6, 0.2, 0.21, 0.5, 0.6, 0.7, 0.8]
    told = [monitor.evaluated(500 * (number + 1), {"kid": value}) for number, value in enumerate(values)]
    assert [health.kind for health in told[-1]] == ["past-best"]
    assert not any(told[:-1])


def test_the_monitor_needs_no_torch() -> None:
    code = (
        "import sys, ganstudio.training.health as h; h.Monitor(h.Facts()); sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

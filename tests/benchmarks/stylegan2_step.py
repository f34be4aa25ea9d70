"""A training iteration of StyleGAN2 at 64 px, batch 4: the product's own stepper against the reference form.

An iteration is G + path length / 4 + D + R1 / 16 + averaging: of 16 steps one makes all updates, three make all but
R1, twelve make two.
"""

from collections.abc import Iterator

import torch

from ganstudio.recipes.base import Pictures
from ganstudio.recipes.stylegan2 import StyleGAN2
from ganstudio.training.averaging import averaging_factor
from tests.benchmarks.pairing import Pairs, Row, measure_pairs, require_equal
from tests.benchmarks.peak import operations, peak_gflops
from tests.benchmarks.reference_stylegan2 import Modulation
from tests.benchmarks.reference_stylegan2_training import ReferenceTraining
from tests.benchmarks.training import SEED, Training, begin, in_float64

SIDE, BATCH = 64, 4
STEPS = {0: 1, 4: 3, 1: 12}  # step number: how many of 16 are like it
FORMS: dict[Modulation, str] = {
    "scaled": "reference, scaled activations",
    "grouped": "reference, grouped convolution",
}
GOALS = {4096: 2.0, 16384: 1.5}


class Both:
    """The same training in both forms."""

    def __init__(self, channel_base: int, form: Modulation) -> None:
        self.ours: Training = begin(StyleGAN2, Pictures(SIDE, 3), channel_base=channel_base, batch=BATCH)
        assert isinstance(self.ours.recipe, StyleGAN2)
        self.other = ReferenceTraining(self.ours.recipe, SEED, form)

    def step_ours(self, number: int) -> None:
        self.ours.step(number)

    def step_other(self, number: int) -> None:
        settings = self.ours.recipe.settings
        kept = averaging_factor(1000 + BATCH, BATCH, float(settings.ema_kimg), settings.ema_rampup)
        self.other.step(self.ours.batch, number, kept)


def compare(form: Modulation) -> None:
    """One whole step of narrow networks in float64 must give the same weights and averages."""
    with in_float64():
        forms = Both(256, form)
        forms.step_ours(0)
        forms.step_other(0)
        ours, other = forms.ours, forms.other
        networks = [
            (ours.recipe.generator, other.generator),
            (ours.recipe.discriminator, other.discriminator),
            (ours.state.average, other.average),
        ]
        for a, b in networks:
            for (name, left), right in zip(a.named_parameters(), b.parameters()):
                require_equal(name, left, right, 1e-6)


def iteration(forms: Both, pairs: int) -> Pairs:
    """Seconds of one iteration in both forms, pair by pair."""
    kinds = {
        number: measure_pairs(lambda: forms.step_ours(number), lambda: forms.step_other(number), pairs)  # noqa: B023
        for number in STEPS
    }
    weights = {number: count / sum(STEPS.values()) for number, count in STEPS.items()}
    ours = tuple(sum(weights[n] * kinds[n].ours[pair] for n in STEPS) for pair in range(pairs))
    other = tuple(sum(weights[n] * kinds[n].other[pair] for n in STEPS) for pair in range(pairs))
    return Pairs(ours, other)


def measure(quick: bool, slow: bool) -> Iterator[Row]:
    """Base 16384 only if `slow`: its reference form takes a minute an iteration."""
    torch.set_num_threads(1)
    peak = peak_gflops()
    for base in (4096, 16384) if slow else (4096,):
        for form, words in FORMS.items():
            compare(form)
            forms = Both(base, form)
            times = iteration(forms, 2 if quick else 5 if base == 4096 else 3)
            gflop = sum(operations(lambda: forms.step_ours(n)) * c for n, c in STEPS.items()) / 16 / 1e9  # noqa: B023
            row = times.row(f"StyleGAN2 iteration, 64 px, base {base}", against=words, goal=GOALS[base])
            yield row.with_peak(gflop, peak)

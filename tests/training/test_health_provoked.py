"""Each problem provoked on purpose in a real training, and found; healthy trainings raise none."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from PIL import Image

from ganstudio.data.library import open_dataset
from ganstudio.networks import dcgan
from ganstudio.training.events import Checkpoint, Evaluation, Finished, Health
from ganstudio.training.health import Monitor, facts, facts_of
from ganstudio.training.run_folder import RunFolder
from ganstudio.training.session import resume, train

Tiny = Callable[..., dict[str, Any]]
Patch = pytest.MonkeyPatch
RECORDED = Path(__file__).parent / "healthy"
DEMOS: dict[str, dict[str, Any]] = {
    "dcgan": {"width": 16, "d_width": 16, "steps": 400},
    "cgan": {"width": 16, "d_width": 16, "steps": 400},
    "wgan_gp": {"width": 16, "d_width": 16, "steps": 250},
    "stylegan2": {"channel_base": 256, "channel_max": 32, "steps": 250},
}


def kinds(events: list[Any]) -> set[str]:
    """Problems that were found."""
    return {event.kind for event in events if isinstance(event, Health) and event.level != "info"}


def told(recipe: str, run: Path, steps: int, **settings: Any) -> list[Any]:
    """Everything that a training without measurements says."""
    settings = {"report_every": 5, "preview_every": 10_000, "evaluate_every": 0} | settings
    return list(train(recipe, out=run, steps=steps, **settings))


def of_kind(events: list[Any], kind: str) -> Health:
    """The first warning of a kind."""
    assert kind in kinds(events)
    return next(event for event in events if isinstance(event, Health) and event.kind == kind)


# -- healthy --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(RECORDED.glob("*.jsonl")), ids=lambda path: path.stem)
def test_recorded_healthy_runs_raise_nothing(path: Path) -> None:
    first, *lines = map(json.loads, path.read_text().splitlines())
    monitor = Monitor(facts_of(first["settings"], data=first["data"]))
    assert len(lines) >= 60
    assert not [health for line in lines for health in monitor.progressed(line["step"], line["losses"])]
    assert monitor.summary() == "Both networks are learning."


@pytest.mark.slow
@pytest.mark.parametrize("recipe", DEMOS)
def test_demos_raise_nothing(recipe: str, tmp_path: Path) -> None:
    settings = {"data": "digits", "resolution": 16, "preset": "cpu-demo", "seed": 5} | DEMOS[recipe]
    assert not kinds(told(recipe, tmp_path / "run", **settings))


# -- the discriminator ----------------------------------------------------------------------------------------


def test_a_discriminator_that_learns_50_times_faster_wins(tiny: Tiny, tmp_path: Path) -> None:
    events = told("dcgan", tmp_path / "run", 240, **tiny("dcgan", discriminator_lr=0.01))
    assert "discriminator-won" in kinds(events)
    found = next(event for event in events if isinstance(event, Health))
    assert found.remedy is not None
    assert found.remedy.changes == {"discriminator_lr": 0.0025}
    entry = next(line["health"] for line in RunFolder(tmp_path / "run").metrics() if "health" in line)
    assert (entry["kind"], entry["remedy"]["changes"]) == (found.kind, found.remedy.changes)


@pytest.mark.slow
@pytest.mark.parametrize(
    "changes", [{"generator_lr": 1e-9}, {"objective": "minimax", "discriminator_lr": 2e-3}]
)
def test_a_generator_that_cannot_follow_loses(changes: dict[str, Any], tiny: Tiny, tmp_path: Path) -> None:
    events = told("dcgan", tmp_path / "run", 500, **tiny("dcgan", width=16, d_width=16, batch=16, **changes))
    assert "discriminator-won" in kinds(events)


@pytest.mark.slow
def test_a_critic_that_learns_50_times_faster_runs_away(tiny: Tiny, tmp_path: Path) -> None:
    settings = tiny("wgan_gp", preset="cpu-demo", width=16, d_width=16, batch=16, discriminator_lr=0.05)
    assert "discriminator-won" in kinds(told("wgan_gp", tmp_path / "run", 300, **settings))


@pytest.mark.slow
def test_a_discriminator_learns_40_pictures_by_heart(tiny: Tiny, tmp_path: Path) -> None:
    rates = {"generator_lr": 5e-4, "discriminator_lr": 5e-3, "r1_gamma": 0, "pl_weight": 0, "style_mixing": 0}
    networks = {"augment": "none", "channel_base": 512, "channel_max": 32}
    data = str(some_digits(tmp_path / "few", 4))
    events = told("stylegan2", tmp_path / "run", 420, **tiny("stylegan2", data=data, **rates, **networks))
    found = of_kind(events, "discriminator-overfits")
    assert "knows them by heart" in found.message
    assert "adaptive" in found.message


# -- both networks --------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_rates_that_are_far_too_high_make_the_losses_swing(tiny: Tiny, tmp_path: Path) -> None:
    changes = {"discriminator_lr": 2e-3, "generator_lr": 5e-3, "beta1": 0.95, "discriminator_norm": "none"}
    events = told("dcgan", tmp_path / "run", 800, **tiny("dcgan", seed=0, **changes))
    found = of_kind(events, "oscillation")
    assert found.remedy is not None
    assert found.remedy.changes == {"discriminator_lr": 1e-3, "generator_lr": 2.5e-3}


# -- what is made ---------------------------------------------------------------------------------------------


def some_digits(folder: Path, each: int) -> Path:
    """A folder of PNG files, `each` of every digit, in a folder a class."""
    dataset, counts = open_dataset("digits", 16), dict.fromkeys(range(10), 0)
    for index, label in enumerate(dataset.labels):
        if counts[int(label)] < each:
            home = folder / str(label)
            home.mkdir(parents=True, exist_ok=True)
            Image.fromarray(dataset.images[index][0]).save(home / f"{counts[int(label)]}.png")
            counts[int(label)] += 1
    return folder


@pytest.fixture
def grown_up(monkeypatch: Patch) -> None:
    """Judges runs as if they had been shown enough pictures."""
    monkeypatch.setattr(facts, "YOUNG", 0)


@pytest.fixture
def measured(tiny: Tiny, tmp_path: Path, grown_up: None) -> dict[str, Any]:
    """A training on 120 pictures that is measured every 20 steps with 64 samples."""
    quality = {"evaluate_every": 20, "evaluate_samples": 64, "evaluate_metrics": "fid"}
    return tiny("dcgan", data=str(some_digits(tmp_path / "data", 12)), preview_every=10_000, **quality)


@pytest.mark.slow
def test_a_generator_that_ignores_its_latents_has_collapsed(
    measured: dict[str, Any], tmp_path: Path, monkeypatch: Patch
) -> None:
    real = dcgan.Generator.forward
    monkeypatch.setattr(dcgan.Generator, "forward", lambda self, z, *labels: real(self, z * 0, *labels))
    events = list(train("dcgan", out=tmp_path / "run", steps=80, **measured))
    found = of_kind(events, "collapse")
    assert "variety is 0% of the data's, and 100% of them have a near double" in found.message


@pytest.mark.slow
def test_a_generator_that_does_not_learn_has_stalled(measured: dict[str, Any], tmp_path: Path) -> None:
    events = list(train("dcgan", out=tmp_path / "run", steps=120, generator_lr=1e-9, **measured))
    found = of_kind(events, "generator-stalled")
    assert found.remedy is not None
    assert found.remedy.changes == {"generator_lr": 2e-4}


@pytest.mark.slow
def test_rates_raised_late_spoil_what_was_learnt_and_the_remedy_goes_back(
    measured: dict[str, Any], tmp_path: Path
) -> None:
    run = tmp_path / "run"
    before = list(train("dcgan", out=run, steps=200, **measured | {"evaluate_every": 50}))
    best = [event for event in before if isinstance(event, Evaluation) and event.is_best][-1]
    after = list(resume(run, steps=320, generator_lr=0.2, discriminator_lr=1e-5, evaluate_every=20))
    found = of_kind(after, "past-best")
    assert found.remedy is not None
    assert found.remedy.step == best.step
    assert f"best at step {best.step}: {best.value:.4g}" in found.message
    back = list(resume(run, from_step=found.remedy.step, steps=best.step + 5, **found.remedy.changes))
    assert [event.step for event in back if isinstance(event, Checkpoint | Finished)][-1] == best.step + 5


@pytest.mark.slow
def test_classes_that_are_not_made_any_more_are_named(tmp_path: Path, grown_up: None) -> None:
    """Pictures of the data stand for a generator that loses five classes after two checks."""
    from ganstudio.metrics.evaluator import Evaluator

    dataset = open_dataset(str(some_digits(tmp_path / "data", 40)), 16)
    evaluator = Evaluator(dataset, ("fid",), samples=128, device=torch.device("cpu"))
    monitor = Monitor(facts.Facts(steps=1000, class_names=dataset.class_names))
    whole = torch.from_numpy(dataset.images[:].copy())
    few = whole[torch.from_numpy(dataset.labels < 5)]
    found = []
    for step, pictures in ((300, whole), (400, whole), (500, few), (600, few), (700, few)):
        results = _last(evaluator.evaluate(_samples(pictures), lambda: False))
        found += monitor.evaluated(step, {"fid": results.scores[0].value}, (400, 1.0), results.diversity)
    (missing,) = (health for health in found if health.kind == "classes-missing")
    assert missing.step == 700
    assert missing.remedy is not None
    assert missing.remedy.step == 400


def _samples(pictures: torch.Tensor) -> Callable[[int, int], torch.Tensor]:
    order = torch.randperm(len(pictures), generator=torch.Generator().manual_seed(0))
    return lambda first, count: pictures[order[first : first + count]]


def _last(work: Iterator[Any]) -> Any:
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value

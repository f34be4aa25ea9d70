"""What a run would cost, and whether a trial says so."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from ganstudio.recipes import RECIPES
from ganstudio.training import estimate as estimating
from ganstudio.training.events import Started
from ganstudio.training.session import plan, train
from ganstudio.training.step import Stepper

Tiny = Callable[..., dict[str, Any]]
CPU = torch.device("cpu")


def estimated(recipe: str, settings: dict[str, Any]) -> estimating.Estimate:
    changes = {name: value for name, value in settings.items() if name not in ("data", "seed")}
    return estimating.estimate(RECIPES[recipe], *plan(recipe, "digits", None, changes, CPU), CPU)


def test_parameters_are_those_of_the_run(tiny: Tiny, tmp_path: Path) -> None:
    settings = tiny("stylegan2")
    found = estimated("stylegan2", settings | {"steps": 500})
    started = next(e for e in train("stylegan2", out=tmp_path / "r", **settings) if isinstance(e, Started))
    assert found.parameters == started.parameters
    assert found.steps == 500
    assert found.memory_total_bytes > found.memory_bytes


def test_each_update_counts_as_often_as_it_comes(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a clock that only updates move: (2 of G) + 8 / 2 of PL + 1 of D + 16 / 4 of R1."""
    now, cost = 0.0, iter(())

    def update(self: Stepper, index: int, _repeat: int) -> None:
        nonlocal now
        now += (2.0, 8.0, 1.0, 16.0)[index]

    monkeypatch.setattr(Stepper, "update_", update)
    monkeypatch.setattr(estimating.time, "perf_counter", lambda: now)
    monkeypatch.setattr(estimating, "_seconds_per_sample", lambda *_: 0.5)
    settings = tiny("stylegan2") | {"steps": 100, "evaluate_every": 30, "evaluate_samples": 64}
    found = estimated("stylegan2", settings)
    assert found.seconds_per_step == pytest.approx(2 + 4 + 1 + 4)
    assert found.seconds == pytest.approx(100 * 11 + 4 * 64 * 0.5)
    assert not list(cost)


def test_memory_that_is_used_is_seen() -> None:
    with estimating._watched(CPU) as memory:
        block = torch.ones(50_000_000)
        memory.look()
        del block
    assert 190e6 < memory.used() < 400e6

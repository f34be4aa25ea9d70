"""Quality while a run trains: measured, logged, the best kept; and the seeded run never notices."""

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from ganstudio.errors import StudioError
from ganstudio.latents.model import load_model
from ganstudio.metrics.evaluator import Diversity, Evaluator, Results, Score
from ganstudio.training import scoring
from ganstudio.training.best import Best, best_of_lines
from ganstudio.training.checkpoints import checkpoint_steps
from ganstudio.training.events import Checkpoint, Evaluating, Evaluation, Finished, Health, Remedy
from ganstudio.training.health import Monitor
from ganstudio.training.run_folder import RunFolder
from ganstudio.training.scoring import resolve_measuring, round_number
from ganstudio.training.session import plan, resume, train

from .conftest import last_state, tensor_hashes

Tiny = Callable[..., dict[str, Any]]
FEW = {"evaluate_every": 5, "evaluate_samples": 64, "evaluate_metrics": "fid", "preview_every": 5}
PROTOCOL = "FD[test]"


def lines(run: Path, key: str) -> list[dict[str, Any]]:
    return [line for line in RunFolder(run).metrics() if key in line]


@pytest.fixture(autouse=True)
def _few_reals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scoring, "REALS", {"cpu": 128})


@pytest.fixture
def scripted(monkeypatch: pytest.MonkeyPatch) -> Callable[[list[float]], None]:
    """Evaluations that take no time and say what a test wants, in order."""

    def script(values: list[float]) -> None:
        left = iter(values)

        def evaluate(self: Evaluator, *_: Any, **__: Any) -> Any:
            yield from ()
            score = Score("fid", "FD (test)", next(left), PROTOCOL, False)
            return Results((score,), Diversity(1.0, 0.0, (), (), None))

        monkeypatch.setattr(Evaluator, "evaluate", evaluate)

    return script


def test_a_run_is_measured_with_the_real_network(tiny: Tiny, tmp_path: Path) -> None:
    events = list(train("cgan", out=tmp_path / "run", steps=10, **tiny("cgan", **FEW)))
    found = [event for event in events if isinstance(event, Evaluation)]
    assert [event.step for event in found] == [5, 10]
    assert all(event.value > 0 for event in found)
    assert found[0].label == "FD (EfficientNet-Lite0)"
    assert found[0].is_best
    assert any(isinstance(event, Evaluating) and event.total for event in events)
    logged = lines(tmp_path / "run", "metrics")
    assert [line["metrics"]["fid"] for line in logged] == [event.value for event in found]
    assert logged[0]["protocols"] == {"fid": found[0].protocol}
    best = RunFolder(tmp_path / "run").best()
    assert best is not None
    assert best.value == min(event.value for event in found)
    assert RunFolder(tmp_path / "run").status().best == best.value


@pytest.mark.parametrize("recipe", ["cgan", "stylegan2"])
def test_measuring_changes_nothing_in_the_run(recipe: str, tiny: Tiny, tmp_path: Path) -> None:
    list(train(recipe, out=tmp_path / "with", steps=10, **tiny(recipe, **FEW)))
    list(train(recipe, out=tmp_path / "without", steps=10, **tiny(recipe, **FEW | {"evaluate_every": 0})))
    assert last_state(tmp_path / "with") == last_state(tmp_path / "without")


def test_the_best_is_kept_and_is_the_model(tiny: Tiny, tmp_path: Path, scripted: Any) -> None:
    run = tmp_path / "run"
    scripted([9.0, 4.0, 6.0, 5.0, 7.0, 8.0])
    settings = tiny("dcgan", **FEW, checkpoint_minutes=0)
    events = list(train("dcgan", out=run, steps=30, **settings))
    assert [event.is_best for event in events if isinstance(event, Evaluation)] == [True, True, *[False] * 4]
    assert RunFolder(run).best() == Best(
        step=10, metric="fid", value=4.0, label="FD (test)", protocol=PROTOCOL
    )
    assert checkpoint_steps(run / "checkpoints") == [10, 25, 30]
    kept = run / "checkpoints" / "10" / "weights.safetensors"
    assert tensor_hashes(run / "model.safetensors") == tensor_hashes(kept)
    assert load_model(run).record.step == 10


def test_going_back_to_the_best_goes_on_from_there(tiny: Tiny, tmp_path: Path, scripted: Any) -> None:
    run, straight = tmp_path / "run", tmp_path / "straight"
    settings = tiny("dcgan", **FEW, checkpoint_minutes=0)
    scripted([4.0, 6.0, 7.0])
    list(train("dcgan", out=run, steps=15, **settings))
    remedy = Remedy("Go back to the best", {"generator_lr": 1e-4}, 5)
    scripted([3.0, 5.0])
    list(resume(run, from_step=remedy.step, **remedy.changes))
    assert [line["metrics"]["fid"] for line in lines(run, "metrics")] == [4.0, 3.0, 5.0]
    assert len(list((run / "set-aside").iterdir())) == 2
    scripted([4.0])
    list(train("dcgan", out=straight, steps=5, **settings))
    scripted([3.0, 5.0])
    list(resume(straight, steps=15, generator_lr=1e-4))
    assert last_state(run) == last_state(straight)
    assert RunFolder(run).best() == RunFolder(straight).best()
    with pytest.raises(StudioError, match="no whole checkpoint of step 7"):
        list(resume(run, from_step=7))


def test_a_best_beyond_the_step_gone_back_to_is_forgotten(tiny: Tiny, tmp_path: Path, scripted: Any) -> None:
    run = tmp_path / "run"
    scripted([9.0, 8.0, 2.0])
    list(train("dcgan", out=run, steps=15, **tiny("dcgan", **FEW, checkpoint_minutes=0)))
    scripted([7.0])
    list(resume(run, from_step=10, steps=15))
    best = RunFolder(run).best()
    assert best is not None
    assert (best.step, best.value) == (15, 7.0)
    assert load_model(run).record.step == 15


def test_a_stop_while_measuring_is_heard_and_the_measurement_made_up(tiny: Tiny, tmp_path: Path) -> None:
    run, asked, ended = tmp_path / "run", threading.Event(), []
    for event in train("cgan", out=run, steps=10, should_stop=asked.is_set, **tiny("cgan", **FEW)):
        if isinstance(event, Evaluating) and event.total > 0:
            asked.set()
        ended.append(event)
    assert isinstance(ended[-1], Finished)
    assert ended[-1].step == 5
    assert not lines(run, "metrics")
    events = list(resume(run))
    assert [event.step for event in events if isinstance(event, Evaluation)] == [5, 10]


def test_a_run_that_cannot_be_measured_says_so_and_trains_on(tiny: Tiny, tmp_path: Path) -> None:
    settings = tiny("dcgan", **FEW | {"features": "inception-2015"})
    events = list(train("dcgan", out=tmp_path / "run", steps=6, **settings))
    (health,) = [event for event in events if isinstance(event, Health)]
    assert health.kind == "not-measured"
    assert isinstance(events[-1], Finished)
    assert events[-1].step == 6


def test_a_run_stops_when_its_folder_says_so(tiny: Tiny, tmp_path: Path) -> None:
    run = tmp_path / "run"
    for event in train("dcgan", out=run, steps=100_000, **tiny("dcgan", report_every=1)):
        if isinstance(event, Checkpoint):
            assert event.step < 100_000
        elif not (run / ".stop").exists() and run.is_dir() and RunFolder(run).metrics():
            RunFolder(run).ask_to_stop()
    assert isinstance(event, Finished)
    assert event.stopped
    assert not (run / ".stop").exists()


def test_raw_previews_lie_beside_the_averaged_ones(tiny: Tiny, tmp_path: Path) -> None:
    run = tmp_path / "run"
    events = list(train("dcgan", out=run, steps=10, **tiny("dcgan", preview_every=5)))
    folder = RunFolder(run)
    assert [step for step, _ in folder.raw_previews()] == [step for step, _ in folder.previews()] == [5, 10]
    assert folder.raw_previews()[0][1].read_bytes() != folder.previews()[0][1].read_bytes()
    raw = [event.raw for event in events if type(event).__name__ == "Preview"]
    assert all(isinstance(tiles, np.ndarray) and tiles.dtype == np.uint8 for tiles in raw)


def test_health_is_written_with_its_remedy(
    tiny: Tiny, tmp_path: Path, scripted: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = Health(
        10, "past-best", "warning", "Best was 5.", "Past its best", Remedy("Go back", {"steps": 9}, 5)
    )

    def worse(
        self: Monitor, step: int, scores: dict[str, float], best: Any, diversity: Any, untranslated: Any
    ) -> list[Health]:
        assert (best, diversity.spread, untranslated) == ((5, 5.0), 1.0, {})
        return [told] if scores["fid"] > best[1] else []

    monkeypatch.setattr(Monitor, "evaluated", worse)
    scripted([5.0, 9.0])
    events = list(train("dcgan", out=tmp_path / "run", steps=10, **tiny("dcgan", **FEW)))
    assert [event for event in events if isinstance(event, Health)] == [told]
    assert told.remedy is not None
    entries = [line["health"] for line in lines(tmp_path / "run", "health")]
    assert json.loads(json.dumps(told.remedy.changes)) == entries[0]["remedy"]["changes"]
    assert entries[0]["remedy"]["step"] == 5


@pytest.mark.parametrize(
    ("value", "expected"),
    [(1, 1), (13, 10), (170, 200), (300, 250), (400, 500), (1500, 2000), (9000, 10_000)],
)
def test_round_numbers(value: float, expected: int) -> None:
    assert round_number(value) == expected


def test_measuring_defaults() -> None:
    cpu = torch.device("cpu")
    settings, *_ = plan("dcgan", "digits", "cpu-demo", {"steps": 8000}, cpu)
    assert (settings.evaluate_every, settings.evaluate_samples) == (1000, 1000)
    assert resolve_measuring(settings, cpu) is settings


def test_the_best_of_a_log() -> None:
    def line(step: int, value: float, protocol: str) -> dict[str, Any]:
        return {
            "step": step,
            "metrics": {"fid": value},
            "protocols": {"fid": protocol},
            "labels": {"fid": "FID"},
        }

    log = [line(1, 3, "a"), {"step": 2, "losses": {}}, line(3, 9, "b"), line(4, 7, "b"), line(5, 7, "b")]
    best = best_of_lines(log, "fid")
    assert best is not None
    assert (best.step, best.value, best.protocol) == (4, 7, "b")
    assert best_of_lines(log, "kid") is None

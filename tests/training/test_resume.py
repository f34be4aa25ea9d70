"""A run that was stopped or killed and went on has the bits of one that never stopped."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ganstudio.errors import StudioError
from ganstudio.training.checkpoints import newest_checkpoint
from ganstudio.training.events import Checkpoint, Finished, Health, Progress
from ganstudio.training.run_folder import RunFolder
from ganstudio.training.session import resume, train

from .conftest import TINY, last_state, tensor_hashes

Tiny = Callable[..., dict[str, Any]]


def comparable_log(run: Path) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in (run / "metrics.jsonl").read_text().splitlines()]
    return [{k: v for k, v in line.items() if k not in ("seconds", "images_per_second")} for line in lines]


def stop_after(times: int) -> Callable[[], bool]:
    """Says yes from then on; a run asks several times within each step."""
    asked = iter(range(times))
    return lambda: next(asked, None) is None


@pytest.mark.parametrize("recipe", TINY)
def test_a_stopped_run_goes_on_bit_for_bit(recipe: str, tiny: Tiny, tmp_path: Path) -> None:
    """Stopped again and again, also in the middle of a step: between its updates and between their passes."""
    unbroken, broken = tmp_path / "unbroken", tmp_path / "broken"
    list(train(recipe, out=unbroken, steps=20, **tiny(recipe)))
    events = list(train(recipe, out=broken, steps=20, should_stop=stop_after(29), **tiny(recipe)))
    positions = set()
    for times in (41, 14, 23, 36, 48, 200):
        assert isinstance(events[-1], Finished)
        assert events[-1].stopped == (events[-1].step < 20)
        saved, _ = newest_checkpoint(broken / "checkpoints")
        assert saved is not None
        positions.add(saved.numbers["position"])
        events = list(resume(broken, should_stop=stop_after(times)))
    list(resume(broken))
    assert len(positions) > 1
    assert last_state(broken) == last_state(unbroken)
    assert tensor_hashes(broken / "model.safetensors") == tensor_hashes(unbroken / "model.safetensors")
    assert comparable_log(broken) == comparable_log(unbroken)
    assert (broken / "previews" / "20.png").read_bytes() == (unbroken / "previews" / "20.png").read_bytes()


def test_a_finished_run_can_be_made_longer(tiny: Tiny, tmp_path: Path) -> None:
    list(train("cgan", out=tmp_path / "long", steps=20, **tiny("cgan")))
    list(train("cgan", out=tmp_path / "short", steps=10, **tiny("cgan")))
    events = list(resume(tmp_path / "short", steps=20))
    assert events[-1].step == 20  # type: ignore[union-attr]
    assert last_state(tmp_path / "short") == last_state(tmp_path / "long")
    assert RunFolder(tmp_path / "short").read().settings["steps"] == 20


def test_the_seed_decides_everything(tiny: Tiny, tmp_path: Path) -> None:
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        list(train("dcgan", out=tmp_path / name, steps=5, **tiny("dcgan", seed=seed)))
    assert last_state(tmp_path / "a") == last_state(tmp_path / "b")
    assert last_state(tmp_path / "a") != last_state(tmp_path / "c")


def test_settings_that_would_break_a_resume_are_refused(tiny: Tiny, tmp_path: Path) -> None:
    list(train("dcgan", out=tmp_path / "run", steps=5, **tiny("dcgan")))
    with pytest.raises(StudioError, match="batch is fixed once a run has started"):
        list(resume(tmp_path / "run", batch=16))
    list(resume(tmp_path / "run", steps=6, preview_every=2))


def test_a_damaged_checkpoint_gives_way_to_the_one_before(tiny: Tiny, tmp_path: Path) -> None:
    run = tmp_path / "run"
    list(train("dcgan", out=run, steps=10, **tiny("dcgan")))
    list(resume(run, steps=20))
    whole = last_state(run)
    state = run / "checkpoints" / "20" / "state.safetensors"
    data = bytearray(state.read_bytes())
    data[len(data) // 2] ^= 1
    state.write_bytes(data)
    events = list(resume(run))
    assert [event.kind for event in events if isinstance(event, Health)] == ["damaged-checkpoint"]
    assert len(list((run / "damaged").iterdir())) == 1
    assert last_state(run) == whole


def kill_at(run: Path, arguments: list[str], moment: Callable[[], bool], seconds: float = 90) -> None:
    """Starts `ganstudio` in a process of its own and kills it, with all it has, at a moment."""
    process = subprocess.Popen(
        [sys.executable, "-m", "ganstudio", *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={**os.environ, "OMP_NUM_THREADS": "1"}, start_new_session=True,
    )  # fmt: skip
    deadline = time.monotonic() + seconds
    while not moment() and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.002)
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def command(recipe: str, run: Path, settings: dict[str, Any], steps: int) -> list[str]:
    words = ["train", "--recipe", recipe, "--out", str(run), "--steps", str(steps), "--device", "cpu"]
    named = {"data", "resolution", "batch", "seed"}
    for name, value in settings.items():
        words += [f"--{name}", str(value)] if name in named else ["--set", f"{name}={value}"]
    return words


@pytest.mark.parametrize("recipe", ["stylegan2", "cyclegan"])
def test_a_killed_run_goes_on_bit_for_bit(recipe: str, tiny: Tiny, tmp_path: Path) -> None:
    killed, unbroken = tmp_path / "killed", tmp_path / "unbroken"
    settings = tiny(recipe, checkpoint_minutes=0)
    list(train(recipe, out=unbroken, steps=60, **settings))
    kill_at(killed, command(recipe, killed, settings, 60), lambda: any(killed.glob("checkpoints/[1-9]*")))
    status = RunFolder(killed).status()
    assert status.state == "interrupted"
    assert 0 < status.step < 60
    list(resume(killed))
    assert last_state(killed) == last_state(unbroken)
    assert comparable_log(killed) == comparable_log(unbroken)


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("recipe", TINY)
def test_two_hundred_steps_against_a_hundred_killed_and_resumed(
    recipe: str, tiny: Tiny, tmp_path: Path
) -> None:
    killed, unbroken = tmp_path / "killed", tmp_path / "unbroken"
    settings = tiny(recipe, checkpoint_minutes=0)
    list(train(recipe, out=unbroken, steps=200, **settings))

    def past_a_hundred() -> bool:
        lines = RunFolder(killed).metrics()
        return bool(lines) and lines[-1]["step"] >= 100

    kill_at(killed, command(recipe, killed, settings, 200), past_a_hundred)
    assert RunFolder(killed).status().state == "interrupted"
    list(resume(killed))
    assert last_state(killed) == last_state(unbroken)


def unfinished(run: Path) -> set[str]:
    """The files and folders that a save has begun and not yet named."""
    return {str(path) for path in run.glob("**/.*.tmp-*")}


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize(("recipe", "steps"), [("cgan", 3000), ("cyclegan", 1500), ("pix2pix", 1500)])
def test_thirty_kills_lose_no_run(recipe: str, steps: int, tiny: Tiny, tmp_path: Path) -> None:
    """20 kills at random instants, 10 while a checkpoint is being written; the run ends as an unbroken one does."""
    import random

    killed, unbroken = tmp_path / "killed", tmp_path / "unbroken"
    settings = tiny(recipe, checkpoint_minutes=0, preview_every=20)
    chance = random.Random(5)
    words = command(recipe, killed, settings, steps)
    inside = 0
    for round_ in range(30):
        begun, delay = time.monotonic(), chance.uniform(0, 8)
        saving = round_ % 3 == 0
        litter = unfinished(killed)

        def moment(
            begun: float = begun, delay: float = delay, saving: bool = saving, old: Any = litter
        ) -> bool:
            return time.monotonic() - begun > delay and (not saving or bool(unfinished(killed) - old))

        kill_at(killed, words, moment)
        inside += bool(unfinished(killed) - litter)
        if RunFolder(killed).exists():
            assert RunFolder(killed).status().state == "interrupted"
            words = ["resume", str(killed)]
    assert inside >= 10
    list(resume(killed))
    list(train(recipe, out=unbroken, steps=steps, **settings))
    assert last_state(killed) == last_state(unbroken)
    assert not list(killed.glob("damaged/*"))
    assert not unfinished(killed)


def test_reports_and_checkpoints_come_in_order(tiny: Tiny, tmp_path: Path) -> None:
    events = list(train("wgan_gp", out=tmp_path / "run", steps=10, **tiny("wgan_gp")))
    progress = [event for event in events if isinstance(event, Progress)]
    assert [event.step for event in progress] == [5, 10]
    assert [event.images for event in progress] == [
        5 * 5 * 4,
        10 * 5 * 4,
    ]  # five critic steps of four pictures
    assert [event.step for event in events if isinstance(event, Checkpoint)] == [10]
    assert RunFolder(tmp_path / "run").status().state == "finished"


def test_the_callers_numbers_are_as_they_were(tiny: Tiny, tmp_path: Path) -> None:
    """Training flushes denormal numbers to 0 and seeds the first weights; neither outlives it."""
    import torch

    torch.manual_seed(11)
    expected = torch.rand(3)
    torch.manual_seed(11)
    list(train("dcgan", out=tmp_path / "run", steps=2, **tiny("dcgan")))
    assert torch.equal(torch.rand(3), expected)
    assert (torch.tensor([1e-30]) * torch.tensor([1e-10])).item() > 0

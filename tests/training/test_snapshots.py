"""Snapshots along a run: what they hold, and that a run is the same with and without them."""

import errno
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import torch

from ganstudio.disk import write_file
from ganstudio.latents.locate import model_name
from ganstudio.latents.model import load_model
from ganstudio.latents.moments import (
    LIVE,
    WATCHED,
    Moment,
    best_step,
    checkpoints,
    moments,
    newest,
    run_of,
    saved_step,
    watch,
)
from ganstudio.recipes import RECIPES
from ganstudio.training import snapshots as module
from ganstudio.training.events import Event, Finished, Preview
from ganstudio.training.session import resume, train
from ganstudio.training.snapshots import halved, resolve_snapshots, thin_out

from .conftest import TINY, last_state, tensor_hashes

Tiny = Callable[..., dict[str, Any]]


@pytest.mark.parametrize("recipe", ["cgan", "stylegan2"])
def test_a_run_is_the_same_with_and_without_snapshots(recipe: str, tiny: Tiny, tmp_path: Path) -> None:
    with_them, without = tmp_path / "with", tmp_path / "without"
    list(train(recipe, out=with_them, steps=10, **tiny(recipe, snapshot_every=3)))
    list(train(recipe, out=without, steps=10, **tiny(recipe, snapshot_every=0)))
    assert last_state(with_them) == last_state(without)
    assert tensor_hashes(with_them / "model.safetensors") == tensor_hashes(without / "model.safetensors")
    assert names(with_them) == ["3", "6", "9"]
    assert not (without / "snapshots").exists()


@pytest.mark.parametrize("recipe", ["dcgan", "stylegan2"])
def test_a_snapshot_is_a_small_copy_of_the_checkpoint(recipe: str, tiny: Tiny, tmp_path: Path) -> None:
    list(train(recipe, out=tmp_path / "run", steps=6, **tiny(recipe, snapshot_every=6)))
    small, whole = tmp_path / "run/snapshots/6.safetensors", tmp_path / "run/model.safetensors"
    assert small.stat().st_size < 0.75 * whole.stat().st_size
    model, exact = load_model(small), load_model(tmp_path / "run")
    assert model.record == exact.record
    assert all(tensor.dtype == torch.float32 for tensor in model.generator.parameters())
    z = exact.latents([0, 1, 2])
    labels = [0, 1, 2] if exact.num_classes else None
    assert (model.generate(z, labels) - exact.generate(z, labels)).abs().max() < 0.01
    assert model.name == "run at 6"


def test_numbers_too_large_for_half_precision_stay_whole() -> None:
    state = {"small": torch.tensor([1.5]), "large": torch.tensor([70_000.0]), "count": torch.tensor([3])}
    kinds = {name: tensor.dtype for name, tensor in halved(state).items()}
    assert kinds == {"small": torch.float16, "large": torch.float32, "count": torch.int64}


def test_auto_keeps_about_twenty() -> None:
    settings = RECIPES["dcgan"].settings_type()
    for steps, every in ((20_000, 1000), (6000, 250), (500, 100)):
        assert resolve_snapshots(settings.changed({"steps": steps})).snapshot_every == every
    assert resolve_snapshots(settings.changed({"snapshot_every": 0})).snapshot_every == 0


def test_a_full_disk_leaves_snapshots_out_and_the_run_goes_on(
    tiny: Tiny, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, data: bytes) -> None:
        if "snapshots" in path.parts:
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        write_file(path, data)

    monkeypatch.setattr(module, "write_file", full)
    events = list(train("dcgan", out=tmp_path / "run", steps=6, **tiny("dcgan", snapshot_every=2)))
    assert isinstance(events[-1], Finished)
    assert names(tmp_path / "run") == []
    assert load_model(tmp_path / "run").record.step == 6


def test_snapshots_leave_room_for_the_next_checkpoint(
    tiny: Tiny, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(module, "require_space", lambda _folder, needed: asked.append(needed))
    list(train("dcgan", out=tmp_path / "run", steps=4, **tiny("dcgan", snapshot_every=4)))
    size = (tmp_path / "run/snapshots/4.safetensors").stat().st_size
    (state,) = (tmp_path / "run/checkpoints").glob("*/state.safetensors")
    assert asked == [32 * size]
    assert asked[0] > state.stat().st_size


def test_later_snapshots_go_with_a_resume(tiny: Tiny, tmp_path: Path) -> None:
    """After a crash they come again; after going back on purpose they are set aside like the checkpoints."""
    run = tmp_path / "run"
    list(train("dcgan", out=run, steps=4, **tiny("dcgan", snapshot_every=2, checkpoint_minutes=0)))
    (run / "snapshots/99.safetensors").write_bytes(b"after the last checkpoint")
    list(resume(run, steps=8))
    assert names(run) == ["2", "4", "6", "8"]
    list(resume(run, from_step=5, steps=5))
    assert names(run) == ["2", "4"]
    aside = sorted(path.name.rsplit("-", 1)[0] for path in (run / "set-aside").iterdir())
    assert aside == ["8", "snapshot-6", "snapshot-8"]


def test_thinning_keeps_the_ends_and_spreads_the_rest(tmp_path: Path) -> None:
    for step in (100, 200, 300, 400, 500, 600):
        (tmp_path / f"{step}.safetensors").write_bytes(bytes(10))
    thin_out(tmp_path, budget=60)
    assert len(list(tmp_path.iterdir())) == 6
    thin_out(tmp_path, budget=40)
    assert sorted(int(path.stem) for path in tmp_path.iterdir()) == [100, 300, 500, 600]
    thin_out(tmp_path, budget=0)
    assert sorted(int(path.stem) for path in tmp_path.iterdir()) == [100, 600]


# -- what can be explored of a run ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    run = tmp_path_factory.mktemp("trained") / "run"
    settings = TINY["dcgan"] | {"data": "digits", "resolution": 16, "seed": 3}
    list(train("dcgan", out=run, steps=9, snapshot_every=4, report_every=3, checkpoint_minutes=0, **settings))
    return run


def test_checkpoints_go_before_snapshots_of_their_step(trained: Path) -> None:
    found = checkpoints(trained)
    saved = sorted(int(path.name) for path in (trained / "checkpoints").iterdir())
    assert [step for step, _ in found] == sorted({4, 8, *saved})
    for step, path in found:
        assert load_model(path).record.step == step
        assert path.name == ("weights.safetensors" if step in saved else f"{step}.safetensors")


def test_the_best_is_marked(trained: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    shutil.copytree(trained, run)
    assert [moment.step for moment in moments(run) if moment.is_best] == [9]
    shutil.copy(run / "snapshots/4.safetensors", run / "model.safetensors")
    (run / "snapshots/4.safetensors").unlink()
    assert best_step(run) == 4
    assert moments(run)[0] == Moment(4, run / "model.safetensors", is_best=True)
    (run / "model.safetensors").write_bytes(b"\xff" * 20)
    assert best_step(run) is None
    assert moments(tmp_path / "nowhere") == []


def test_the_step_is_read_from_the_head_of_a_file(trained: Path, tmp_path: Path) -> None:
    assert saved_step(trained / "model.safetensors") == 9
    for content in (b"", b"1234567", bytes(8), b"\x02" + bytes(7) + b"{}", b"\x08" + bytes(7) + b'{"a": 1}'):
        (tmp_path / "bad").write_bytes(content)
        with pytest.raises(ValueError, match=r"no model|column"):
            saved_step(tmp_path / "bad")


def test_every_file_knows_its_run(trained: Path, tmp_path: Path) -> None:
    for path in (trained, trained / "model.safetensors", *(path for _, path in checkpoints(trained))):
        assert run_of(path) == trained
    assert run_of(tmp_path / "alone.safetensors") is None
    assert model_name(trained / LIVE) == "run"


# -- watching a run learn ---------------------------------------------------------------------------------------


def test_a_watched_run_writes_its_newest_weights_with_each_preview(tiny: Tiny, tmp_path: Path) -> None:
    run, alone = tmp_path / "run", tmp_path / "alone"
    settings = tiny("dcgan", preview_every=2)
    seen = list(_seen_live(train("dcgan", out=run, steps=8, **settings), run))
    list(train("dcgan", out=alone, steps=8, **settings))
    assert [step for step, _ in seen] == [4, 6, 8]  # asked for after the first preview
    assert all(path == run / LIVE for _, path in seen)
    assert last_state(run) == last_state(alone)
    assert not (run / LIVE).exists()
    assert not (run / WATCHED).exists()
    assert not (alone / LIVE).exists()


def _seen_live(events: Iterator[Event], run: Path) -> Iterator[tuple[int, Path | None]]:
    for event in events:
        if isinstance(event, Preview):
            path = newest(run)
            if path is not None:
                yield load_model(path).record.step, path
            watch(run, True)


def test_the_newest_weights_are_those_written_last(trained: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    shutil.copytree(trained, run)
    path = newest(run)
    assert path is not None
    assert load_model(path).record.step in (8, 9)
    time.sleep(0.02)
    shutil.copyfile(run / "snapshots/4.safetensors", run / LIVE)
    assert newest(run) == run / LIVE
    assert newest(tmp_path) is None


def names(run: Path) -> list[str]:
    return sorted((path.stem for path in (run / "snapshots").glob("*.safetensors")), key=int)

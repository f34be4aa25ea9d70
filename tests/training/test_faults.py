"""Whatever the disk, the memory or the numbers do, a run is never lost."""

import errno
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import torch

from ganstudio import disk
from ganstudio.errors import StudioError
from ganstudio.recipes.dcgan import DCGAN
from ganstudio.training import checkpoints
from ganstudio.training import step as stepping
from ganstudio.training.checkpoints import checkpoint_steps, newest_checkpoint, write_checkpoint
from ganstudio.training.events import Finished, Health
from ganstudio.training.run_folder import RunFolder
from ganstudio.training.session import resume, train

from .conftest import last_state

Tiny = Callable[..., dict[str, Any]]


class FailingDisk:
    """Fails the Nth file operation, as SQLite's tests do."""

    def __init__(self, nth: int, error: int) -> None:
        self.left, self.error = nth, error
        self.failed = False

    def may_fail(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*args: Any, **kwargs: Any) -> Any:
            self.left -= 1
            if self.left == 0:
                self.failed = True
                raise OSError(self.error, os.strerror(self.error))
            return function(*args, **kwargs)

        return wrapped

    def break_(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(disk, "_write_through", self.torn(disk._write_through))
        monkeypatch.setattr(disk, "sync_folder", self.may_fail(disk.sync_folder))
        monkeypatch.setattr(os, "fsync", self.may_fail(os.fsync))
        for name in ("open", "rename", "replace", "mkdir"):
            monkeypatch.setattr(Path, name, self.may_fail(getattr(Path, name)))

    def torn(self, write: Callable[[Path, bytes], None]) -> Callable[[Path, bytes], None]:
        """A write that stops half-way through."""

        def wrapped(path: Path, data: bytes) -> None:
            self.left -= 1
            if self.left == 0:
                self.failed = True
                path.write_bytes(data[: len(data) // 2])
                raise OSError(self.error, os.strerror(self.error))
            write(path, data)

        return wrapped


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO, errno.EACCES])
def test_every_failed_operation_of_a_save_leaves_the_old_or_the_new(error: int, tmp_path: Path) -> None:
    folder = tmp_path / "checkpoints"
    write_checkpoint(folder, 1, b"old", {"x": torch.tensor([1.0])}, {"step": 1})
    for nth in range(1, 200):
        work = tmp_path / f"try{nth}"
        shutil.copytree(folder, work)
        with pytest.MonkeyPatch.context() as patch:
            failing = FailingDisk(nth, error)
            failing.break_(patch)
            with suppress(OSError):
                write_checkpoint(work, 2, b"new", {"x": torch.tensor([2.0])}, {"step": 2})
        saved, damaged = newest_checkpoint(work)
        assert saved is not None
        assert not damaged
        assert saved.numbers["step"] == saved.tensors["x"].item()
        assert sorted(path.name for path in work.iterdir()) in (["1"], ["1", "2"])
        if not failing.failed:
            assert saved.numbers["step"] == 2
            return
    pytest.fail("the save never went through")


def test_a_full_disk_does_not_end_the_run(
    tiny: Tiny, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    events: list[Any] = []
    for event in train("dcgan", out=tmp_path / "run", steps=40, **tiny("dcgan", checkpoint_minutes=0)):
        events.append(event)
        refused = any(isinstance(event, Health) for event in events)
        monkeypatch.setattr(checkpoints, "write_folder", disk.write_folder if refused else full)
    (warning,) = (event for event in events if isinstance(event, Health))
    assert "is full; free some space" in warning.message
    assert isinstance(events[-1], Finished)
    assert checkpoint_steps(tmp_path / "run" / "checkpoints")[-1] == 40


def test_a_full_disk_at_the_end_is_one_sentence(
    tiny: Tiny, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = tmp_path / "run"
    list(train("dcgan", out=run, steps=5, **tiny("dcgan")))
    before = last_state(run)
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**9, 10**9, 100))  # type: ignore[attr-defined]
        with pytest.raises(StudioError, match=r"disk of .* is full \(.* MB are needed .*free some space"):
            list(resume(run, steps=10))
    assert last_state(run) == before
    assert list(resume(run, steps=10))[-1].step == 10  # type: ignore[union-attr]


def failing_losses(monkeypatch: pytest.MonkeyPatch, at: int, how: Callable[[dict[str, Any]], Any]) -> None:
    """Makes the generator's losses of call number `at` go wrong."""
    real, calls = DCGAN.generator_losses, iter(range(1, 10**6))

    def broken(self: DCGAN, batch: Any, draws: Any) -> Any:
        losses = real(self, batch, draws)
        return how(losses) if next(calls) == at else losses

    monkeypatch.setattr(DCGAN, "generator_losses", broken)


@pytest.mark.parametrize("at", [1, 7, 13])
def test_a_loss_that_is_no_number_stops_before_anything_is_saved(
    at: int, tiny: Tiny, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = tmp_path / "run"
    list(train("dcgan", out=run, steps=5, **tiny("dcgan")))
    good = last_state(run)
    with monkeypatch.context() as patch:
        failing_losses(patch, at, lambda losses: {name: loss * float("nan") for name, loss in losses.items()})
        with pytest.raises(StudioError, match=f"Training broke at step {5 + at}: .*generator/"):
            list(resume(run, steps=30, checkpoint_minutes=0))
    saved, _ = newest_checkpoint(run / "checkpoints")
    assert saved is not None
    assert all(bool(torch.isfinite(tensor.float()).all()) for tensor in saved.tensors.values())
    assert saved.numbers["step"] < 5 + at
    if saved.numbers["step"] == 5:
        assert last_state(run) == good
    assert list(resume(run, steps=30))[-1].step == 30  # type: ignore[union-attr]


@pytest.fixture
def little_memory(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A device that holds at most three pictures."""
    sizes: list[int] = []
    real = stepping.Stepper._losses

    def losses(self: Any, update: Any, batch: Any, draws: Any, first: int, count: int) -> Any:
        sizes.append(count)
        if count > 3:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 GiB")
        return real(self, update, batch, draws, first, count)

    monkeypatch.setattr(stepping.Stepper, "_losses", losses)
    return sizes


def test_out_of_memory_halves_the_micro_batch_and_keeps_the_batch(
    little_memory: list[int], tiny: Tiny, tmp_path: Path
) -> None:
    events = list(train("wgan_gp", out=tmp_path / "small", steps=3, **tiny("wgan_gp", batch=8)))
    assert little_memory[:5] == [8, 4, 2, 2, 2]
    assert [event.kind for event in events if isinstance(event, Health)] == ["out-of-memory"]
    saved, _ = newest_checkpoint(tmp_path / "small" / "checkpoints")
    assert saved is not None
    assert saved.numbers["micro_batch"] == 2


@pytest.mark.parametrize(
    ("recipe", "norm"),
    [
        ("wgan_gp", {"generator_norm": "none"}),
        ("cyclegan", {}),
        ("pix2pix", {"norm": "instance", "downs": 3}),
    ],
)
def test_micro_batches_make_the_same_step(
    recipe: str, norm: dict[str, Any], tiny: Tiny, tmp_path: Path
) -> None:
    """For a recipe without batch statistics the pictures may go through in groups of any size."""
    for micro in (8, 3):
        settings = tiny(recipe, batch=8, micro_batch=micro, **norm)
        list(train(recipe, out=tmp_path / str(micro), steps=3, **settings))
    whole, grouped = (newest_checkpoint(tmp_path / name / "checkpoints")[0] for name in ("8", "3"))
    assert whole is not None
    assert grouped is not None
    for name, tensor in whole.tensors.items():
        # An instance norm takes a bias before it away: its gradient is rounding, of which Adam makes whole steps.
        if not name.startswith("optimizer") and (recipe == "wgan_gp" or tensor.ndim == 4):
            torch.testing.assert_close(grouped.tensors[name], tensor, rtol=1e-4, atol=1e-5)


def test_only_one_process_writes_a_run(tiny: Tiny, tmp_path: Path) -> None:
    list(train("dcgan", out=tmp_path / "run", steps=2, **tiny("dcgan")))
    with RunFolder(tmp_path / "run").held():
        assert RunFolder(tmp_path / "run").status().state == "running"
        with pytest.raises(StudioError, match="is being trained by process"):
            list(resume(tmp_path / "run", steps=4))
    assert RunFolder(tmp_path / "run").status().state == "finished"


def test_a_run_is_not_overwritten(tiny: Tiny, tmp_path: Path) -> None:
    list(train("dcgan", out=tmp_path / "run", steps=2, **tiny("dcgan")))
    with pytest.raises(StudioError, match="already holds a run; resume it"):
        list(train("dcgan", out=tmp_path / "run", steps=2, **tiny("dcgan")))

"""Two processes with half a batch each do what one does with all of it."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from ganstudio.errors import StudioError
from ganstudio.training.checkpoints import newest_checkpoint
from ganstudio.training.run_folder import RunFolder
from ganstudio.training.session import train

from .test_resume import command

Tiny = Callable[..., dict[str, Any]]


def torchrun(words: list[str]) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    launcher = [sys.executable, "-m", "torch.distributed.run", "--nproc-per-node", "2"]
    place = ["--master-addr", "127.0.0.1", "--master-port", str(port), "-m", "ganstudio"]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "GLOO_SOCKET_IFNAME": "lo"}
    done = subprocess.run(
        [*launcher, *place, *words], env=environment, capture_output=True, text=True, timeout=240
    )
    assert done.returncode == 0, done.stderr[-2000:]


def test_two_processes_give_the_weights_of_one(tiny: Tiny, tmp_path: Path) -> None:
    settings = tiny("wgan_gp", batch=8, generator_norm="none")
    list(train("wgan_gp", out=tmp_path / "one", steps=6, **settings))
    torchrun(command("wgan_gp", tmp_path / "two", settings, 6))
    one, two = (newest_checkpoint(tmp_path / name / "checkpoints")[0] for name in ("one", "two"))
    assert one is not None
    assert two is not None
    assert one.tensors.keys() == two.tensors.keys()
    for name, tensor in one.tensors.items():
        torch.testing.assert_close(two.tensors[name], tensor, rtol=1e-4, atol=1e-5, msg=name)


@pytest.mark.slow
def test_two_processes_translate_as_one_does(tiny: Tiny, tmp_path: Path) -> None:
    """Without a pool, of which each process has its own, and measured together."""
    changes = {"pool": 0, "evaluate_every": 4, "evaluate_samples": 64, "preview_every": 4}
    settings = tiny("cyclegan", **changes)
    list(train("cyclegan", out=tmp_path / "one", steps=4, **settings))
    torchrun(command("cyclegan", tmp_path / "two", settings, 4))
    one, two = (newest_checkpoint(tmp_path / name / "checkpoints")[0] for name in ("one", "two"))
    assert one is not None
    assert two is not None
    assert one.tensors.keys() == two.tensors.keys()
    for name, tensor in one.tensors.items():
        # Each process keeps what it made itself; a bias that an instance norm takes away follows rounding.
        if "fake_" not in name and tensor.ndim == 4 and not name.startswith("optimizer"):
            torch.testing.assert_close(two.tensors[name], tensor, rtol=1e-3, atol=1e-4, msg=name)
    logs = [
        [line for line in RunFolder(tmp_path / name).metrics() if "metrics" in line]
        for name in ("one", "two")
    ]
    assert logs[0][0]["protocols"] == logs[1][0]["protocols"]
    assert logs[1][0]["metrics"] == pytest.approx(logs[0][0]["metrics"], rel=1e-2)


@pytest.mark.slow
def test_two_processes_measure_what_one_does(tiny: Tiny, tmp_path: Path) -> None:
    """Each scores half of the samples; moments and features are put together."""
    norms = {"generator_norm": "layer", "discriminator_norm": "layer"}
    settings = tiny("dcgan", evaluate_every=5, evaluate_samples=64, evaluate_metrics="fid,kid", **norms)
    list(train("dcgan", out=tmp_path / "one", steps=5, **settings))
    torchrun(command("dcgan", tmp_path / "two", settings, 5))
    one, two = (
        [line for line in RunFolder(tmp_path / name).metrics() if "metrics" in line]
        for name in ("one", "two")
    )
    assert one[0]["protocols"] == two[0]["protocols"]
    assert two[0]["metrics"] == pytest.approx(one[0]["metrics"], rel=1e-4)
    assert RunFolder(tmp_path / "two").best() is not None


def test_a_batch_must_be_divisible(tiny: Tiny, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ganstudio.training.distributed.world_size", lambda: 3)
    with pytest.raises(StudioError, match="A batch of 8 cannot be shared by 3 processes"):
        list(train("dcgan", out=tmp_path / "run", steps=1, **tiny("dcgan")))

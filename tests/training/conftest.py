"""Small runs that still have everything: classes, lazy penalties, ADA, the averaged generator."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from safetensors import safe_open

TINY: dict[str, dict[str, Any]] = {
    "dcgan": {"width": 8, "d_width": 8, "batch": 8},
    "cgan": {"width": 8, "d_width": 8, "batch": 8},
    "wgan_gp": {"width": 8, "d_width": 8, "batch": 4},
    "stylegan2": {
        "channel_base": 128, "channel_max": 16, "w_dim": 16, "z_dim": 16, "batch": 8,
        "augment": "adaptive", "ada_kimg": 0.1, "r1_every": 4, "pl_every": 2,
    },
}  # fmt: skip


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One home for all these tests, so that the digits are decoded once."""
    folder = tmp_path_factory.getbasetemp() / "training-home"
    monkeypatch.setenv("GANSTUDIO_HOME", str(folder))
    return folder


@pytest.fixture
def tiny() -> Callable[..., dict[str, Any]]:
    """Settings with which a recipe makes a step in milliseconds."""

    def settings(recipe: str, **changes: Any) -> dict[str, Any]:
        base = {"data": "digits", "resolution": 16, "report_every": 5, "preview_every": 50, "seed": 3}
        return base | TINY[recipe] | changes

    return settings


def tensor_hashes(path: Path) -> dict[str, str]:
    """SHA-256 of every tensor in a safetensors file."""
    with safe_open(path, framework="np") as file:
        return {name: hashlib.sha256(file.get_tensor(name).tobytes()).hexdigest() for name in file.keys()}  # noqa: SIM118


def last_state(run: Path) -> dict[str, str]:
    """Hashes of the newest checkpoint's whole training state."""
    newest = max((run / "checkpoints").glob("[0-9]*"), key=lambda path: int(path.name))
    return tensor_hashes(newest / "state.safetensors")

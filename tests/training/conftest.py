"""Small runs that still have everything: classes, lazy penalties, ADA, the averaged generator."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from safetensors import safe_open

TINY: dict[str, dict[str, Any]] = {
    "dcgan": {"width": 8, "d_width": 8, "batch": 8},
    "cgan": {"width": 8, "d_width": 8, "batch": 8},
    "wgan_gp": {"width": 8, "d_width": 8, "batch": 4},
    "stylegan2": {
        "channel_base": 128, "channel_max": 16, "w_dim": 16, "z_dim": 16, "batch": 8,
        "augment": "adaptive", "ada_kimg": 0.1, "r1_every": 4, "pl_every": 2,
    },
    "cyclegan": {"width": 4, "d_width": 4, "d_layers": 1, "blocks": 1, "batch": 2, "pool": 5, "ema_kimg": 0.01},
    "pix2pix": {"width": 4, "d_width": 4, "d_layers": 1, "batch": 2, "ema_kimg": 0.01},
}  # fmt: skip
TRANSLATORS = ("cyclegan", "pix2pix")


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One home for all these tests, so that the digits are decoded once."""
    folder = tmp_path_factory.getbasetemp() / "training-home"
    monkeypatch.setenv("GANSTUDIO_HOME", str(folder))
    return folder


@pytest.fixture(scope="session")
def two_sides(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folders A and B, each with 40 pictures of 18 px of one red or one blue shape; equal names show equal shapes."""
    root, random = tmp_path_factory.mktemp("two-sides"), np.random.RandomState(0)
    for number in range(40):
        left, top, width, height = random.randint(1, 8, 4)
        for name, colour in (("A", "red"), ("B", "blue")):
            picture = Image.new("RGB", (18, 18), "white")
            picture.paste(colour, (left, top, left + width + 1, top + height + 1))
            (root / name).mkdir(exist_ok=True)
            picture.save(root / name / f"{number:02}.png")
    return root


@pytest.fixture
def tiny(two_sides: Path) -> Callable[..., dict[str, Any]]:
    """Settings with which a recipe makes a step in milliseconds."""

    def settings(recipe: str, **changes: Any) -> dict[str, Any]:
        data = str(two_sides) if recipe in TRANSLATORS else "digits"
        base = {"data": data, "resolution": 16, "report_every": 5, "preview_every": 50, "seed": 3}
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

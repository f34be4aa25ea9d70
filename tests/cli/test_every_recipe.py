"""Every recipe from the command line: train, sample or translate, resume."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ganstudio.latents.model import load_model
from ganstudio.recipes import RECIPES
from tests.cli.conftest import Invoke

MAKING = [name for name, recipe in RECIPES.items() if recipe.reads == "pictures"]
TRANSLATING = [name for name in RECIPES if name not in MAKING]


@pytest.mark.slow
@pytest.mark.parametrize("name", TRANSLATING)
def test_train_translate_resume(invoke: Invoke, tmp_path: Path, name: str) -> None:
    random, out = np.random.RandomState(0), tmp_path / "run"
    for side in ("A", "B"):
        (tmp_path / "two" / side).mkdir(parents=True)
        for number in range(20):
            pixels = random.randint(0, 255, (16, 16, 3)).astype(np.uint8)
            Image.fromarray(pixels).save(tmp_path / "two" / side / f"{number}.png")
    result = invoke(
        "train", "--recipe", name, "--data", tmp_path / "two", "--preset", "cpu-demo", "--resolution", 16,
        "--set", "width=8", "--set", "d_width=8", "--steps", 30, "--device", "cpu", "--out", out,
    )  # fmt: skip
    assert result.exit_code == 0, result.stderr
    model = load_model(out)
    assert (model.recipe, model.resolution, model.channels) == (name, 16, 3)
    images = np.zeros((2, 3, 20, 24), np.float32)
    assert all(model.translate(images, direction).shape == images.shape for direction in model.directions)
    assert (
        "translates pictures"
        in invoke("sample", out, "--seeds", "0-7", "--out", tmp_path / "grid.png").stderr
    )
    estimated = invoke(
        "estimate", "--recipe", name, "--data", tmp_path / "two", "--preset", "cpu-demo", "--json"
    )
    assert estimated.exit_code == 0, estimated.stderr
    result = invoke("resume", out, "--steps", 40)
    assert result.exit_code == 0, result.stderr
    assert load_model(out).record.step == 40


@pytest.mark.slow
@pytest.mark.parametrize("name", MAKING)
def test_train_sample_resume(invoke: Invoke, tmp_path: Path, name: str) -> None:
    out, grid = tmp_path / "run", tmp_path / "grid.png"
    result = invoke(
        "train", "--recipe", name, "--data", "digits", "--preset", "cpu-demo", "--resolution", 16, "--steps", 30,
        "--device", "cpu", "--out", out,
    )  # fmt: skip
    assert result.exit_code == 0, result.stderr
    model = load_model(out)
    assert (model.recipe, model.resolution, model.channels) == (name, 16, 1)
    labels = [0, 1] if model.num_classes else None
    assert model.generate(model.latents([0, 1]), labels, psi=0.7).shape == (2, 1, 16, 16)
    assert invoke("sample", out, "--seeds", "0-7", "--out", grid).exit_code == 0
    assert Image.open(grid).mode == "L"
    result = invoke("resume", out, "--steps", 40)
    assert result.exit_code == 0, result.stderr
    assert load_model(out).record.step == 40

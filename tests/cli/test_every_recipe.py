"""Every recipe from the command line: train, sample, resume."""

from pathlib import Path

import pytest
from PIL import Image

from ganstudio.latents.model import load_model
from ganstudio.recipes import RECIPES
from tests.cli.conftest import Invoke


@pytest.mark.slow
@pytest.mark.parametrize("name", list(RECIPES))
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

"""`invert`: the point in the PNG, what is said of it, and what is refused."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ganstudio.cli import stopping
from ganstudio.latents.model import load_model
from ganstudio.latents.picture_file import pixels_of, read_saved
from ganstudio.latents.rendering import render
from tests.cli.conftest import Invoke


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "me.png"
    Image.fromarray(np.random.RandomState(1).randint(0, 256, (40, 30, 3)).astype(np.uint8)).save(path)
    return path


def test_the_point_is_kept_with_its_notes(invoke: Invoke, run: Path, photo: Path, tmp_path: Path) -> None:
    out = tmp_path / "new" / "point.png"
    result = invoke("invert", run, photo, "--steps", 3, "--out", out, "--json")
    assert result.exit_code == 0, result.stderr
    told, saved, model = json.loads(result.stdout), read_saved(out), load_model(run)
    assert saved.notes["inverted from"] == "me.png"
    assert saved.notes["PSNR"] == f"{told['psnr']:.1f} dB"
    assert told["steps"] == 3
    assert told["class"] in model.class_names
    assert np.array_equal(np.asarray(Image.open(out)), pixels_of(render(model, saved.point))[..., 0])


def test_a_class_may_be_named(invoke: Invoke, run: Path, photo: Path, tmp_path: Path) -> None:
    out = tmp_path / "point.png"
    result = invoke("invert", run, photo, "--steps", 2, "--class", "night", "--out", out)
    assert result.exit_code == 0, result.stderr
    assert "class night" in result.stdout
    assert read_saved(out).point.classes[0].number == load_model(run).class_names.index("night")


def test_ctrl_c_saves_what_was_reached(
    invoke: Invoke, run: Path, photo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stopping.StopRequest, "__call__", lambda self: True)
    out = tmp_path / "point.png"
    result = invoke("invert", run, photo, "--steps", 5000, "--out", out)
    assert result.exit_code == 0, result.stderr
    assert "0 steps" in result.stdout
    assert read_saved(out).point.origin.z is not None


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (("--class", "day,night"), 1, "more than one class"), (("--class", "noon"), 1, "no class 'noon'"),
        (("--out", "point.jpg"), 2, "PNG"), (("--background", "nocolour"), 1, "not a colour"),
        (("--lpips", "none.pth"), 1, "none.pth"),
    ],
)  # fmt: skip
def test_wrong_use_is_told(
    invoke: Invoke,
    run: Path,
    photo: Path,
    tmp_path: Path,
    arguments: tuple[str, ...],
    status: int,
    words: str,
) -> None:
    result = invoke("invert", run, photo, "--out", tmp_path / "point.png", *arguments)
    assert result.exit_code == status
    assert words in result.stderr


def test_what_is_no_picture_is_told(invoke: Invoke, run: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.png").write_text("just words")
    result = invoke("invert", run, tmp_path / "notes.png", "--out", tmp_path / "point.png")
    assert result.exit_code == 1
    assert "notes.png cannot be used: it is text" in result.stderr
    assert not (tmp_path / "point.png").exists()

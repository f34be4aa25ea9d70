"""`sample`: which pictures, in which order, in which files."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ganstudio.cli.sample import Wanted, choose
from ganstudio.latents.grid import to_uint8
from ganstudio.latents.model import load_model
from tests.cli.conftest import Invoke


def test_every_seed_as_every_class() -> None:
    wanted, columns = choose([5, 6], "1,0", ["a", "b"])
    assert wanted == [Wanted(5, 1), Wanted(5, 0), Wanted(6, 1), Wanted(6, 0)]
    assert columns == 2


def test_without_classes_a_model_that_has_them_goes_through_them() -> None:
    wanted, columns = choose(range(5), None, ["a", "b", "c"])
    assert [one.label for one in wanted] == [0, 1, 2, 0, 1]
    assert columns == 3


@pytest.mark.parametrize(("count", "columns"), [(1, 1), (2, 2), (4, 2), (5, 3), (64, 8), (65, 9)])
def test_without_classes_the_grid_is_nearly_square(count: int, columns: int) -> None:
    wanted, across = choose(range(count), None, [])
    assert wanted == [Wanted(seed, None) for seed in range(count)]
    assert across == columns


def test_a_grid(invoke: Invoke, run: Path, tmp_path: Path) -> None:
    out = tmp_path / "new" / "grid.png"
    result = invoke("sample", run, "--seeds", "3,8", "--classes", "night,day", "--psi", 0.5, "--out", out)
    assert result.exit_code == 0, result.stderr
    assert result.stdout == f"{out}\n"
    model = load_model(run)
    tiles = to_uint8(model.generate(model.latents([3, 3, 8, 8]), [1, 0, 1, 0], psi=0.5))[..., 0]
    expected = np.vstack((np.hstack(tiles[:2]), np.hstack(tiles[2:])))
    assert np.array_equal(np.asarray(Image.open(out)), expected)


def test_a_folder(invoke: Invoke, run: Path, tmp_path: Path) -> None:
    out = tmp_path / "pictures"
    result = invoke("sample", run, "--seeds", "0-2,12345", "--out", out, "--json")
    assert result.exit_code == 0, result.stderr
    names = ["seed0000-class0.png", "seed0001-class1.png", "seed0002-class0.png", "seed12345-class1.png"]
    assert sorted(path.name for path in out.iterdir()) == sorted(names)
    document = json.loads(result.stdout)
    assert [Path(made["file"]).name for made in document["pictures"]] == names
    assert document["pictures"][3] == {"file": str(out / names[3]), "seed": 12345, "class": 1}
    model = load_model(run)
    expected = to_uint8(model.generate(model.latents([2]), [0]))[0, :, :, 0]
    assert np.array_equal(np.asarray(Image.open(out / names[2])), expected)


def test_columns(invoke: Invoke, run: Path, tmp_path: Path) -> None:
    invoke("sample", run, "--seeds", "0-5", "--columns", 3, "--out", tmp_path / "g.png")
    assert Image.open(tmp_path / "g.png").size == (48, 32)


@pytest.mark.parametrize(
    ("flags", "status", "words"),
    [
        (["--seeds", "3-"], 2, "not a range of seeds"),
        (["--seeds", "0", "--out", "grid.jpg"], 2, "saved as .png"),
        (["--seeds", "0", "--psi", "nan"], 2, "finite"),
        (["--seeds", "0", "--classes", "noon"], 1, "There is no class 'noon'; there are day, night"),
        (["--seeds", "0", "--noise", "random"], 1, "has no noise"),
        (["--seeds", "0", "--out", "/proc/none/grid.png"], 1, "Cannot save grid.png"),
    ],
)
def test_wrong_words(
    invoke: Invoke, run: Path, tmp_path: Path, flags: list[str], status: int, words: str
) -> None:
    flags = flags if "--out" in flags else [*flags, "--out", str(tmp_path / "g.png")]
    result = invoke("sample", run, *flags)
    assert (result.exit_code, words in result.stderr) == (status, True), result.stderr


@pytest.mark.parametrize("content", [b"", b"text", b"\x80\x04c__builtin__\nexec\n."])
def test_files_that_are_no_models(invoke: Invoke, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "odd.safetensors"
    path.write_bytes(content)
    result = invoke("sample", path, "--seeds", "0", "--out", tmp_path / "g.png")
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert "odd.safetensors" in result.stderr

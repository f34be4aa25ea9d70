"""`translate`: what it prints, what it writes, and how it ends."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ganstudio.translation.applying import translate_pixels
from ganstudio.translation.manner import Manner
from ganstudio.translation.reading import read_source
from tests.cli.conftest import Invoke
from tests.translation.conftest import make_model, make_unet, noise


@pytest.fixture(scope="module")
def translator(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("model") / "tiny.safetensors"
    make_model(norm="instance").save(path)
    return path


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    folder = tmp_path / "photos"
    (folder / "inner").mkdir(parents=True)
    Image.fromarray(noise(40, 50)).save(folder / "a.png")
    Image.fromarray(noise(20, 20)).save(folder / "inner" / "b.jpg")
    return folder


def test_files_and_folders(invoke: Invoke, translator: Path, photos: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = invoke("translate", translator, photos, "--direction", "b2a", "--out", out)
    assert result.exit_code == 0, result.stderr
    assert result.stdout.splitlines() == [str(out / "a-b2a.png"), str(out / "b-b2a.jpg")]
    expected = translate_pixels(make_model(norm="instance"), noise(40, 50), Manner("b2a")).pixels
    assert np.abs(read_source(out / "a-b2a.png").pixels.astype(int) - expected).max() <= 1


def test_json_and_options(invoke: Invoke, translator: Path, photos: Path, tmp_path: Path) -> None:
    result = invoke(
        "translate", translator, photos / "a.png", "--out", tmp_path / "out", "--tile", 32, "--strength", 0, "--json",
        "--pattern", "{number} {model} {folder}", "--format", "tiff", "--no-keep-metadata",
    )  # fmt: skip
    assert result.exit_code == 0, result.stderr
    document = json.loads(result.stdout)
    (one,) = document["results"]
    assert one["result"] == str(tmp_path / "out" / "0001 tiny photos.tif")
    assert (one["tiles"], document["direction"], document["refused"]) == (4, "a2b", [])
    assert np.array_equal(read_source(one["result"]).pixels, noise(40, 50))


def test_a_part_that_fails(invoke: Invoke, translator: Path, photos: Path, tmp_path: Path) -> None:
    (photos / "notes.png").write_text("Dear diary")
    (photos / "cut.png").write_bytes((photos / "a.png").read_bytes()[:900])
    result = invoke(
        "translate", translator, photos, tmp_path / "gone.png", "--out", tmp_path / "out", "--json"
    )
    assert result.exit_code == 1
    document = json.loads(result.stdout)
    assert len(document["results"]) == 2
    assert {Path(bad["source"]).name for bad in document["refused"]} == {"notes.png", "cut.png", "gone.png"}
    said = result.stderr.splitlines()
    assert "notes.png: it is text, not a picture." in said
    assert said[-1] == "2 of 5 are translated; 3 files could not be, for the reasons above."


def test_nothing_at_all(invoke: Invoke, translator: Path, tmp_path: Path) -> None:
    result = invoke("translate", translator, tmp_path / "gone.png", "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.splitlines()[-1].startswith("Nothing was translated: 1 file")


def test_a_second_time(invoke: Invoke, translator: Path, photos: Path) -> None:
    """Results within the folder are no pictures of it, and are not made again."""
    for translated, skipped in ((2, 0), (0, 2)):
        result = invoke("translate", translator, photos, "--out", photos / "out", "--skip-existing", "--json")
        assert result.exit_code == 0, result.stderr
        document = json.loads(result.stdout)
        assert (len(document["results"]), len(document["skipped"])) == (translated, skipped)


@pytest.mark.parametrize(
    ("options", "status", "words"),
    [(("--pattern", "{nam}"), 1, "unknown field"), (("--tile", 64, "--size", "whole"), 2, "choose one of them"),
     (("--strength", "nan"), 2, "strength"), (("--tile", 3), 2, "--tile")],
)  # fmt: skip
def test_wrong_use(
    invoke: Invoke, translator: Path, photos: Path, tmp_path: Path, options: tuple[object, ...], status: int, words: str
) -> None:  # fmt: skip
    result = invoke("translate", translator, photos, "--out", tmp_path / "out", *options)
    assert (result.exit_code, result.stdout) == (status, "")
    assert words in result.stderr
    assert not (tmp_path / "out").exists()


def test_a_model_that_does_not_translate(invoke: Invoke, run: Path, photos: Path, tmp_path: Path) -> None:
    result = invoke("translate", run, photos / "a.png", "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert "translates none; choose a translator" in result.stderr


def test_the_only_direction_is_taken(
    invoke: Invoke, photos: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ganstudio.interop.opening.open_model", lambda *_: make_unet())
    result = invoke("translate", "any", photos / "a.png", "--out", tmp_path / "out")
    assert result.stdout == f"{tmp_path / 'out' / 'a-a2b.png'}\n"

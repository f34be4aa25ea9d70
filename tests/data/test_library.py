"""Data sets by name and by path, decoded once."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ganstudio.data import library
from ganstudio.data.dataset import Dataset
from ganstudio.data.importing import import_pictures
from ganstudio.data.library import list_datasets, open_dataset
from ganstudio.data.parallel import StoppedError
from ganstudio.errors import StudioError
from ganstudio.resources import cache_folder, datasets_folder, resource

Noise = Callable[..., Image.Image]


def caches() -> list[Path]:
    return sorted(path for path in (cache_folder() / "pictures").iterdir())


def builds(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A list that grows with every decoding."""
    made: list[str] = []
    real = library.build

    def counted(*arguments: object, **options: object) -> None:
        made.append(str(arguments[3]))
        real(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(library, "build", counted)
    return made


@pytest.mark.parametrize("name", ["emoji-google", "emoji-twitter", "photos", "digits"])
def test_bundled_sets_are_as_listed(name: str) -> None:
    info = next(info for info in list_datasets() if info.name == name)
    dataset = open_dataset(name)
    assert (len(dataset), dataset.resolution) == (info.count, info.resolution)
    assert (dataset.class_names, dataset.title, dataset.skipped) == (info.class_names, info.title, ())
    assert dataset.channels == (1 if name == "digits" else 3)
    assert dataset.images.dtype == np.uint8
    assert isinstance(dataset.images, np.memmap)


def test_digits_carry_their_labels_and_pixels() -> None:
    dataset = open_dataset("digits", 28)
    assert dataset.class_counts == dict.fromkeys("0123456789", 500)
    with zipfile.ZipFile(resource("datasets", "digits.zip")) as archive:
        for index in (0, 1234, 4999):
            with archive.open(dataset.files[index]) as file:
                assert (np.asarray(Image.open(file)) == dataset.images[index, 0]).all()
            assert dataset.files[index].startswith(f"{dataset.labels[index]}/")


def test_decoded_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = builds(monkeypatch)
    first, second = open_dataset(folder), open_dataset(str(folder))
    assert len(made) == 1
    assert (first.images == second.images).all()
    assert first.fingerprint == second.fingerprint


def test_a_changed_folder_is_read_again(folder: Path, noise: Noise) -> None:
    before = open_dataset(folder)
    noise(100).save(folder / "a" / "00.png")
    os.utime(folder / "a" / "00.png", (1, 1))
    after = open_dataset(folder)
    assert before.fingerprint != after.fingerprint
    (folder / "a" / "03.png").unlink()
    assert len(open_dataset(folder)) == 11
    assert len(caches()) == 1  # what was decoded from earlier states is gone


def test_a_changed_zip_is_read_again(folder: Path, tmp_path: Path) -> None:
    pictures = sorted(folder.rglob("*.png"))
    for count in (5, 7):
        with zipfile.ZipFile(tmp_path / "some.zip", "w") as archive:
            for path in pictures[:count]:
                archive.write(path, path.name)
        assert len(open_dataset(tmp_path / "some.zip")) == count


def test_settings_have_caches_of_their_own(folder: Path) -> None:
    prints = {
        open_dataset(folder).fingerprint,
        open_dataset(folder, 8).fingerprint,
        open_dataset(folder, background="red").fingerprint,
        open_dataset(folder, fit="stretch").fingerprint,
        open_dataset(folder, channels=1).fingerprint,
    }
    assert len(prints) == 5
    assert len(caches()) == 5


def test_the_fingerprint_covers_labels(folder: Path, tmp_path: Path) -> None:
    first = open_dataset(folder)
    shutil.copytree(folder, tmp_path / "same")
    assert open_dataset(tmp_path / "same").fingerprint == first.fingerprint
    prints = set()
    for labels in ([0, 1] * 6, [1, 0] * 6):  # the same pictures in the same order
        pairs = [[file, label] for file, label in zip(first.files, labels)]
        (tmp_path / "same" / "dataset.json").write_text(json.dumps({"labels": pairs}))
        prints.add(open_dataset(tmp_path / "same").fingerprint)
    assert len(prints) == 2


@pytest.mark.parametrize("sides", [[16], [28], [33], [600], [3000], [9]])
def test_own_resolution_rounds_up(tmp_path: Path, sides: list[int]) -> None:
    Image.new("RGB", (sides[0] * 2, sides[0])).save(tmp_path / "one.png")
    expected = {16: 16, 28: 32, 33: 64, 600: 1024, 3000: 1024, 9: 16}[sides[0]]
    assert open_dataset(tmp_path).resolution == expected


def test_own_resolution_is_that_of_most(tmp_path: Path) -> None:
    for number, side in enumerate([30, 31, 32, 500, 8]):
        Image.new("L", (side, side), number).save(tmp_path / f"{number}.png")
    assert open_dataset(tmp_path).resolution == 32


@pytest.mark.parametrize("resolution", [0, 4, 2048, -1])
def test_impossible_resolution(folder: Path, resolution: int) -> None:
    with pytest.raises(StudioError, match="8 to 1024"):
        open_dataset(folder, resolution)


@pytest.mark.parametrize("broken", ["images.npy", "labels.npy", "dataset.json"])
@pytest.mark.parametrize("how", ["cut", "empty", "gone", "rubbish"])
def test_a_damaged_cache_is_made_again(folder: Path, broken: str, how: str) -> None:
    before = np.array(open_dataset(folder).images)
    file = caches()[0] / broken
    content = file.read_bytes()
    if how == "gone":
        file.unlink()
    else:
        file.write_bytes(
            {"cut": content[: len(content) // 2], "empty": b"", "rubbish": b"x" * len(content)}[how]
        )
    assert (open_dataset(folder).images == before).all()


def test_grey_then_colour(tmp_path: Path, noise: Noise) -> None:
    """Written as grey until the first colour picture comes, then all of them in colour."""
    for number in range(40):
        noise(number, channels=3 if number == 30 else 1).save(tmp_path / f"{number:02d}.png")
    dataset = open_dataset(tmp_path)
    assert dataset.images.shape == (40, 3, 16, 16)
    for number in (0, 29, 30, 39):
        seen = np.asarray(noise(number, channels=3 if number == 30 else 1).convert("RGB")).transpose(2, 0, 1)
        assert (dataset.images[number] == seen).all()
    assert sorted(path.name for path in caches()[0].iterdir()) == [
        "dataset.json", "images.npy", "labels.npy", "pictures.json",
    ]  # fmt: skip


def test_channels_by_choice(folder: Path, noise: Noise) -> None:
    grey = open_dataset(folder, channels=1)
    expected = np.asarray(noise(0).convert("L"))
    assert np.abs(grey.images[0, 0].astype(int) - expected).max() <= 1
    assert open_dataset("digits", 8, channels=3).channels == 3


def test_progress_reaches_the_end(folder: Path) -> None:
    seen: list[tuple[int, int]] = []
    open_dataset(folder, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(number, 12) for number in range(1, 13)]


def test_stopping_leaves_nothing(folder: Path) -> None:
    with pytest.raises(StoppedError):
        open_dataset(folder, should_stop=lambda: True)
    assert not (cache_folder() / "pictures").exists() or caches() == []


def test_imported_sets_open_by_name_at_any_size(folder: Path) -> None:
    imported = import_pictures(folder, "mine", 16)
    shutil.rmtree(folder)
    assert open_dataset("mine").fingerprint == imported.fingerprint
    assert open_dataset(datasets_folder() / "mine").fingerprint == imported.fingerprint
    small = open_dataset("mine", 8)
    assert small.images.shape == (12, 3, 8, 8)
    assert (small.labels == imported.labels).all()
    assert (small.class_names, small.files, small.name) == (imported.class_names, imported.files, "mine")
    wide = Image.fromarray(imported.images[3].transpose(1, 2, 0)).resize((8, 8), Image.Resampling.LANCZOS)
    assert (small.images[3] == np.asarray(wide).transpose(2, 0, 1)).all()


def test_the_list_names_a_damaged_set(folder: Path) -> None:
    import_pictures(folder, "fine", 16)
    import_pictures(folder, "worn", 16)
    (datasets_folder() / "worn" / "dataset.json").write_text("{")
    found = {info.name: info for info in list_datasets() if info.source == "imported"}
    assert (found["fine"].count, found["fine"].class_names, found["fine"].problem) == (
        12,
        ("a", "b", "c"),
        "",
    )
    assert "damaged" in found["worn"].problem
    with pytest.raises(StudioError, match="worn is damaged"):
        open_dataset("worn")


def test_a_damaged_map_of_an_imported_set(folder: Path) -> None:
    import_pictures(folder, "mine", 16)
    images = datasets_folder() / "mine" / "images.npy"
    images.write_bytes(images.read_bytes()[:1000])
    with pytest.raises(StudioError, match="mine is damaged"):
        open_dataset("mine")


def test_a_set_of_a_later_version(folder: Path) -> None:
    import_pictures(folder, "mine", 16)
    record = datasets_folder() / "mine" / "dataset.json"
    record.write_text(json.dumps(json.loads(record.read_text()) | {"format": 99}))
    with pytest.raises(StudioError, match="newer GAN Studio"):
        open_dataset("mine")


def test_opening_at_the_same_time(folder: Path) -> None:
    """Several processes that need the same pictures decode them once, and all of them see the same."""
    code = (
        f"from ganstudio.data.library import open_dataset; print(open_dataset({str(folder)!r}).fingerprint)"
    )
    command = [sys.executable, "-c", code]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    prints = {process.communicate(timeout=120)[0] for process in running}
    assert prints == {open_dataset(folder).fingerprint + "\n"}
    assert len(list((cache_folder() / "pictures").iterdir())) == 1


def test_no_torch_to_open_a_data_set() -> None:
    modules = "ganstudio.data.library, ganstudio.data.check, ganstudio.data.importing"
    code = f"import sys, {modules}; print('torch' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        == "False\n"
    )


def test_a_data_set_in_memory() -> None:
    dataset = Dataset("toy", np.zeros((3, 1, 8, 8), np.uint8), np.zeros(3, np.int64), (), "f")
    assert (len(dataset), dataset.resolution, dataset.channels, dataset.splits) == (3, 8, 1, None)
    assert dataset.indices_of("train").tolist() == [0, 1, 2]

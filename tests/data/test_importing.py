"""Imports are whole or not there, whatever the disk and the person do."""

import errno
import os
import shutil
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ganstudio.data import storing
from ganstudio.data.check import check_pictures
from ganstudio.data.importing import import_pictures
from ganstudio.data.library import open_dataset
from ganstudio.data.parallel import StoppedError
from ganstudio.errors import StudioError
from ganstudio.resources import datasets_folder
from tests.data.samples import encoded

Noise = Callable[..., Image.Image]


def litter() -> list[str]:
    """Everything in the folder of data sets."""
    return sorted(path.name for path in datasets_folder().iterdir()) if datasets_folder().exists() else []


def test_what_is_kept(folder: Path) -> None:
    (folder / "a" / "broken.png").write_bytes(b"")
    dataset = import_pictures(folder, "my set", 16)
    assert (dataset.name, dataset.title, dataset.folder) == ("my set", "my set", datasets_folder() / "my set")
    assert dataset.labels.tolist() == [0] * 4 + [1] * 4 + [2] * 4
    assert dataset.class_names == ("a", "b", "c")
    assert [finding.file for finding in dataset.skipped] == ["a/broken.png"]
    assert dataset.record["skipped_count"] == 1
    assert litter() == ["my set"]


def test_findings_can_be_left_out(folder: Path) -> None:
    shutil.copy(folder / "a" / "00.png", folder / "b" / "copy.png")
    report = check_pictures(folder)
    assert report.exclude() == ("b/copy.png",)
    dataset = import_pictures(folder, "clean", 16, exclude=report.exclude())
    assert len(dataset) == 12
    assert "b/copy.png" not in dataset.files


IMPOSSIBLE = [
    "", ".", "..", "a/b", "a\\b", "digits", "mnist", "mnist-test", "CON", "x.", " x", "n\n", "a:b", "x" * 101, "\udcff",
]  # fmt: skip


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_impossible_names(folder: Path, name: str) -> None:
    with pytest.raises(StudioError, match="name") as caught:
        import_pictures(folder, name)
    str(caught.value).encode("utf-8")
    assert litter() == []


@pytest.mark.parametrize("name", ["cats", "Käse 2", "猫", "v1.2-final", "x" * 100])
def test_possible_names(folder: Path, name: str) -> None:
    import_pictures(folder, name, 8)
    assert open_dataset(name).name == name


def test_a_taken_name(folder: Path, noise: Noise) -> None:
    first = import_pictures(folder, "mine", 16)
    noise(50).save(folder / "a" / "new.png")
    with pytest.raises(StudioError, match="already"):
        import_pictures(folder, "mine", 16)
    assert open_dataset("mine").fingerprint == first.fingerprint
    assert len(import_pictures(folder, "mine", 16, replace=True)) == 13
    assert litter() == ["mine"]


def test_stopped_in_the_middle(folder: Path) -> None:
    done: list[int] = []
    with pytest.raises(StoppedError):
        import_pictures(
            folder, "half", 16, progress=lambda n, _: done.append(n), should_stop=lambda: len(done) >= 5
        )
    assert 5 <= len(done) < 12
    assert litter() == []


def test_stopped_within_a_second(tmp_path: Path) -> None:
    """Even while large pictures are being decoded."""
    root = tmp_path / "large"
    root.mkdir()
    large = encoded(Image.new("RGB", (4000, 3900)), "PNG", compress_level=1)
    for number in range(30):
        (root / f"{number}.png").write_bytes(large)
    stop = threading.Event()
    timer = threading.Timer(0.3, stop.set)
    timer.start()
    with pytest.raises(StoppedError):
        import_pictures(root, "large", 16, should_stop=stop.is_set)
    assert stop.is_set()
    timer.join()
    assert litter() == []


def test_the_wait_for_another_import_can_be_stopped(folder: Path) -> None:
    target = datasets_folder() / "mine"
    with storing.held(target, lambda: False):
        begin = time.monotonic()
        with pytest.raises(StoppedError):
            import_pictures(folder, "mine", 16, should_stop=lambda: time.monotonic() > begin + 0.3)


def test_litter_of_a_killed_import_is_removed(folder: Path) -> None:
    abandoned = datasets_folder() / ".mine.0123456789ab.tmp"
    abandoned.mkdir(parents=True)
    (abandoned / "images.npy").write_bytes(b"half")
    other = datasets_folder() / ".mine too.0123456789ab.tmp"
    other.mkdir()
    import_pictures(folder, "mine", 16)
    assert litter() == [".mine too.0123456789ab.tmp", "mine"]


class Failing:
    """Lets the disk fail at the Nth of all opens for writing, syncs and renames."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, fail_at: int, code: int) -> None:
        self.count, self.fail_at, self.code = 0, fail_at, code
        for owner, name in (
            (Path, "open"),
            (Path, "rename"),
            (Path, "replace"),
            (Path, "mkdir"),
            (os, "fsync"),
        ):
            monkeypatch.setattr(owner, name, self._wrapped(getattr(owner, name)))

    def _wrapped(self, real: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object, **options: object) -> object:
            mode = options.get("mode", arguments[1] if len(arguments) > 1 else "r")
            if real.__name__ != "open" or "w" in str(mode):
                self.count += 1
                if self.count == self.fail_at:
                    raise OSError(self.code, os.strerror(self.code))
            return real(*arguments, **options)

        return call


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EACCES])
def test_any_failure_of_the_disk_leaves_old_or_new(folder: Path, code: int) -> None:
    """The Nth operation fails, for every N until an import passes: the old set stays, or the new one is whole."""
    old = import_pictures(folder, "mine", 8).fingerprint
    new = import_pictures(folder, "other", 16).fingerprint
    sentences = set()
    for fail_at in range(1, 100):
        with pytest.MonkeyPatch.context() as patch:
            failing = Failing(patch, fail_at, code)
            try:
                import_pictures(folder, "mine", 16, replace=True)
            except StudioError as error:
                sentences.add(str(error))
        assert open_dataset("mine").fingerprint in (old, new)
        assert litter() == ["mine", "other"]
        if failing.count < fail_at:
            break
    assert failing.count < fail_at
    assert fail_at > 8
    words = {errno.ENOSPC: "The disk is full", errno.EIO: "failed", errno.EACCES: "cannot be written"}[code]
    assert sentences
    assert all(words in sentence for sentence in sentences), sentences


@pytest.mark.parametrize("written", [0, 1, 5])
def test_disk_full_while_pictures_are_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch, written: int
) -> None:
    from ganstudio.data.array_file import PictureWriter

    real = PictureWriter.append

    def full(self: PictureWriter, planes: np.ndarray) -> None:
        if self.count == written:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(self, planes)

    monkeypatch.setattr(PictureWriter, "append", full)
    with pytest.raises(StudioError, match="The disk is full: free some space for"):
        import_pictures(folder, "mine", 16)
    assert litter() == []


def test_too_little_space_is_seen_before(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10**9, 10**9, 1000))  # type: ignore[attr-defined]
    with pytest.raises(StudioError, match="too little space"):
        import_pictures(folder, "mine", 16)
    assert litter() == []


@pytest.mark.skipif(sys.platform == "win32", reason="rights are different there")
def test_a_home_that_is_a_file(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("GANSTUDIO_HOME", str(tmp_path / "file"))
    for use in (lambda: import_pictures(folder, "mine", 16), lambda: open_dataset(folder)):
        with pytest.raises(StudioError, match=r"Writing to .* failed|cannot be written"):
            use()


def test_importing_again_from_a_data_set(folder: Path) -> None:
    import_pictures(folder, "mine", 16)
    again = import_pictures("mine", "smaller", 8)
    assert again.images.shape == (12, 3, 8, 8)
    assert again.class_names == ("a", "b", "c")


def test_killed_between_two_renames(folder: Path) -> None:
    """The old set had been put aside and the new one had not come yet: the old one is found again."""
    old = import_pictures(folder, "mine", 16).fingerprint
    (datasets_folder() / "mine").rename(datasets_folder() / ".mine.old")
    (datasets_folder() / ".mine.0123456789ab.tmp").mkdir()
    assert open_dataset("mine").fingerprint == old
    assert len(import_pictures(folder, "mine", 8, replace=True)) == 12
    assert litter() == ["mine"]

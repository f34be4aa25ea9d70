"""Renaming runs, the bin and back, with real folders and the real bin of the system."""

import os
import sys
from pathlib import Path

import pytest

from ganstudio.bin import Binned, bins
from ganstudio.errors import StudioError
from ganstudio.training.run_care import bin_run, name_problem, rename_run, unbin_run
from ganstudio.training.run_folder import RunFolder


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A run on the disk of a home that is the test's own."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home" / "data"))
    (tmp_path / "home" / "data").mkdir(parents=True)
    if sys.platform == "linux":  # which looks for the bin when it is imported
        import send2trash.plat_other as bins

        place = tmp_path / "home" / "data" / "Trash"
        monkeypatch.setattr(bins, "HOMETRASH", str(place))
        monkeypatch.setattr(bins, "HOMETRASH_B", str(place).encode())
    path = tmp_path / "runs" / "digits"
    (path / "checkpoints" / "5").mkdir(parents=True)
    (path / "run.json").write_text("{}")
    return path


def test_a_run_gets_another_name(run: Path) -> None:
    moved = rename_run(run, "Digits, second try")
    assert moved == run.parent / "Digits, second try"
    assert (moved / "checkpoints" / "5").is_dir()
    assert not run.exists()


def test_only_the_case_of_a_name_may_change(run: Path) -> None:
    assert rename_run(run, "Digits").name == "Digits"


@pytest.mark.parametrize("name", ["", "  ", "a/b", "a\\b", "..", "x.", "con:1", "a\x00b", "long" * 40])
def test_a_name_that_is_no_folder_is_refused(run: Path, name: str) -> None:
    with pytest.raises(StudioError):
        rename_run(run, name)
    assert run.is_dir()


def test_a_taken_name_is_refused_whatever_its_case(run: Path) -> None:
    (run.parent / "other").mkdir()
    assert "already a run" in name_problem("OTHER", run.parent, own="digits")
    with pytest.raises(StudioError, match="already a run called Other"):
        rename_run(run, "Other")


@pytest.mark.parametrize("deed", [lambda path: rename_run(path, "new"), bin_run])
def test_a_run_in_training_is_left_alone(run: Path, deed) -> None:
    with RunFolder(run).held(), pytest.raises(StudioError, match="is training; stop it first"):
        deed(run)
    assert run.is_dir()


def test_a_run_that_is_gone_says_so(run: Path) -> None:
    with pytest.raises(StudioError, match="not there any more"):
        rename_run(run.with_name("gone"), "new")


@pytest.mark.skipif(sys.platform != "linux", reason="the bin of freedesktop")
def test_to_the_bin_and_back(run: Path, tmp_path: Path) -> None:
    number = run.stat().st_ino
    binned = bin_run(run)
    assert not run.exists()
    assert binned.place is not None
    assert binned.place.stat().st_ino == number
    info = binned.place.parent.parent / "info" / f"{binned.place.name}.trashinfo"
    assert info.is_file()
    assert unbin_run(binned) == run
    assert (run / "run.json").read_text() == "{}"
    assert not info.exists(), "an entry without its folder would stay in the bin for ever"


@pytest.mark.skipif(sys.platform != "linux", reason="the bin of freedesktop")
def test_of_two_of_one_name_in_the_bin_the_right_one_comes_back(run: Path) -> None:
    first = bin_run(run)
    run.mkdir()
    (run / "run.json").write_text('{"second": 1}')
    second = bin_run(run)
    assert second.place != first.place
    assert (unbin_run(second) / "run.json").read_text() == '{"second": 1}'
    with pytest.raises(StudioError, match="already a run called digits"):
        unbin_run(first)


def test_what_is_no_longer_in_the_bin_cannot_come_back(run: Path) -> None:
    for place in (None, run.with_name("emptied")):
        with pytest.raises(StudioError, match="not in the bin any more"):
            unbin_run(Binned(run, place))


@pytest.mark.parametrize("error", [PermissionError(13, "no bin"), OSError("no bin here")])
def test_a_disk_without_a_bin_is_a_sentence(
    run: Path, error: OSError, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: str) -> None:
        raise error

    monkeypatch.setattr("send2trash.send2trash", refuse)
    with pytest.raises(StudioError, match="its disk has none"):
        bin_run(run)
    assert run.is_dir()


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="disks are mounted at folders")
def test_the_bin_of_another_disk_is_looked_for_at_its_top(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    top = run.parent.parent
    monkeypatch.setattr(Path, "is_mount", lambda self: self == top.resolve())
    folders = [folder.parent for folder in bins(run)]
    assert top.resolve() / f".Trash-{os.getuid()}" in folders

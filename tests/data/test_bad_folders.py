"""Folders and zips with something wrong in them: the good pictures are used, the rest is listed."""

import json
import os
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from ganstudio.data.check import check_pictures
from ganstudio.data.dataset import Dataset
from ganstudio.data.importing import import_pictures
from ganstudio.data.library import open_dataset
from ganstudio.errors import StudioError
from tests.data.samples import encoded

Noise = Callable[..., Image.Image]
posix = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX file names or links")


def reasons(dataset: Dataset) -> dict[str, str]:
    return {finding.file: finding.reason for finding in dataset.skipped}


@posix
def test_links_in_circles_and_to_nowhere(folder: Path) -> None:
    (folder / "a" / "up").symlink_to(folder)
    (folder / "b" / "self").symlink_to("self")
    (folder / "c" / "gone.png").symlink_to(folder / "nothing.png")
    dataset = import_pictures(folder, "links", 16)
    assert len(dataset) == 12
    listed = reasons(dataset)
    assert "already been read" in listed["a/up"]
    assert "leads nowhere" in listed["c/gone.png"]
    assert "cannot be read" in listed["b/self"]


@posix
def test_a_link_to_a_picture_is_a_picture(folder: Path, tmp_path: Path, noise: Noise) -> None:
    noise(99).save(tmp_path / "elsewhere.png")
    (folder / "a" / "link.png").symlink_to(tmp_path / "elsewhere.png")
    assert len(open_dataset(folder)) == 13


@posix
def test_a_pipe_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "a" / "pipe.png")
    assert "not a file" in reasons(open_dataset(folder))["a/pipe.png"]


def test_a_folder_named_like_a_picture(folder: Path) -> None:
    (folder / "x.png").mkdir()
    dataset = open_dataset(folder)
    assert len(dataset) == 12
    assert "folder with the name of a picture" in reasons(dataset)["x.png"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is forbidden to root")
def test_no_right_to_read(folder: Path) -> None:
    (folder / "a" / "00.png").chmod(0)
    (folder / "b").chmod(0)
    try:
        listed = reasons(open_dataset(folder))
    finally:
        (folder / "b").chmod(0o755)
    assert "permission" in listed["a/00.png"]
    assert "permission" in listed["b"]


def test_a_file_that_fails_while_it_is_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a lost network drive does; also stands in for missing rights where the tests run as root."""
    real = Path.open

    def failing(self: Path, *args: object, **options: object) -> object:
        if self.name == "03.png":
            raise PermissionError(13, "Permission denied")
        return real(self, *args, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", failing)
    dataset = open_dataset(folder)
    assert len(dataset) == 11
    assert reasons(dataset) == {"a/03.png": "It cannot be read: permission denied."}


NAMES = [
    "with space.png", "per%cent%20.png", "e\u0301-nfd.png", "\u00e9-nfc.png", "\U0001f63a.png", "\u65e5\u672c.png",
    "-rf.png", "quote'\".png", "semi;colon&.png", "new\nline.png", "dot..png", "UPPER.PNG", "no ending",
    "\u202egnp.png", "a" * 250 + ".png",
]  # fmt: skip


@posix
@pytest.mark.parametrize("name", NAMES)
def test_odd_names(tmp_path: Path, noise: Noise, name: str) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_bytes(encoded(noise(0), "PNG"))
    dataset = open_dataset(tmp_path / "in", 16)
    assert dataset.files == (name,)
    assert dataset.skipped == ()


@posix
def test_names_that_are_not_utf8(tmp_path: Path, noise: Noise) -> None:
    root = tmp_path / os.fsdecode(b"f\xfclder")
    try:
        (root / os.fsdecode(b"cl\xe4ss")).mkdir(parents=True)
        (root / "other").mkdir()
        (root / os.fsdecode(b"cl\xe4ss/p\xefcture.png")).write_bytes(encoded(noise(0), "PNG"))
        (root / os.fsdecode(b"other/br\xf6ken.png")).write_bytes(b"")
    except OSError:
        pytest.skip("this file system has only UTF-8 names")
    (root / "other" / "good.png").write_bytes(encoded(noise(1), "PNG"))
    dataset = import_pictures(root, "latin", 16)
    assert dataset.files == ("cl\\xe4ss/p\\xefcture.png", "other/good.png")
    assert dataset.class_names == ("cl\\xe4ss", "other")
    assert list(reasons(dataset)) == ["other/br\\xf6ken.png"]
    json.dumps(check_pictures(root).as_json(), ensure_ascii=False).encode("utf-8")
    assert len(open_dataset(root)) == 2


def test_case_only_differs(tmp_path: Path, noise: Noise) -> None:
    with zipfile.ZipFile(tmp_path / "case.zip", "w") as archive:
        archive.writestr("a.png", encoded(noise(0), "PNG"))
        archive.writestr("A.png", encoded(noise(1), "PNG"))
    assert open_dataset(tmp_path / "case.zip").files == ("A.png", "a.png")


def test_clutter_is_passed_over_in_silence(folder: Path) -> None:
    for name in (".DS_Store", "._00.png", "Thumbs.db", "desktop.ini"):
        (folder / "a" / name).write_bytes(b"system")
    (folder / "__MACOSX").mkdir()
    (folder / "__MACOSX" / "a.png").write_bytes(b"fork")
    dataset = open_dataset(folder)
    assert (len(dataset), dataset.skipped) == (12, ())


@pytest.mark.parametrize("content", [{}, {"readme.txt": b"hello"}, {"a/b.txt": b"text", "a/c.png": b""}])
def test_nothing_usable(tmp_path: Path, content: dict[str, bytes]) -> None:
    root = tmp_path / "empty"
    root.mkdir()
    for name, data in content.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_bytes(data)
    with pytest.raises(
        StudioError, match=r"^There are no pictures in empty|^No file in empty is a usable picture; "
    ):
        import_pictures(root, "nothing", 16)
    report = check_pictures(root)
    assert report.usable == 0
    assert any(finding.reason == "There are no usable pictures." for finding in report.findings)


def test_no_such_place(tmp_path: Path) -> None:
    for missing in (tmp_path / "missing", "no-such-data", "x\0y", "a" * 5000):
        with pytest.raises(StudioError, match=r"no data set or folder|cannot be read"):
            open_dataset(missing)
    (tmp_path / "one.png").write_bytes(b"x")
    with pytest.raises(StudioError, match="single file"):
        open_dataset(tmp_path / "one.png")


def archive(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return path


def test_zip_names_that_lead_out(tmp_path: Path, noise: Noise) -> None:
    good = encoded(noise(0), "PNG")
    out = ("../out.png", "a/../../out.png", "/abs.png", "C:\\windows.png", "..\\out.png")
    source = archive(tmp_path / "in.zip", {"fine.png": good, **dict.fromkeys(out, good)})
    before = set(tmp_path.rglob("*"))
    dataset = import_pictures(source, "out", 16)
    assert dataset.files == ("fine.png",)
    assert {finding.reason for finding in dataset.skipped} == {"Its name leads out of the zip."}
    assert len(dataset.skipped) == len(out)
    assert set(tmp_path.rglob("*")) == before


def test_locked_zip(tmp_path: Path, noise: Noise) -> None:
    source = archive(
        tmp_path / "in.zip", {"locked.png": encoded(noise(0), "PNG"), "open.png": encoded(noise(1), "PNG")}
    )
    data = bytearray(source.read_bytes())
    place = data.index(b"PK\x01\x02")  # the first record of the directory: its flags are 8 bytes on
    data[place + 8] |= 1
    source.write_bytes(data)
    dataset = open_dataset(source)
    assert dataset.files == ("open.png",)
    assert reasons(dataset) == {"locked.png": "It is locked with a password."}


def test_zip_bomb(tmp_path: Path, noise: Noise) -> None:
    good = encoded(noise(0), "PNG")
    source = archive(tmp_path / "in.zip", {"bomb.png": good + bytes(70 << 20), "fine.png": good})
    assert source.stat().st_size < 1 << 20
    assert reasons(open_dataset(source)) == {
        "bomb.png": "It would unpack to more than a hundred times its size."
    }


def test_zip_that_lies_about_a_size(tmp_path: Path, noise: Noise) -> None:
    good = encoded(noise(0), "PNG")
    source = archive(tmp_path / "in.zip", {"liar.png": good, "fine.png": good})
    data = bytearray(source.read_bytes())
    place = data.index(b"PK\x01\x02")
    data[place + 24 : place + 28] = (10 << 30).to_bytes(8, "little")[:4]
    source.write_bytes(data)
    dataset = open_dataset(source)
    assert dataset.files == ("fine.png",)
    assert list(reasons(dataset)) == ["liar.png"]


def test_damaged_member(tmp_path: Path, noise: Noise) -> None:
    picture = encoded(noise(0), "PNG")
    source = tmp_path / "in.zip"
    with zipfile.ZipFile(source, "w") as file:
        file.writestr("bad.png", picture)
        file.writestr("fine.png", encoded(noise(1), "PNG"))
    data = bytearray(source.read_bytes())
    data[data.index(picture) + len(picture) // 2] ^= 0xFF
    source.write_bytes(data)
    assert reasons(open_dataset(source)) == {"bad.png": "It is damaged inside the zip."}


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04" + b"broken" * 50, b"not a zip"])
def test_broken_zip(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "broken.zip").write_bytes(content)
    for read in (open_dataset, check_pictures, lambda path: import_pictures(path, "broken")):
        with pytest.raises(StudioError, match="damaged or not a zip"):
            read(tmp_path / "broken.zip")


def test_truncated_zip(folder: Path, tmp_path: Path) -> None:
    members = {f"{path.parent.name}/{path.name}": path.read_bytes() for path in folder.rglob("*.png")}
    source = archive(tmp_path / "cut.zip", members)
    source.write_bytes(source.read_bytes()[:-200])
    with pytest.raises(StudioError, match="damaged or not a zip"):
        open_dataset(source)


def test_zip_of_one_folder(folder: Path, tmp_path: Path) -> None:
    members = {
        f"wrapped/deep/{path.parent.name}/{path.name}": path.read_bytes() for path in folder.rglob("*.png")
    }
    dataset = open_dataset(archive(tmp_path / "w.zip", members))
    assert dataset.class_names == ("a", "b", "c")
    assert dataset.files[0] == "wrapped/deep/a/00.png"


def test_a_folder_nested_beyond_reason(folder: Path) -> None:
    (folder / "a" / "/".join("d" * 80)).mkdir(parents=True)
    dataset = open_dataset(folder)
    assert len(dataset) == 12
    assert [finding.reason for finding in dataset.skipped] == ["It is nested too deeply."]

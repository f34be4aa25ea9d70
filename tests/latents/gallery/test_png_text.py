"""Words inside PNGs: other chunks keep every byte, damaged and hostile files do no harm."""

import contextlib
import os
import zlib
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from ganstudio.errors import StudioError
from ganstudio.latents.gallery import png_text
from ganstudio.latents.gallery.png_text import read_png, rewrite_text, text_of, with_text
from ganstudio.latents.point import LatentPoint
from tests.latents.gallery.pictures import chunk, chunks, save, with_chunk

KEY = "ganstudio.labels"


def test_only_the_text_changes(tmp_path: Path) -> None:
    path = save(tmp_path / "a.png", LatentPoint.of_seed(7))
    before, pixels = chunks(path.read_bytes()), np.asarray(Image.open(path))
    rewrite_text(path, KEY, "first ★")
    rewrite_text(path, KEY, "second ☆")
    after = chunks(path.read_bytes())
    own = [body for kind, body in after if body.startswith(KEY.encode())]
    assert len(own) == 1
    assert [each for each in after if each[1] not in own] == before
    assert (np.asarray(Image.open(path)) == pixels).all()
    picture = Image.open(path)
    picture.load()
    assert picture.text[KEY] == "second ☆", "Pillow reads it too"  # type: ignore[attr-defined]
    assert picture.text["Comment"] == "somebody else's"  # type: ignore[attr-defined]
    rewrite_text(path, KEY, None)
    assert chunks(path.read_bytes()) == before


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=2000))
def test_any_text_comes_back(text: str) -> None:
    buffer = BytesIO()
    Image.new("L", (3, 2)).save(buffer, "PNG")
    data = with_text(buffer.getvalue(), KEY, text)
    assert with_text(data, KEY, text) == data, "the same text changes nothing"
    picture = Image.open(BytesIO(data))
    picture.load()
    assert picture.text[KEY] == text  # type: ignore[attr-defined]
    assert with_text(data, KEY, None) == buffer.getvalue()


def test_the_time_moves_by_a_millisecond_and_modes_of_writing_are_safe(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = save(tmp_path / "a.png")
    os.utime(path, ns=(10**18, 10**18))
    shown: list[int] = []  # what whoever looks at that moment sees: a file of today would jump to the front
    monkeypatch.setattr("ganstudio.disk.sync_folder", lambda _: shown.append(path.stat().st_mtime_ns))
    rewrite_text(path, KEY, "x")
    assert shown == [10**18 + 10**6]
    assert path.stat().st_mtime_ns == 10**18 + 10**6
    assert [each.name for each in tmp_path.iterdir()] == ["a.png"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    path = save(tmp_path / "real" / "a.png")
    link = tmp_path / "link.png"
    link.symlink_to(path)
    rewrite_text(link, KEY, "x")
    assert link.is_symlink()
    assert text_of(path, KEY) == "x"


@pytest.mark.parametrize("moment", ["write", "replace"])
def test_a_crash_while_writing_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    path = save(tmp_path / "a.png")
    before = path.read_bytes()

    def fail(*_ignored: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync" if moment == "write" else "pathlib.Path.replace", fail)
    with pytest.raises(StudioError, match="is full; free some space"):
        rewrite_text(path, KEY, "x")
    monkeypatch.undo()
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["a.png"]


@pytest.mark.parametrize("cut", [1, 8, 20, 40, 200, -1, -13])
def test_a_truncated_file_is_left_alone(tmp_path: Path, cut: int) -> None:
    path = save(tmp_path / "a.png")
    data = path.read_bytes()[:cut]
    path.write_bytes(data)
    facts = read_png(path)
    assert facts is None or not facts.is_whole
    with pytest.raises(StudioError, match="damaged"):
        rewrite_text(path, KEY, "x")
    assert path.read_bytes() == data


def test_a_wrong_checksum_is_noticed(tmp_path: Path) -> None:
    path = with_chunk(save(tmp_path / "a.png"), chunk(b"tEXt", KEY.encode() + b"\0five stars", good=False))
    assert text_of(path, KEY) is None
    with pytest.raises(StudioError, match="damaged"):
        rewrite_text(path, KEY, "x")


def test_a_text_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = zlib.compress(bytes(64 << 20), 9)
    assert len(bomb) < 100_000
    path = save(tmp_path / "a.png")
    for kind, between in ((b"iTXt", b"\0\1\0\0\0"), (b"zTXt", b"\0\0")):
        with_chunk(path, chunk(kind, KEY.encode() + between + bomb))
    assert text_of(path, KEY) is None
    monkeypatch.setattr(png_text, "LONGEST_TEXT", 65 << 20)
    assert len(text_of(path, KEY) or "") == 64 << 20, "the bomb itself is a good one"


def test_a_huge_text_of_somebody_else_is_not_read(tmp_path: Path) -> None:
    path = with_chunk(save(tmp_path / "a.png"), chunk(b"tEXt", KEY.encode() + b"\0" + bytes(5 << 20)))
    facts = read_png(path)
    assert facts is not None
    assert facts.texts == {}
    assert facts.is_whole


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\0",
        b"\0\1",
        b"\0\1\0",
        b"\0\1\0\0\0not packed",
        b"\0\0\0\0\0\xff\xfe",
        b"\0\1\0\0\0\x78\x9c\x03",
    ],
)
def test_broken_texts_are_no_texts(tmp_path: Path, body: bytes) -> None:
    path = with_chunk(save(tmp_path / "a.png"), chunk(b"iTXt", KEY.encode() + body))
    assert text_of(path, KEY) is None


def test_a_lie_about_a_length_ends_the_reading(tmp_path: Path) -> None:
    path = with_chunk(save(tmp_path / "a.png"), b"\xff\xff\xff\xf0tEXt" + KEY.encode())
    facts = read_png(path)
    assert facts is not None
    assert not facts.is_whole


def test_a_million_tiny_chunks_end_the_reading(tmp_path: Path) -> None:
    path = with_chunk(save(tmp_path / "a.png"), chunk(b"tEXt", b"x") * 70_000)
    facts = read_png(path)
    assert facts is not None
    assert not facts.is_whole


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 300))
def test_nothing_read_from_noise_ever_raises(noise: bytes, place: int) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = save(Path(folder) / "a.png", LatentPoint.of_seed(1))
        data = path.read_bytes()
        path.write_bytes(data[:place] + noise + data[place + len(noise) :])
        read_png(path)
        with contextlib.suppress(ValueError):
            with_text(path.read_bytes(), KEY, "x")

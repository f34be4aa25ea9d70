"""A thousand files, some of them bad in every way there is: each gives a result or one sentence."""

import io
import os
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ganstudio.errors import StudioError
from ganstudio.latents.model import Model
from ganstudio.translation import batch
from ganstudio.translation.applying import translate_pixels
from ganstudio.translation.batch import translate_files
from ganstudio.translation.manner import (
    Advanced,
    Began,
    FileEvent,
    Manner,
    Output,
    Refused,
    Skipped,
    Translated,
)
from ganstudio.translation.reading import find_pictures, read_source
from tests.translation.conftest import distance, make_model, noise


def _encoded(form: str, side: int = 12) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(noise(side, side)).save(buffer, form)
    return buffer.getvalue()


def _bomb() -> bytes:
    """A PNG whose header promises 100 megapixels."""
    header = struct.pack(">IIBBBBB", 10_000, 10_000, 8, 2, 0, 0, 0)
    crc = struct.pack(">I", zlib.crc32(b"IHDR" + header))
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + header + crc + b"\0" * 100


BAD: dict[str, bytes] = {
    "text.png": b"Dear diary,\n",
    "empty.png": b"",
    "zeros.jpg": b"\0" * 900,
    "cut.png": _encoded("PNG", 64)[:700],
    "cut.jpg": _encoded("JPEG", 64)[:600],
    "cut.webp": _encoded("WEBP", 64)[:200],
    "cut.tif": _encoded("TIFF", 64)[:300],
    "header.png": b"\x89PNG\r\n\x1a\n",
    "bomb.png": _bomb(),
    "video.mp4": b"\0\0\0\x18ftypmp42" + b"\0" * 99,
    "film.mkv": b"\x1aE\xdf\xa3" + b"\1" * 99,
    "page.jpg": b"<!DOCTYPE html><p>Not found",
    "drawing.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "paper.pdf": b"%PDF-1.7 \x01\x02",
    "archive.zip": b"PK\3\4" + b"\1" * 50,
    "phone.heic": b"\0\0\0\x18ftypheic" + b"\0" * 99,
    "sound.mp3": b"ID3\4" + b"\1" * 99,
    "program.png": b"\x7fELF" + b"\2" * 99,
    "layers.psd": b"8BPS\0\1" + b"\0" * 99,
    "noise.gif": bytes(range(256)),
}


@pytest.fixture
def tiny() -> Model:
    return make_model(norm="instance")


def test_a_thousand_files(tiny: Model, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """960 good ones in several sizes and formats, 40 bad ones in 20 ways, in one folder."""
    good = [_encoded(form, side) for form in ("PNG", "JPEG", "BMP") for side in (8, 8, 8, 13)]
    for number in range(960):
        (folder / f"{number:04d}.png").write_bytes(good[number // 90 % len(good)])
    for number, (name, content) in enumerate(BAD.items()):
        for place in (number * 40, number * 40 + 17):
            (folder / f"{place:04d}x-{name}").write_bytes(content)
    assert len(BAD) == 20
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)  # most of the time of so many small files
    found = find_pictures([folder])
    events = list(translate_files(tiny, found.pictures, Manner(), Output(tmp_path / "out")))
    made = [event for event in events if isinstance(event, Translated)]
    refused = [*found.refused, *(event for event in events if isinstance(event, Refused))]
    assert (len(made), len(refused)) == (960, 40)
    assert len({event.result for event in made}) == len(list((tmp_path / "out").iterdir())) == 960
    for event in refused:
        assert event.sentence.startswith(event.source.name + ": ")
        assert event.sentence.endswith(".")
        assert "\n" not in event.sentence
    assert [event.source for event in made] == [path for path in found.pictures if "x-" not in path.name]


def test_results_are_those_of_single_pictures(tiny: Model, folder: Path, tmp_path: Path) -> None:
    for number in range(5):
        Image.fromarray(noise(20, 20 + (number > 2), seed=number)).save(folder / f"{number}.png")
    events = list(translate_files(tiny, sorted(folder.iterdir()), Manner(strength=0.5), Output(tmp_path)))
    for event in events:
        if isinstance(event, Translated):
            before = read_source(event.source).pixels
            after = translate_pixels(tiny, before, Manner()).pixels
            assert distance(read_source(event.result).pixels, (before.astype(int) + after) // 2) <= 1
    assert sum(isinstance(event, Translated) for event in events) == 5


def test_the_order_of_events(tiny: Model, folder: Path, tmp_path: Path) -> None:
    Image.fromarray(noise(64, 96)).save(folder / "a.png")
    (folder / "b.png").write_bytes(BAD["cut.png"])
    manner = Manner(size="tiles", tile=32)
    events = list(translate_files(tiny, sorted(folder.iterdir()), manner, Output(tmp_path / "out")))
    assert [type(event) for event in events] == [Began, *[Advanced] * 7, Translated, Refused]
    assert events[-3] == Advanced(folder / "a.png", 6, 6)
    assert isinstance(events[-2], Translated)
    assert events[-2].tiles == 6


def test_beside_the_sources(tiny: Model, folder: Path) -> None:
    Image.fromarray(noise(9, 9)).save(folder / "a.png")
    events = list(translate_files(tiny, [folder / "a.png"], Manner("b2a"), Output()))
    assert isinstance(events[-1], Translated)
    assert events[-1].result == folder / "a-b2a.png"


def test_a_stop_keeps_what_is_done_and_skipping_goes_on(tiny: Model, folder: Path, tmp_path: Path) -> None:
    for number in range(6):
        Image.fromarray(noise(30, 30 + number)).save(folder / f"{number}.png")
    paths, out = sorted(folder.iterdir()), Output(tmp_path / "out")
    events: list[FileEvent] = []
    for event in translate_files(
        tiny, paths, Manner(), out, lambda: sum(isinstance(e, Translated) for e in events) == 2
    ):
        events.append(event)
    assert len(list((tmp_path / "out").iterdir())) == 2
    again = list(translate_files(tiny, paths, Manner(), out, skip_existing=True))
    assert [type(event) for event in again if not isinstance(event, Began | Advanced)] == (
        [Skipped] * 2 + [Translated] * 4
    )
    assert len(list((tmp_path / "out").iterdir())) == 6


def test_where_nothing_can_be_saved_there_is_one_sentence(tiny: Model, folder: Path, tmp_path: Path) -> None:
    Image.fromarray(noise(9, 9)).save(folder / "a.png")
    with pytest.raises(StudioError, match="unknown field"):
        list(translate_files(tiny, [folder / "a.png"], Manner(), Output(tmp_path / "out", "{x}")))
    (tmp_path / "file").write_text("")
    with pytest.raises(StudioError, match="is a file, not a folder"):
        list(translate_files(tiny, [folder / "a.png"], Manner(), Output(tmp_path / "file")))


def test_a_full_disk_ends_it(
    tiny: Model, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    for number in range(3):
        Image.fromarray(noise(9, 9 + number)).save(folder / f"{number}.png")
    monkeypatch.setattr("ganstudio.translation.writing.write_new_file", full)
    with pytest.raises(StudioError, match="is full"):
        list(translate_files(tiny, sorted(folder.iterdir()), Manner(), Output(tmp_path / "out")))
    beside = list(translate_files(tiny, sorted(folder.iterdir()), Manner(), Output()))
    assert sum(isinstance(event, Refused) for event in beside) == 3


def test_memory_that_runs_out_costs_a_sentence(
    tiny: Model, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def empty(*_: object) -> None:
        raise RuntimeError("DefaultCPUAllocator: can't allocate memory")

    Image.fromarray(noise(9, 9)).save(folder / "a.png")
    monkeypatch.setattr(batch, "translating", empty)
    events = list(translate_files(tiny, [folder / "a.png"], Manner(), Output(tmp_path)))
    assert events[-1] == Refused(folder / "a.png", "a.png: memory ran out; choose tiles, or smaller ones.")


@pytest.mark.parametrize("count", [1, 40])
def test_small_ones_go_together(
    tiny: Model, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    sizes: list[int] = []
    together = batch.translate_together

    def counting(model: Model, pictures: list[np.ndarray], *rest: object) -> object:
        sizes.append(len(pictures))
        return together(model, pictures, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(batch, "translate_together", counting)
    for number in range(count):
        Image.fromarray(noise(9, 9)).save(folder / f"{number:02d}.png")
    list(translate_files(tiny, sorted(folder.iterdir()), Manner(), Output(tmp_path / "out")))
    assert sizes == ([16, 16, 8] if count == 40 else [])

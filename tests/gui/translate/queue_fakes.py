"""A translating thread without torch, and the bad files that people drop."""

import io
import struct
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from PySide6.QtCore import QObject, QThread, Signal

from ganstudio.data.parallel import StoppedError


@dataclass(frozen=True)
class Made:
    """What `translate_pixels` answers."""

    pixels: np.ndarray
    tiles: int = 1
    how: str = "whole"
    seconds: float = 0.01


@dataclass
class FakeTranslate:
    """Turns colours round, tile by tile, and asks after each whether to stop. `errors`: mean colour -> what it raises.

    `gate` holds every picture back until it is set.
    """

    tiles: int = 1
    tile_seconds: float = 0.0
    errors: dict[int, BaseException] = field(default_factory=dict)
    calls: list[tuple[Any, Any]] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.gate.set()

    def __call__(
        self, model: Any, pixels: np.ndarray, manner: Any, *, progress: Any, should_stop: Any
    ) -> Made:
        self.calls.append((model, manner))
        if (error := self.errors.get(int(pixels[0, 0, 0]))) is not None:
            raise error
        for done in range(1, self.tiles + 1):
            while not self.gate.wait(0.01):
                if should_stop():
                    raise StoppedError
            time.sleep(self.tile_seconds)
            if should_stop():
                raise StoppedError
            progress(done, self.tiles)
        return Made(255 - pixels, self.tiles)


class FakeRunner(QObject):
    """`TranslateModel.run` with a thread a job. `model` is what jobs are given."""

    def __init__(self, model: Any = "model") -> None:
        super().__init__()
        self.model = model
        self.jobs: list[FakeJob] = []

    def run(self, job: Any, step: Any, done: Any, failed: Any) -> "FakeJob":
        made = FakeJob(job, self.model, step, done, failed, self)
        self.jobs.append(made)
        made.start()
        return made

    def close(self) -> None:
        for job in self.jobs:
            job.stop()
            job.wait()


class FakeJob(QThread):
    value = Signal(object)

    def __init__(
        self,
        job: Callable[..., Iterator[Any]],
        model: Any,
        step: Any,
        done: Any,
        failed: Any,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._job, self._model, self._failed, self._done = job, model, failed, done
        self._stop = threading.Event()
        self.problem = ""
        self.value.connect(step)
        self.finished.connect(self._end)

    def run(self) -> None:
        try:
            for value in self._job(self._model, self._stop.is_set):
                self.value.emit(value)
        except BaseException as error:
            self.problem = str(error)

    def stop(self) -> None:
        self._stop.set()

    def _end(self) -> None:
        if self.problem:
            self._failed(self.problem)
        else:
            self._done()


def picture(path: Path, colour: int = 40, size: tuple[int, int] = (48, 32)) -> Path:
    """A file that can be read."""
    pixels = np.full((size[1], size[0], 3), colour, np.uint8)
    pixels[:, : size[0] // 2, 1] = 200
    Image.fromarray(pixels).save(path)
    return path


def bad_files(folder: Path) -> list[Path]:
    """Twenty files, each no picture in its own way."""
    png = _encoded("PNG")
    jpeg, gif, webp, tiff, bmp = (_encoded(kind) for kind in ("JPEG", "GIF", "WEBP", "TIFF", "BMP"))
    contents = {
        "empty.png": b"",
        "text.png": b"This is a note and no picture.\n" * 20,
        "page.jpg": b"<!DOCTYPE html><html><body>404</body></html>",
        "drawing.svg": b"<svg xmlns='http://www.w3.org/2000/svg'></svg>",
        "cut.png": png[: len(png) // 2],
        "head.png": png[:20],
        "cut.jpg": jpeg[: len(jpeg) // 3],
        "head.jpg": jpeg[:4],
        "cut.gif": gif[:12],
        "cut.webp": webp[: len(webp) // 2],
        "cut.tiff": tiff[: len(tiff) // 4],
        "head.bmp": bmp[:20],
        "zeros.png": bytes(4096),
        "noise.jpg": np.random.default_rng(5).bytes(4096),
        "paper.pdf": b"%PDF-1.7\n%nothing\n",
        "pack.zip": b"PK\x03\x04" + bytes(60),
        "program.exe": b"MZ" + bytes(200),
        "bomb.png": _png_of(60_000, 60_000),
        "flat.png": _png_of(0, 10),
        "film.mp4": b"\x00\x00\x00\x18ftypisom" + bytes(100),
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in contents]


def _encoded(kind: str) -> bytes:
    buffer = io.BytesIO()
    noise = np.random.default_rng(1).integers(0, 255, (64, 64, 3), np.uint8)
    Image.fromarray(noise).save(buffer, kind)
    return buffer.getvalue()


def _png_of(width: int, height: int) -> bytes:
    """A PNG whose header says so; there is next to nothing behind it."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 99))
        + chunk(b"IEND", b"")
    )

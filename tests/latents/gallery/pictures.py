"""Saved pictures without a model: a few pixels with a point, and the chunks of a PNG taken apart independently."""

import struct
import zlib
from pathlib import Path

import numpy as np
from PIL import Image, PngImagePlugin

from ganstudio.latents.point import LatentPoint

NAMES = ("zero", "one", "two")


def point_text(point: LatentPoint, model: str = "digits", fingerprint: str = "abc") -> str:
    names = ", ".join(f'"{name}"' for name in NAMES)
    mark = f'{{"fingerprint": "{fingerprint}", "name": "{model}", "recipe": "stylegan2", "class_names": [{names}]}}'
    return (
        f'{{"format": 1, "program": "x", "model": {mark}, "point": {point.model_dump_json()}, "notes": {{}}}}'
    )


def save(path: Path, point: LatentPoint | None = None, side: int = 16, model: str = "digits") -> Path:
    """A PNG of noise; with a point where one is given."""
    path.parent.mkdir(parents=True, exist_ok=True)
    seed = abs(hash(path.name)) % 1000
    pixels = np.random.default_rng(seed).integers(0, 256, (side, side, 3), np.uint8)
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", "somebody else's")
    if point is not None:
        text.add_itxt("ganstudio.point", point_text(point, model), zip=True)
    Image.fromarray(pixels).save(path, pnginfo=text)
    return path


def chunks(data: bytes) -> list[tuple[bytes, bytes]]:
    """Kind and body of every chunk; each checksum is looked at."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    found, place = [], 8
    while place < len(data):
        length = int.from_bytes(data[place : place + 4], "big")
        kind, body = data[place + 4 : place + 8], data[place + 8 : place + 8 + length]
        assert zlib.crc32(kind + body) == int.from_bytes(
            data[place + 8 + length : place + 12 + length], "big"
        )
        found.append((kind, body))
        place += 12 + length
    return found


def chunk(kind: bytes, body: bytes, good: bool = True) -> bytes:
    sum_ = zlib.crc32(kind + body) ^ (0 if good else 1)
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", sum_)


def with_chunk(path: Path, extra: bytes) -> Path:
    """Puts bytes right behind the header of a PNG."""
    data = path.read_bytes()
    path.write_bytes(data[:33] + extra + data[33:])
    return path

"""Writers of odd pictures that Pillow cannot or will not write."""

import io
import struct
import zlib

import numpy as np
from PIL import Image, ImageCms


def png(width: int, height: int, depth: int, kind: int, rows: bytes, extra: bytes = b"") -> bytes:
    """A PNG from its raw rows; `kind` 0 grey, 2 RGB, 3 palette, 4 LA, 6 RGBA. `extra` chunks come before the rows."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(rows, 9))
    return b"\x89PNG\r\n\x1a\n" + header + extra + body + chunk(b"IEND", b"")


def chunk(name: bytes, data: bytes) -> bytes:
    """One chunk of a PNG with its checksum."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def deep_png(numbers: np.ndarray, extra: bytes = b"") -> bytes:
    """A 16-bit PNG of uint16 [H, W, channels]."""
    height, width, channels = numbers.shape
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in numbers)
    return png(width, height, 16, {1: 0, 2: 4, 3: 2, 4: 6}[channels], rows, extra)


def swapped_profile() -> bytes:
    """sRGB in which red and blue are exchanged: whoever honours it shows red as blue."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = struct.unpack(">I", data[128:132])[0]
    places = {bytes(data[132 + 12 * n : 136 + 12 * n]): 132 + 12 * n for n in range(count)}
    red, blue = places[b"rXYZ"], places[b"bXYZ"]
    data[red : red + 4], data[blue : blue + 4] = b"bXYZ", b"rXYZ"
    return bytes(data)


def linear_grey_profile() -> bytes:
    """A grey profile whose numbers are proportional to light (ICC.1:2001, gamma 1)."""
    white = b"XYZ \0\0\0\0" + struct.pack(">iii", 63190, 65536, 54061)
    curve = b"curv\0\0\0\0" + struct.pack(">I", 0)
    text = b"desc\0\0\0\0" + struct.pack(">I", 7) + b"linear\0" + bytes(79)
    tags, body, start = b"", b"", 128 + 4 + 3 * 12
    for name, data in ((b"desc", text), (b"wtpt", white), (b"kTRC", curve)):
        data += bytes(-len(data) % 4)
        tags += name + struct.pack(">II", start + len(body), len(data))
        body += data
    size = start + len(body)
    header = struct.pack(">I4sI4s4s4s", size, b"lcms", 0x02400000, b"mntr", b"GRAY", b"XYZ ")
    header += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + bytes(28)
    header += struct.pack(">iii", 63190, 65536, 54061)
    return header.ljust(128, b"\0") + struct.pack(">I", 3) + tags + body


def encoded(picture: Image.Image, format_: str, **options: object) -> bytes:
    """The bytes of a picture in a format."""
    file = io.BytesIO()
    picture.save(file, format_, **options)  # type: ignore[arg-type]
    return file.getvalue()

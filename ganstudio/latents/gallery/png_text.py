"""Words inside a PNG, chunk by chunk: read without decoding a pixel, changed without touching any other chunk.

PNG specification (ISO/IEC 15948), 5.3 chunk layout, 11.3.4 textual information.
"""

import os
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from ganstudio.disk import plain_sentence, write_file
from ganstudio.errors import StudioError

SIGNATURE = b"\x89PNG\r\n\x1a\n"
TEXTS = (b"tEXt", b"zTXt", b"iTXt")
PREFIX = "ganstudio."  # of the keywords that this program writes and reads
LONGEST_CHUNK = 4 << 20  # bytes of text as stored; a longer one is somebody else's
LONGEST_TEXT = 16 << 20  # bytes when unpacked: no bomb gets further
LARGEST_FILE = 512 << 20  # bytes of a file that is rewritten
MOST_CHUNKS = 1 << 16
MOMENT = 1_000_000  # ns


@dataclass(frozen=True)
class PngFacts:
    """What stands before and between the pixels. `is_whole` says that the file ends as a PNG ends."""

    width: int
    height: int
    texts: dict[str, str] = field(default_factory=dict)
    is_whole: bool = True


def read_png(path: Path) -> PngFacts | None:
    """Size and own texts of a PNG, None where the file is no PNG. Raises OSError alone."""
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        head = file.read(33)
        if len(head) < 33 or not head.startswith(SIGNATURE) or head[12:16] != b"IHDR":
            return None
        width, height = struct.unpack(">II", head[16:24])
        texts: dict[str, str] = {}
        is_whole = _is_sound(head[12:29], head[29:33]) and _read_texts(file, size, texts)
        return PngFacts(width, height, texts, is_whole)


def text_of(path: Path, key: str) -> str | None:
    """The text under `key`, None where there is none that can be read. Raises OSError alone."""
    facts = read_png(path)
    return None if facts is None else facts.texts.get(key)


def rewrite_text(path: Path, key: str, text: str | None) -> None:
    """Puts `text` under `key` into a PNG in one step, or takes it out; every other byte stays as it is.

    The file's time moves by a millisecond: it keeps its place by date, and whoever compares times sees a change.
    Raises StudioError where the file is damaged or cannot be written.
    """
    try:
        target = path.resolve()
        before = target.stat()
        if before.st_size > LARGEST_FILE:
            raise ValueError
        data = target.read_bytes()
        changed = with_text(data, key, text)
        if changed != data:
            write_file(target, changed, modified=before.st_mtime_ns + MOMENT)
    except ValueError as error:
        raise StudioError(f"{path.name} is damaged, so nothing is written into it; save it again.") from error
    except FileNotFoundError as error:
        raise StudioError(f"{path.name} is not there any more.") from error
    except OSError as error:
        raise plain_sentence(error, path.parent, f"change {path.name}") from error


def with_text(data: bytes, key: str, text: str | None) -> bytes:
    """The content of a PNG with one keyword's text changed; its other chunks are the same bytes in the same order.

    A new text goes before the pixels, where it is found soonest. Raises ValueError where a chunk is damaged.
    """
    wanted = None if text is None else text_chunk(key, text)
    parts, is_placed = [SIGNATURE], wanted is None
    for kind, chunk in _whole_chunks(data):
        is_old = kind in TEXTS and _keyword(chunk[8:-4]) == key
        if (is_old or kind in (b"IDAT", b"IEND")) and not is_placed and wanted is not None:
            parts.append(wanted)
            is_placed = True
        if not is_old:
            parts.append(chunk)
    return b"".join(parts)


def text_chunk(key: str, text: str) -> bytes:
    """An iTXt chunk, packed where that is worth it."""
    raw = text.encode()
    is_packed = len(raw) > 512
    body = key.encode("latin-1") + b"\0" + bytes([is_packed, 0]) + b"\0\0"
    body += zlib.compress(raw, 9) if is_packed else raw
    return struct.pack(">I", len(body)) + b"iTXt" + body + struct.pack(">I", zlib.crc32(b"iTXt" + body))


def _read_texts(file: BinaryIO, size: int, texts: dict[str, str]) -> bool:
    """Fills `texts` and says whether the file goes on up to its end mark."""
    for _ in range(MOST_CHUNKS):
        head = file.read(8)
        if len(head) < 8:
            return False
        length, kind = struct.unpack(">I4s", head)
        after = file.tell() + length + 4
        if kind == b"IEND" or after > size:
            return after <= size
        if kind in TEXTS and length <= LONGEST_CHUNK:
            body, sum_ = file.read(length), file.read(4)
            key = _keyword(body)
            text = _text_in(kind, body) if key.startswith(PREFIX) and _is_sound(kind + body, sum_) else None
            if text is not None:
                texts[key] = text
        else:
            file.seek(after)
    return False


def _whole_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Kind and bytes of every chunk, checked; what stands behind the end mark comes last, with an empty kind."""
    if not data.startswith(SIGNATURE):
        raise ValueError("no PNG")
    place, kind = len(SIGNATURE), b""
    while kind != b"IEND":
        if place + 12 > len(data):
            raise ValueError("truncated")
        length, kind = struct.unpack_from(">I4s", data, place)
        end = place + 12 + length
        if end > len(data) or not _is_sound(data[place + 4 : end - 4], data[end - 4 : end]):
            raise ValueError("damaged")
        yield kind, data[place:end]
        place = end
    yield b"", data[place:]


def _is_sound(covered: bytes, sum_: bytes) -> bool:
    return zlib.crc32(covered) == int.from_bytes(sum_, "big")


def _keyword(body: bytes) -> str:
    return body[:80].split(b"\0", 1)[0].decode("latin-1")


def _text_in(kind: bytes, body: bytes) -> str | None:
    """The text of a chunk, None where it is not what it says it is."""
    try:
        _, rest = body.split(b"\0", 1)
        if kind == b"tEXt":
            return rest.decode("latin-1")
        if kind == b"zTXt":
            return _unpacked(rest[1:]).decode("latin-1")
        is_packed = rest[0] == 1
        _language, _translated, raw = rest[2:].split(b"\0", 2)
        return (_unpacked(raw) if is_packed else raw).decode("utf-8")
    except (ValueError, IndexError, zlib.error):
        return None


def _unpacked(raw: bytes) -> bytes:
    """Raises ValueError for what would not end."""
    work = zlib.decompressobj()
    text = work.decompress(raw, LONGEST_TEXT)
    if not work.eof:
        raise ValueError("too long or cut off")
    return text

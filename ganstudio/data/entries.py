"""What every source of pictures looks like: a listing, and a way to get one of them."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from PIL import Image

from ganstudio.data.findings import Finding

Payload = bytes | Image.Image
"""An encoded file, or a picture that somebody else has decoded."""

Progress = Callable[[int, int], None]
"""Called with (done, total)."""

MAX_BYTES = 512 << 20
"""A larger file is refused; a 100-megapixel picture in 16 bits and colour is not much larger than this."""


def never() -> bool:
    """The `should_stop` of work that nobody stops."""
    return False


@dataclass(frozen=True)
class Entry:
    """One picture of a source. `file` can always be printed; `key` is what the source itself needs to find it."""

    file: str
    key: Any
    stamp: str = ""  # changes when the file does
    label: str | None = None
    caption: str = ""
    split: str = ""


@dataclass
class Listing:
    """The pictures of a source, sorted by name, and what was refused or odd while listing them."""

    entries: list[Entry]
    findings: list[Finding] = field(default_factory=list)
    class_names: tuple[str, ...] | None = None  # where the order of the classes is fixed


class Loads(Protocol):
    """Gives single pictures."""

    def load(self, entry: Entry) -> Payload:
        """One picture. Raises PictureError. Called from several threads."""
        ...


class Source(Loads, Protocol):
    """A folder, a zip, or a downloaded data set."""

    title: str

    def identity(self) -> tuple[str, str | None]:
        """What tells it from other sources, and a stamp that changes with it; None where only its listing can tell."""
        ...

    def listing(self) -> Listing:
        """Everything in it; nothing is decoded yet."""
        ...


def printable(name: str) -> str:
    """A file name that any terminal and any JSON reader takes: bytes that are not UTF-8 become \\xNN."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def is_clutter(name: str) -> bool:
    """Files that systems leave behind and nobody means: .DS_Store, ._x, Thumbs.db, __MACOSX."""
    return re.match(r"\.(?!\.)", name) is not None or name.lower() in ("thumbs.db", "desktop.ini", "__macosx")

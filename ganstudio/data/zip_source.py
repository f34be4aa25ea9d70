"""A zip of pictures, read in memory: nothing is ever unpacked to the disk."""

import re
import stat
import threading
import zipfile
import zlib
from functools import cached_property
from pathlib import Path

from ganstudio.data.entries import MAX_BYTES, Entry, Listing, Payload, is_clutter, printable
from ganstudio.data.findings import Finding, PictureError
from ganstudio.data.labelling import labelled
from ganstudio.data.sniffing import HEAD, picture_format
from ganstudio.errors import StudioError

_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)
_LARGE = 64 << 20
_MAX_RATIO = 100
"""What is large and shrinks more than this is no picture but a bomb: encoded pictures hardly shrink at all."""


class ZipSource:
    """Reads the members of a zip whose names stay inside it."""

    def __init__(self, path: Path) -> None:
        self.path, self.title = path, printable(path.stem)
        self._lock = threading.Lock()

    def identity(self) -> tuple[str, str | None]:
        """Its path, and size and time, which change with it."""
        status = self.path.stat()
        return str(self.path.resolve()), f"{status.st_size} {status.st_mtime_ns}"

    def listing(self) -> Listing:
        """Every member that may be a picture."""
        findings: list[Finding] = []
        return labelled(list(self.members(findings).values()), findings, self._read_all)

    def members(self, findings: list[Finding]) -> dict[str, Entry]:
        """By name what may be a picture or a table; what is not touched is added to `findings`."""
        entries: dict[str, Entry] = {}
        for info in self._zip.infolist():
            name = printable(info.filename)
            if info.is_dir() or any(is_clutter(part) for part in name.split("/") if part not in (".", "..")):
                continue
            problem = _refusal(info) or ("It is in the zip twice." if name in entries else None)
            if problem:
                findings.append(Finding(name, "unusable", problem, "Make the zip again without it."))
            else:
                entries[name] = Entry(name, info, f"{info.file_size} {info.CRC:08x}")
        return entries

    def load(self, entry: Entry) -> Payload:
        """The bytes of one member. Raises PictureError when they are not a picture or are damaged."""
        try:
            with self._lock, self._zip.open(entry.key) as file:
                head = file.read(HEAD)
                picture_format(head)
                return head + file.read(MAX_BYTES)
        except _DAMAGE as error:
            raise PictureError("It is damaged inside the zip.", "Make or download the zip again.") from error

    @cached_property
    def _zip(self) -> zipfile.ZipFile:
        try:
            return zipfile.ZipFile(self.path)
        except _DAMAGE as error:
            raise StudioError(
                f"{printable(self.path.name)} is damaged or not a zip; copy it again."
            ) from error

    def _read_all(self, entry: Entry) -> bytes:
        with self._lock, self._zip.open(entry.key) as file:
            return file.read(MAX_BYTES)


def _refusal(info: zipfile.ZipInfo) -> str | None:
    """Why a member is not touched, from its header alone."""
    name = info.filename
    if name.startswith("/") or re.match(r"^[A-Za-z]:", name) or ".." in re.split(r"[/\\]", name):
        return "Its name leads out of the zip."
    if info.flag_bits & 0x1:
        return "It is locked with a password."
    if stat.S_ISLNK(info.external_attr >> 16):
        return "It is a link, not a file."
    if info.file_size > MAX_BYTES:
        return f"It would unpack to {info.file_size / 1e9:.1f} GB."
    if info.file_size > max(_LARGE, _MAX_RATIO * info.compress_size):
        return "It would unpack to more than a hundred times its size."
    return None

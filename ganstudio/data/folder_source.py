"""A folder of pictures, sub-folders being classes."""

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from ganstudio.data.entries import MAX_BYTES, Entry, Listing, Payload, is_clutter, never, printable
from ganstudio.data.findings import Finding, PictureError
from ganstudio.data.labelling import labelled
from ganstudio.data.parallel import StoppedError
from ganstudio.data.sniffing import HEAD, picture_format
from ganstudio.errors import StudioError

_PICTURE_ENDINGS = (".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff", ".gif")
_MAX_DEPTH = 64


class FolderSource:
    """Reads pictures where they lie. Links are followed, but never round in circles."""

    def __init__(self, folder: Path, should_stop: Callable[[], bool] = never) -> None:
        self.folder, self.title = folder, printable(folder.name) or "Pictures"
        self._should_stop = should_stop

    def identity(self) -> tuple[str, str | None]:
        """Its path; whether files have changed only a listing can tell."""
        return str(self.folder.resolve()), None

    def listing(self) -> Listing:
        """Every regular file below the folder."""
        findings: list[Finding] = []
        entries = list(self._walk("", set(), findings))
        return labelled(entries, findings, lambda entry: Path(entry.key).read_bytes())

    def load(self, entry: Entry) -> Payload:
        """The bytes of one file. Raises PictureError when they are not a picture or cannot be read."""
        try:
            with Path(entry.key).open("rb") as file:
                head = file.read(HEAD)
                picture_format(head)
                payload = head + file.read(MAX_BYTES)
        except OSError as error:
            raise PictureError(unreadable(error), "Check the file and your right to read it.") from error
        if len(payload) > MAX_BYTES:
            raise PictureError("The file is larger than 512 MB.", "Make it smaller.")
        return payload

    def _walk(self, inner: str, seen: set[tuple[int, int]], findings: list[Finding]) -> Iterator[Entry]:
        """Entries below `folder/inner`; `seen` are the folders already read, which ends circles of links."""
        folder = os.path.join(self.folder, inner) if inner else str(self.folder)  # noqa: PTH118
        here = inner or "."
        try:
            status = os.stat(folder)  # noqa: PTH116
            items = sorted(os.scandir(folder), key=lambda item: item.name)
        except OSError as error:
            if not inner:
                raise StudioError(f"The folder {printable(folder)} cannot be read: {_why(error)}.") from error
            findings.append(Finding(printable(here), "unusable", unreadable(error)))
            return
        identity = (status.st_dev, status.st_ino)
        if identity in seen:
            reason = "It is a link to a folder that has already been read."
            findings.append(Finding(printable(here), "unusable", reason, "Remove the link."))
            return
        seen.add(identity)
        for item in items:
            if self._should_stop():
                raise StoppedError
            if not is_clutter(item.name):
                yield from self._visit(item, inner, seen, findings)

    def _visit(
        self, item: "os.DirEntry[str]", inner: str, seen: set[tuple[int, int]], findings: list[Finding]
    ) -> Iterator[Entry]:
        name = f"{inner}/{item.name}" if inner else item.name
        try:
            status = item.stat()
        except OSError as error:
            findings.append(
                Finding(printable(name), "unusable", unreadable(error), "Remove it or restore the file.")
            )
            return
        if stat.S_ISDIR(status.st_mode):
            if item.name.lower().endswith(_PICTURE_ENDINGS):
                reason = "It is a folder with the name of a picture."
                findings.append(Finding(printable(name), "unusable", reason, "Rename it if it is a class."))
            elif name.count("/") >= _MAX_DEPTH:
                findings.append(Finding(printable(name), "unusable", "It is nested too deeply."))
            else:
                yield from self._walk(name, seen, findings)
        elif not stat.S_ISREG(status.st_mode):
            findings.append(Finding(printable(name), "unusable", "It is a device or a pipe, not a file."))
        else:
            yield Entry(printable(name), item.path, f"{status.st_size} {status.st_mtime_ns}")


def unreadable(error: OSError) -> str:
    """One sentence for a file that could not be read."""
    return f"It cannot be read: {_why(error)}."


def _why(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "it does not exist, or is a link that leads nowhere"
    return (error.strerror or "unknown error").lower()

"""What was dropped: files as they are, folders with everything below them. A bad one never stops the rest."""

import os
import stat
from collections.abc import Callable, Iterable
from pathlib import Path

from ganstudio.data.entries import is_clutter, never, printable
from ganstudio.data.findings import PictureError
from ganstudio.data.parallel import StoppedError
from ganstudio.data.sniffing import HEAD, picture_format
from ganstudio.translation.manner import Found, Refused

_DEEPEST = 64
_ENDINGS = (".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff", ".gif")
_NAMED_AS_PICTURE = PictureError(
    "It is a folder with the name of a picture.", "Drop it itself if it is meant."
)
_READ_BEFORE = PictureError("It is a link to a folder that has already been read.", "Remove the link.")


def find_pictures(
    paths: Iterable[str | Path], should_stop: Callable[[], bool] = never, leave_out: Path | None = None
) -> Found:
    """Every picture in the order of `paths`, folders sorted by name, each file once; and what is none, with a sentence.

    Only the first bytes of files are read, so that damage inside is found when they are translated. What systems leave
    in folders is left out silently, and so is the folder `leave_out`, where results may lie. Raises StoppedError soon
    after `should_stop()` is true.
    """
    search = _Search(should_stop, leave_out)
    for path in paths:
        search.take(Path(path))
    return Found(tuple(search.pictures), tuple(search.refused))


def sentence_of(name: str, error: PictureError) -> str:
    """One sentence about one file: what is wrong, and what to do where there is something."""
    fix = f"; {_lower(error.fix)}" if error.fix else "."
    return sentence_about(name, error.reason.rstrip(".") + fix)


def sentence_about(name: str, words: str) -> str:
    """A sentence that begins with the file's name."""
    return f"{printable(name)}: {_lower(words)}"


def unreadable(path: Path, error: OSError | None = None) -> PictureError:
    """Why there is no reading a path: it is missing, a folder, a pipe, or may not be read."""
    if path.is_dir():
        return PictureError(
            "It is a folder, not a picture.", "Drop the folder itself to translate what is in it."
        )
    if not os.path.lexists(path):
        return PictureError("It does not exist.", "Check the path.")
    if not path.exists():
        return PictureError("It is a link that leads nowhere.", "Remove it or restore the file.")
    if error is None:
        return PictureError("It is a device or a pipe, not a file.", "Leave it out.")
    return PictureError(
        f"It cannot be read: {(error.strerror or 'unknown error').lower()}.", "Check your right to read it."
    )


class _Search:
    """What was found so far, and which folders and files have been seen."""

    def __init__(self, should_stop: Callable[[], bool], leave_out: Path | None) -> None:
        self.pictures: list[Path] = []
        self.refused: list[Refused] = []
        self._should_stop = should_stop
        self._left_out = _identity(leave_out) if leave_out is not None and leave_out.is_dir() else None
        self._folders: set[tuple[int, int]] = set()
        self._files: set[str] = set()

    def take(self, path: Path) -> None:
        """A path that a person named. A folder that holds nothing at all is worth a sentence."""
        if not path.is_dir():
            self._file(path)
            return
        before = len(self.pictures) + len(self.refused)
        again = _identity(path) in self._folders
        if not again:
            self._folder(path, 0)
        if len(self.pictures) + len(self.refused) == before and not again:
            self._refuse(path, PictureError("The folder holds no pictures.", "Choose another one."))

    def _folder(self, folder: Path, depth: int) -> None:
        try:
            identity = _identity(folder)
            items = sorted(folder.iterdir())
        except OSError as error:
            self._refuse(
                folder, PictureError(f"The folder cannot be read: {(error.strerror or 'unknown').lower()}.")
            )
            return
        if identity in self._folders:
            self._refuse(folder, _READ_BEFORE)
            return
        self._folders.add(identity)
        for path in (item for item in items if not is_clutter(item.name)):
            if not path.is_dir():
                self._file(path)
            elif _identity(path) == self._left_out:
                continue
            elif path.name.lower().endswith(_ENDINGS):
                self._refuse(path, _NAMED_AS_PICTURE)
            elif depth < _DEEPEST:
                self._folder(path, depth + 1)
            else:
                self._refuse(path, PictureError("It is nested too deeply."))

    def _file(self, path: Path) -> None:
        if self._should_stop():
            raise StoppedError
        name = os.path.abspath(path)  # noqa: PTH100 - links are to stay links
        if name in self._files:
            return
        self._files.add(name)
        try:
            _look_at(path)
        except PictureError as error:
            self._refuse(path, error)
        else:
            self.pictures.append(path)

    def _refuse(self, path: Path, error: PictureError) -> None:
        self.refused.append(Refused(path, sentence_of(path.name or str(path), error)))


def _look_at(path: Path) -> None:
    """Raises PictureError unless the file begins like a picture."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise unreadable(path)
        with path.open("rb") as file:
            picture_format(file.read(HEAD))
    except OSError as error:
        raise unreadable(path, error) from error


def _identity(folder: Path) -> tuple[int, int]:
    status = folder.stat()
    return status.st_dev, status.st_ino


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]

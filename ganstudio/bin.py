"""The bin of the system: files and folders go there, and come back."""

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ganstudio.disk import sync_folder


@dataclass(frozen=True)
class Binned:
    """Something in the bin. `place` is where it lies there; None where the system does not say, as Windows."""

    path: Path
    place: Path | None


def to_bin(path: Path) -> Binned:
    """Raises OSError where it is gone or its disk has no bin."""
    from send2trash import send2trash

    mark = path.stat()
    send2trash(str(path))
    found = (place for place in _places(path) if _is_same(place, mark))
    return Binned(path, next(found, None))


def from_bin(place: Path, path: Path) -> None:
    """Back to where it was. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    place.rename(path)
    (place.parent.parent / "info" / f"{place.name}.trashinfo").unlink(missing_ok=True)
    sync_folder(path.parent)


def bins(path: Path) -> Iterable[Path]:
    """Freedesktop's trash specification 1.0, and macOS; Windows tells nobody."""
    if sys.platform == "win32":
        return []
    top = _top_of(path.parent)
    if sys.platform == "darwin":
        return [Path.home() / ".Trash", top / ".Trashes" / str(os.getuid())]
    data = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    trash = [data / "Trash", top / ".Trash" / str(os.getuid()), top / f".Trash-{os.getuid()}"]
    return [folder / "files" for folder in trash]


def _is_same(place: Path, mark: os.stat_result) -> bool:
    """Whether this is the thing itself: moving within a disk keeps its number."""
    try:
        found = place.stat()
    except OSError:
        return False
    return (found.st_dev, found.st_ino) == (mark.st_dev, mark.st_ino)


def _places(path: Path) -> Iterator[Path]:
    """Everything in the bins that a thing of this disk may have gone to."""
    for folder in bins(path):
        try:
            yield from folder.iterdir()
        except OSError:
            continue


def _top_of(folder: Path) -> Path:
    """Where the disk of a folder is mounted."""
    folder = folder.resolve()
    while not folder.is_mount() and folder != folder.parent:
        folder = folder.parent
    return folder

"""The folder of saved pictures: what lies in it and one level below, read once for each change."""

import os
from collections.abc import Iterator
from pathlib import Path

from ganstudio.latents.gallery.item import FORMATS, Item, read_item
from ganstudio.latents.gallery.labels import is_png, sidecar_of


class GalleryFolder:
    """Remembers what it read, by path, time, size and number on the disk. One thread uses it at a time."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._known: dict[Path, Item] = {}

    def scan(self) -> list[Item]:
        """Every file in no order, those that were read before with all that is known. Opens none of them."""
        found = {item.path: item for item in self._files()}
        known = self._known
        items = [
            known[path] if path in known and known[path].stamp == item.stamp else item
            for path, item in found.items()
        ]
        self._known = {path: item for path, item in known.items() if path in found}
        return items

    def read(self, item: Item) -> Item:
        """The same with everything that its file says."""
        found = read_item(item)
        self._known[item.path] = found
        return found

    def folders(self) -> list[Path]:
        """The folder and those in it."""
        below = [Path(entry) for entry in _entries(self.path) if _is_folder(entry)]
        return [self.path, *below]

    def _files(self) -> Iterator[Item]:
        for folder in self.folders():
            place = "" if folder == self.path else folder.name
            for entry in _entries(folder):
                item = _item_of(entry, place)
                if item is not None:
                    yield item


def _entries(folder: Path) -> list["os.DirEntry[str]"]:
    """Nothing where the folder is not there or may not be read."""
    try:
        with os.scandir(folder) as entries:
            return [entry for entry in entries if not entry.name.startswith(".")]
    except OSError:
        return []


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _item_of(entry: "os.DirEntry[str]", place: str) -> Item | None:
    path = Path(entry.path)
    if path.suffix.lower() not in FORMATS:
        return None
    try:
        if not entry.is_file():
            return None
        stat = path.stat()  # scandir's own lacks the number on Windows
        side = 0 if is_png(path) else _time_of(sidecar_of(path))
        return Item(path, (stat.st_mtime_ns, stat.st_size, stat.st_ino, stat.st_ctime_ns + side), place)
    except OSError:  # it vanished meanwhile
        return None


def _time_of(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0

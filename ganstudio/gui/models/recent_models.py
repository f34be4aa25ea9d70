"""The models that were loaded last, so that going back and forth between a few is quick."""

from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

LoadedT = TypeVar("LoadedT")


class RecentModels(Generic[LoadedT]):
    """Keeps the last few, by their files; a file that changed since is read again. For one thread at a time."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[tuple[str, int, int], LoadedT] = OrderedDict()

    def get(self, file: Path, load: Callable[[], LoadedT]) -> LoadedT:
        """The model of a file; `load` is called where it is not among the last."""
        found = file.stat()
        key = (str(file.absolute()), found.st_mtime_ns, found.st_size)
        if key not in self._kept:
            self._kept[key] = load()
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]

"""From a name or a path to a source of pictures."""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ganstudio.data import dataset as stored
from ganstudio.data.array_source import ArraySource
from ganstudio.data.dataset import Dataset
from ganstudio.data.domain_store import is_stored_sides
from ganstudio.data.downloads import DOWNLOADABLE, DownloadSource, is_downloadable
from ganstudio.data.entries import Source, printable
from ganstudio.data.folder_source import FolderSource
from ganstudio.data.storing import recover
from ganstudio.data.zip_source import ZipSource
from ganstudio.errors import StudioError
from ganstudio.resources import datasets_folder, resource

BUNDLED = {
    "digits": "Digits",
    "emoji-google": "Emoji, Google",
    "emoji-twitter": "Emoji, Twitter",
    "photos": "Photos",
}


@dataclass(frozen=True)
class BundledPair:
    """Two bundled sets that show the same subjects under the same names."""

    title: str
    names: tuple[str, str]
    sides: tuple[str, str]


BUNDLED_PAIRS = {
    "emoji-google-twitter": BundledPair(
        "Emoji, Google and Twitter", ("emoji-google", "emoji-twitter"), ("Google", "Twitter")
    )
}


def open_source(data: str | Path, should_stop: Callable[[], bool]) -> tuple[Source, str]:
    """The pictures behind a name or path, and the name to show. Raises StudioError when there are none."""
    name = str(data)
    if name in BUNDLED:
        source = ZipSource(resource("datasets", f"{name}.zip"))
        source.title = BUNDLED[name]
        return source, name
    decoded = imported(data)
    if decoded is not None:
        return ArraySource(decoded), decoded.name
    if name in BUNDLED_PAIRS or any(is_stored_sides(folder) for folder in named_folders(data)):
        raise StudioError(
            f"{printable(name)} has two sides, for recipes that translate; choose one set of pictures here."
        )
    if is_downloadable(name):
        return DownloadSource(name, should_stop), name
    found = path_source(Path(data), should_stop)
    return found, found.title


def imported(data: str | Path) -> Dataset | None:
    """A data set that has been imported, by its name or its folder; None if there is no such."""
    for folder in named_folders(data):
        try:
            recover(folder)
            found = str(data) not in BUNDLED and stored.is_dataset(folder)
        except (OSError, ValueError):  # a path too long or with a zero in it is nobody's name
            continue
        if found:
            return stored.read_dataset(folder)
    return None


def named_folders(data: str | Path) -> tuple[Path, Path]:
    """Where an imported data set may lie: under its name, or at a path."""
    return datasets_folder() / str(data), Path(data)


def path_source(path: Path, should_stop: Callable[[], bool]) -> Source:
    """A folder or a zip of pictures. Raises StudioError for anything else."""
    try:
        if path.is_dir():
            return FolderSource(path, should_stop)
        if path.is_file():
            if zipfile.is_zipfile(path) or path.suffix.lower() == ".zip":
                return ZipSource(path)
            raise StudioError(
                f"{printable(path.name)} is a single file; choose a folder or a zip of pictures."
            )
    except (OSError, ValueError) as error:
        raise StudioError(
            f"{printable(str(path))} cannot be read; check the path and your rights."
        ) from error
    known = (
        "'ganstudio data list' shows the data sets, and "
        + ", ".join(list(DOWNLOADABLE)[:4])
        + " can be fetched"
    )
    raise StudioError(f"There is no data set or folder called {printable(str(path))}; {known}.")

"""From a name or a path to a source of pictures."""

import zipfile
from collections.abc import Callable
from pathlib import Path

from ganstudio.data.dataset import Dataset
from ganstudio.data.entries import Progress, Source, printable
from ganstudio.data.folder_source import FolderSource
from ganstudio.data.zip_source import ZipSource
from ganstudio.errors import StudioError
from ganstudio.resources import resource

BUNDLED = {
    "digits": "Digits",
    "emoji-google": "Emoji, Google",
    "emoji-twitter": "Emoji, Twitter",
    "photos": "Photos",
}


def open_source(
    data: str | Path, ready: Dataset | None, progress: Progress | None, should_stop: Callable[[], bool]
) -> tuple[Source, str]:
    """The pictures behind a name or path, and the name to show. Raises StudioError when there is nothing."""
    if data in BUNDLED:
        source: Source = ZipSource(resource("datasets", f"{data}.zip"))
        source.title = BUNDLED[str(data)]
        return source, str(data)
    source = path_source(Path(data), should_stop)
    return source, source.title


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
    raise StudioError(
        f"There is no data set or folder called {printable(str(path))}; 'ganstudio data list' shows the data sets."
    )

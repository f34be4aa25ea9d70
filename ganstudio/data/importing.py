"""Keeps a person's pictures as a data set with a name, decoded once."""

import re
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path

from ganstudio.data.building import Reading, build
from ganstudio.data.dataset import Dataset, read_dataset
from ganstudio.data.downloads import is_downloadable
from ganstudio.data.entries import Progress, never, printable
from ganstudio.data.fitting import Fit
from ganstudio.data.opening import BUNDLED, BUNDLED_PAIRS, open_source
from ganstudio.data.storing import held
from ganstudio.errors import StudioError
from ganstudio.resources import datasets_folder

_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\ud800-\udfff]')
_DEVICES = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$", re.IGNORECASE)
_MAX_NAME_BYTES = 100


def import_pictures(
    source: str | Path, name: str, resolution: int | None = None, *, fit: Fit = "crop", background: str = "white",
    channels: int | None = None, exclude: Iterable[str] = (), replace: bool = False,
    progress: Progress | None = None, should_stop: Callable[[], bool] = never,
) -> Dataset:  # fmt: skip
    """Decodes the pictures of a folder, a zip or another data set into the data set `name`.

    Files that cannot be used are left out and listed in `skipped`; `exclude` names more to leave out, as a Report
    proposes them. Raises StudioError when nothing is usable, the name is taken (unless `replace`) or the disk refuses,
    and StoppedError when told to stop; then nothing is left behind.
    """
    check_name(name)
    reading = Reading(resolution, fit, background, channels)
    target = datasets_folder() / name
    refuse_taken(target, replace)
    pictures, origin = open_source(source, should_stop)
    record = {"origin": printable(origin), "reading": asdict(reading)}
    listing = pictures.listing()
    with held(target, should_stop):
        refuse_taken(target, replace)
        build(pictures, listing, target, name, reading, origin=record, title=name, exclude=exclude, replace=replace,
              progress=progress, should_stop=should_stop)  # fmt: skip
    return read_dataset(target)


def check_name(name: str) -> None:
    """Raises StudioError for a name that is taken by the program or that some system cannot have for a folder."""
    if name in BUNDLED or name in BUNDLED_PAIRS or is_downloadable(name):
        raise StudioError(
            f"'{name}' is the name of a data set that comes with GAN Studio; choose another name."
        )
    too_long = len(name.encode("utf-8", "replace")) > _MAX_NAME_BYTES
    if not name or too_long or _FORBIDDEN.search(name) or _DEVICES.match(name) or name != name.strip(". "):
        raise StudioError(
            f"'{printable(name)}' cannot be the name of a data set; use up to {_MAX_NAME_BYTES} letters, digits,"
            " spaces, dashes and dots, and no dot or space at either end."
        )


def refuse_taken(target: Path, replace: bool) -> None:
    """Raises StudioError where there is a data set already that is not to be replaced."""
    if target.exists() and not replace:
        raise StudioError(f"There is already a data set called {target.name}; choose another name.")

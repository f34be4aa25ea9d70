"""What the import sheet asks of the data package, bundled so that tests can give other functions. No Qt."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ganstudio.data.building import own_resolution
from ganstudio.data.check import Report, check_pictures
from ganstudio.data.colour import parse_colour
from ganstudio.data.decoding import decode
from ganstudio.data.findings import PictureError
from ganstudio.data.fitting import Fit, fitted
from ganstudio.data.importing import check_name, import_pictures
from ganstudio.data.opening import open_source
from ganstudio.errors import StudioError
from ganstudio.resources import datasets_folder

PREVIEWS = 32
Progress = Callable[[int, int], None]
ShouldStop = Callable[[], bool]


@dataclass(frozen=True)
class Order:
    """An import as the sheet describes it. `source` is a path, or the name of a set to download."""

    source: str
    name: str
    resolution: int | None = None
    fit: Fit = "crop"
    background: str = "white"
    exclude: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fitted:
    """`pictures` [N, side, side, 3] uint8 as an order would keep them; `own` is what auto means for them."""

    pictures: np.ndarray
    own: int


def check(source: str, progress: Progress, should_stop: ShouldStop) -> Report:
    """Raises StudioError for what is neither a folder nor a zip."""
    path = _path(source)
    if isinstance(path, Path) and not path.exists():
        raise StudioError(f"{path.name} is not there any more; choose another folder or zip.")
    return check_pictures(_path(source), progress=progress, should_stop=should_stop)


def preview(order: Order, should_stop: ShouldStop) -> Fitted:
    """A few pictures from all over the source, fitted as the order says."""
    source, _ = open_source(_path(order.source), should_stop)
    entries = [entry for entry in source.listing().entries if entry.file not in set(order.exclude)]
    own = own_resolution(source, entries, order.fit)
    side, colour = order.resolution or own, parse_colour(order.background)
    pictures: list[np.ndarray] = []
    for entry in entries[:: max(1, len(entries) // PREVIEWS)]:
        if should_stop() or len(pictures) == PREVIEWS:
            break
        try:
            planes = fitted(decode(source.load(entry), colour, side), side, order.fit, colour)
        except PictureError:
            continue
        pictures.append(np.broadcast_to(planes.transpose(1, 2, 0), (side, side, 3)))
    return Fitted(np.stack(pictures) if pictures else np.zeros((0, side, side, 3), np.uint8), own)


def keep(order: Order, progress: Progress, should_stop: ShouldStop) -> str:
    """Imports, and returns the name under which the data can be chosen."""
    dataset = import_pictures(
        _path(order.source), order.name, order.resolution, fit=order.fit, background=order.background,
        exclude=order.exclude, progress=progress, should_stop=should_stop,
    )  # fmt: skip
    return dataset.name


def name_problem(name: str) -> str:
    """Why an import cannot be called that; empty when it can."""
    try:
        check_name(name)
    except StudioError as error:
        return str(error)
    taken = (datasets_folder() / name).exists()
    return f"There is already a data set called {name}; choose another name." if taken else ""


def free_name(wish: str) -> str:
    """The wish, or the wish with a number behind it."""
    names = (wish if number == 1 else f"{wish}-{number}" for number in range(1, 1000))
    return next((name for name in names if not name_problem(name)), "")


def _path(source: str) -> str | Path:
    return Path(source) if "/" in source or "\\" in source else source


@dataclass(frozen=True)
class ImportSources:
    """The functions above; tests give others."""

    check: Callable[[str, Progress, ShouldStop], Report] = check
    preview: Callable[[Order, ShouldStop], Fitted] = preview
    keep: Callable[[Order, Progress, ShouldStop], str] = keep

"""What the import sheet asks of the data package, bundled so that tests can give other functions. No Qt."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ganstudio.data.building import own_resolution
from ganstudio.data.check import Report, check_pictures
from ganstudio.data.colour import parse_colour
from ganstudio.data.decoding import decode
from ganstudio.data.domain_check import SidesReport, check_sides
from ganstudio.data.domain_importing import import_sides
from ganstudio.data.entries import Entry, Loads
from ganstudio.data.findings import PictureError
from ganstudio.data.fitting import Fit, fitted
from ganstudio.data.importing import check_name, import_pictures
from ganstudio.data.opening import open_source
from ganstudio.data.side_listing import Loading, without
from ganstudio.data.side_opening import has_two_sides, open_sides
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
    titles: tuple[str, str] | None = None  # of side A and B, where there are two


@dataclass(frozen=True)
class Fitted:
    """`pictures` [N, side, side, 3] uint8 as an order would keep them, `others` those of side B where there are two;
    `own` is what auto means for them."""

    pictures: np.ndarray
    own: int
    others: np.ndarray | None = None


@dataclass
class TwoSided(Report):
    """What a check of two sides found. `class_counts` are the usable pictures of A and of B by their titles."""

    pairs: int = 0
    layout: str = ""


def check(source: str, progress: Progress, should_stop: ShouldStop) -> Report:
    """Raises StudioError for what is neither a folder nor a zip."""
    path = _path(source)
    if isinstance(path, Path) and not path.exists():
        raise StudioError(f"{path.name} is not there any more; choose another folder or zip.")
    if has_two_sides(_path(source), should_stop):
        return two_sided(check_sides(_path(source), progress=progress, should_stop=should_stop))
    return check_pictures(_path(source), progress=progress, should_stop=should_stop)


def two_sided(found: SidesReport) -> TwoSided:
    """Both sides as one report."""
    sides = (found.a, found.b)
    sizes = Counter(found.a.sizes) + Counter(found.b.sizes)
    return TwoSided(
        found.title, sum(side.files for side in sides), sum(side.usable for side in sides),
        {side.title: side.usable for side in sides}, dict(sizes.most_common()), max(side.channels for side in sides),
        found.findings, found.contact_sheet, found.pairs, found.layout,
    )  # fmt: skip


def preview(order: Order, should_stop: ShouldStop) -> Fitted:
    """A few pictures from all over the source, fitted as the order says."""
    if order.titles is not None:
        return _preview_sides(order, should_stop)
    source, _ = open_source(_path(order.source), should_stop)
    entries = [entry for entry in source.listing().entries if entry.file not in set(order.exclude)]
    own = own_resolution(source, entries, order.fit)
    return Fitted(_fitted(source, entries, order, own, should_stop), own)


def _preview_sides(order: Order, should_stop: ShouldStop) -> Fitted:
    listing = without(open_sides(_path(order.source), None, should_stop).listing(), order.exclude)
    sides, loading = [listing.all_of(0), listing.all_of(1)], Loading()
    own = own_resolution(loading, sides[0] + sides[1], order.fit)
    a, b = (_fitted(loading, entries, order, own, should_stop) for entries in sides)
    return Fitted(a, own, b)


def _fitted(
    source: Loads, entries: list[Entry], order: Order, own: int, should_stop: ShouldStop
) -> np.ndarray:
    """Up to PREVIEWS pictures [N, side, side, 3] uint8 from all over the entries."""
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
    return np.stack(pictures) if pictures else np.zeros((0, side, side, 3), np.uint8)


def keep(order: Order, progress: Progress, should_stop: ShouldStop) -> str:
    """Imports, and returns the name under which the data can be chosen."""
    if order.titles is not None:
        domains = import_sides(
            _path(order.source), order.name, None, order.resolution, titles=order.titles, fit=order.fit,
            background=order.background, exclude=order.exclude, progress=progress, should_stop=should_stop,
        )  # fmt: skip
        return domains.name
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

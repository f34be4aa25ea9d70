"""Finds data sets by name or path and opens them, decoding each only once."""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal

from ganstudio.data import dataset as stored
from ganstudio.data.building import Reading, build
from ganstudio.data.dataset import Dataset
from ganstudio.data.domain_store import is_stored_sides, read_sides_record
from ganstudio.data.entries import Entry, Progress, Source, never, printable
from ganstudio.data.findings import Finding
from ganstudio.data.fitting import Fit
from ganstudio.data.opening import BUNDLED, BUNDLED_PAIRS, imported, open_source
from ganstudio.data.storing import held
from ganstudio.errors import StudioError
from ganstudio.resources import cache_folder, datasets_folder, resource

_RULES = 1
"""Raised whenever decoding changes, so that pictures decoded by older rules are decoded again."""


@dataclass(frozen=True)
class DatasetInfo:
    """What a list of data sets shows. `problem` says why one cannot be opened."""

    name: str
    title: str
    count: int
    resolution: int
    class_names: tuple[str, ...]
    source: Literal["bundled", "imported"]
    path: Path
    problem: str = ""
    kind: Literal["one", "two"] = "one"
    sides: tuple[str, ...] = ()  # of two: what a person calls A and B
    counts: tuple[int, ...] = ()  # of two: pictures of A and of B; `count` is both together
    paired: bool = False  # of two: whether counterparts are known


_DIGITS = tuple("0123456789")
_EMOJI = (
    "Activities", "Animals & Nature", "Flags", "Food & Drink", "Objects", "People & Body", "Smileys & Emotion",
    "Symbols", "Travel & Places",
)  # fmt: skip
_BUNDLED = (
    ("digits", 5000, 32, _DIGITS),
    ("emoji-google", 1852, 64, _EMOJI),
    ("emoji-twitter", 1852, 64, _EMOJI),
    ("photos", 240, 128, ()),
)


def list_datasets() -> list[DatasetInfo]:
    """The bundled data sets, then the imported ones by name."""
    bundled = [
        DatasetInfo(name, BUNDLED[name], count, side, classes, "bundled", resource("datasets", f"{name}.zip"))
        for name, count, side, classes in _BUNDLED
    ]
    bundled += [_bundled_pair(name, {info.name: info for info in bundled}) for name in BUNDLED_PAIRS]
    folder = datasets_folder()
    folders = sorted(folder.iterdir()) if folder.is_dir() else []
    return bundled + [_imported(path) for path in folders if path.is_dir() and not path.name.startswith(".")]


def _bundled_pair(name: str, known: dict[str, DatasetInfo]) -> DatasetInfo:
    pair = BUNDLED_PAIRS[name]
    a, b = (known[side] for side in pair.names)
    return DatasetInfo(
        name, pair.title, a.count + b.count, a.resolution, (), "bundled", a.path, "", "two", pair.sides,
        (a.count, b.count), True,
    )  # fmt: skip


def _imported(folder: Path) -> DatasetInfo:
    try:
        if is_stored_sides(folder):
            return _imported_sides(folder)
        record = stored.read_record(folder)
        count, side, names = int(record["count"]), int(record["resolution"]), tuple(record["class_names"])
        return DatasetInfo(folder.name, record["title"], count, side, names, "imported", folder)
    except (StudioError, KeyError, TypeError, ValueError) as error:
        problem = str(error) if isinstance(error, StudioError) else f"The data set {folder.name} is damaged."
        return DatasetInfo(folder.name, folder.name, 0, 0, (), "imported", folder, problem)


def _imported_sides(folder: Path) -> DatasetInfo:
    record = read_sides_record(folder)
    a, b = (int(count) for count in record["counts"])
    titles = (str(record["titles"][0]), str(record["titles"][1]))
    return DatasetInfo(
        folder.name, str(record["title"]), a + b, int(record["resolution"]), (), "imported", folder, "", "two", titles,
        (a, b), int(record["pairs"]) > 0,
    )  # fmt: skip


def open_dataset(
    data: str | Path, resolution: int | None = None, *, fit: Fit = "crop", background: str = "white",
    channels: int | None = None, progress: Progress | None = None, should_stop: Callable[[], bool] = never,
) -> Dataset:  # fmt: skip
    """A data set by name, or the pictures of a folder or zip, as square bytes of `resolution`.

    Without a resolution it is the data's own, rounded up to a power of two. The first call decodes into a cache,
    later ones open it at once. Raises StudioError when there is no such data or none of it is usable.
    """
    reading = Reading(resolution, fit, background, channels)
    ready = imported(data)
    if ready is not None and _as_wanted(ready, reading):
        return ready
    source, name = open_source(data, should_stop)
    return _cached(source, name, reading, progress, should_stop)


def _as_wanted(dataset: Dataset, reading: Reading) -> bool:
    return reading.resolution in (None, dataset.resolution) and reading.channels in (None, dataset.channels)


def _cached(
    source: Source, name: str, reading: Reading, progress: Progress | None, should_stop: Callable[[], bool]
) -> Dataset:
    origin, stamp = source.identity()
    listing = source.listing() if stamp is None else None
    stamp = listing_stamp(listing.entries, listing.findings) if listing is not None else stamp
    wanted = {"origin": printable(origin), "reading": asdict(reading), "rules": _RULES}
    key = hashlib.sha256(json.dumps([origin, stamp, wanted]).encode()).hexdigest()[:24]
    target = cache_folder() / "pictures" / key
    opened = _try(target)
    if opened is None:
        with held(target, should_stop):
            opened = _try(target)
            if opened is None:
                shutil.rmtree(target, ignore_errors=True)
                build(source, listing or source.listing(), target, name, reading, origin=wanted,
                      progress=progress, should_stop=should_stop)  # fmt: skip
                _drop_outdated(target, wanted)
                opened = stored.read_dataset(target)
    return replace(opened, name=name, title=source.title)


def _drop_outdated(target: Path, wanted: dict[str, Any]) -> None:
    """Removes what was decoded in the same way from an earlier state of the same folder or zip."""
    for other in target.parent.iterdir():
        try:
            if other != target and stored.read_record(other)["origin"] == wanted:
                shutil.rmtree(other, ignore_errors=True)
        except (StudioError, KeyError, OSError):
            continue


def _try(target: Path) -> Dataset | None:
    """A cached data set; a damaged one counts as missing, for it can be made again."""
    try:
        return stored.read_dataset(target) if stored.is_dataset(target) else None
    except StudioError:
        return None


def listing_stamp(entries: Iterable[Entry], findings: Iterable[Finding]) -> str:
    """Changes when a name, a size, a time, a label or a caption does."""
    digest = hashlib.sha256()
    for entry in entries:
        digest.update(json.dumps([entry.file, entry.stamp, entry.label, entry.caption, entry.split]).encode())
    for finding in findings:
        digest.update(json.dumps([finding.file, finding.reason]).encode())
    return digest.hexdigest()

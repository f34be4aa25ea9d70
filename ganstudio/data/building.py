"""Decodes a source once, in parallel, into a data set on the disk."""

from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from ganstudio.data.array_file import PictureWriter
from ganstudio.data.colour import parse_colour
from ganstudio.data.dataset import IMAGES
from ganstudio.data.decoding import decode, measure
from ganstudio.data.entries import Entry, Listing, Loads, Progress, Source, never
from ganstudio.data.findings import Finding, PictureError
from ganstudio.data.fitting import Fit, check_fit, fitted
from ganstudio.data.labelling import class_names
from ganstudio.data.parallel import StoppedError, ordered_map
from ganstudio.data.storing import appearing, require_space, write_dataset
from ganstudio.errors import StudioError

MIN_RESOLUTION, MAX_RESOLUTION = 8, 1024
_PROBES = 500
MAX_LISTED = (
    10_000  # findings that a record keeps; a folder of a million text files needs no million sentences
)


@dataclass(frozen=True)
class Reading:
    """How pictures are read: everything that changes what the networks see."""

    resolution: int | None = None  # None: the data's own, rounded up to a power of two
    fit: Fit = "crop"
    background: str = "white"
    channels: int | None = None  # None: 1 where all pictures are grey, else 3

    def __post_init__(self) -> None:
        check_fit(self.fit)
        parse_colour(self.background)
        if self.channels not in (None, 1, 3):
            raise StudioError("Pictures have 1 channel (grey) or 3 (colour).")
        if self.resolution is not None and not MIN_RESOLUTION <= self.resolution <= MAX_RESOLUTION:
            raise StudioError(f"A resolution of {self.resolution} is not possible; choose 8 to 1024.")


def build(
    source: Source, listing: Listing, target: Path, name: str, reading: Reading, *,
    origin: dict[str, Any], title: str = "", exclude: Iterable[str] = (), replace: bool = False,
    progress: Progress | None = None, should_stop: Callable[[], bool],
) -> None:  # fmt: skip
    """Writes the data set `target`. Unusable pictures are left out and listed in its record.

    Raises StudioError when none is usable or the disk refuses, StoppedError when told to; neither leaves a trace.
    """
    excluded = set(exclude)
    entries = [entry for entry in listing.entries if entry.file not in excluded]
    side = reading.resolution or own_resolution(source, entries, reading.fit, should_stop)
    require_space(target.parent, len(entries) * side * side * (reading.channels or 1))
    with appearing(target, replace) as draft:
        kept, refused = _write_pictures(source, entries, draft / IMAGES, side, reading, progress, should_stop)
        refused = listing.findings + refused
        if not kept:
            raise StudioError(_nothing_usable(source.title, refused))
        classes = listing.class_names or class_names(kept)
        numbers = {label: number for number, label in enumerate(classes)}
        labels = np.array([numbers.get(entry.label or "", 0) for entry in kept], np.int64)
        write_dataset(draft, labels, [[entry.file, entry.caption, entry.split] for entry in kept], {
            "name": name, "title": title or source.title, "count": len(kept), "resolution": side,
            "channels": stored_channels(draft / IMAGES), "class_names": classes, "fit": reading.fit,
            "background": reading.background, "origin": origin,
            "excluded": sorted(excluded)[:MAX_LISTED],
            "skipped": [finding.as_json() for finding in refused if finding.file][:MAX_LISTED],
            "skipped_count": len(refused),
        })  # fmt: skip


def _write_pictures(
    source: Source, entries: list[Entry], path: Path, side: int, reading: Reading,
    progress: Progress | None, should_stop: Callable[[], bool],
) -> tuple[list[Entry], list[Finding]]:  # fmt: skip
    background = parse_colour(reading.background)

    def read(entry: Entry) -> np.ndarray | Finding:
        try:
            return fitted(decode(source.load(entry), background, side), side, reading.fit, background)
        except PictureError as error:
            return error.of(entry.file)

    kept: list[Entry] = []
    refused: list[Finding] = []
    writer = PictureWriter(path, side, reading.channels)
    try:
        with closing(ordered_map(read, entries, should_stop)) as results:
            for done, (entry, result) in enumerate(zip(entries, results), 1):
                if isinstance(result, Finding):
                    refused.append(result)
                else:
                    writer.append(result)
                    kept.append(entry)
                if progress is not None:
                    progress(done, len(entries))
        writer.close()
    finally:
        writer.abandon()
    return kept, refused


def own_resolution(
    source: Loads, entries: list[Entry], fit: Fit, should_stop: Callable[[], bool] = never
) -> int:
    """The usual length of the side that fills the square, rounded up to a power of two, from 8 to 1024."""
    sides = []
    for entry in entries[:: max(1, len(entries) // _PROBES)]:
        if should_stop():
            raise StoppedError
        try:
            size = measure(source.load(entry))
        except PictureError:
            continue
        sides.append(min(size) if fit == "crop" else max(size))
    usual = int(median(sides)) if sides else MIN_RESOLUTION
    return max(MIN_RESOLUTION, min(MAX_RESOLUTION, 1 << (usual - 1).bit_length()))


def stored_channels(images: Path) -> int:
    """The channels of a written file of pictures."""
    return int(np.load(images, mmap_mode="r", allow_pickle=False).shape[1])


def _nothing_usable(title: str, refused: list[Finding]) -> str:
    if not refused:
        return f"There are no pictures in {title}; choose a folder or a zip that holds some."
    first = refused[0]
    return f"No file in {title} is a usable picture; {first.file}: {first.reason}"

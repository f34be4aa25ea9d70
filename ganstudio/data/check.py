"""Looks at every picture of a source before it is trained on: what cannot be used, what is odd, and what helps."""

import hashlib
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from PIL import Image

from ganstudio.data.contact_sheet import CELL, Places, chosen, sheet
from ganstudio.data.decoding import decode, measure
from ganstudio.data.entries import Entry, Listing, Loads, Progress, never
from ganstudio.data.findings import Finding, Level, PictureError
from ganstudio.data.labelling import class_names
from ganstudio.data.oddities import LEAVE_OUT, duplicates, odd_pictures, odd_set
from ganstudio.data.opening import open_source
from ganstudio.data.parallel import ordered_map

_DECODED_SIDE = 256  # large JPEGs are decoded at a fraction, which shows damage just as well
_SIZES = 100


@dataclass(frozen=True)
class Look:
    """What one good picture is like."""

    size: tuple[int, int]
    digest: bytes
    is_grey: bool
    is_blank: bool


@dataclass
class Report:
    """The result of a check. `findings` about the whole set have an empty `file`."""

    title: str
    files: int
    usable: int
    class_counts: dict[str, int]
    sizes: dict[str, int]  # "WxH", the most frequent first
    channels: int
    findings: list[Finding] = field(default_factory=list)
    contact_sheet: Image.Image | None = None

    def exclude(self, *levels: Level) -> tuple[str, ...]:
        """The files that an import should leave out: those whose fix is that; of these levels, or of any."""
        return pictures_to_leave_out(self.findings, levels)

    def as_json(self) -> dict[str, Any]:
        """Plain values, without the contact sheet."""
        return {
            "title": self.title, "files": self.files, "usable": self.usable, "classes": self.class_counts,
            "sizes": self.sizes, "channels": self.channels,
            "findings": [finding.as_json() for finding in self.findings],
        }  # fmt: skip


def pictures_to_leave_out(findings: list[Finding], levels: tuple[Level, ...]) -> tuple[str, ...]:
    """The files whose fix is to leave them out; of these levels, or of any where there are none."""
    return tuple(
        finding.file
        for finding in findings
        if finding.file and finding.fix == LEAVE_OUT and (not levels or finding.level in levels)
    )


def check_pictures(
    source: str | Path, *, resolution: int | None = None, progress: Progress | None = None,
    should_stop: Callable[[], bool] = never,
) -> Report:  # fmt: skip
    """Decodes every picture of a folder, a zip or a data set and reports; nothing is written.

    `resolution` is what the pictures are meant for: much smaller ones are suspicious. Raises StudioError
    when there is no such source, StoppedError when told to stop.
    """
    pictures, name = open_source(source, should_stop)
    pictures.title = pictures.title or name
    listing = pictures.listing()
    places = chosen(listing.entries)
    looks, thumbnails, refused = look_at(pictures, listing.entries, places, progress, should_stop)
    good = [entry for entry in listing.entries if entry.file in looks]
    return _report(pictures.title, listing, good, looks, refused, sheet(thumbnails, places), resolution)


def look_at(
    source: Loads,
    entries: list[Entry],
    places: Places,
    progress: Progress | None,
    should_stop: Callable[[], bool],
) -> tuple[dict[str, Look], dict[str, Image.Image], list[Finding]]:
    """By file what each good picture is like, small ones of those that have a place, and what is refused."""

    def look(entry: Entry) -> tuple[Look, Image.Image | None] | Finding:
        try:
            payload = source.load(entry)
            size, picture = measure(payload), decode(payload, side=_DECODED_SIDE)
        except PictureError as error:
            return error.of(entry.file)
        return _described(size, picture), _thumbnail(picture) if entry.file in places else None

    looks: dict[str, Look] = {}
    thumbnails: dict[str, Image.Image] = {}
    refused: list[Finding] = []
    with closing(ordered_map(look, entries, should_stop)) as results:
        for done, (entry, result) in enumerate(zip(entries, results), 1):
            if isinstance(result, Finding):
                refused.append(result)
            else:
                looks[entry.file], thumbnail = result
                if thumbnail is not None:
                    thumbnails[entry.file] = thumbnail
            if progress is not None:
                progress(done, len(entries))
    return looks, thumbnails, refused


def _described(size: tuple[int, int], picture: Image.Image) -> Look:
    is_blank = all(low == high for low, high in (band.getextrema() for band in picture.split()))
    digest = hashlib.blake2b(
        picture.tobytes() + repr((picture.mode, picture.size)).encode(), digest_size=16
    ).digest()
    return Look(size, digest, _is_grey(picture), is_blank)


def _is_grey(picture: Image.Image) -> bool:
    if picture.mode == "L":
        return True
    red, green, blue = picture.split()
    return red.tobytes() == green.tobytes() == blue.tobytes()


def _thumbnail(picture: Image.Image) -> Image.Image:
    thumbnail = picture.convert("RGB")
    factor = CELL // max(thumbnail.size)
    if factor > 1:  # whole multiples show the pixels as they are
        return thumbnail.resize(
            (thumbnail.width * factor, thumbnail.height * factor), Image.Resampling.NEAREST
        )
    thumbnail.thumbnail((CELL, CELL), Image.Resampling.LANCZOS)
    return thumbnail


def _report(
    title: str, listing: Listing, good: list[Entry], looks: dict[str, Look], refused: list[Finding],
    contact_sheet: Image.Image, resolution: int | None,
) -> Report:  # fmt: skip
    classes = listing.class_names or class_names(good)
    counts = Counter(entry.label for entry in good if entry.label is not None)
    sizes = Counter(f"{look.size[0]}x{look.size[1]}" for look in looks.values())
    findings = listing.findings + refused
    usual = resolution or median(min(look.size) for look in looks.values()) if looks else 0
    for entry in good:
        look = looks[entry.file]
        findings += odd_pictures(entry.file, look.size, look.is_blank, usual)
    findings += duplicates(good, [looks[entry.file].digest for entry in good])
    findings += odd_set(len(good), {str(name): count for name, count in counts.items()})
    return Report(
        title, len(listing.entries) + len({finding.file for finding in listing.findings if finding.file}), len(good),
        {name: counts[name] for name in classes}, dict(sizes.most_common(_SIZES)),
        1 if all(look.is_grey for look in looks.values()) else 3, findings, contact_sheet,
    )  # fmt: skip

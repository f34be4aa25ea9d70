"""Decodes two sides once, in parallel, into a folder; of a pair both pictures are kept or none."""

import json
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from ganstudio.data.array_file import PictureWriter
from ganstudio.data.building import MAX_LISTED, Reading, own_resolution, stored_channels
from ganstudio.data.colour import parse_colour
from ganstudio.data.dataset import FORMAT, IMAGES
from ganstudio.data.decoding import decode, measure
from ganstudio.data.domain_store import FOLDERS, RECORD
from ganstudio.data.entries import Entry, Progress
from ganstudio.data.findings import Finding, PictureError
from ganstudio.data.fitting import fitted
from ganstudio.data.parallel import ordered_map
from ganstudio.data.side_listing import Item, Loading, SideListing
from ganstudio.data.storing import appearing, require_space, write_dataset
from ganstudio.errors import StudioError

FEWEST = 2
"""Pictures of a side: one to learn from and one to be held out."""


@dataclass(frozen=True)
class HasSize:
    """Width and height of a picture that could be read."""

    size: tuple[int, int]


@dataclass(frozen=True)
class Read(HasSize):
    """And its pixels as they are kept, [C, H, W]."""

    planes: np.ndarray


Result = tuple[HasSize | Finding | None, HasSize | Finding | None]
"""What became of an item."""


@dataclass
class _Kept:
    """What was written of one side."""

    entries: list[Entry] = field(default_factory=list)
    refused: list[Finding] = field(default_factory=list)


def loaded_side(resolution: int, margin: float) -> int:
    """The side of pictures that are loaded a margin larger than networks see them: an even number where it is larger.

    As published: 286 for 256 (Isola et al. 2017, 6.2), a margin of 0.117.
    """
    return resolution if margin <= 0 else max(resolution, 2 * round(resolution * (1 + margin) / 2))


def build_sides(
    listing: SideListing, target: Path, name: str, title: str, reading: Reading, margin: float, *,
    origin: dict[str, Any], replace: bool = False, progress: Progress | None = None,
    should_stop: Callable[[], bool],
) -> None:  # fmt: skip
    """Writes both sides into the folder `target`. Unusable pictures, and their counterparts, are left out and listed.

    Raises StudioError when a side has too few or the disk refuses, StoppedError when told to; neither leaves a trace.
    """
    require_pictures(listing.titles, [len(listing.all_of(side)) for side in (0, 1)], listing.findings)
    resolution = reading.resolution or own_side(listing, reading, should_stop)
    side = loaded_side(resolution, margin)
    require_space(target.parent, len(listing) * side * side * (reading.channels or 1))
    with appearing(target, replace) as draft:
        for folder in FOLDERS:
            (draft / folder).mkdir()
        kept, pairs, findings = _write_pictures(listing, draft, side, reading, progress, should_stop)
        findings = listing.findings + findings
        require_pictures(listing.titles, [len(one.entries) for one in kept], findings)
        for number, folder in enumerate(FOLDERS):
            _write_side(draft / folder, kept[number], listing.titles[number], side, reading, origin)
        (draft / RECORD).write_text(json.dumps({
            "format": FORMAT, "created": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "name": name,
            "title": title, "titles": listing.titles, "layout": listing.layout, "pairs": pairs,
            "counts": [len(one.entries) for one in kept], "resolution": resolution, "margin": margin,
            "origin": origin, "findings": [finding.as_json() for finding in findings][:MAX_LISTED],
        }, indent=1), "utf-8")  # fmt: skip


def own_side(listing: SideListing, reading: Reading, should_stop: Callable[[], bool]) -> int:
    """The resolution of the side whose pictures are smaller: nothing is invented that was not there."""
    return min(own_resolution(Loading(), listing.all_of(side), reading.fit, should_stop) for side in (0, 1))


def _write_side(
    folder: Path, kept: _Kept, title: str, side: int, reading: Reading, origin: dict[str, Any]
) -> None:
    entries = kept.entries
    rows = [[entry.file, entry.caption, entry.split] for entry in entries]
    write_dataset(folder, np.zeros(len(entries), np.int64), rows, {
        "name": title, "title": title, "count": len(entries), "resolution": side,
        "channels": stored_channels(folder / IMAGES), "class_names": [], "fit": reading.fit,
        "background": reading.background, "origin": origin, "excluded": [],
        "skipped": [finding.as_json() for finding in kept.refused][:MAX_LISTED],
        "skipped_count": len(kept.refused),
    })  # fmt: skip


def _write_pictures(
    listing: SideListing, draft: Path, side: int, reading: Reading, progress: Progress | None,
    should_stop: Callable[[], bool],
) -> tuple[list[_Kept], int, list[Finding]]:  # fmt: skip
    """Pairs first, then the rest of A and of B. Returns what was kept, how many pairs, and findings in order."""
    kept, findings, pairs, done = [_Kept(), _Kept()], [], 0, 0
    differing = 0
    items = listing.items()
    writers = [PictureWriter(draft / folder / IMAGES, side, reading.channels) for folder in FOLDERS]
    try:
        with closing(ordered_map(_reader(side, reading), items, should_stop)) as results:
            for item, result in zip(items, results):
                found = refusals(item, result)
                pairs += not found and None not in item
                differing += _differ(result)
                findings += found + odd_pair(item, result)
                for writer, one, entry, picture in zip(writers, kept, item, result):
                    done += entry is not None
                    one.refused += [finding for finding in found if entry and finding.file == entry.file]
                    if entry is not None and isinstance(picture, Read) and not found:
                        writer.append(picture.planes)
                        one.entries.append(entry)
                if progress is not None:
                    progress(done, len(listing))
        for writer in writers:
            writer.close()
    finally:
        for writer in writers:
            writer.abandon()
    return kept, pairs, findings + size_findings(differing, pairs)


def _reader(side: int, reading: Reading) -> Callable[[Item], Result]:
    background, loading = parse_colour(reading.background), Loading()

    def read(entry: Entry | None) -> HasSize | Finding | None:
        if entry is None:
            return None
        try:
            payload = loading.load(entry)
            picture = decode(payload, background, side)
            return Read(measure(payload), fitted(picture, side, reading.fit, background))
        except PictureError as error:
            return error.of(entry.file)

    return lambda item: (read(item[0]), read(item[1]))


def refusals(item: Item, result: Result) -> list[Finding]:
    """What is wrong with a picture, or with one of a pair, which its counterpart shares the fate of."""
    found = list(dict.fromkeys(one for one in result if isinstance(one, Finding)))
    a, b = item
    if len(found) == 1 and a is not None and b is not None and a.file != b.file:
        other = b if isinstance(result[0], Finding) else a
        reason = f"Its counterpart {found[0].file} cannot be used, so it is left out too."
        found.append(Finding(other.file, "unusable", reason, "Repair or remove both."))
    return found


def odd_pair(item: Item, result: Result) -> list[Finding]:
    """Pictures of a pair that have different shapes do not lie over each other."""
    (a, b), (one, two) = item, result
    if a is None or b is None or not isinstance(one, HasSize) or not isinstance(two, HasSize):
        return []
    (width, height), (other_width, other_height) = one.size, two.size
    if (
        abs(width * other_height - other_width * height)
        <= max(width * other_height, other_width * height) / 64
    ):
        return []
    shapes = f"{width} x {height} and {other_width} x {other_height} pixels"
    reason = f"It and its counterpart {b.file} differ in shape: {shapes}."
    return [Finding(a.file, "suspicious", reason, "Cut both to the same part of what they show.")]


def _differ(result: Result) -> bool:
    one, two = result
    return isinstance(one, Read) and isinstance(two, Read) and one.size != two.size


def size_findings(differing: int, pairs: int) -> list[Finding]:
    """One sentence where the pictures of pairs have different sizes."""
    if not differing:
        return []
    reason = f"The two pictures of {differing:,} of {pairs:,} pairs have different sizes; both are brought to one size."
    return [Finding("", "suspicious", reason)]


def require_pictures(titles: tuple[str, str], counts: list[int], findings: list[Finding]) -> None:
    """Raises StudioError where a side has too few pictures."""
    for title, count in zip(titles, counts):
        if count < FEWEST:
            first = next((finding for finding in findings if finding.level == "unusable"), None)
            why = f"; {first.file}: {first.reason}" if first else "."
            number = "no usable picture" if count == 0 else "only one usable picture"
            raise StudioError(f"{title} has {number}, and each side needs two or more{why}")

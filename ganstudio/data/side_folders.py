"""One folder or zip that holds both sides: folders trainA and trainB or A and B, or pictures side by side."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from ganstudio.data.decoding import measure
from ganstudio.data.entries import Entry, Listing, Source
from ganstudio.data.findings import Finding, PictureError
from ganstudio.data.parallel import StoppedError
from ganstudio.data.side_listing import (
    SideListing,
    common_folder,
    matched,
    part_of,
    split_folder,
    titles_from,
)
from ganstudio.errors import StudioError

_SIDE = re.compile(r"(train|training|test|testing|val|valid|validation)?[ _-]?([ab])", re.IGNORECASE)
_MOST = 0.9
_PROBES = 64


class SidesError(StudioError):
    """A layout with two sides of which one is missing."""


@dataclass(frozen=True)
class Place:
    """What a path says: the side, 0 (A) or 1 (B), the split, and the name that a counterpart shares."""

    side: Literal[0, 1]
    split: str
    name: str


def place_of(file: str) -> Place | None:
    """Of trainA/x.png, A/x.png, A/train/x.png and train/A/x.png; None where no folder names a side."""
    first, slash, rest = file.partition("/")
    match = _SIDE.fullmatch(first)
    if slash and match:
        split, name = (match[1].lower(), rest) if match[1] else split_folder(rest)
        return Place(0 if match[2].lower() == "a" else 1, split, f"{split}/{name}")
    split, rest = split_folder(file)
    second, slash, name = rest.partition("/")
    if split and slash and second.lower() in ("a", "b"):
        return Place(0 if second.lower() == "a" else 1, split, f"{split}/{name}")
    return None


def has_side_folders(files: Iterable[str]) -> bool:
    """Whether nearly all files (below their common folder) lie in folders of A or of B."""
    places = [place_of(file) for file in files]
    found = [place for place in places if place is not None]
    return bool(found) and len(found) >= _MOST * len(places)


def from_side_folders(source: Source, listing: Listing) -> SideListing:
    """A and B by folders; pictures of equal names are pairs. Raises StudioError where a side is missing."""
    root = common_folder(listing.entries)
    sides: tuple[list[tuple[str, Entry]], list[tuple[str, Entry]]] = ([], [])
    findings = list(listing.findings)
    for entry in listing.entries:
        place = place_of(entry.file.removeprefix(root))
        if place is None:
            reason = "It lies in no folder of A or B, so it is left out."
            findings.append(Finding(entry.file, "suspicious", reason))
        else:
            sides[place.side].append((place.name, part_of(source, entry, split=place.split)))
    for letter, side in zip("AB", sides):
        if not side:
            other = "B" if letter == "A" else "A"
            raise SidesError(
                f"{source.title} has folders of {other} only; put those of {letter} into train{letter} beside it."
            )
    return matched(titles_from(source.title), "folders A and B", *sides, findings)


def are_side_by_side(source: Source, listing: Listing, should_stop: Callable[[], bool]) -> bool:
    """Whether nearly all of some pictures from all over are twice as wide as high, as pix2pix has them."""
    shapes = []
    for entry in listing.entries[:: max(1, len(listing.entries) // _PROBES)]:
        if should_stop():
            raise StoppedError
        try:
            shapes.append(_is_double(*measure(source.load(entry))))
        except PictureError:
            continue
    return bool(shapes) and sum(shapes) >= _MOST * len(shapes)


def from_side_by_side(source: Source, listing: Listing, should_stop: Callable[[], bool]) -> SideListing:
    """Every picture cut in the middle: left A, right B. Folders train, test and val are splits."""
    root = common_folder(listing.entries)
    pairs = []
    for entry in listing.entries:
        split = split_folder(entry.file.removeprefix(root))[0]
        left, right = (part_of(source, entry, split=split, half=half) for half in ("left", "right"))
        pairs.append((left, right))
    findings = list(listing.findings) + list(_odd_shapes(source, listing, should_stop))
    return SideListing(titles_from(source.title), "side by side", pairs, findings=findings)


def _odd_shapes(source: Source, listing: Listing, should_stop: Callable[[], bool]) -> Iterator[Finding]:
    for entry in listing.entries:
        if should_stop():
            raise StoppedError
        try:
            width, height = measure(source.load(entry))
        except PictureError:
            continue  # refused when it is decoded
        if not _is_double(width, height):
            reason = (
                f"It is {width} x {height} pixels, not twice as wide as high; it is cut in the middle anyway."
            )
            yield Finding(entry.file, "suspicious", reason, "Leave it out.")


def _is_double(width: int, height: int) -> bool:
    return abs(width - 2 * height) <= max(1, height // 64)

"""Decodes two sides once and finds them again, by what they come from and how they are read."""

import hashlib
import json
import shutil
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

from ganstudio.data.building import Reading
from ganstudio.data.domain_building import build_sides, loaded_side
from ganstudio.data.domain_store import (
    StoredSides,
    is_stored_sides,
    read_sides_record,
    read_stored_sides,
)  # fmt: skip
from ganstudio.data.entries import Progress, printable
from ganstudio.data.library import listing_stamp
from ganstudio.data.parallel import StoppedError
from ganstudio.data.side_listing import SideListing, TwoSidedSource
from ganstudio.data.side_opening import open_sides, stored_sides
from ganstudio.data.storing import held
from ganstudio.errors import StudioError
from ganstudio.resources import cache_folder

_RULES = 1
"""Raised whenever decoding or pairing changes, so that what older rules made is made again."""


def open_stored(
    data: str | Path, to: str | Path | None, reading: Reading, margin: float, progress: Progress | None,
    should_stop: Callable[[], bool],
) -> StoredSides:  # fmt: skip
    """Both sides as wanted. Raises StudioError, and StoppedError when told to stop."""
    if not 0 <= margin <= 1:
        raise StudioError(f"A margin of {margin} is not possible; choose a share from 0 to 1.")
    ready = stored_sides(data) if to is None else None
    if ready is not None and _as_wanted(ready, reading, margin):
        return ready
    if ready is not None and reading.resolution is None:
        reading = replace(reading, resolution=ready.resolution)
    return _cached(open_sides(data, to, should_stop), reading, margin, progress, should_stop)


def _as_wanted(stored: StoredSides, reading: Reading, margin: float) -> bool:
    wanted = reading.resolution or stored.resolution
    return stored.resolution == wanted and stored.a.resolution == loaded_side(wanted, margin)


def _cached(
    source: TwoSidedSource, reading: Reading, margin: float, progress: Progress | None,
    should_stop: Callable[[], bool],
) -> StoredSides:  # fmt: skip
    origin, stamp = source.identity()
    listing = source.listing() if stamp is None else None
    if listing is not None:
        stamp = sides_stamp(listing)
    wanted = {
        "origin": printable(origin), "reading": asdict(reading), "margin": float(margin), "rules": _RULES,
        "name": source.name,
    }  # fmt: skip
    key = hashlib.sha256(json.dumps([origin, stamp, wanted]).encode()).hexdigest()[:24]
    target = cache_folder() / "domains" / key
    opened = _try(target)
    if opened is None:
        with held(target, should_stop):
            opened = _try(target)
            if opened is None:
                if should_stop():
                    raise StoppedError
                shutil.rmtree(target, ignore_errors=True)
                build_sides(listing or source.listing(), target, source.name, source.title, reading, margin,
                            origin=wanted, progress=progress, should_stop=should_stop)  # fmt: skip
                _drop_outdated(target, wanted)
                opened = read_stored_sides(target)
    return opened


def sides_stamp(listing: SideListing) -> str:
    """Changes when a name, a size, a time, a split or a pair does."""
    pairs = [entry for pair in listing.pairs for entry in pair]
    counts = f"{len(pairs)} {len(listing.a)} {listing.layout} {listing.titles}"
    return counts + listing_stamp([*pairs, *listing.a, *listing.b], listing.findings)


def _drop_outdated(target: Path, wanted: dict[str, object]) -> None:
    """Removes what was decoded in the same way from an earlier state of the same data."""
    for other in target.parent.iterdir():
        try:
            if other != target and read_sides_record(other)["origin"] == wanted:
                shutil.rmtree(other, ignore_errors=True)
        except (StudioError, KeyError, OSError):
            continue


def _try(target: Path) -> StoredSides | None:
    """What is in the cache; something damaged counts as missing, for it can be made again."""
    try:
        return read_stored_sides(target) if is_stored_sides(target) else None
    except StudioError:
        return None

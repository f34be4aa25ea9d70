"""A few pictures of two sides to look at, without decoding all of them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from ganstudio.data.building import Reading
from ganstudio.data.colour import parse_colour
from ganstudio.data.decoding import decode
from ganstudio.data.domain_building import own_side
from ganstudio.data.entries import Entry, Progress, never
from ganstudio.data.findings import PictureError
from ganstudio.data.fitting import fitted
from ganstudio.data.parallel import StoppedError
from ganstudio.data.side_listing import Loading, SideListing
from ganstudio.data.side_opening import open_sides
from ganstudio.errors import StudioError


def sample_sides(
    data: str | Path, to: str | Path | None = None, *, count: int, resolution: int | None = None,
    progress: Progress | None = None, should_stop: Callable[[], bool] = never,
) -> np.ndarray:  # fmt: skip
    """Pictures uint8 [2, up to count, 3, side, side] of A and of B from all over; of pairs both at the same place.

    Raises StudioError where there are not two sides with usable pictures, StoppedError when told to stop.
    """
    listing = open_sides(data, to, should_stop).listing()
    reading = Reading(resolution)
    side = reading.resolution or own_side(listing, reading, should_stop)
    found: list[np.ndarray] = []
    for both in _shuffled(listing):
        if should_stop():
            raise StoppedError
        if len(found) == count:
            break
        try:
            found.append(np.stack([_planes(entry, side, reading) for entry in both]))
        except PictureError:
            continue
        if progress is not None:
            progress(len(found), count)
    if not found:
        raise StudioError(
            f"{data} has no usable picture on one of its sides; check it with: ganstudio data check."
        )
    return np.stack(found, axis=1)


def _shuffled(listing: SideListing) -> Iterator[tuple[Entry, Entry]]:
    """Pairs, or any two where there are none, in an order that is the same every time."""
    a, b = listing.all_of(0), listing.all_of(1)
    pairs = listing.pairs or list(zip(a, b))
    order = np.random.default_rng(0).permutation(len(pairs))
    return (pairs[number] for number in order)


def _planes(entry: Entry, side: int, reading: Reading) -> np.ndarray:
    background = parse_colour(reading.background)
    planes = fitted(decode(Loading().load(entry), background, side), side, reading.fit, background)
    return np.repeat(planes, 3, axis=0) if len(planes) == 1 else planes

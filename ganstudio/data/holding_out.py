"""Which pictures of two sides are held out: as the data says, else a share of them, the same every time."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ganstudio.data.dataset import Dataset
from ganstudio.data.side_listing import HELD_OUT
from ganstudio.errors import StudioError

SHARE, FEWEST = 0.1, 12


@dataclass(frozen=True, eq=False)
class Held:
    """Whether each picture of A and of B is held out, bool; the two of a pair alike."""

    a: np.ndarray
    b: np.ndarray


def held_out(a: Dataset, b: Dataset, pairs: int) -> Held:
    """What no translator is trained on; the first `pairs` pictures of both sides are pairs.

    A side of which the data itself holds none out gives a share. Raises StudioError where nothing is left to learn.
    """
    own = [np.isin(np.array(side.splits or [""] * len(side)), HELD_OUT) for side in (a, b)]
    together = own[0][:pairs] | own[1][:pairs]
    for held in own:
        held[:pairs] = together
    lacking = [not held.any() for held in own]
    if any(lacking) and pairs > 1:
        for held in own:
            held[:pairs] |= chosen_share(a.files[:pairs])
    for side, held, lacks in zip((a, b), own, lacking):
        if lacks and not held.any():
            held[:] = chosen_share(side.files)
        if held.all():
            raise StudioError(f"All pictures of {side.title} are held out for testing; put some into train.")
    return Held(own[0], own[1])


def share_of(count: int) -> int:
    """How many of `count` pictures are held out: a tenth, at least twelve, never more than half."""
    return min(count // 2, max(FEWEST, round(SHARE * count)))


def chosen_share(files: Sequence[str]) -> np.ndarray:
    """bool [N]: a share of the files by the order of their names' digests.

    Names often follow each other by subject. So neighbours are not held out together, and hardly any picture changes
    its part when more are added.
    """
    digests = [hashlib.sha256(file.encode("utf-8", "replace")).digest() for file in files]
    order = sorted(range(len(files)), key=lambda number: (digests[number], number))
    held = np.zeros(len(files), bool)
    held[order[: share_of(len(files))]] = True
    return held

"""Which pictures of two sides are held out: as the data says, else a share of them, the same every time."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from ganstudio.data.side_listing import HELD_OUT
from ganstudio.errors import StudioError

SHARE, FEWEST = 0.1, 12


class Picture(Protocol):
    """What is known of a picture here."""

    @property
    def file(self) -> str: ...

    @property
    def split(self) -> str: ...


@dataclass(frozen=True, eq=False)
class Held:
    """Whether each picture of A and of B is held out, bool; the two of a pair alike."""

    a: np.ndarray
    b: np.ndarray


def held_out(titles: Sequence[str], sides: Sequence[Sequence[Picture]], pairs: int) -> Held:
    """What no translator is trained on; the first `pairs` pictures of both sides are pairs.

    A side of which the data itself holds none out gives a share. Raises StudioError where nothing is left to learn.
    """
    own = [np.isin(np.array([picture.split for picture in side], np.str_), HELD_OUT) for side in sides]
    together = own[0][:pairs] | own[1][:pairs]
    for held in own:
        held[:pairs] = together
    lacking = [not held.any() for held in own]
    if any(lacking) and pairs > 1:
        for held in own:
            held[:pairs] |= chosen_share([picture.file for picture in sides[0][:pairs]])
    for title, side, held, lacks in zip(titles, sides, own, lacking):
        if lacks and not held.any():
            held[:] = chosen_share([picture.file for picture in side])
        if held.all():
            raise StudioError(f"All pictures of {title} are held out for testing; put some into train.")
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

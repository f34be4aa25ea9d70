"""Two sets of pictures to translate between, with the pairs that are known among them."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from ganstudio.data.building import Reading
from ganstudio.data.dataset import Dataset
from ganstudio.data.domain_cache import open_stored
from ganstudio.data.domain_store import StoredSides
from ganstudio.data.entries import Progress, never
from ganstudio.data.findings import Finding
from ganstudio.data.fitting import Fit
from ganstudio.data.holding_out import Held, held_out
from ganstudio.data.side_listing import Layout

NO_PAIRS = np.zeros((0, 2), np.int64)


@dataclass(frozen=True, eq=False)
class Domains:
    """Pictures of side A and side B, of one resolution, split into parts to train with and parts held out. Indices are
    int64 into `a` and `b`; pairs [P, 2] are an index of each, of one subject: the same number twice.

    Pairs are known or not whatever is trained: CycleGAN never sees them, but what is held out can be compared with the
    truth.
    """

    name: str
    a: Dataset
    b: Dataset
    titles: tuple[str, str]  # what a person calls A and B, such as Outlines and Colour
    train_a: np.ndarray
    train_b: np.ndarray
    test_a: np.ndarray
    test_b: np.ndarray
    train_pairs: np.ndarray = field(default_factory=lambda: NO_PAIRS)
    test_pairs: np.ndarray = field(default_factory=lambda: NO_PAIRS)
    title: str = ""
    side: int = 0  # of what networks see, cut out of pictures that may be larger; 0: as large as the pictures
    findings: tuple[Finding, ...] = ()  # what was left out or is odd, and why
    layout: Layout = "two sets"

    @property
    def resolution(self) -> int:
        """Side of what networks see; the pictures of `a` and `b` may be larger, to crop from."""
        return self.side or self.a.resolution

    @property
    def pairs(self) -> int:
        """How many pairs are known: the first pictures of both sides."""
        return len(self.train_pairs) + len(self.test_pairs)

    @property
    def folder(self) -> Path | None:
        """Where both sides lie; None if they are not on the disk."""
        return self.a.folder.parent if self.a.folder is not None else None

    @property
    def channels(self) -> int:
        """1 where all pictures of both sides are grey, else 3; batches make grey pictures colour where needed."""
        return max(self.a.channels, self.b.channels)

    @property
    def fingerprint(self) -> str:
        """SHA-256 over both sides, the split and the pairs."""
        digest = hashlib.sha256((self.a.fingerprint + self.b.fingerprint).encode())
        for indices in (
            self.train_a,
            self.train_b,
            self.test_a,
            self.test_b,
            self.train_pairs,
            self.test_pairs,
        ):
            digest.update(np.ascontiguousarray(indices, "<i8").tobytes() + b"|")
        return digest.hexdigest()

    def __len__(self) -> int:
        return len(self.a) + len(self.b)


def open_domains(
    data: str | Path, to: str | Path | None = None, resolution: int | None = None, *, margin: float = 0.0,
    disjoint: bool = False, fit: Fit = "crop", background: str = "white", progress: Progress | None = None,
    should_stop: Callable[[], bool] = never,
) -> Domains:  # fmt: skip
    """The two sides that `data` holds, or `data` as A and `to` as B, decoded once into a cache.

    `data` is a name, a folder or a zip; alone it holds folders A and B or trainA and trainB, pictures of both sides
    next to each other (`to="side-by-side"` says so where their shape does not), or is a table of pairs (a,b[,split]).
    Networks see `resolution`, the data's own if left out; pictures are kept a `margin` (as a share) larger, to crop
    from. `disjoint`: A trains on the even and B on the odd of the training pairs, so that no counterpart is ever seen.

    Raises StudioError where there are not two sides with pictures, StoppedError when told to stop.
    """
    reading = Reading(resolution, fit, background)
    stored = open_stored(data, to, reading, margin, progress, should_stop)
    held = held_out(stored.titles, (stored.a.pictures, stored.b.pictures), stored.pairs)
    return _split(stored, held, disjoint)


def _split(stored: StoredSides, held: Held, disjoint: bool) -> Domains:
    pairs = np.arange(stored.pairs)
    train_pairs, test_pairs = pairs[~held.a[: stored.pairs]], pairs[held.a[: stored.pairs]]
    train_a, train_b = np.flatnonzero(~held.a), np.flatnonzero(~held.b)
    if disjoint and len(train_pairs) > 1:
        train_a, train_b = np.setdiff1d(train_a, train_pairs[1::2]), np.setdiff1d(train_b, train_pairs[::2])
    return Domains(
        stored.name, stored.a, stored.b, stored.titles, train_a, train_b, np.flatnonzero(held.a),
        np.flatnonzero(held.b), np.stack([train_pairs] * 2, 1), np.stack([test_pairs] * 2, 1), stored.title,
        stored.resolution, stored.findings, stored.layout,
    )  # fmt: skip

"""Two sets of pictures to translate between, with the pairs that are known among them."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from ganstudio.data.dataset import Dataset
from ganstudio.data.entries import Progress, never
from ganstudio.data.library import open_dataset
from ganstudio.errors import StudioError

NO_PAIRS = np.zeros((0, 2), np.int64)


@dataclass(frozen=True, eq=False)
class Domains:
    """Pictures of side A and side B, of one resolution and number of channels, split into parts to train with and
    parts held out. Indices are int64 into `a` and `b`; pairs [P, 2] are an index of each, of one subject.

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

    @property
    def resolution(self) -> int:
        return self.a.resolution

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
    progress: Progress | None = None, should_stop: Callable[[], bool] = never,
) -> Domains:  # fmt: skip
    """The two sides that `data` holds, or `data` as A and `to` as B, at `resolution` and a `margin` more (as a share) to
    crop from.

    Raises StudioError where there are not two sides.
    """
    if to is None:
        raise StudioError(f"{data} is one set of pictures; name the other side too.")
    a = open_dataset(data, resolution, progress=progress, should_stop=should_stop)
    b = open_dataset(to, a.resolution, progress=progress, should_stop=should_stop)
    train_a, test_a = _held_out(a)
    train_b, test_b = _held_out(b)
    return Domains(f"{a.name} and {b.name}", a, b, (a.title, b.title), train_a, train_b, test_a, test_b)


def _held_out(dataset: Dataset) -> tuple[np.ndarray, np.ndarray]:
    """Training and held-out indices: by the data's own split, else every tenth picture is held out."""
    everything = np.arange(len(dataset))
    held = np.isin(everything, dataset.indices_of("test")) if dataset.splits else everything % 10 == 9
    return everything[~held], everything[held]

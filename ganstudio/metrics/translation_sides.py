"""Which pictures of two sides translators are judged by."""

from dataclasses import dataclass

import numpy as np

from ganstudio.data.dataset import Dataset
from ganstudio.data.domains import Domains
from ganstudio.data.side_pictures import SidePictures
from ganstudio.errors import StudioError

FEWEST = 64
"""Where fewer are held out, pictures of the training join them: the kernel distance has no bias however few there are,
but of a dozen it says nothing."""


@dataclass(frozen=True, eq=False)
class Side:
    """`held` of the pictures are those that no translator is trained on; `title` is what a person calls them."""

    title: str
    pictures: SidePictures
    held: int

    def __len__(self) -> int:
        return len(self.pictures)

    def __str__(self) -> str:
        """As protocols have it."""
        count = len(self)
        return f"{count}-held-out" if self.held == count else f"{count}-of-which-{self.held}-held-out"


@dataclass(frozen=True, eq=False)
class Sides:
    """A and B, and the held-out pairs that are known among them: `pairs` [P, 2] are places in either."""

    a: Side
    b: Side
    pairs: np.ndarray
    channels: int

    def of(self, name: str) -> Side:
        """The side called a or b."""
        return self.a if name == "a" else self.b

    def partners(self, direction: str) -> np.ndarray:
        """int64 [N] for the side that a direction starts from: the place of the true counterpart, -1 where unknown."""
        here, there = (0, 1) if direction == "a2b" else (1, 0)
        found = np.full(len(self.of(direction[0])), -1)
        found[self.pairs[:, here]] = self.pairs[:, there]
        return found


def choose_sides(domains: Domains, resolution: int, channels: int, most: int) -> Sides:
    """Up to `most` pictures of each side, the same every time: held-out ones, of known pairs first.

    Raises StudioError where a side has fewer than two pictures.
    """
    random = np.random.RandomState(0)
    pairs = _some(random, domains.test_pairs, most)
    parts = (
        (domains.a, domains.titles[0], domains.test_a, domains.train_a, pairs[:, 0]),
        (domains.b, domains.titles[1], domains.test_b, domains.train_b, pairs[:, 1]),
    )
    a, b = (
        _side(dataset, title, _numbers(random, test, train, paired, most), test, resolution)
        for dataset, title, test, train, paired in parts
    )
    places = [np.searchsorted(side.pictures.numbers, pairs[:, column]) for column, side in enumerate((a, b))]
    return Sides(a, b, np.stack(places, axis=1), channels)


def _side(dataset: Dataset, title: str, numbers: np.ndarray, test: np.ndarray, resolution: int) -> Side:
    if len(numbers) < 2:
        raise StudioError(f"{dataset.name} has fewer than two pictures to compare with; add more.")
    return Side(title, SidePictures(dataset, numbers, resolution), int(np.isin(numbers, test).sum()))


def _numbers(
    random: np.random.RandomState, test: np.ndarray, train: np.ndarray, paired: np.ndarray, most: int
) -> np.ndarray:
    """Ascending indices: those of pairs, then held-out ones, then, up to FEWEST, those of the training."""
    chosen = np.unique(paired)
    chosen = np.union1d(chosen, _some(random, np.setdiff1d(test, chosen), most - len(chosen)))
    missing = min(FEWEST, most) - len(chosen)
    return np.union1d(chosen, _some(random, np.setdiff1d(train, chosen), missing)).astype(np.int64)


def _some(random: np.random.RandomState, numbers: np.ndarray, most: int) -> np.ndarray:
    if len(numbers) <= most:
        return numbers
    return numbers[np.sort(random.choice(len(numbers), max(0, most), replace=False))]

"""A decoded data set on the disk: a memory map of pictures, their labels, and a record of where they come from.

images.npy     uint8 [N, C, H, W]
labels.npy     int64 [N], all 0 without classes
pictures.json  one [file, caption, split] for each picture
dataset.json   everything else, written last
"""

import json
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from ganstudio.data.findings import Finding
from ganstudio.errors import StudioError

FORMAT = 1
RECORD, IMAGES, LABELS, PICTURES = "dataset.json", "images.npy", "labels.npy", "pictures.json"


class Picture(NamedTuple):
    """Where a picture came from and what the data says of it; empty where it says nothing."""

    file: str
    caption: str
    split: str


@dataclass(frozen=True, eq=False)
class Dataset:
    """Square pictures ready for batches: `images` uint8 [N, C, H, W], `labels` int64 [N]."""

    name: str
    images: np.ndarray
    labels: np.ndarray
    class_names: tuple[str, ...]
    fingerprint: str  # SHA-256 of pictures, labels and settings
    title: str = ""
    folder: Path | None = None
    skipped: tuple[Finding, ...] = ()  # what was left out when the pictures were read, and why
    record: dict[str, Any] = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        return len(self.images)

    @property
    def resolution(self) -> int:
        """Side of the pictures."""
        return int(self.images.shape[2])

    @property
    def channels(self) -> int:
        """1 where all pictures are grey, else 3."""
        return int(self.images.shape[1])

    @property
    def class_counts(self) -> dict[str, int]:
        """How many pictures each class has; empty without classes."""
        counts = np.bincount(self.labels, minlength=len(self.class_names))
        return {name: int(count) for name, count in zip(self.class_names, counts)}

    @property
    def files(self) -> tuple[str, ...]:
        """The file that each picture came from."""
        return tuple(row[0] for row in self._rows)

    @property
    def captions(self) -> tuple[str, ...] | None:
        """One for each picture; None where there are none."""
        return self._column(1)

    @property
    def splits(self) -> tuple[str, ...] | None:
        """Such as "train" or "test" for each picture; None where the data does not say."""
        return self._column(2)

    @property
    def pictures(self) -> list[Picture]:
        """What is known of each picture."""
        return [Picture(*row) for row in self._rows]

    def indices_of(self, split: str) -> np.ndarray:
        """Indices int64 of the pictures in a split; all of them where the data does not say."""
        splits = self.splits
        return np.flatnonzero(np.asarray(splits) == split) if splits else np.arange(len(self))

    def _column(self, index: int) -> tuple[str, ...] | None:
        column = tuple(row[index] for row in self._rows)
        return column if any(column) else None

    @cached_property
    def _rows(self) -> list[list[str]]:
        if self.folder is None:
            return [["", "", ""]] * len(self)
        return json.loads((self.folder / PICTURES).read_text("utf-8"))


def is_dataset(folder: Path) -> bool:
    """Whether a folder holds a decoded data set (rather than pictures)."""
    return (folder / IMAGES).is_file() and (folder / RECORD).is_file()


def read_record(folder: Path, name: str = RECORD) -> dict[str, Any]:
    """A data set's record, from its file of that name. Raises StudioError when it is missing or damaged."""
    try:
        record = json.loads((folder / name).read_text("utf-8"))
        if record["format"] != FORMAT:
            raise StudioError(f"The data set {folder.name} was made by a newer GAN Studio; update this one.")
        return record
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        raise damaged(folder) from error


def read_dataset(folder: Path) -> Dataset:
    """Opens a decoded data set without reading its pictures. Raises StudioError when it is damaged."""
    record = read_record(folder)
    try:
        images = np.load(folder / IMAGES, mmap_mode="r", allow_pickle=False)
        labels = np.load(folder / LABELS, allow_pickle=False)
        classes = tuple(str(name) for name in record["class_names"])
        count, side, channels = (int(record[key]) for key in ("count", "resolution", "channels"))
        fits = images.shape == (count, channels, side, side) and images.dtype == np.uint8
        if not fits or labels.shape != (count,) or labels.min() < 0 or labels.max() >= max(1, len(classes)):
            raise damaged(folder)
        return Dataset(
            record["name"], images, labels.astype(np.int64), classes, record["fingerprint"], record["title"], folder,
            tuple(Finding(**finding) for finding in record["skipped"]), record,
        )  # fmt: skip
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        raise damaged(folder) from error


def damaged(folder: Path) -> StudioError:
    """What is said of a data set that cannot be read."""
    return StudioError(f"The data set {folder.name} is damaged or incomplete; import its pictures again.")

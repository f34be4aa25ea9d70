"""What is known of the data once all its pictures have been looked at, kept on the disk for every later run.

The key is made of the data's fingerprint and of everything else that the numbers depend on; a damaged file counts as
missing, for it can be made again.
"""

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save as to_bytes
from torch import Tensor

from ganstudio import disk
from ganstudio.data.dataset import Dataset
from ganstudio.errors import StudioError
from ganstudio.metrics.collecting import BATCH, Collected, nearest_class
from ganstudio.metrics.extractors import Extractor
from ganstudio.metrics.moments import Moments
from ganstudio.resources import cache_folder

FORMAT = 1
HELD_OUT = 4  # one in so many pictures at most tests the class means instead of making them


@dataclass(frozen=True, eq=False)
class RealPictures:
    """Which pictures of a data set count. `numbers` are their indices, ascending; the rest are places in `numbers`."""

    dataset: Dataset
    split: str | None
    numbers: np.ndarray
    fixed: np.ndarray  # places of a fixed batch, ascending
    held_out: np.ndarray  # places, a part of `fixed`, that class means are not made from

    def __len__(self) -> int:
        return len(self.numbers)

    def read(self, first: int, count: int) -> Tensor:
        """uint8 [count, C, H, W] of the pictures from place `first` on."""
        return torch.from_numpy(
            np.ascontiguousarray(self.dataset.images[self.numbers[first : first + count]])
        )

    @property
    def labels(self) -> np.ndarray:
        return self.dataset.labels[self.numbers]

    @property
    def class_shares(self) -> np.ndarray | None:
        """How often each class is among them; None without classes."""
        if not self.dataset.class_names:
            return None
        counts = np.bincount(self.labels, minlength=len(self.dataset.class_names))
        return counts / counts.sum()


def choose_pictures(dataset: Dataset, split: str | None = None, most: int | None = None) -> RealPictures:
    """All pictures of a split, or `most` of them drawn at random, the same every time."""
    numbers = dataset.indices_of(split) if split else np.arange(len(dataset))
    if split and (not len(numbers) or dataset.splits is None):
        known = ", ".join(sorted(set(dataset.splits or ()) - {""})) or "none"
        raise StudioError(f"The data set {dataset.name} has no split called {split}; it has {known}.")
    random = np.random.RandomState(0)
    if most is not None and most < len(numbers):
        numbers = np.sort(random.choice(numbers, most, replace=False))
    order = random.permutation(len(numbers))
    fixed = order[:BATCH]
    return RealPictures(dataset, split, numbers, np.sort(fixed), fixed[: len(numbers) // HELD_OUT])


@dataclass(frozen=True, eq=False)
class RealStatistics:
    """`batch` [<= 512, D]; with K classes `class_means` [K, D] and `held_classes` [H], where held-out pictures fall."""

    moments: Moments
    batch: Tensor
    class_means: Tensor | None
    held_classes: Tensor | None
    features: Tensor | None


class ClassSums:
    """Sums of features by class, for the class means."""

    def __init__(self, pictures: RealPictures, width: int, device: torch.device) -> None:
        self._labels = torch.from_numpy(pictures.labels.copy())
        counts_for_mean = torch.ones(len(pictures))
        counts_for_mean[torch.from_numpy(pictures.held_out)] = 0
        self._weights = counts_for_mean
        classes = len(pictures.dataset.class_names)
        self.sums = torch.zeros(classes, width, device=device)
        self.counts = torch.zeros(classes, 1, device=device)

    def add(self, first: int, features: Tensor) -> None:
        """Features [n, D] of the pictures from place `first` on."""
        rows = slice(first, first + len(features))
        labels, weights = (part[rows].to(features.device) for part in (self._labels, self._weights))
        self.sums.index_add_(0, labels, features * weights[:, None])
        self.counts.index_add_(0, labels, weights[:, None])

    def means(self) -> Tensor:
        """[K, D]; a class without a picture gets a mean that nothing is near to."""
        return torch.where(self.counts > 0, self.sums / self.counts.clamp_min(1), 1e6).cpu()


def statistics_of(pictures: RealPictures, collected: Collected, sums: ClassSums | None) -> RealStatistics:
    """From what was collected of all pictures."""
    means = held = None
    if sums is not None:
        means = sums.means()
        rows = np.searchsorted(pictures.fixed, pictures.held_out)
        held = nearest_class(collected.batch[torch.from_numpy(rows)], means)
    return RealStatistics(collected.moments, collected.batch, means, held, collected.features)


def cache_file(pictures: RealPictures, extractor: Extractor) -> Path:
    """Where the statistics of these pictures under this extractor are kept."""
    count = len(pictures)
    key = [FORMAT, pictures.dataset.fingerprint, pictures.split, count, extractor.name, extractor.resize]
    name = hashlib.sha256(json.dumps(key).encode()).hexdigest()[:24]
    return cache_folder() / "statistics" / f"{name}.safetensors"


def read_statistics(file: Path, extractor: Extractor, with_features: bool) -> RealStatistics | None:
    """What an earlier evaluation kept; None where there is nothing, not enough, or nothing sound."""
    try:
        with safe_open(file, framework="pt") as opened:
            names = set(opened.keys())
            wanted = names if with_features else names - {"features"}
            if with_features and "features" not in names:
                return None
            return _checked({name: opened.get_tensor(name) for name in wanted}, extractor.width)
    except (OSError, SafetensorError, KeyError, ValueError):
        return None


def _checked(tensors: dict[str, Tensor], width: int) -> RealStatistics:
    """Raises KeyError or ValueError for what cannot be."""
    moments = Moments(int(tensors["count"]), tensors["mean"], tensors["scatter"])
    batch, features = tensors["batch"], tensors.get("features")
    means, held = tensors.get("class_means"), tensors.get("held_classes")
    shapes = [part.shape[1:] for part in (moments.scatter, batch, features, means) if part is not None]
    sound = (
        all(shape == (width,) for shape in (*shapes, moments.mean.shape)) and len(moments.scatter) == width
    )
    if not sound or not all(bool(torch.isfinite(part).all()) for part in tensors.values()):
        raise ValueError("not the statistics of these features")
    return RealStatistics(moments, batch, means, held, features)


def keep_statistics(file: Path, statistics: RealStatistics) -> None:
    """Writes them whole or not at all. A disk that refuses costs only the time to make them again."""
    found = {
        "count": torch.tensor(statistics.moments.count), "mean": statistics.moments.mean,
        "scatter": statistics.moments.scatter, "batch": statistics.batch, "features": statistics.features,
        "class_means": statistics.class_means, "held_classes": statistics.held_classes,
    }  # fmt: skip
    tensors = {name: part.contiguous() for name, part in found.items() if part is not None}
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        size = sum(part.nbytes for part in tensors.values())
        disk.require_space(file.parent, 2 * size)
        disk.write_file(file, to_bytes(tensors))

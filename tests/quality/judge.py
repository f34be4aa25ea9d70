"""Reads generated digits with a small classifier that knows MNIST, and says how good and how varied they are.

    GANSTUDIO_MNIST=mnist70k.npz python -m tests.quality.judge RUN_OR_MODEL [--samples 2000]

The file has x_train, y_train, x_test, y_test as MNIST's own split. The classifier is trained once, in about five
minutes on one core, and kept in GANSTUDIO_JUDGE (a .safetensors file; by default in the folder for temporary files).
"""

import argparse
import json
import os
import tempfile
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, interpolate

SIDE, FEATURES, CLASSES = 32, 64, 10


@dataclass(frozen=True)
class Verdict:
    """Figures for one set of pictures. Ratios are to as many real training digits, read in the same way."""

    samples: int
    accuracy: float  # share read as the class that was asked; nan where none was
    distance: float  # Fréchet distance to the test digits
    distance_ratio: float
    smallest_class: float  # share of the rarest digit
    class_shares: tuple[float, ...]
    variety: float  # mean distance of two pictures of a class in features, as a ratio, mean over classes
    least_variety: float  # the same for the most uniform class
    coverage: float  # share of test digits that have a picture as near as their 5th real neighbour
    duplicates: float  # share whose nearest sibling is nearer than that of all but 1 % of real digits

    def __str__(self) -> str:
        return json.dumps({key: _rounded(value) for key, value in asdict(self).items()})


class Reader(nn.Module):
    """A convolutional digit reader: images [N, 1, 32, 32] in [-1, 1] -> logits [N, 10], features [N, 64]."""

    def __init__(self) -> None:
        super().__init__()
        sizes = ((1, 32, 5, 2), (32, 64, 3, 1), (64, 128, 3, 2), (128, 128, 3, 2))
        layers: list[nn.Module] = []
        for inside, outside, kernel, stride in sizes:
            layers.append(nn.Conv2d(inside, outside, kernel, stride, kernel // 2, bias=False))
            layers += [nn.BatchNorm2d(outside), nn.ReLU()]
        self.features = nn.Sequential(*layers, nn.Flatten(), nn.Linear(2048, FEATURES), nn.ReLU())
        self.dropout = nn.Dropout(0.3)
        self.head = nn.Linear(FEATURES, CLASSES)

    def forward(self, images: Tensor) -> tuple[Tensor, Tensor]:
        features = self.features(images)
        return self.head(self.dropout(features)), features


class Judge:
    """The trained reader with the real digits that everything is compared with."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader.eval().requires_grad_(False)
        test, test_labels = mnist("test")
        logits, features = self._raw(test)
        self.test_accuracy = float((logits.argmax(1) == test_labels).double().mean())
        self._mean, self._scale = features.mean(0), features.std(0).clamp_min(1e-6)
        self._scale[features.std(0) < 1e-3] = float("inf")  # a feature that never fires says nothing
        self.test_features = self._standard(features)

    def read(self, images: Tensor) -> tuple[Tensor, Tensor]:
        """images [N, C, H, W] in [-1, 1] of any size -> class that is read [N], standardised features [N, 64]."""
        logits, features = self._raw(as_digits(images))
        return logits.argmax(1), self._standard(features)

    def verdict(self, images: Tensor, asked: Tensor | None = None) -> Verdict:
        """Every figure for some pictures, of which `asked` [N] are the classes that were wanted."""
        seen, features = self.read(images)
        real_distance, real_variety, real_nearest = self.yardstick(len(images))
        distance = frechet(features, self.test_features)
        shares = torch.bincount(seen, minlength=CLASSES).double() / len(seen)
        variety = spread(features, seen) / real_variety
        nearest = nearest_sibling(as_digits(images), seen)
        return Verdict(
            samples=len(images),
            accuracy=float("nan") if asked is None else float((seen == asked).double().mean()),
            distance=distance,
            distance_ratio=distance / real_distance,
            smallest_class=float(shares.min()),
            class_shares=tuple(shares.tolist()),
            variety=float(variety.nanmean()),
            least_variety=float(variety.nan_to_num(0).min()),
            coverage=coverage(features, self.test_features[:2000]),
            duplicates=float((nearest < real_nearest.quantile(0.01)).double().mean()),
        )

    @cache  # noqa: B019 (one judge lives as long as the process)
    def yardstick(self, count: int) -> tuple[float, Tensor, Tensor]:
        """Of `count` real training digits: Fréchet distance, spread of each class, distances of siblings.

        The distance is a mean over five random choices, as single ones differ by a third.
        """
        images, labels = mnist("train")
        choices = [
            torch.randperm(len(images), generator=torch.Generator().manual_seed(s))[:count] for s in range(5)
        ]
        features = [self.read(images[choice])[1] for choice in choices]
        distance = sum(frechet(some, self.test_features) for some in features) / len(features)
        first = choices[0]
        return distance, spread(features[0], labels[first]), nearest_sibling(images[first], labels[first])

    def _raw(self, images: Tensor) -> tuple[Tensor, Tensor]:
        parts = [self.reader(part) for part in images.split(500)]
        return torch.cat([part[0] for part in parts]), torch.cat([part[1] for part in parts]).double()

    def _standard(self, features: Tensor) -> Tensor:
        return (features - self._mean) / self._scale


def frechet(one: Tensor, other: Tensor) -> float:
    """Fréchet distance of two sets of features [N, D], each taken as a normal distribution."""
    a, b = torch.cov(one.T), torch.cov(other.T)
    cross = torch.linalg.eigvals(a @ b).real.clamp_min(0).sqrt().sum()
    return float((one.mean(0) - other.mean(0)).square().sum() + a.trace() + b.trace() - 2 * cross)


def spread(features: Tensor, labels: Tensor) -> Tensor:
    """Mean distance between two different members of each class [classes]; nan for fewer than two members."""
    members = [features[labels == label] for label in range(CLASSES)]
    return torch.stack([torch.pdist(few).mean() for few in members])


def nearest_sibling(images: Tensor, labels: Tensor) -> Tensor:
    """Distance in pixels of each picture to the most similar other one of its class, over all classes [M]."""
    found = []
    for label in range(CLASSES):
        few = images[labels == label].flatten(1)
        if len(few) > 1:
            found.append(torch.cdist(few, few).fill_diagonal_(float("inf")).amin(1))
    return torch.cat(found)


def coverage(made: Tensor, real: Tensor, neighbours: int = 5) -> float:
    """Share of real features with a made one nearer than their k-th real neighbour (Naeem et al. 2020, eq. 7)."""
    radius = torch.cdist(real, real).kthvalue(neighbours + 1, dim=1).values
    return float((torch.cdist(real, made).amin(1) <= radius).double().mean())


def as_digits(images: Tensor) -> Tensor:
    """Pictures as they would be saved, grey and 32 px: [N, C, H, W] -> [N, 1, 32, 32] in [-1, 1]."""
    images = ((images * 127.5 + 128).clamp(0, 255).floor() - 127.5) / 127.5
    images = images.mean(1, keepdim=True)
    return images if images.shape[-1] == SIDE else interpolate(images, SIDE, mode="bilinear")


@cache
def mnist(split: str) -> tuple[Tensor, Tensor]:
    """Digits as [N, 1, 32, 32] in [-1, 1] and their classes [N], from the file that GANSTUDIO_MNIST names."""
    with np.load(os.environ["GANSTUDIO_MNIST"], allow_pickle=False) as file:
        pixels, labels = torch.from_numpy(file[f"x_{split}"]), torch.from_numpy(file[f"y_{split}"]).long()
    enlarged = [interpolate(part[:, None].float(), SIDE, mode="bilinear") for part in pixels.split(5000)]
    return torch.cat(enlarged) / 127.5 - 1, labels


def train_reader(epochs: int = 6, batch: int = 128) -> Reader:
    """Trains the reader on all 60,000 training digits, shifted by up to two pixels, with one-cycle Adam."""
    torch.manual_seed(0)
    reader, (images, labels) = Reader(), mnist("train")
    steps = epochs * (len(images) // batch)
    optimizer = torch.optim.AdamW(reader.parameters(), lr=3e-3, weight_decay=0.01, fused=True)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 4e-3, total_steps=steps)
    for step in range(steps):
        if step % (len(images) // batch) == 0:
            order = torch.randperm(len(images))
        index = order[(step * batch) % (len(images) - batch + 1) :][:batch]
        shift = torch.randint(-2, 3, (2,)).tolist()
        logits, _ = reader(images[index].roll(shift, (2, 3)))
        optimizer.zero_grad()
        cross_entropy(logits, labels[index], label_smoothing=0.05).backward()
        optimizer.step()
        schedule.step()
        if step % 200 == 0:
            print(f"judge: step {step} of {steps}", flush=True)
    return reader


@cache
def load_judge() -> Judge:
    """The judge, trained now if it was not before."""
    file = Path(
        os.environ.get("GANSTUDIO_JUDGE") or Path(tempfile.gettempdir()) / "ganstudio-judge.safetensors"
    )
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        save_file(train_reader().state_dict(), file)
    reader = Reader()
    reader.load_state_dict(load_file(file))
    return Judge(reader)


def judge_model(path: Path, samples: int = 2000) -> Verdict:
    """The verdict on seeds 0 to `samples` - 1 of a run folder or model file; classes take turns."""
    from ganstudio.latents.model import load_model

    model = load_model(path)
    asked = torch.arange(samples) % model.num_classes if model.num_classes else None
    images = model.generate(model.latents(range(samples)), None if asked is None else asked.tolist())
    return load_judge().verdict(images, asked)


def _rounded(value: object) -> object:
    if isinstance(value, tuple):
        return [round(part, 4) for part in value]
    return round(value, 4) if isinstance(value, float) else value


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("model", type=Path)
    parser.add_argument("--samples", type=int, default=2000)
    arguments = parser.parse_args()
    print(judge_model(arguments.model, arguments.samples))


if __name__ == "__main__":
    main()

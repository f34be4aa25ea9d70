"""Pictures from a folder of PNG files to batches of floats: the decoded memory map against decoding every epoch."""

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from ganstudio.data.batches import load_batch
from ganstudio.data.library import open_dataset
from ganstudio.data.sampler import Sampler
from tests.benchmarks.pairing import Row, measure_pairs, require_equal

SIDE, COUNT, BATCH, CLASSES = 64, 2000, 32, 4


def write_folder(folder: Path) -> None:
    """Smooth random pictures, about as hard to decompress as photographs of that size."""
    random = np.random.default_rng(1)
    for index in range(COUNT):
        small = random.integers(0, 256, (16, 16, 3), dtype=np.uint8)
        picture = Image.fromarray(small).resize((SIDE, SIDE), Image.Resampling.BICUBIC)
        noisy = np.clip(np.asarray(picture, np.int16) + random.integers(-4, 5, (SIDE, SIDE, 3)), 0, 255)
        path = folder / f"class-{index % CLASSES}" / f"{index:05d}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(noisy.astype(np.uint8)).save(path)


def our_epoch(folder: Path) -> Callable[[], torch.Tensor]:
    """One pass over a folder that was decoded when it was first opened; gives the mean, as a check."""
    dataset = open_dataset(str(folder), SIDE)
    sampler = Sampler(dataset.labels, BATCH, seed=1, mirror=True)

    def epoch() -> torch.Tensor:
        total = torch.zeros(())
        for index in range(COUNT // BATCH):
            batch = load_batch(dataset, *sampler.batch_at(index), "cpu", labelled=True)
            total += batch["image"].mean()
        return total / (COUNT // BATCH)

    return epoch


def their_epoch(folder: Path) -> Callable[[], torch.Tensor]:
    """ImageFolder and DataLoader as in tutorials, in this process, so that its work is counted."""
    from torchvision import datasets, transforms

    steps = [
        transforms.RandomHorizontalFlip(),
        transforms.ToTensor(),
        transforms.Normalize([0.5] * 3, [0.5] * 3),
    ]
    pictures = datasets.ImageFolder(str(folder), transforms.Compose(steps))
    loader = torch.utils.data.DataLoader(pictures, batch_size=BATCH, shuffle=True, drop_last=True)

    def epoch() -> torch.Tensor:
        total = torch.zeros(())
        for images, _labels in loader:
            total += images.mean()
        return total / len(loader)

    return epoch


def compare(folder: Path) -> None:
    """Every picture and label, unmirrored, must be the same in both."""
    from torchvision import datasets, transforms

    dataset = open_dataset(str(folder), SIDE)
    theirs = datasets.ImageFolder(str(folder), transforms.ToTensor())
    places = {str(Path(path).relative_to(folder)): index for index, (path, _) in enumerate(theirs.samples)}
    batch = load_batch(dataset, np.arange(50), np.zeros(50, bool), "cpu", labelled=True)
    for index, name in enumerate(dataset.files[:50]):
        image, label = theirs[places[name]]
        require_equal(name, batch["image"][index], image * 2 - 1, 1e-6)
        require_equal(name, batch["label"][index].argmax(), label, 0)


def measure(quick: bool, slow: bool) -> Iterator[Row]:
    """Processor time and wall time of one epoch; reading the folder once, before, is a figure of its own."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "pictures"
        write_folder(folder)
        begun = time.process_time()
        open_dataset(str(folder), SIDE)
        once = (time.process_time() - begun) * 1e3
        compare(folder)
        ours, theirs = our_epoch(folder), their_epoch(folder)
        require_equal("mean of an epoch", ours() + 1, theirs() + 1, 0.05)
        pairs = 2 if quick else 7
        name, details = f"{COUNT:,} PNG of {SIDE} px to batches", {"decoding_once_ms": once}
        against = "ImageFolder + DataLoader"
        cpu = measure_pairs(ours, theirs, pairs, time.process_time)
        yield cpu.row(f"{name}, processor", against=against, goal=15, details=details)
        wall = measure_pairs(ours, theirs, pairs, time.perf_counter)
        yield wall.row(f"{name}, wall", against=against, goal=15, details=details)

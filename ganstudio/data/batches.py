"""From the memory map to a batch on the device; the pictures stay bytes until they are there."""

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import one_hot

from ganstudio.data.dataset import Dataset


def load_batch(
    dataset: Dataset, indices: np.ndarray, flips: np.ndarray, device: torch.device | str, labelled: bool
) -> dict[str, Tensor]:
    """`image` float32 [N, C, H, W] in [-1, 1], those of `flips` mirrored; `label` one-hot float32 [N, classes]."""
    device = torch.device(device)
    images = _flipped(np.asarray(dataset.images[indices]), flips, device)
    batch = {"image": images.to(torch.float32).div_(127.5).sub_(1)}
    if labelled:
        labels = moved(dataset.labels[indices], device)
        batch["label"] = one_hot(labels, max(1, len(dataset.class_names))).to(torch.float32)
    return batch


def _flipped(pixels: np.ndarray, flips: np.ndarray, device: torch.device) -> Tensor:
    """Bytes on the device, mirrored there; on the CPU numpy mirrors bytes five times as fast as torch does."""
    if device.type == "cpu":
        pixels[flips] = pixels[flips, ..., ::-1]
        return torch.from_numpy(pixels)
    images = moved(pixels, device)
    if not flips.any():
        return images
    return torch.where(moved(flips, device)[:, None, None, None], images.flip(3), images)


def moved(numbers: np.ndarray, device: torch.device) -> Tensor:
    """On the device; on CUDA from pinned memory, so that the copy overlaps with computing."""
    tensor = torch.from_numpy(numbers)
    if device.type == "cuda":
        return tensor.pin_memory().to(device, non_blocking=True)
    return tensor.to(device)

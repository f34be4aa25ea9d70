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
    images = _moved(torch.from_numpy(np.asarray(dataset.images[indices])), device)
    if flips.any():
        mirrored = _moved(torch.from_numpy(flips), device)[:, None, None, None]
        images = torch.where(mirrored, images.flip(3), images)
    batch = {"image": images.to(torch.float32).div_(127.5).sub_(1)}
    if labelled:
        labels = _moved(torch.from_numpy(dataset.labels[indices]), device)
        batch["label"] = one_hot(labels, max(1, len(dataset.class_names))).to(torch.float32)
    return batch


def _moved(numbers: Tensor, device: torch.device) -> Tensor:
    """On the device; on CUDA from pinned memory, so that the copy overlaps with computing."""
    if device.type == "cuda":
        return numbers.pin_memory().to(device, non_blocking=True)
    return numbers.to(device)

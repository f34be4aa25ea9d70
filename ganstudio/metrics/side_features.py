"""The features of the real pictures of a side, kept on the disk for every later measurement of the same ones."""

import hashlib
import json
from collections.abc import Callable, Generator
from contextlib import suppress
from pathlib import Path

import numpy as np
import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save as to_bytes
from torch import Tensor

from ganstudio import disk
from ganstudio.data.side_pictures import SidePictures
from ganstudio.metrics.extractors import Extractor
from ganstudio.metrics.sharing import Share
from ganstudio.metrics.working import Working
from ganstudio.resources import cache_folder

FORMAT = 2  # 1: pictures were cut from the middle


def side_features(
    pictures: SidePictures, extractor: Extractor, share: Share, should_stop: Callable[[], bool]
) -> Generator[Working, None, Tensor | None]:
    """Features [N, D] on the CPU, from the disk where they are there; None when stopped."""
    file, total = _file(pictures, extractor), len(pictures)
    known = _read(file, total, extractor.width)
    if share.all_agree(known is not None, extractor.device):
        return known
    found = torch.zeros(total, extractor.width, device=extractor.device)
    for first, count in share.batches(total, extractor.at_once):
        if share.any_says(should_stop, extractor.device):
            return None
        if count:
            found[first : first + count] = extractor(pictures.read(first, count))[0]
        yield Working("Looking at the data", share.shown(first + count, total), total)
    share.sum_([found])
    found = found.cpu()
    if share.rank == 0:
        _keep(file, found)
    return found


def _file(pictures: SidePictures, extractor: Extractor) -> Path:
    numbers = np.ascontiguousarray(pictures.numbers, "<i8").tobytes()
    key = [FORMAT, "side", pictures.dataset.fingerprint, hashlib.sha256(numbers).hexdigest(), pictures.resolution,
           extractor.name, extractor.resize]  # fmt: skip
    name = hashlib.sha256(json.dumps(key).encode()).hexdigest()[:24]
    return cache_folder() / "statistics" / f"{name}.safetensors"


def _read(file: Path, total: int, width: int) -> Tensor | None:
    """None where there is nothing, or nothing sound: it can be made again."""
    try:
        with safe_open(file, framework="pt") as opened:
            features: Tensor = opened.get_tensor("features")
    except (OSError, SafetensorError, KeyError, ValueError):
        return None
    sound = features.shape == (total, width) and bool(torch.isfinite(features).all())
    return features if sound else None


def _keep(file: Path, features: Tensor) -> None:
    """A disk that refuses costs only the time to make them again."""
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        disk.require_space(file.parent, 2 * features.nbytes)
        disk.write_file(file, to_bytes({"features": features.contiguous()}))

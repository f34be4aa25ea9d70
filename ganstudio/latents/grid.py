"""From the numbers a generator makes to pictures and grids of pictures."""

import numpy as np
from torch import Tensor


def to_uint8(images: Tensor | np.ndarray) -> np.ndarray:
    """images [N, C, H, W], nominally in [-1, 1] -> pictures [N, H, W, C] uint8.

    floor(clip(127.5 x + 128, 0, 255)), the quantisation under which published metrics are computed.
    """
    array = images.detach().float().cpu().numpy() if isinstance(images, Tensor) else np.asarray(images)
    if not np.isfinite(array).all():
        raise ValueError("pictures must be finite")
    return np.clip(array * 127.5 + 128, 0, 255).astype(np.uint8).transpose(0, 2, 3, 1)


def tile(pictures: np.ndarray, columns: int) -> np.ndarray:
    """pictures [N, H, W, C] -> one picture [rows * H, columns * W, C]; places left over are black."""
    count, height, width, channels = pictures.shape
    rows = -(-count // columns)
    places = np.zeros((rows * columns, height, width, channels), pictures.dtype)
    places[:count] = pictures
    grid = places.reshape(rows, columns, height, width, channels).transpose(0, 2, 1, 3, 4)
    return grid.reshape(rows * height, columns * width, channels)

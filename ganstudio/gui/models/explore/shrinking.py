"""Small pictures for strips and lists."""

import numpy as np

SIDE = 64


def thumbnail(pixels: np.ndarray, side: int = SIDE) -> np.ndarray:
    """pixels [H, W, C] uint8 -> at most `side` px: averaged over whole blocks, or as it is where it is small."""
    step = -(-max(pixels.shape[:2]) // side)
    if step <= 1:
        return np.ascontiguousarray(pixels)
    height, width = (length // step for length in pixels.shape[:2])
    blocks = pixels[: height * step, : width * step].reshape(height, step, width, step, -1)
    return blocks.mean(axis=(1, 3)).astype(np.uint8)

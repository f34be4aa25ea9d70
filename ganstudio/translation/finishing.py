"""From a translation at full strength to what is shown and saved: cheap enough to follow a slider."""

import numpy as np
from PIL import Image

from ganstudio.translation.manner import Manner


def finished(before: np.ndarray, after: np.ndarray, manner: Manner, original_size: bool = True) -> np.ndarray:
    """`before` and `after` [H, W, 3] uint8 -> [H, W, 3] uint8 with the strength and the brightness that are asked for.

    Of a resized translation `after` is smaller: it is enlarged to the size of `before`, or stays as it is without
    `original_size`.
    """
    if before.shape != after.shape:
        before, after = (before, sized(after, before)) if original_size else (sized(before, after), after)
    if manner.keep_brightness:
        after = with_brightness(after, before)
    return after if manner.strength >= 1 else blended(before, after, max(0.0, manner.strength))


def sized(pixels: np.ndarray, like: np.ndarray) -> np.ndarray:
    """Resized to the height and width of another picture."""
    height, width = like.shape[:2]
    if pixels.shape[:2] == (height, width):
        return pixels
    return np.array(Image.fromarray(pixels).resize((width, height), Image.Resampling.LANCZOS))


def blended(before: np.ndarray, after: np.ndarray, strength: float) -> np.ndarray:
    """Straight between two pictures, in picture space."""
    return np.array(Image.blend(Image.fromarray(before), Image.fromarray(after), strength))


def with_brightness(colours: np.ndarray, brightness: np.ndarray) -> np.ndarray:
    """The colours of one picture with the luminance (BT.601) of another."""
    _, blue, red = Image.fromarray(colours).convert("YCbCr").split()
    luminance = Image.fromarray(brightness).convert("YCbCr").getchannel(0)
    return np.array(Image.merge("YCbCr", (luminance, blue, red)).convert("RGB"))

"""Pictures for these tests, and Pillow as quiet as the program has it."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ganstudio.data.decoding import quiet_pillow


@pytest.fixture(autouse=True)
def _quiet() -> None:
    """pytest resets warning filters for each test, and with them the one that the program sets once."""
    quiet_pillow()


@pytest.fixture
def noise() -> Callable[..., Image.Image]:
    """Colour noise of a size, different for each seed."""

    def make(seed: int, width: int = 16, height: int = 16, channels: int = 3) -> Image.Image:
        pixels = np.random.default_rng(seed).integers(0, 256, (height, width, channels), np.uint8)
        return Image.fromarray(pixels if channels == 3 else pixels[..., 0])

    return make


@pytest.fixture
def folder(tmp_path: Path, noise: Callable[..., Image.Image]) -> Path:
    """Twelve good pictures of 16 px in the classes a, b and c."""
    root = tmp_path / "pictures"
    for number in range(12):
        path = root / "abc"[number % 3] / f"{number:02d}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        noise(number).save(path)
    return root

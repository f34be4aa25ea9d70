"""How a picture is fitted. Without torch, so that the window can ask at once."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class InversionSettings:
    """The defaults fit a 32 px picture in about ten seconds on one core."""

    steps: int = 300
    first_share: float = 0.4  # of the steps that are made in w, before w+
    starts: int = 4  # latents that are optimised in w; fewer where pictures are large
    candidates: int = 96  # centres and random latents that are looked at to find the starts
    learning_rate: float = 0.1  # in units of the latents' spread; Karras et al. 2020, appendix D
    jitter: float = 0.1  # noise on w at the beginning, in the same units
    pixels: float = 1.0  # share of the mean squared error
    perceptual: float = 1.0  # share of the perceptual distance
    together: float = 0.01  # keeps the rows of w+ near one another, so that the result can still be edited
    class_number: int | None = None  # None tries every class
    lpips: tuple[Path, ...] = ()  # weights of LPIPS on VGG-16; without them EfficientNet-Lite0 compares
    seed: int = 0

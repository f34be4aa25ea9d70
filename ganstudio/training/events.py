"""What a run reports. Events are frozen and plain: numbers, words, paths and uint8 pictures, never a live tensor."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import numpy as np


@dataclass(frozen=True)
class Preparing:
    """Work before the first step, such as decoding pictures. `done` of `total`; total 0 means unknown."""

    what: str
    done: int = 0
    total: int = 0


@dataclass(frozen=True)
class Started:
    """The first step is about to be made, or the first after a resume."""

    run: Path
    recipe: str
    step: int
    steps: int
    images: int
    device: str
    parameters: dict[str, int]  # network -> number of parameters


@dataclass(frozen=True)
class Progress:
    """A point of the curves. `losses` are keyed `network/term`; `seconds` counts training time over all resumes."""

    step: int
    images: int
    seconds: float
    losses: dict[str, float]
    images_per_second: float


@dataclass(frozen=True)
class Preview:
    """The fixed latents as the averaged generator renders them now."""

    step: int
    path: Path
    pictures: np.ndarray = field(compare=False)  # [N, H, W, C] uint8
    columns: int = 12
    labels: tuple[int, ...] = ()


@dataclass(frozen=True)
class Evaluation:
    """A metric and the protocol under which it may be compared."""

    step: int
    metric: str
    value: float
    protocol: str


@dataclass(frozen=True)
class Health:
    """Something a person should know, with its remedy."""

    step: int
    kind: str
    level: Literal["info", "warning", "error"]
    message: str


@dataclass(frozen=True)
class Checkpoint:
    """A checkpoint is safely on the disk."""

    step: int
    path: Path


@dataclass(frozen=True)
class Finished:
    """The run ended by itself or by request; `model` is ready to explore."""

    step: int
    images: int
    seconds: float
    stopped: bool
    model: Path


Event = Preparing | Started | Progress | Preview | Evaluation | Health | Checkpoint | Finished

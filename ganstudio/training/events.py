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
    """The fixed latents, or held-out pictures to translate, as the averaged generator renders them now."""

    step: int
    path: Path
    pictures: np.ndarray = field(compare=False)  # [N, H, W, C] uint8
    columns: int = 12
    labels: tuple[int, ...] = ()
    raw: np.ndarray | None = field(default=None, compare=False)  # the same of the generator that trains
    rows: tuple[str, ...] = ()  # what each row shows, where rows differ


@dataclass(frozen=True)
class Evaluating:
    """Quality is being measured: `done` of `total` pictures of `what` are scored; training waits."""

    step: int
    what: str
    done: int
    total: int


@dataclass(frozen=True)
class Evaluation:
    """A measure of quality. `protocol` names everything on which the value depends; only equal ones compare."""

    step: int
    metric: str  # fid, kid, is, precision, recall
    value: float
    protocol: str
    label: str  # what a person reads: FID, or FD (EfficientNet-Lite0)
    is_best: bool = False


@dataclass(frozen=True)
class Remedy:
    """What one click does: the run stops, goes back to the checkpoint of `step` (None: the newest) and goes on
    with `changes` to its settings."""

    words: str  # on the button
    changes: dict[str, float | int | str | bool] = field(default_factory=dict)
    step: int | None = None


@dataclass(frozen=True)
class Health:
    """Something a person should know: its name, the evidence with numbers, and what helps."""

    step: int
    kind: str
    level: Literal["info", "warning", "error"]
    message: str
    name: str = ""
    remedy: Remedy | None = None


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


Event = Preparing | Started | Progress | Preview | Evaluating | Evaluation | Health | Checkpoint | Finished

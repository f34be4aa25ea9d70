"""There and back: what a picture becomes when its translation is translated back, and how far that is from it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ganstudio.gui.pyramid import Pyramid
from ganstudio.translation.manner import Manner

if TYPE_CHECKING:
    from ganstudio.latents.model import Model

GAIN = 4  # times the difference is brighter than it is


@dataclass(frozen=True, eq=False)
class Cycle:
    """`there` at full strength, `back`, and `apart`, the amplified difference. `l1` on [-1, 1]."""

    there: Pyramid
    back: Pyramid
    apart: Pyramid
    l1: float


def make_cycle(
    model: "Model", before: np.ndarray, there: np.ndarray, manner: Manner, should_stop: Callable[[], bool]
) -> Iterator[tuple[int, int] | Cycle]:
    """before, there [H, W, 3] uint8 -> (done, total) of tiles, and the Cycle at last. A generator for a thread."""
    from ganstudio.translation.applying import translating
    from ganstudio.translation.finishing import sized

    back_manner = replace(manner, direction="b2a" if manner.direction == "a2b" else "a2b", strength=1.0)
    made = yield from translating(model, there, back_manner, should_stop)
    back = sized(made.pixels, before)
    apart, l1 = difference(before, back)
    yield Cycle(Pyramid(sized(there, before)), Pyramid(back), Pyramid(apart), l1)


def difference(a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, float]:
    """a, b [H, W, 3] uint8 -> their distance GAIN times as bright, and its mean on [-1, 1] (CycleGAN, eq. 2)."""
    apart = np.abs(a.astype(np.int16) - b)
    return np.minimum(apart * GAIN, 255).astype(np.uint8), float(apart.mean(dtype=np.float64)) / 127.5

"""One picture's way through a network: bytes to numbers and back, borders, and a stop between layers."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np
import torch
from PIL import Image
from torch import Tensor, nn

from ganstudio.data.parallel import StoppedError
from ganstudio.errors import StudioError
from ganstudio.latents.model import Model
from ganstudio.networks.translators import Translator, translates
from ganstudio.translation.dropping import Place, dropping
from ganstudio.translation.manner import Manner
from ganstudio.translation.statistics import (
    Statistics,
    covered,
    from_each_picture,
    held_fast,
    measuring,
    picture_norms,
)
from ganstudio.translation.tiling import rounded_up

LEAST_SIDE = 16  # networks with borders by reflection need a few pixels at their coarsest


class Passing:
    """A model with a manner. Raises StudioError where the two do not fit."""

    def __init__(self, model: Model, manner: Manner, should_stop: Callable[[], bool]) -> None:
        self.model, self.manner, self.should_stop = model, manner, should_stop
        self.network = _network(model, manner)
        self._module: nn.Module = self.network  # type: ignore[assignment]
        self.norms = picture_norms(self._module, manner.own_statistics)
        self._place = Place()
        self.longest_wait = 0.0  # seconds between two looks at should_stop

    @property
    def is_local(self) -> bool:
        """Whether nothing beyond its reach changes a pixel."""
        return self.network.is_local and not self.norms

    def whole(self, pictures: np.ndarray) -> np.ndarray:
        """[N, H, W, 3] uint8 -> the same; each as a whole."""
        height, width = pictures.shape[1:3]
        grown = self.grown(pictures)
        made = self.piece(grown, 0, 0, from_each_picture(self.norms))
        return np.ascontiguousarray(made[:, :height, :width])

    def grown(self, pictures: np.ndarray) -> np.ndarray:
        """Continued below and to the right until the network can take them: as `Translators` does, by reflection or,
        where they are too short for that, by repetition; very small ones by reflection there and back."""
        height, width = pictures.shape[1:3]
        multiple = self.network.multiple
        least = rounded_up(LEAST_SIDE, multiple)
        below = max(rounded_up(height, multiple), least) - height
        right = max(rounded_up(width, multiple), least) - width
        if not below and not right:
            return pictures
        border = ((0, 0), (0, below), (0, right), (0, 0))
        if min(height, width) < LEAST_SIDE:
            return np.pad(pictures, border, mode="symmetric")
        return np.pad(pictures, border, mode="reflect" if right < width and below < height else "edge")

    def piece(
        self, pixels: np.ndarray, top: int, left: int, forwards: dict[nn.Module, Callable[[Tensor], Tensor]]
    ) -> np.ndarray:
        """Pieces [N, h, w, 3] that begin at a place in the picture -> the same, with some layers' work replaced."""
        place = self._place
        place.top, place.left, (place.height, place.width) = top, left, pixels.shape[1:3]
        if self.manner.own_statistics:
            forwards = forwards | dropping(self._module, place)
        with covered(forwards), self._stopping():
            return self._through(pixels)

    def measured(self, pieces: np.ndarray) -> Statistics:
        """The statistics of all norms over pieces [N, h, w, 3] taken together."""
        found: Statistics = {}
        self.piece(pieces, 0, 0, measuring(self.norms, found))
        return found

    def held(self, found: Statistics) -> dict[nn.Module, Callable[[Tensor], Tensor]]:
        return held_fast(self.norms, found)

    @torch.inference_mode()
    def _through(self, pixels: np.ndarray) -> np.ndarray:
        model = self.model
        images = torch.tensor(pixels if model.channels == 3 else _grey(pixels), device=model.device)
        images = images.permute(0, 3, 1, 2).float().div_(127.5).sub_(1)
        made = self.network(images).float()
        levels = made.add_(1).mul_(127.5).round_().clamp_(0, 255).to(torch.uint8)
        return levels.permute(0, 2, 3, 1).expand(-1, -1, -1, 3).cpu().numpy()

    @contextmanager
    def _stopping(self) -> Iterator[None]:
        """Before each layer there is a look at should_stop."""
        seen = time.perf_counter()

        def look(*_: object) -> None:
            nonlocal seen
            now = time.perf_counter()
            self.longest_wait, seen = max(self.longest_wait, now - seen), now
            if self.should_stop():
                raise StoppedError

        look()
        leaves = [layer for layer in self._module.modules() if not list(layer.children())]
        hooks = [layer.register_forward_pre_hook(look) for layer in leaves]
        try:
            yield
            look()
        finally:
            for hook in hooks:
                hook.remove()


def _network(model: Model, manner: Manner) -> Translator:
    if not translates(model.generator):
        raise StudioError(f"A {model.recipe} model makes pictures and translates none; choose a translator.")
    if manner.direction not in model.directions:
        raise StudioError(f"This model translates {' and '.join(model.directions)}, not {manner.direction}.")
    if model.channels not in (1, 3):
        raise StudioError(f"This model reads {model.channels} channels; pictures have one or three.")
    return model.generator.of(manner.direction)


def _grey(pixels: np.ndarray) -> np.ndarray:
    """[N, H, W, 3] -> luminance [N, H, W, 1], rounded as Pillow rounds it for training data."""
    return np.stack([np.asarray(Image.fromarray(picture).convert("L"))[..., None] for picture in pixels])

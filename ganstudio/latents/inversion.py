"""Fitting a picture: the latent point whose picture is most like a given one (Karras et al. 2020, appendix D).

Several latents begin, the best of the classes' centres and of latents at random; they are optimised in w, and then
the best of them in w+, where every style has a latent of its own (Abdal et al. 2019). Without styles z is optimised.
What differs from the projector of Karras et al.: their noise maps are optimised too, and then regularised so that
they do not simply paint the picture. A latent point has no noise maps of its own, and must give the same picture
wherever it is opened, so here noise stays what the model has, and nothing can hide in it.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import torch
from torch import Tensor

from ganstudio.data.entries import never
from ganstudio.errors import StudioError
from ganstudio.latents.grid import to_uint8
from ganstudio.latents.inversion_settings import InversionSettings
from ganstudio.latents.latent_space import MEASURED, Draw, LatentSpace, latent_space
from ganstudio.latents.perceptual import Features, distance, load_features
from ganstudio.latents.picture_file import pixels_of
from ganstudio.latents.point import LatentPoint
from ganstudio.latents.rendering import render

if TYPE_CHECKING:
    from ganstudio.latents.model import Model

AT_ONCE = 16 * 32 * 32  # pixels of the pictures that are compared in one go: a tenth of a second on one core
FEWEST = 24  # latents that are looked at, however large the pictures
SURE = 60.0  # dB, in place of infinity for equal pictures


@dataclass(frozen=True, eq=False)
class Fit:
    """How far a fit has come: a point, its picture [H, W, C] uint8, the distance that is made small, and the PSNR of
    the picture's bytes in dB. The last one of a fit is the best that was found."""

    step: int
    steps: int
    stage: str  # start, then w and w+, or z
    distance: float
    psnr: float
    point: LatentPoint
    pixels: np.ndarray

    @property
    def done(self) -> int:
        return self.step

    @property
    def total(self) -> int:
        return self.steps

    def notes(self, picture: str) -> dict[str, str]:
        """What a saved picture says of its fit; `picture` is what was fitted."""
        return {
            "inverted from": picture,
            "distance": f"{self.distance:.4f}",
            "PSNR": f"{self.psnr:.1f} dB",
            "steps": str(self.step),
        }


def invert(
    model: "Model", picture: np.ndarray, settings: InversionSettings | None = None,
    should_stop: Callable[[], bool] = never,
) -> Iterator[Fit]:  # fmt: skip
    """Fits `picture` [C, R, R] uint8, as `read_target` gives it; yields after every step, and the best at the end.

    Once should_stop() is true it ends by itself with the best so far. Raises StudioError where picture, class or
    weights do not suit the model.
    """
    settings = settings or InversionSettings()
    _must_suit(model, picture, settings)
    fitting = _Fitting(model, picture, settings)
    yield from fitting.choose(should_stop)
    for stage, steps in fitting.plan():
        for _ in fitting.optimise(stage, 0 if should_stop() else steps):
            yield fitting.newest()
            if should_stop():
                break
    yield fitting.best()


class Found(NamedTuple):
    """Latents [1 or rows, dim] that were rendered, and what came of it."""

    distance: float
    latents: Tensor
    class_number: int | None
    stage: str


class _Fitting:
    """One fit: what is compared with what, and the latents as they are now."""

    def __init__(self, model: "Model", picture: np.ndarray, settings: InversionSettings) -> None:
        self._model, self._settings, self._picture = model, settings, picture
        self._space: LatentSpace = latent_space(model)
        self._features: Features = load_features(model.resolution, settings.lpips, model.device)
        self._target = torch.from_numpy(picture.copy()).to(model.device).float()[None] / 127.5 - 1
        with torch.no_grad():
            self._seen = self._features(self._target)
        self._source = torch.Generator().manual_seed(settings.seed)
        self._at_once = max(1, AT_ONCE // model.resolution**2)
        self._step = 0
        self._best: Found | None = None

    # -- where it begins ------------------------------------------------------------------------------------------

    def choose(self, should_stop: Callable[[], bool]) -> Iterator[Fit]:
        """Looks at the centres and at random latents, and keeps the nearest to begin from."""
        drawn = self._space.draw(MEASURED, self._source, self._settings.class_number)
        self._spread = drawn.latents.std(dim=0).clamp_min(1e-6)
        count = min(len(drawn.latents), self._settings.candidates, max(FEWEST, 6 * self._at_once))
        distances: list[Tensor] = []
        for part in torch.arange(count).split(self._at_once):
            distances.append(self._look(drawn.some(part)))
            yield self.best()
            if should_stop():
                break
        starts = min(self._settings.starts, self._at_once)
        self._now = drawn.some(torch.cat(distances).argsort()[:starts])
        self._latents = self._now.latents[:, None]

    @torch.no_grad()
    def _look(self, draw: Draw) -> Tensor:
        """Distances [N] of drawn latents; remembers the best."""
        latents = draw.latents[:, None]
        images = self._space.images(latents, draw.classes)
        distances = self._compare(images)
        self._note(distances, latents, images, draw, "start")
        return distances

    # -- optimising -----------------------------------------------------------------------------------------------

    def plan(self) -> list[tuple[str, int]]:
        """The stages with their steps."""
        steps, stages = self._settings.steps, self._space.stages
        if len(stages) == 1:
            return [(stages[0], steps)]
        first = round(self._settings.first_share * steps)
        return [(stages[0], first), (stages[1], steps - first)]

    def optimise(self, stage: str, steps: int) -> Iterator[None]:
        """Adam on offsets in units of the latents' spread, so that one rate suits every model."""
        if stage == "w+":
            self._take_best_only()
        offsets = torch.zeros_like(self._latents, requires_grad=True)
        optimizer = torch.optim.Adam([offsets], lr=self._settings.learning_rate)
        base = self._latents
        for step in range(steps):
            progress = step / steps
            optimizer.param_groups[0]["lr"] = self._settings.learning_rate * ramp(progress, stage == "w")
            self._descend(stage, optimizer, base, offsets, progress)
            self._step += 1
            yield

    @torch.enable_grad()
    def _descend(
        self, stage: str, optimizer: torch.optim.Optimizer, base: Tensor, offsets: Tensor, progress: float
    ) -> None:
        latents = base + self._spread * (offsets + self._jitter(stage, offsets, progress))
        images = self._space.images(latents, self._now.classes)
        distances = self._compare(images)
        apart = (latents - latents.mean(dim=1, keepdim=True)) / self._spread
        loss = distances.sum() + self._settings.together * apart.square().mean(dim=(1, 2)).sum()
        optimizer.zero_grad()
        loss.backward()
        self._note(distances.detach(), latents.detach(), images.detach(), self._now, stage)
        optimizer.step()

    def _jitter(self, stage: str, like: Tensor, progress: float) -> Tensor | float:
        """Noise on w that fades away over the first three quarters, so that it looks around before it settles."""
        size = self._settings.jitter * max(0.0, 1 - progress / 0.75) ** 2
        if stage == "w+" or size == 0:
            return 0.0
        return size * torch.randn(like.shape, generator=self._source).to(like.device)

    def _take_best_only(self) -> None:
        """Goes on with the best latent alone, as many rows as there are styles."""
        assert self._best is not None
        latents, number = self._best.latents, self._best.class_number
        self._now = Draw(
            latents[:1], None if number is None else torch.tensor([number], device=latents.device)
        )
        self._latents = latents.expand(self._space.rows, -1)[None].clone()

    def _compare(self, images: Tensor) -> Tensor:
        """[N]: the perceptual distance and the mean squared error, in their proportion."""
        parts = self._settings.pixels * (images - self._target).square().mean(dim=(1, 2, 3))
        if self._settings.perceptual:
            parts = parts + self._settings.perceptual * distance(self._features(images), self._seen)
        return parts

    # -- what came of it ------------------------------------------------------------------------------------------

    def _note(self, distances: Tensor, latents: Tensor, images: Tensor, draw: Draw, stage: str) -> None:
        place = int(distances.argmin())
        value = float(distances[place])
        if not math.isfinite(value):
            raise StudioError("The fit left the numbers this model can draw; choose a smaller learning rate.")
        self._last = Found(value, latents[place], draw.class_of(place), stage)
        self._image = images[place]
        if self._best is None or value < self._best.distance:
            self._best = Found(value, latents[place].clone(), draw.class_of(place), stage)

    def newest(self) -> Fit:
        """The step that was just made; its picture is that of its own point."""
        return self._fit(self._last, to_uint8(self._image[None])[0])

    def best(self) -> Fit:
        """The best that was found, rendered as any point is."""
        assert self._best is not None
        return self._fit(self._best, None)

    def _fit(self, found: Found, pixels: np.ndarray | None) -> Fit:
        point = self._space.point(found.latents, found.class_number)
        if pixels is None:
            pixels = np.array(pixels_of(render(self._model, point)))
        near = psnr(pixels, self._picture.transpose(1, 2, 0))
        return Fit(self._step, self._settings.steps, found.stage, found.distance, near, point, pixels)


def ramp(progress: float, is_first: bool) -> float:
    """The learning rate's share: up over the first 5 %, and but for a first stage down over the last half, a cosine."""
    up = min(1.0, 0.05 + progress / 0.05)
    down = 1.0 if is_first else min(1.0, (1 - progress) / 0.5)
    return up * max(0.02, 0.5 - 0.5 * math.cos(math.pi * down))


def psnr(some: np.ndarray, others: np.ndarray) -> float:
    """Peak signal-to-noise ratio of two pictures' bytes in dB; at most SURE."""
    error = float(np.square(some.astype(np.float64) - others).mean())
    return SURE if error == 0 else min(SURE, 10 * math.log10(255**2 / error))


def _must_suit(model: "Model", picture: np.ndarray, settings: InversionSettings) -> None:
    model.require_latents()
    shape = (model.channels, model.resolution, model.resolution)
    if picture.dtype != np.uint8 or picture.shape != shape:
        raise ValueError(f"the picture must be uint8 {list(shape)}")
    number = settings.class_number
    if number is not None and not 0 <= number < model.num_classes:
        last = model.num_classes - 1
        known = f"choose 0 to {last}" if model.num_classes else "this model knows none"
        raise StudioError(f"There is no class {number}; {known}.")

"""What the window knows of a model: plain values, read once when it is loaded."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ganstudio.latents.point import LatentPoint

if TYPE_CHECKING:
    from ganstudio.latents.model import Model


@dataclass(frozen=True)
class ModelFacts:
    """What a model is and can do. `num_ws` and `w_dim` are 0 without styles; `previews` are the resolutions at which
    it can stop, the full one last."""

    path: Path
    name: str
    fingerprint: str
    recipe: str
    resolution: int
    channels: int
    class_names: tuple[str, ...]
    z_dim: int
    num_ws: int
    w_dim: int
    has_noise: bool
    has_placement: bool
    previews: tuple[int, ...]
    step: int
    data: str

    @property
    def has_styles(self) -> bool:
        return self.num_ws > 0

    def fits(self, point: LatentPoint) -> bool:
        """Whether the model can render a point."""
        highest = max((part.number for part in point.classes), default=-1)
        if highest >= len(self.class_names) or bool(point.classes) != bool(self.class_names):
            return False
        if (point.shift, point.turn) != ((0.0, 0.0), 0.0) and not self.has_placement:
            return False
        if point.mixes and not self.has_styles:
            return False
        width = self.w_dim if self.has_styles else self.z_dim
        if any(use.vector.shape != (width,) for use in point.directions):
            return False
        return all(self._takes(origin) for origin in (point.origin, *(mix.origin for mix in point.mixes)))

    def _takes(self, origin: object) -> bool:
        w, z = getattr(origin, "w", None), getattr(origin, "z", None)
        if w is not None:
            return self.has_styles and w.shape in ((self.w_dim,), (self.num_ws, self.w_dim))
        return z is None or z.shape == (self.z_dim,)


@dataclass(frozen=True, eq=False)
class Picture:
    """A rendered point: pixels [H, W, C] uint8. A preview is smaller than the model's resolution."""

    point: LatentPoint
    pixels: np.ndarray
    is_preview: bool = False


def facts_of(model: "Model", path: Path) -> ModelFacts:
    """Asked in a thread: the fingerprint reads every weight."""
    from ganstudio.latents.capabilities import has_placement, has_styles

    styled = has_styles(model.generator)
    return ModelFacts(
        path=path, name=model.name, fingerprint=model.fingerprint, recipe=model.recipe, resolution=model.resolution,
        channels=model.channels, class_names=model.class_names, z_dim=model.z_dim, num_ws=model.num_ws or 0,
        w_dim=model.w_dim or 0, has_noise=styled and _has_noise(model), has_placement=has_placement(model.generator),
        previews=model.previews, step=model.record.step, data=model.record.data.name,
    )  # fmt: skip


def _has_noise(model: "Model") -> bool:
    return any(name.endswith("noise_strength") for name, _ in model.generator.named_parameters())


def first_point(facts: ModelFacts) -> LatentPoint:
    """Where one begins: seed 0, the first class, a little truncated where that means something."""
    psi = 0.7 if facts.has_styles else 1.0
    return LatentPoint.of_seed(0, 0 if facts.class_names else None, psi)

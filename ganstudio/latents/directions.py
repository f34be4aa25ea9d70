"""`Direction`: a way through the latent space that means something, as a plain value that never changes."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from ganstudio.latents.point import DirectionUse, Layers, Vector

Kind = Literal["pca", "sefa", "made"]
EVERY_LAYER = Layers()


class Direction(BaseModel):
    """A vector [w_dim] (without styles [z_dim]) of which `scale` lengths are one unit of strength.

    The unit is a standard deviation of the latents along it, or, of a direction that a person made, the distance
    between its two sides. `explained` is a component's share of the variance; `accuracy` the share of latents that
    a made direction sorts rightly among those it was not made from; `model` the fingerprint it was found in.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", allow_inf_nan=False, ser_json_bytes="base64", val_json_bytes="base64"
    )

    name: str = Field(min_length=1, max_length=80)
    kind: Kind
    vector: Vector
    scale: float = Field(gt=0)
    layers: Layers = EVERY_LAYER
    explained: float | None = Field(None, ge=0, le=1)
    accuracy: float | None = Field(None, ge=0, le=1)
    note: str = Field("", max_length=400)
    model: str = ""

    def unit(self) -> np.ndarray:
        """The step of strength 1: float32 [w_dim or z_dim]."""
        return (self.vector.array().astype(np.float64) * self.scale).astype(np.float32)

    def changed(self, **changes: object) -> "Direction":
        """The same with other values, checked like a new one. Raises ValueError."""
        return type(self)(**{**{name: getattr(self, name) for name in type(self).model_fields}, **changes})


@dataclass(frozen=True)
class Search:
    """How far a search for directions is; what it found comes with the last one."""

    done: int
    total: int
    found: tuple[Direction, ...] = ()


def use(direction: Direction, strength: float, layers: Layers | None = None) -> DirectionUse:
    """A step of `strength` units along a direction, in its own layers unless told otherwise."""
    return DirectionUse(
        name=direction.name,
        vector=Vector.of(direction.unit()),
        strength=strength,
        layers=direction.layers if layers is None else layers,
    )


def upright(vectors: np.ndarray) -> np.ndarray:
    """Rows [K, D] with signs such that the entry of largest size is positive, as either sign is as good."""
    largest = np.abs(vectors).argmax(axis=1)
    signs = np.sign(vectors[np.arange(len(vectors)), largest])
    return vectors * np.where(signs == 0, 1, signs)[:, None]


def orthogonal_to(vector: np.ndarray, others: np.ndarray) -> np.ndarray:
    """What is left of a vector [D] when it must not move along any of `others` [K, D]; float64, length kept."""
    vector = vector.astype(np.float64)
    if not len(others):
        return vector
    basis, sizes, _ = np.linalg.svd(np.asarray(others, dtype=np.float64).T, full_matrices=False)
    basis = basis[:, sizes > 1e-9 * sizes.max()]
    rest = vector - basis @ (basis.T @ vector)
    length = np.linalg.norm(rest)
    if length < 1e-6 * np.linalg.norm(vector):
        raise ValueError("nothing is left of this direction beside the others")
    return rest * (np.linalg.norm(vector) / length)

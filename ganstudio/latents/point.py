"""`LatentPoint`: everything that determines one picture of a model, as plain values that never change."""

import math
from collections.abc import Iterable, Sequence
from typing import Literal, Self

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, model_validator

from ganstudio.latents.seeds import HIGHEST_SEED

MOST_NUMBERS = 1 << 20  # in one vector; a w+ of the largest model has 9,216
TOLERANCE = 1e-3  # of shares that must sum to 1


class _Frozen(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", allow_inf_nan=False, ser_json_bytes="base64", val_json_bytes="base64"
    )


class Vector(_Frozen):
    """Numbers as float32 in little-endian bytes, so that equal means equal in every bit, also after saving."""

    shape: tuple[int, ...]
    data: bytes

    @classmethod
    def of(cls, array: object) -> Self:
        """From anything numpy understands."""
        numbers = np.ascontiguousarray(np.asarray(array, dtype="<f4"))
        return cls(shape=numbers.shape, data=numbers.tobytes())

    def array(self) -> np.ndarray:
        """float32, a fresh copy."""
        return np.frombuffer(self.data, "<f4").reshape(self.shape).astype(np.float32)

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        count = math.prod(self.shape)
        if not self.shape or min(self.shape) < 1 or count > MOST_NUMBERS or len(self.data) != 4 * count:
            raise ValueError("A vector's numbers do not fit its shape.")
        if not np.isfinite(np.frombuffer(self.data, "<f4")).all():
            raise ValueError("A vector holds numbers that are not finite.")
        return self


class SeedShare(_Frozen):
    """How much of a seed goes into a blend."""

    seed: int = Field(ge=0, le=HIGHEST_SEED)
    share: float = Field(ge=0, le=1)


class Origin(_Frozen):
    """Where a latent begins: blended seeds, or an explicit z [z_dim], or w [w_dim] or w+ [num_ws, w_dim].

    Seeds blend linearly in W where a model has styles; else in Z, scaled back to unit variance.
    """

    seeds: tuple[SeedShare, ...] = ()
    z: Vector | None = None
    w: Vector | None = None

    @classmethod
    def of_seed(cls, seed: int) -> Self:
        return cls(seeds=(SeedShare(seed=seed, share=1.0),))

    @property
    def seed(self) -> int | None:
        """The seed where there is just one."""
        return self.seeds[0].seed if len(self.seeds) == 1 else None

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if bool(self.seeds) + (self.z is not None) + (self.w is not None) != 1:
            raise ValueError("A latent begins with seeds, with z or with w, and with one of these only.")
        _must_sum([part.share for part in self.seeds], "shares of the seeds")
        if self.z is not None and len(self.z.shape) != 1:
            raise ValueError("z must be [z_dim].")
        if self.w is not None and len(self.w.shape) not in (1, 2):
            raise ValueError("w must be [w_dim] or [num_ws, w_dim].")
        return self


class Layers(_Frozen):
    """The styles `first` to `last`, both included; `last` None means up to the end. Style 0 is the coarsest."""

    first: int = Field(0, ge=0)
    last: int | None = Field(None, ge=0)

    def rows(self, num_ws: int) -> range:
        """Which of `num_ws` styles these are."""
        last = num_ws - 1 if self.last is None else min(self.last, num_ws - 1)
        return range(min(self.first, num_ws), last + 1)


class Mix(_Frozen):
    """Styles of another latent in a range of layers, each `weight` of the way towards it (style mixing)."""

    origin: Origin
    layers: Layers = Layers()
    weight: float = Field(1.0, ge=0, le=1)


class DirectionUse(_Frozen):
    """A step along a direction: `strength` times the vector [w_dim] (or [z_dim]), added in a range of layers.

    The vector is part of the point, so that a picture can be made again even when the direction was changed since.
    """

    name: str
    vector: Vector
    strength: float
    layers: Layers = Layers()


class ClassShare(_Frozen):
    """How much of a class, by its number, goes into a blend."""

    number: int = Field(ge=0)
    share: float = Field(ge=0, le=1)


class LatentPoint(_Frozen):
    """One picture of one model. Order of work: map, truncate, mix, directions, synthesise.

    `classes` is empty just where a model has none. psi draws the first `cutoff` styles (all if None) towards the
    mean w, of the class where there are classes; without styles it scales z. `shift` (in picture widths, x to the
    right, y down) and `turn` (in turns, counter-clockwise) act only in generators that can be placed.
    """

    origin: Origin
    classes: tuple[ClassShare, ...] = ()
    psi: float = Field(1.0, ge=-4, le=4)
    cutoff: int | None = Field(None, ge=0)
    noise: Literal["const", "none", "random"] = "const"
    noise_seed: int = Field(0, ge=0, le=HIGHEST_SEED)
    mixes: tuple[Mix, ...] = ()
    directions: tuple[DirectionUse, ...] = ()
    shift: tuple[float, float] = (0.0, 0.0)
    turn: float = 0.0

    @classmethod
    def of_seed(cls, seed: int, class_number: int | None = None, psi: float = 1.0) -> Self:
        """The plain point of a seed; `class_number` for a model with classes."""
        classes = () if class_number is None else (ClassShare(number=class_number, share=1.0),)
        return cls(origin=Origin.of_seed(seed), classes=classes, psi=psi)

    @property
    def seed(self) -> int | None:
        """The seed where there is just one."""
        return self.origin.seed

    def changed(self, **changes: object) -> Self:
        """The same point with other values, checked like a new one. Raises ValueError."""
        return type(self)(**{**{name: getattr(self, name) for name in type(self).model_fields}, **changes})

    def strength_of(self, name: str) -> float:
        """How far the point goes along a direction; 0 where it does not."""
        return next((use.strength for use in self.directions if use.name == name), 0.0)

    def with_direction(self, use: DirectionUse) -> Self:
        """The same with one direction set, in its old place if it had one; a strength of 0 takes it out."""
        others = [use if old.name == use.name else old for old in self.directions]
        if use.name not in [old.name for old in self.directions]:
            others.append(use)
        return self.changed(directions=tuple(old for old in others if old.strength != 0))

    @model_validator(mode="after")
    def _classes_sum(self) -> Self:
        _must_sum([part.share for part in self.classes], "shares of the classes")
        return self


def class_blend(shares: Iterable[tuple[int, float]]) -> tuple[ClassShare, ...]:
    """Class numbers with any non-negative weights -> shares that sum to 1, in the order of their numbers.

    Raises ValueError where all weights are 0.
    """
    kept = sorted((number, weight) for number, weight in shares if weight > 0)
    total = sum(weight for _, weight in kept)
    if total <= 0:
        raise ValueError("A blend needs at least one class.")
    return tuple(ClassShare(number=number, share=weight / total) for number, weight in kept)


def _must_sum(shares: Sequence[float], what: str) -> None:
    if shares and abs(sum(shares) - 1) > TOLERANCE:
        raise ValueError(f"The {what} must sum to 1.")

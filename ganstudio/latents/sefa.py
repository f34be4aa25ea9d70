"""SeFa: the directions in which a generator's first weights amplify most, in closed form (Shen and Zhou 2021)."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from ganstudio.latents.directions import EVERY_LAYER, Direction, Search, upright
from ganstudio.latents.point import Layers, Vector
from ganstudio.latents.probing import FirstLayer, style_matrices
from ganstudio.latents.sampling import sample_styles

if TYPE_CHECKING:
    from ganstudio.latents.model import Model

SAMPLES = 2000  # w that tell how far a standard deviation is


def sefa(
    model: "Model", count: int = 10, *, layers: Layers = EVERY_LAYER,
    should_stop: Callable[[], bool] = lambda: False,
) -> Iterator[Search]:  # fmt: skip
    """The `count` strongest directions for the styles in `layers`; strength 1 is one standard deviation of w (or z)."""
    yield Search(0, 2)
    matrix = projection(model, layers)
    if should_stop():
        return
    yield Search(1, 2)
    vectors, gains = closed_form(matrix)
    vectors, gains = vectors[:count], gains[:count]
    units = np.ones(len(vectors))
    if model.has_styles:
        w = sample_styles(model, SAMPLES, should_stop=should_stop)
        if len(w) < SAMPLES:
            return
        units = (w @ vectors.T).std(axis=0)
    found = tuple(
        Direction(
            name=f"SeFa {number + 1}", kind="sefa", vector=Vector.of(vector), scale=max(float(unit), 1e-6),
            layers=layers, note=f"SeFa, gain {gain:.3g}", model=model.fingerprint,
        )
        for number, (vector, unit, gain) in enumerate(zip(vectors, units, gains))
    )  # fmt: skip
    yield Search(2, 2, found)


def projection(model: "Model", layers: Layers = EVERY_LAYER) -> np.ndarray:
    """A [outputs, w_dim or z_dim], float64: the affine weights of the styles in `layers`, or the first projection."""
    if not model.has_styles:
        first = FirstLayer(model)
        return first.matrix @ first.slope()
    matrices = style_matrices(model)
    return np.concatenate([matrices[row] for row in layers.rows(len(matrices))] or matrices)


def closed_form(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Eigenvectors n of A^T A as rows [K, D] of length 1 and their gains |A n| [K], falling (paper, eq. 5 to 7)."""
    values, vectors = np.linalg.eigh(matrix.T @ matrix)
    return upright(vectors.T[::-1]), np.sqrt(values[::-1].clip(min=0))

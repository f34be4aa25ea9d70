"""GANSpace: the principal components of what a generator's latents become (Härkönen et al. 2020)."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from ganstudio.latents.directions import EVERY_LAYER, Direction, Search, upright
from ganstudio.latents.point import ClassShare, Layers, Vector, class_blend
from ganstudio.latents.probing import FirstLayer
from ganstudio.latents.sampling import BATCH, Moments, draw_z, styles_of

if TYPE_CHECKING:
    from ganstudio.latents.model import Model

SAMPLES = 10_000


def ganspace(
    model: "Model", count: int = 10, *, samples: int = SAMPLES, classes: Sequence[ClassShare] = (),
    layers: Layers = EVERY_LAYER, seed: int = 0, should_stop: Callable[[], bool] = lambda: False,
) -> Iterator[Search]:  # fmt: skip
    """The `count` strongest components, the strongest first; strength 1 is one standard deviation.

    `classes` is a blend to look at alone; without it every class takes part equally. `layers` is where the
    directions act, to begin with. Ends without a result once it should stop. Memory does not grow with `samples`.
    """
    first = None if model.has_styles else FirstLayer(model)
    if first is not None and not classes:  # z cannot move between classes, so they stay where they are
        classes = class_blend((number, 1) for number in range(model.num_classes)) if model.num_classes else ()
    moments: Moments | None = None
    for number, (z, weights) in enumerate(draw_z(model, samples, classes, seed)):
        if should_stop():
            return
        if first is None:
            seen = styles_of(model, z, weights).double().cpu().numpy()
        else:
            seen = np.concatenate((z.double().cpu().numpy(), first.inputs(z, weights)), axis=1)
        moments = moments or Moments(seen.shape[1])
        moments.add(seen)
        yield Search(min((number + 1) * BATCH, samples), samples)
    if moments is not None:
        found = (
            principal(moments.covariance())
            if first is None
            else regressed(moments.covariance(), first.matrix)
        )
        yield Search(samples, samples, _directions(model, *found, count, layers))


def principal(covariance: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Components [D, D] as rows of length 1, standard deviations [D] and shares of the variance [D], falling."""
    variances, vectors = np.linalg.eigh(covariance)
    variances = variances[::-1].clip(min=0)
    return upright(vectors.T[::-1]), np.sqrt(variances), variances / variances.sum()


def regressed(covariance: np.ndarray, matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Components of y = A u regressed back to z (Härkönen et al. 2020, section 2.2): rows of length 1 in z.

    covariance [z + U, z + U] of z and u together, A [D, U]. y has thousands of numbers but lives in the span of A,
    so its components come from the small covariance of u: with C = L L^T, those of y are the left singular vectors
    V of A L, and the z that explains the coordinates V^T y best is Cov(z, u) A^T V / variance. The second result
    is the length in z of one standard deviation of a component.
    """
    z_dim = len(covariance) - matrix.shape[1]
    across, inner = covariance[:z_dim, z_dim:], covariance[z_dim:, z_dim:]
    variances, axes = np.linalg.eigh(inner)
    root = axes * np.sqrt(variances.clip(min=0))
    components, sizes, _ = np.linalg.svd(matrix @ root, full_matrices=False)
    kept = sizes > 1e-9 * sizes[0]
    sizes, components = sizes[kept], components[:, kept]
    steps = (across @ matrix.T @ components / sizes).T
    lengths = np.linalg.norm(steps, axis=1)
    moving = lengths > 1e-6 * lengths.max()  # what only classes do has no direction in z
    steps, lengths = steps[moving], lengths[moving]
    return upright(steps / lengths[:, None]), lengths, (sizes**2 / (sizes**2).sum())[moving]


def _directions(
    model: "Model", vectors: np.ndarray, units: np.ndarray, shares: np.ndarray, count: int, layers: Layers
) -> tuple[Direction, ...]:
    return tuple(
        Direction(
            name=f"Component {number + 1}", kind="pca", vector=Vector.of(vector), scale=float(unit), layers=layers,
            explained=float(share), note=f"GANSpace, {share:.1%} of the variance", model=model.fingerprint,
        )
        for number, (vector, unit, share) in enumerate(zip(vectors[:count], units, shares))
        if unit > 0
    )  # fmt: skip

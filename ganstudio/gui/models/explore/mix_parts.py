"""Between the grid of style mixes and latent points: mixes from weights and back, and dropped points as heads."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ganstudio.latents.mixing import mixes_from
from ganstudio.latents.point import LatentPoint, Mix, Origin, Vector

if TYPE_CHECKING:
    from ganstudio.latents.model import Model


def mixes_of(origin: Origin, layers: range, weights: Sequence[float]) -> tuple[Mix, ...]:
    """The styles of a latent in a range of layers; `weights` has one for every style."""
    return mixes_from(origin, {layer: weights[layer] for layer in layers})


def read_mixes(mixes: Sequence[Mix], num_ws: int) -> tuple[Origin, range, tuple[float, ...]] | None:
    """The way back: origin, layers, weights; None where mixes come from several latents or overlap."""
    weights: dict[int, float] = {}
    for mix in mixes:
        for layer in mix.layers.rows(num_ws):
            if layer in weights or mix.origin != mixes[0].origin:
                return None
            weights[layer] = mix.weight
    if not weights:
        return None
    layers = range(min(weights), max(weights) + 1)
    known = tuple(weights.get(layer, 0.0 if layer in layers else 1.0) for layer in range(num_ws))
    return mixes[0].origin, layers, known


def is_plain(dropped: LatentPoint, point: LatentPoint) -> bool:
    """Whether a latent alone says what a dropped point shows, beside what it shares with the current one."""
    same_class = dropped.classes == point.classes or dropped.origin.w is not None
    return same_class and not dropped.mixes and not dropped.directions


def origin_from(model: "Model", dropped: LatentPoint | Path, point: LatentPoint) -> Origin:
    """In the render thread. A class, mix or directions of its own are kept as styles before truncation."""
    if isinstance(dropped, Path):
        from ganstudio.latents.picture_file import read_point

        dropped = read_point(dropped)
    if is_plain(dropped, point):
        model.mapper.base(dropped.origin, point.classes)  # refuses a latent of another model
        return dropped.origin
    return Origin(w=Vector.of(model.mapper.styles([dropped.changed(psi=1.0)])[0].cpu().numpy()))

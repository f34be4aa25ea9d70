"""Points between points: every track of a latent point moves, w in a straight line and z over the sphere."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Literal

import numpy as np

from ganstudio.latents.point import (
    ClassShare,
    DirectionUse,
    LatentPoint,
    Layers,
    Mix,
    Origin,
    Vector,
    class_blend,
)

if TYPE_CHECKING:
    from ganstudio.latents.model import Model

Space = Literal["w", "z"]
Classes = tuple[ClassShare, ...]
PARALLEL = 1e-6  # radians


def between(model: "Model", a: LatentPoint, b: LatentPoint, t: float, space: Space = "w") -> LatentPoint:
    """The point a share t in [0, 1] of the way from a to b; exactly a at 0 and exactly b at 1.

    In w each end is mapped with its own classes and the way is straight. In z it is spherical, and is mapped with
    the classes blended; an end that is a w or a blend of seeds has no z, so then it is w all the same. Without
    styles it is always z. Noise cannot be blended: the nearer end's is taken.
    """
    if t <= 0 or a == b:
        return a
    if t >= 1:
        return b
    a, b = alike_in_cutoff(model, (a, b))
    nearer = a if t < 0.5 else b
    return LatentPoint(
        origin=_origin_between(model, (a.origin, a.classes), (b.origin, b.classes), t, space),
        classes=_classes_between(a.classes, b.classes, t),
        psi=_lerp(a.psi, b.psi, t),
        cutoff=a.cutoff,
        noise=nearer.noise,
        noise_seed=nearer.noise_seed,
        mixes=_mixes_between(model, a, b, t, space),
        directions=_directions_between(a.directions, b.directions, t),
        shift=(_lerp(a.shift[0], b.shift[0], t), _lerp(a.shift[1], b.shift[1], t)),
        turn=_lerp(a.turn, b.turn, t),
    )


def slerp(a: np.ndarray, b: np.ndarray, t: float) -> np.ndarray:
    """Along the great circle from a to b [n], at constant angular speed (Shoemake 1985); the length goes linearly."""
    lengths = float(np.linalg.norm(a)), float(np.linalg.norm(b))
    if min(lengths) == 0:
        return (1 - t) * a + t * b
    start, end = a / lengths[0], b / lengths[1]
    angle = float(np.arctan2(np.linalg.norm(start - end), np.linalg.norm(start + end)) * 2)
    if angle < PARALLEL:
        direction = start
    elif angle > np.pi - PARALLEL:  # every great circle leads there; take the one over the least used axis
        direction = np.cos(np.pi * t) * start + np.sin(np.pi * t) * _perpendicular(start)
    else:
        direction = (np.sin((1 - t) * angle) * start + np.sin(t * angle) * end) / np.sin(angle)
    return direction * _lerp(*lengths, t)


def origin_space(model: "Model", points: Sequence[LatentPoint], space: Space) -> Space:
    """Where the origins of points can be joined: z without styles, w where one of them has no z, else as asked."""
    if not model.has_styles:
        return "z"
    return space if all(_has_z(point.origin) for point in points) else "w"


def base_vector(model: "Model", origin: Origin, classes: Classes, space: Space) -> np.ndarray:
    """An origin as numbers, float64: z [z_dim], or w [w_dim] or [num_ws, w_dim] before truncation."""
    mapper = model.mapper
    found = mapper.base_z(origin) if space == "z" else mapper.base(origin, classes)
    return found.detach().cpu().numpy().astype(np.float64)


def origin_of(vector: np.ndarray, space: Space) -> Origin:
    """Numbers as an origin."""
    return Origin(z=Vector.of(vector)) if space == "z" else Origin(w=Vector.of(vector))


def _origin_between(
    model: "Model", a: tuple[Origin, Classes], b: tuple[Origin, Classes], t: float, space: Space
) -> Origin:
    if not model.has_styles:
        space = "z"
    elif not (_has_z(a[0]) and _has_z(b[0])):
        space = "w"
    if a[0] == b[0] and (space == "z" or a[1] == b[1]):
        return a[0]
    first, last = (base_vector(model, *end, space) for end in (a, b))
    return origin_of(slerp(first, last, t) if space == "z" else _straight(first, last, t), space)


def _has_z(origin: Origin) -> bool:
    """Where there are styles. Blended seeds are a blend of their w, which no z gives."""
    return origin.w is None and len(origin.seeds) <= 1


def _straight(a: np.ndarray, b: np.ndarray, t: float) -> np.ndarray:
    """Linear; a w [w_dim] meets a w+ [num_ws, w_dim] in every row."""
    return (1 - t) * a + t * b


def _perpendicular(unit: np.ndarray) -> np.ndarray:
    axis = np.zeros_like(unit)
    axis[np.argmin(np.abs(unit))] = 1
    axis -= (axis @ unit) * unit
    return axis / np.linalg.norm(axis)


def _lerp(a: float, b: float, t: float) -> float:
    """Never beyond either end, whatever the rounding: weights and psi have limits."""
    return min(max((1 - t) * a + t * b, min(a, b)), max(a, b))


def _classes_between(a: Classes, b: Classes, t: float) -> Classes:
    if a == b:
        return a
    weights: dict[int, float] = {}
    for classes, weight in ((a, 1 - t), (b, t)):
        for part in classes:
            weights[part.number] = weights.get(part.number, 0.0) + weight * part.share
    return class_blend(weights.items())


def _mixes_between(model: "Model", a: LatentPoint, b: LatentPoint, t: float, space: Space) -> tuple[Mix, ...]:
    """Mixes of the same layers move into each other; the others fade in or out, in an order that fits both ends."""
    mixes = []
    for left, right in _paired(a.mixes, b.mixes, model.num_ws or 0):
        start, end = left or right, right or left
        assert start is not None
        assert end is not None
        weight = _lerp(left.weight if left else 0.0, right.weight if right else 0.0, t)
        own = (
            a.classes if left else b.classes,
            b.classes if right else a.classes,
        )  # a mix that fades keeps the classes of its end
        origin = _origin_between(model, (start.origin, own[0]), (end.origin, own[1]), t, space)
        mixes.append(Mix(origin=origin, layers=start.layers, weight=weight))
    return tuple(mixes)


def _paired(a: tuple[Mix, ...], b: tuple[Mix, ...], num_ws: int) -> list[tuple[Mix | None, Mix | None]]:
    """The shortest list that holds both lists in their orders, mixes of the same layers side by side."""
    left, right = ([mix.layers.rows(num_ws) for mix in mixes] for mixes in (a, b))
    pairs: list[tuple[Mix | None, Mix | None]] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if kind == "equal":
            pairs += zip(a[i1:i2], b[j1:j2])
        else:
            pairs += [(mix, None) for mix in a[i1:i2]]
            pairs += [(None, mix) for mix in b[j1:j2]]
    return pairs


def _directions_between(
    a: tuple[DirectionUse, ...], b: tuple[DirectionUse, ...], t: float
) -> tuple[DirectionUse, ...]:
    """Strengths move; a direction that an end lacks is 0 there. Two of one name that differ stay two."""
    strengths: dict[tuple[str, Vector, Layers], tuple[float, float]] = {}
    for end, uses in enumerate((a, b)):
        for use in uses:
            before = strengths.get((use.name, use.vector, use.layers), (0.0, 0.0))
            after = (
                (before[0] + use.strength, before[1]) if end == 0 else (before[0], before[1] + use.strength)
            )
            strengths[use.name, use.vector, use.layers] = after
    moved: list[DirectionUse] = []
    for (name, vector, layers), ends in strengths.items():
        free = _free_name(name, [use.name for use in moved])
        moved.append(DirectionUse(name=free, vector=vector, strength=_lerp(*ends, t), layers=layers))
    return tuple(use for use in moved if use.strength != 0)


def _free_name(name: str, taken: list[str]) -> str:
    """Names are what a strength is set by, so that no two may be equal."""
    number = 2
    free = name
    while free in taken:
        free, number = f"{name} ({number})", number + 1
    return free


def alike_in_cutoff(model: "Model", points: Sequence[LatentPoint]) -> list[LatentPoint]:
    """Points that show the same but have one cutoff. psi = 1 truncates nothing, whatever the cutoff.

    Where cutoffs differ truncation is done beforehand: between two cutoffs a layer would jump, while w+ moves on.
    """
    if not model.has_styles:
        return list(points)
    rows = model.num_ws or 0
    cutoffs = {rows if p.cutoff is None else min(p.cutoff, rows) for p in points if p.psi != 1}
    if len(cutoffs) < 2:
        known = next((point.cutoff for point in points if point.psi != 1), points[0].cutoff)
        return [point if point.psi != 1 else point.changed(cutoff=known) for point in points]
    return [_truncated(model, point) for point in points]


def _truncated(model: "Model", point: LatentPoint) -> LatentPoint:
    """The same picture with psi = 1: truncation is worked into w+ and into the mixes."""

    def worked_in(origin: Origin) -> Origin:
        plain = LatentPoint(origin=origin, classes=point.classes, psi=point.psi, cutoff=point.cutoff)
        return Origin(w=Vector.of(model.mapper.styles([plain])[0].cpu().numpy()))

    mixes = tuple(mix.model_copy(update={"origin": worked_in(mix.origin)}) for mix in point.mixes)
    return point.changed(origin=worked_in(point.origin), mixes=mixes, psi=1.0, cutoff=None)

"""Directions that a person makes: from pictures marked as more and less of something, or from two classes."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from ganstudio.errors import StudioError
from ganstudio.latents.boundary import FEWEST, Boundary, fitting
from ganstudio.latents.directions import EVERY_LAYER, Direction, Search, orthogonal_to
from ganstudio.latents.point import ClassShare, LatentPoint, Layers, Vector
from ganstudio.latents.sampling import sample_styles

if TYPE_CHECKING:
    from ganstudio.latents.model import Model

SAMPLES = 600  # of each class
STEPS = 100


def from_marks(
    model: "Model", name: str, more: Sequence[LatentPoint], less: Sequence[LatentPoint], *,
    layers: Layers = EVERY_LAYER, against: Sequence[Direction] = (),
    should_stop: Callable[[], bool] = lambda: False,
) -> Iterator[Search]:  # fmt: skip
    """From points marked as `less` to those marked as `more`; strength 1 leads from the one mean to the other.

    Works in w averaged over `layers`, or in z without styles. The direction does not move along any of `against`.
    Raises StudioError with fewer than three marks on a side.
    """
    if min(len(more), len(less)) < FEWEST:
        raise StudioError(
            f"Mark at least {FEWEST} pictures as more and {FEWEST} as less; "
            f"{len(more)} and {len(less)} are marked so far."
        )
    sides = [latents_of(model, points, layers) for points in (less, more)]
    note = f"{len(more)} pictures marked as more, {len(less)} as less"
    yield from _search(model, name, sides[0], sides[1], layers, against, note, should_stop)


def from_classes(
    model: "Model", name: str, start: int | None, end: int, *, samples: int = SAMPLES,
    layers: Layers = EVERY_LAYER, against: Sequence[Direction] = (), seed: int = 0,
    should_stop: Callable[[], bool] = lambda: False,
) -> Iterator[Search]:  # fmt: skip
    """From the class `start`, or from all others if None, to the class `end`, by w drawn of both."""
    others = [number for number in range(model.num_classes) if number != end] if start is None else [start]
    _must_have_classes(model, [*others, end], start == end)
    each = -(-samples // len(others))
    from_these = [sample_styles(model, each, _only(number), seed, should_stop) for number in others]
    to_these = sample_styles(model, samples, _only(end), seed + 1, should_stop)
    if should_stop():
        return
    first = "all others" if start is None else model.class_names[start]
    note = f"From {first} to {model.class_names[end]}"
    sides = np.concatenate(from_these), to_these
    yield from _search(model, name, *sides, layers, against, note, should_stop)


def latents_of(model: "Model", points: Sequence[LatentPoint], layers: Layers = EVERY_LAYER) -> np.ndarray:
    """What pictures are made from: w [N, w_dim], the mean over `layers`, or z [N, z_dim]; float64."""
    if not model.has_styles:
        return model.mapper.latents(points).double().cpu().numpy()
    ws = model.mapper.styles(points).double().cpu().numpy()
    rows = layers.rows(ws.shape[1])
    return ws[:, rows.start : rows.stop].mean(axis=1) if rows else ws.mean(axis=1)


def _search(
    model: "Model", name: str, first: np.ndarray, second: np.ndarray, layers: Layers,
    against: Sequence[Direction], note: str, should_stop: Callable[[], bool],
) -> Iterator[Search]:  # fmt: skip
    try:
        for step in fitting(first, second):
            if should_stop():
                return
            if isinstance(step, Boundary):
                made = _direction(name, step, second.mean(axis=0) - first.mean(axis=0), against)
                made = made.changed(layers=layers, note=note, model=model.fingerprint)
                yield Search(STEPS, STEPS, (made,))
            else:
                yield Search(round(step * STEPS), STEPS)
    except ValueError as error:
        raise StudioError(f"No direction was found, as {error}; mark other pictures.") from error


def _direction(name: str, found: Boundary, between: np.ndarray, against: Sequence[Direction]) -> Direction:
    normal = orthogonal_to(found.normal, np.array([other.vector.array() for other in against]))
    distance = float(normal @ between)
    if distance <= 1e-9:
        raise ValueError("the two sides do not differ apart from the other directions")
    return Direction(
        name=name, kind="made", vector=Vector.of(normal), scale=distance, accuracy=found.accuracy
    )


def _must_have_classes(model: "Model", numbers: Sequence[int], are_same: bool) -> None:
    if not model.num_classes:
        raise StudioError("This model knows no classes; mark pictures to make a direction.")
    if not model.has_styles:
        raise StudioError(
            "Without styles this model keeps its classes apart from z, so no direction in z leads from one to "
            "another; blend the classes."
        )
    if are_same or len(numbers) < 2 or not all(0 <= number < model.num_classes for number in numbers):
        raise StudioError("Choose two different classes of this model.")


def _only(number: int) -> tuple[ClassShare, ...]:
    return (ClassShare(number=number, share=1.0),)

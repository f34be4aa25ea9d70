"""Directions from marks and classes: the regression against another solver, held-out accuracy, what a unit is."""

import numpy as np
import pytest
from scipy.optimize import minimize

from ganstudio.errors import StudioError
from ganstudio.latents.boundary import Boundary, boundary, choice, direction_between, logistic
from ganstudio.latents.directions import Direction, Search, use
from ganstudio.latents.made_directions import from_classes, from_marks, latents_of
from ganstudio.latents.point import ClassShare, LatentPoint, Layers
from ganstudio.latents.sampling import sample_styles
from tests.latents.small_models import small_dcgan, small_stylegan2

ABC = ("a", "b", "c")


def groups(first: int, second: int, size: int = 6, apart: float = 2.0) -> tuple[np.ndarray, np.ndarray]:
    source = np.random.RandomState(5)
    away = np.zeros(size)
    away[1] = apart
    return source.randn(first, size), source.randn(second, size) + away


@pytest.mark.parametrize("penalty", [1.0, 0.01])
def test_logistic_regression_against_scipy(penalty: float) -> None:
    """The same loss minimised by another method, written as cross-entropy of each group's mean."""
    first, second = groups(40, 90)

    def loss(values: np.ndarray) -> float:
        weights, bias = values[:-1], values[-1]
        wrong = (
            np.log1p(np.exp(first @ weights + bias)).mean()
            + np.log1p(np.exp(-second @ weights - bias)).mean()
        )
        return float(wrong / 2 + penalty * (weights @ weights) / 2)

    best = minimize(loss, np.zeros(7), method="BFGS", options={"gtol": 1e-9}).x
    labels = np.repeat([False, True], [40, 90])
    weights, bias = logistic(np.concatenate((first, second)), labels, penalty)
    np.testing.assert_allclose([*weights, bias], best, atol=1e-5)


def test_a_strong_penalty_gives_the_difference_of_the_means() -> None:
    first, second = groups(50, 20)
    between = second.mean(axis=0) - first.mean(axis=0)
    normal = direction_between(first, second, 1e6)
    np.testing.assert_allclose(normal, between / np.linalg.norm(between), atol=1e-4)
    assert np.linalg.norm(direction_between(first, second, 0.001) - normal) > 0.01


def test_accuracy_is_of_latents_that_were_not_used() -> None:
    """In 40 dimensions 12 latents of noise are sorted without a fault by a boundary made from them all."""
    noise = np.random.RandomState(0).randn(24, 40)
    assert boundary(noise[:12], noise[12:]).accuracy < 0.75
    # Two normal distributions 2 apart are told apart with Phi(1) = 0.841.
    assert boundary(*groups(600, 300)).accuracy == pytest.approx(0.841, abs=0.03)
    assert boundary(*groups(30, 30, apart=40)).accuracy == 1


def test_a_boundary_repeats_and_points_from_the_first_to_the_second() -> None:
    first, second = groups(50, 70, apart=6)
    found, again, back = boundary(first, second), boundary(first, second), boundary(second, first)
    assert isinstance(found, Boundary)
    assert np.array_equal(found.normal, again.normal)
    assert found.normal[1] > 0.9
    assert found.distance == pytest.approx(6, abs=0.5)
    np.testing.assert_allclose(back.normal, -found.normal, atol=1e-9)


def test_units_and_places_of_the_latents_do_not_matter() -> None:
    first, second = groups(40, 60, apart=1.0)
    found, moved = boundary(first, second), boundary(1000 * first + 7, 1000 * second + 7)
    np.testing.assert_allclose(moved.normal, found.normal, atol=1e-6)
    assert moved.distance == pytest.approx(1000 * found.distance)
    assert moved.accuracy == found.accuracy


def test_the_strongest_penalty_within_one_standard_error_is_taken() -> None:
    assert choice(np.array([[0.5, 0.6], [0.79, 0.81], [0.8, 0.9], [0.7, 0.7]])) == 1
    assert choice(np.array([[0.5, 0.6], [0.6, 0.7], [0.85, 0.85]])) == 2
    assert choice(np.ones((3, 4))) == 0


def made(steps: list[Search]) -> Direction:
    assert steps[-1].done == steps[-1].total
    (direction,) = steps[-1].found
    return direction


def test_from_one_class_to_another() -> None:
    model = small_stylegan2(ABC)
    direction = made(list(from_classes(model, "a to b", 0, 1, layers=Layers(first=1))))
    assert (direction.kind, direction.note, direction.layers) == ("made", "From a to b", Layers(first=1))
    assert direction.model == model.fingerprint
    start, end = (
        sample_styles(model, 600, [ClassShare(number=number, share=1)], seed=number) for number in (0, 1)
    )
    across = (end.mean(axis=0) - start.mean(axis=0)) @ direction.vector.array()
    assert direction.scale == pytest.approx(across, rel=1e-5)
    assert direction.accuracy is not None
    assert direction.accuracy > 0.9  # random embeddings lie far apart
    everyone = made(list(from_classes(model, "to c", None, 2)))
    assert everyone.note == "From all others to c"


def test_strength_one_leads_from_one_mean_to_the_other() -> None:
    model = small_stylegan2()
    points = [LatentPoint.of_seed(seed) for seed in range(40)]
    z_first = latents_of(model, points)[:, 0]
    order = np.argsort(z_first)
    less, more = ([points[index] for index in half] for half in (order[:20], order[20:]))
    direction = made(list(from_marks(model, "First", more, less)))
    moved = [point.with_direction(use(direction, 1.0)) for point in less]
    normal = direction.vector.array()
    np.testing.assert_allclose(
        (latents_of(model, moved) @ normal).mean(), (latents_of(model, more) @ normal).mean(), rtol=1e-4
    )
    assert direction.accuracy is not None
    assert direction.accuracy > 0.7
    assert direction.note == "20 pictures marked as more, 20 as less"


def test_marks_count_in_the_layers_they_are_for() -> None:
    model = small_stylegan2()
    step = Direction(name="d", kind="made", vector=made_vector(12, 4), scale=1.0)
    point = LatentPoint.of_seed(1)
    moved = point.with_direction(use(step, 3.0, Layers(first=4)))
    differs = latents_of(model, [moved], Layers(first=4)) - latents_of(model, [point], Layers(first=4))
    np.testing.assert_allclose(differs[0], 3 * np.eye(12)[4], atol=1e-5)
    assert not (latents_of(model, [moved], Layers(last=3)) - latents_of(model, [point], Layers(last=3))).any()


def made_vector(size: int, entry: int) -> object:
    from ganstudio.latents.point import Vector

    return Vector.of(np.eye(size)[entry])


def test_a_direction_keeps_off_the_others() -> None:
    model = small_stylegan2(ABC)
    one = made(list(from_classes(model, "a to b", 0, 1)))
    free = made(list(from_classes(model, "a to c", 0, 2)))
    kept = made(list(from_classes(model, "a to c", 0, 2, against=[one])))
    assert abs(free.vector.array() @ one.vector.array()) > 0.05
    assert abs(kept.vector.array() @ one.vector.array()) < 1e-6
    assert 0 < kept.scale < free.scale
    with pytest.raises(StudioError, match="nothing is left"):
        list(from_classes(model, "again", 0, 1, against=[one]))


def test_without_styles_marks_work_in_z() -> None:
    model = small_dcgan()
    points = [LatentPoint.of_seed(seed) for seed in range(60)]
    first = model.latents(range(60))[:, 0].numpy()
    more, less = (
        [points[i] for i in np.flatnonzero(first > 0)],
        [points[i] for i in np.flatnonzero(first <= 0)],
    )
    direction = made(list(from_marks(model, "First number", more, less)))
    assert direction.vector.array().argmax() == 0
    assert direction.vector.shape == (9,)


def test_what_cannot_be_made_is_said_in_a_sentence() -> None:
    model, points = small_stylegan2(), [LatentPoint.of_seed(seed) for seed in range(5)]
    with pytest.raises(StudioError, match="at least 3 pictures as more and 3 as less; 2 and 3 are marked"):
        list(from_marks(model, "x", points[:2], points[2:]))
    with pytest.raises(StudioError, match="are alike"):
        list(from_marks(model, "x", [points[0]] * 3, [points[0]] * 3))
    with pytest.raises(StudioError, match="knows no classes"):
        list(from_classes(model, "x", 0, 1))
    with pytest.raises(StudioError, match="blend the classes"):
        list(from_classes(small_dcgan(ABC), "x", 0, 1))
    for start, end in ((1, 1), (0, 3)):
        with pytest.raises(StudioError, match="two different classes"):
            list(from_classes(small_stylegan2(ABC), "x", start, end))


def test_making_stops_when_asked() -> None:
    answers = iter([False] * 30 + [True] * 100)
    steps = list(from_classes(small_stylegan2(ABC), "x", 0, 1, should_stop=lambda: next(answers)))
    assert not any(step.found for step in steps)

"""Between two points: exact ends, hand-worked middles, and no track that jumps."""

import math
import random
from typing import Any

import numpy as np
import pytest
import torch

from ganstudio.latents.interpolation import Space, between, slerp
from ganstudio.latents.keyframes import Course, Timeline
from ganstudio.latents.model import Model
from ganstudio.latents.point import DirectionUse, LatentPoint, Layers, Mix, Origin, Vector, class_blend
from ganstudio.latents.rendering import render, synthesize
from tests.latents.points import random_point, small_model
from tests.latents.small_models import small_dcgan, small_stylegan2

NAMES = ("cat", "dog", "owl")
UP = Vector.of(np.linspace(-1, 1, 12))
DOWN = Vector.of(np.linspace(2, -1, 12))


@pytest.fixture(scope="module")
def model() -> Model:
    return small_stylegan2(NAMES)


def rich(seed: int, **changes: Any) -> LatentPoint:
    return LatentPoint.of_seed(seed, seed % 3, psi=0.7).changed(**changes)


def of_seeds(*seeds: int) -> tuple[Mix, ...]:
    return tuple(Mix(origin=Origin.of_seed(seed), layers=Layers(first=seed, last=seed)) for seed in seeds)


def test_slerp_by_hand() -> None:
    x, y = np.array([1.0, 0, 0]), np.array([0, 1.0, 0])
    assert np.allclose(slerp(x, y, 0.5), [math.sqrt(0.5), math.sqrt(0.5), 0])
    assert np.allclose(slerp(x, y, 1 / 3), [math.cos(math.pi / 6), math.sin(math.pi / 6), 0])
    assert np.allclose(slerp(2 * x, 4 * y, 0.5), 3 * np.array([math.sqrt(0.5), math.sqrt(0.5), 0]))
    assert np.allclose(slerp(x, 3 * x, 0.25), 1.5 * x)
    across = slerp(x, -x, 0.5)
    assert np.isclose(np.linalg.norm(across), 1)
    assert np.isclose(across @ x, 0)
    assert np.allclose(slerp(np.zeros(3), y, 0.5), y / 2)


@pytest.mark.parametrize("space", ["w", "z"])
def test_both_ends_are_exact(model: Model, space: Any) -> None:
    a, b = rich(1, mixes=of_seeds(1, 2)), rich(2, directions=(use("smile", 2.0),))
    assert between(model, a, b, 0.0, space) is a
    assert between(model, a, b, 1.0, space) is b


def use(name: str, strength: float, vector: Vector = UP, layers: Layers = Layers()) -> DirectionUse:  # noqa: B008
    return DirectionUse(name=name, vector=vector, strength=strength, layers=layers)


def test_w_goes_in_a_straight_line(model: Model) -> None:
    a, b = rich(1, psi=1.0), rich(2, psi=1.0)
    ends = model.mapper.styles([a, b])
    quarter = model.mapper.styles([between(model, a, b, 0.25)])[0]
    assert torch.allclose(quarter, 0.75 * ends[0] + 0.25 * ends[1], atol=1e-5)


def test_truncation_on_the_way_is_that_of_the_blend(model: Model) -> None:
    a, b = rich(1, psi=0.4), rich(2, psi=0.8)
    middle = model.mapper.styles([between(model, a, b, 0.5)])[0]
    bases = [model.map(model.latents([seed]), [seed % 3])[0] for seed in (1, 2)]
    centre = model.centre(torch.tensor([[0, 0.5, 0.5]]))[0]
    assert torch.allclose(middle, centre + 0.6 * (sum(bases) / 2 - centre), atol=1e-5)


def test_z_goes_over_the_sphere_with_the_classes_blended(model: Model) -> None:
    a, b = rich(1), rich(2)
    middle = between(model, a, b, 0.5, "z")
    z = model.latents([1, 2]).double().numpy()
    angle = math.acos(z[0] @ z[1] / np.linalg.norm(z[0]) / np.linalg.norm(z[1]))
    hand = (z[0] / np.linalg.norm(z[0]) + z[1] / np.linalg.norm(z[1])) * math.sin(angle / 2) / math.sin(angle)
    hand *= (np.linalg.norm(z[0]) + np.linalg.norm(z[1])) / 2
    assert middle.origin.z is not None
    assert np.allclose(middle.origin.z.array(), hand, atol=1e-5)
    assert middle.classes == class_blend([(1, 1), (2, 1)])


def test_an_end_in_w_makes_the_way_straight_in_w(model: Model) -> None:
    plus = np.random.RandomState(0).randn(6, 12)
    a, b = rich(1), rich(1, origin=Origin(w=Vector.of(plus)))
    middle = between(model, a, b, 0.5, "z")
    assert middle.origin.w is not None
    base = model.mapper.base(a.origin, a.classes).numpy()
    assert np.allclose(middle.origin.w.array(), (base + plus) / 2, atol=1e-5)


def test_equal_seeds_stay_seeds(model: Model) -> None:
    point = rich(1)
    half = between(model, point, point.changed(psi=0.1), 0.5)
    assert half.seed == 1
    assert half.psi == pytest.approx(0.4)


def test_mixes_move_fade_in_and_fade_out_in_order(model: Model) -> None:
    a = rich(1, classes=class_blend([(0, 1)]), mixes=(*of_seeds(1), *of_seeds(3)))
    other = Mix(origin=Origin.of_seed(9), layers=Layers(first=3, last=3), weight=0.5)
    b = a.changed(mixes=(*of_seeds(2), other))
    mixes = between(model, a, b, 0.25).mixes
    assert [(mix.layers.first, mix.weight) for mix in mixes] == [(1, 0.75), (2, 0.25), (3, 0.875)]
    assert mixes[0].origin.seed == 1
    ends = [model.mapper.base(Origin.of_seed(seed), a.classes).numpy() for seed in (3, 9)]
    assert mixes[2].origin.w is not None
    assert np.allclose(mixes[2].origin.w.array(), 0.75 * ends[0] + 0.25 * ends[1], atol=1e-5)


def test_directions_move_and_a_missing_one_is_nothing(model: Model) -> None:
    a = rich(1, directions=(use("smile", 4.0), use("age", 1.0)))
    b = rich(1, directions=(use("smile", -4.0), use("tilt", 2.0)))
    half, late = between(model, a, b, 0.5), between(model, a, b, 0.75)
    assert [(each.name, each.strength) for each in half.directions] == [("age", 0.5), ("tilt", 1.0)]
    assert late.strength_of("smile") == -2.0


def test_a_direction_that_was_changed_since_is_another(model: Model) -> None:
    a, b = rich(1, directions=(use("smile", 1.0),)), rich(1, directions=(use("smile", 1.0, DOWN),))
    half = between(model, a, b, 0.5)
    assert [each.name for each in half.directions] == ["smile", "smile (2)"]
    ends = model.mapper.styles([a, b])
    assert torch.allclose(model.mapper.styles([half])[0], ends.mean(dim=0), atol=1e-5)


def test_noise_is_that_of_the_nearer_end(model: Model) -> None:
    a, b = rich(1, noise="none"), rich(1, noise="random", noise_seed=5)
    assert between(model, a, b, 0.4).noise == "none"
    assert (between(model, a, b, 0.6).noise, between(model, a, b, 0.6).noise_seed) == ("random", 5)


@pytest.mark.parametrize("space", ["w", "z"])
def test_no_track_jumps(model: Model, space: Any) -> None:
    """Every field differs, cutoffs too: the styles at t near an end are near that end's, and steps are even."""
    a = rich(1, cutoff=2, mixes=of_seeds(1, 3), directions=(use("smile", 1.0),))
    b = rich(
        2, cutoff=5, psi=0.3, mixes=of_seeds(3, 1), directions=(use("smile", 1.0, DOWN, Layers(first=2)),)
    )
    shares = np.linspace(0, 1, 101)
    ws = model.mapper.styles([between(model, a, b, float(t), space) for t in shares])
    steps = (ws[1:] - ws[:-1]).flatten(1).norm(dim=1)
    assert float(steps.max()) < 4 * float(steps.mean())


def test_equal_cutoffs_are_kept(model: Model) -> None:
    assert between(model, rich(1, cutoff=2), rich(2, cutoff=2), 0.5).cutoff == 2
    assert between(model, rich(1, cutoff=4, psi=1.0), rich(2, cutoff=2), 0.5).cutoff == 2
    assert between(model, rich(1, cutoff=4, psi=1.0), rich(2, cutoff=2, psi=1.0), 0.5).psi == 1


@pytest.mark.parametrize("space", ["w", "z"])
def test_without_styles_the_way_is_spherical(space: Any) -> None:
    model = small_dcgan(NAMES)
    a, b = LatentPoint.of_seed(1, 0), LatentPoint.of_seed(2, 1, psi=0.5)
    middle = between(model, a, b, 0.5, space)
    z = model.latents([1, 2]).double().numpy()
    assert middle.origin.z is not None
    assert np.allclose(middle.origin.z.array(), slerp(z[0], z[1], 0.5), atol=1e-5)
    assert middle.psi == 0.75
    render(model, middle)


@pytest.mark.parametrize("recipe", ["stylegan2", "cgan"])
def test_any_two_points_meet(recipe: str) -> None:
    """Every field at random: all that lies between can be rendered, and begins and ends where it should."""
    draws, model = random.Random(0), small_model(recipe)
    for _ in range(25):
        a, b = random_point(model, draws), random_point(model, draws)
        space: Space = draws.choice(["w", "z"])
        for t in (1e-9, draws.random(), 1 - 1e-9):
            made = between(model, a, b, t, space)
            assert LatentPoint.model_validate_json(made.model_dump_json()) == made
            picture = synthesize(model, [made])
            end = a if t < 1e-3 else b if t > 0.999 else None
            assert end is None or torch.allclose(picture, synthesize(model, [end]), rtol=1e-3, atol=1e-3)


def test_any_points_make_a_course() -> None:
    draws, model = random.Random(1), small_model("stylegan2")
    for loop in (False, True):
        points = [random_point(model, draws) for _ in range(5)]
        course = Course(model, Timeline.through(points, 5.0, loop=loop, space=draws.choice(["w", "z"])))
        for moment in np.linspace(0, 5, 23):
            render(model, course.at(float(moment)))


def test_pictures_near_the_ends_are_nearly_those_of_the_ends(model: Model) -> None:
    a, b = rich(1), rich(2)
    pictures = synthesize(model, [a, between(model, a, b, 1e-6), between(model, a, b, 1 - 1e-6), b])
    assert torch.allclose(pictures[0], pictures[1], atol=1e-4)
    assert torch.allclose(pictures[2], pictures[3], atol=1e-4)
    assert not torch.allclose(pictures[0], pictures[3], atol=1e-2)

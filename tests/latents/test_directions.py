"""GANSpace and SeFa against computations of their own in numpy; what a direction does to a point."""

import numpy as np
import pytest
import torch
from pydantic import ValidationError

from ganstudio.errors import StudioError
from ganstudio.latents.directions import Direction, Search, orthogonal_to, upright, use
from ganstudio.latents.ganspace import ganspace
from ganstudio.latents.model import Model
from ganstudio.latents.point import ClassShare, LatentPoint, Layers, Vector
from ganstudio.latents.rendering import render
from ganstudio.latents.sampling import Moments, draw_z, sample_styles
from ganstudio.latents.sefa import sefa
from tests.latents.fake_recipes import FAKES, fake_record
from tests.latents.small_models import small_dcgan, small_stylegan2

ABC = ("a", "b", "c")


def found(steps: list[Search]) -> tuple[Direction, ...]:
    assert all(not step.found for step in steps[:-1])
    assert [step.done for step in steps] == sorted(step.done for step in steps)
    assert steps[-1].done == steps[-1].total
    return steps[-1].found


def rows(directions: tuple[Direction, ...]) -> np.ndarray:
    return np.stack([direction.vector.array() for direction in directions])


def agree(mine: np.ndarray, theirs: np.ndarray) -> None:
    """Rows may differ in sign alone."""
    signs = np.sign((mine * theirs).sum(axis=1, keepdims=True))
    np.testing.assert_allclose(mine, signs * theirs, atol=1e-4)


def all_z(model: Model, count: int) -> tuple[torch.Tensor, torch.Tensor | None]:
    parts = list(draw_z(model, count))
    weights = [part[1] for part in parts]
    return torch.cat([part[0] for part in parts]), None if weights[0] is None else torch.cat(weights)


@pytest.mark.parametrize("classes", [(), ABC])
def test_ganspace_is_the_svd_of_the_styles(classes: tuple[str, ...]) -> None:
    model = small_stylegan2(classes)
    directions = found(list(ganspace(model, 5, samples=2300)))
    z, weights = all_z(model, 2300)
    w = model.map(z, None if weights is None else weights)[:, 0].double().numpy()
    _, sizes, vectors = np.linalg.svd(w - w.mean(axis=0), full_matrices=False)
    agree(rows(directions), vectors[:5])
    deviations = sizes / np.sqrt(2299)
    np.testing.assert_allclose([d.scale for d in directions], deviations[:5], rtol=1e-4)
    shares = [direction.explained for direction in directions]
    np.testing.assert_allclose(shares, (sizes**2 / (sizes**2).sum())[:5], atol=1e-4)
    assert {direction.kind for direction in directions} == {"pca"}
    assert directions[0].model == model.fingerprint


@pytest.mark.parametrize("latent", ["normal", "uniform"])
@pytest.mark.parametrize("classes", [(), ABC])
def test_without_styles_ganspace_regresses_activations_to_z(classes: tuple[str, ...], latent: str) -> None:
    """Against the whole matrix of activations, its SVD, and least squares."""
    model = small_dcgan(classes, latent)  # type: ignore[arg-type]
    directions = found(list(ganspace(model, 4, samples=1500)))
    z, _ = all_z(model, 1500)
    labels = torch.full((1500, 3), 1 / 3) if classes else None
    seen: list[torch.Tensor] = []
    handle = model.generator.project.register_forward_hook(lambda layer, given, y: seen.append(y))  # type: ignore[union-attr]
    with torch.no_grad():
        model.generator(z, labels)
    handle.remove()
    y = seen[0].double().numpy()
    y -= y.mean(axis=0)
    _, sizes, vectors = np.linalg.svd(y, full_matrices=False)
    coordinates = y @ vectors[:4].T / (sizes[:4] / np.sqrt(1499))
    known = z.double().numpy() - z.double().numpy().mean(axis=0)
    steps = np.linalg.lstsq(coordinates, known, rcond=None)[0]
    agree(np.stack([d.unit() for d in directions]), steps)
    np.testing.assert_allclose(
        [d.explained for d in directions], (sizes**2 / (sizes**2).sum())[:4], atol=1e-4
    )


def test_ganspace_of_one_class_alone() -> None:
    model = small_stylegan2(ABC)
    only = (ClassShare(number=1, share=1.0),)
    direction = found(list(ganspace(model, 1, samples=600, classes=only)))[0]
    z, _ = all_z(model, 600)
    w = model.map(z, 1)[:, 0].double().numpy()
    agree(rows((direction,)), np.linalg.svd(w - w.mean(axis=0))[2][:1])


def test_searches_stop_and_repeat() -> None:
    model = small_stylegan2(ABC)
    answers = iter([False, True])
    steps = list(ganspace(model, should_stop=lambda: next(answers)))
    assert len(steps) == 1
    assert not steps[-1].found
    assert not any(step.found for step in sefa(model, should_stop=lambda: True))
    assert list(ganspace(model, samples=700)) == list(ganspace(model, samples=700))
    assert list(sefa(model)) == list(sefa(model))


def test_moments_of_a_stream_are_those_of_the_whole() -> None:
    numbers = np.random.RandomState(0).randn(1234, 7) * 3 + 1e3
    moments = Moments(7)
    for part in np.split(numbers, [1, 10, 700]):
        moments.add(part)
    np.testing.assert_allclose(moments.mean, numbers.mean(axis=0))
    np.testing.assert_allclose(moments.covariance(), np.cov(numbers.T), atol=1e-9)


@pytest.mark.parametrize("layers", [Layers(), Layers(first=0, last=1), Layers(first=3)])
def test_sefa_is_the_svd_of_the_affine_weights(layers: Layers) -> None:
    """Weights taken by their names, with the equalised learning rate's 1 / sqrt(w_dim)."""
    model = small_stylegan2(ABC)
    names = ["b4.conv1", "b8.conv0", "b8.conv1", "b16.conv0", "b16.conv1", "b16.torgb"]
    state = model.generator.state_dict()
    weights = [state[f"synthesis.{name}.affine.weight"].double().numpy() / np.sqrt(12) for name in names]
    matrix = np.concatenate(weights[layers.first : None if layers.last is None else layers.last + 1])
    _, gains, vectors = np.linalg.svd(matrix)
    directions = found(list(sefa(model, 6, layers=layers)))
    agree(rows(directions), vectors[:6])
    assert [d.note for d in directions] == [f"SeFa, gain {gain:.3g}" for gain in gains[:6]]
    assert {direction.layers for direction in directions} == {layers}
    w = sample_styles(model, 2000)
    np.testing.assert_allclose([d.scale for d in directions], (w @ vectors[:6].T).std(axis=0), rtol=1e-4)


@pytest.mark.parametrize("classes", [(), ABC])
def test_sefa_without_styles_takes_the_first_projection(classes: tuple[str, ...]) -> None:
    model = small_dcgan(classes)
    weight = model.generator.project.weight.double().numpy()[:, :9]  # type: ignore[union-attr]
    directions = found(list(sefa(model, 9)))
    agree(rows(directions), np.linalg.svd(weight, full_matrices=False)[2])
    assert {direction.scale for direction in directions} == {1.0}


def test_sefa_refuses_a_model_without_affine_layers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ganstudio.recipes.RECIPES", FAKES)
    from ganstudio.recipes.base import Pictures

    generator = FAKES["styled"].build_generator(FAKES["styled"].settings_type(), Pictures(8, 1, ()))
    with pytest.raises(StudioError, match="GANSpace in its place"):
        list(sefa(Model(generator, fake_record("styled"))))


def test_signs_follow_the_largest_entry() -> None:
    turned = upright(np.array([[1.0, -3.0], [2.0, 1.0], [0.0, 0.0]]))
    assert turned.tolist() == [[-1, 3], [2, 1], [0, 0]]


def test_orthogonal_keeps_the_length_and_loses_the_others() -> None:
    others = np.array([[1.0, 0, 0, 0], [1.0, 1.0, 0, 0], [2.0, 1.0, 0, 0]])
    left = orthogonal_to(np.array([3.0, 4.0, 0, 5.0]), others)
    np.testing.assert_allclose(left, [0, 0, 0, np.sqrt(50)], atol=1e-12)
    with pytest.raises(ValueError, match="nothing is left"):
        orthogonal_to(np.array([1.0, 2.0, 0, 0]), others)


def test_a_use_is_the_direction_in_units() -> None:
    model = small_stylegan2()
    direction = Direction(
        name="Slant", kind="made", vector=Vector.of(np.eye(12)[3]), scale=2.5, layers=Layers(first=2)
    )
    step = use(direction, -1.5)
    np.testing.assert_allclose(step.vector.array(), 2.5 * np.eye(12)[3])
    assert (step.layers, step.strength, step.name) == (Layers(first=2), -1.5, "Slant")
    assert use(direction, 1, Layers(last=1)).layers == Layers(last=1)
    start = LatentPoint.of_seed(3)
    moved = start.with_direction(step)
    change = model.mapper.styles([moved])[0] - model.mapper.styles([start])[0]
    np.testing.assert_allclose(change[2:, 3], -3.75, rtol=1e-5)
    assert not change[:2].any()
    assert render(model, moved).tobytes() != render(model, start).tobytes()


@pytest.mark.parametrize(
    "wrong", [{"scale": 0}, {"name": ""}, {"kind": "magic"}, {"accuracy": 1.2}, {"more": 1}]
)
def test_a_direction_is_checked(wrong: dict[str, object]) -> None:
    direction = Direction(name="Slant", kind="made", vector=Vector.of([1.0]), scale=1)
    with pytest.raises(ValidationError):
        direction.changed(**wrong)

"""Dragging with the shipped digits: handles go where they should, the mask holds the rest."""

from itertools import count

import numpy as np
import pytest
import torch

from ganstudio.errors import StudioError
from ganstudio.latents.drag_features import FeatureView, can_drag, disc, dragged_resolutions, read_at
from ganstudio.latents.drag_settings import DragSettings
from ganstudio.latents.dragging import DragStep, drag
from ganstudio.latents.model import Model, load_model
from ganstudio.latents.picture_file import pixels_of
from ganstudio.latents.point import DirectionUse, LatentPoint, Vector
from ganstudio.latents.rendering import render
from ganstudio.resources import resource
from tests.latents.points import small_model

SEVEN = LatentPoint.of_seed(3, 7, 0.7)


@pytest.fixture(scope="module")
def digits() -> Model:
    return load_model(resource("models", "digits.safetensors"))


@pytest.fixture(scope="module")
def pulled(digits: Model) -> list[DragStep]:
    """The lowest ink of a digit, pulled to the right by four pixels."""
    handle = lowest(digits, SEVEN)
    return list(
        drag(digits, SEVEN, [handle], [(handle[0] + 0.125, handle[1])], settings=DragSettings(steps=80))
    )


def lowest(model: Model, point: LatentPoint) -> tuple[float, float]:
    """The place of the lowest bright pixel."""
    rows, columns = np.nonzero(pixels_of(render(model, point))[..., 0] > 127)
    place = rows.argmax()
    return (columns[place] + 0.5) / model.resolution, (rows[place] + 0.5) / model.resolution


def test_the_handle_arrives(pulled: list[DragStep]) -> None:
    first, last = pulled[0], pulled[-1]
    assert first.distance == pytest.approx(0.125)
    assert last.distance < DragSettings.near
    assert last.step < last.steps
    assert [step.step for step in pulled] == list(range(len(pulled)))


def test_what_was_at_the_handle_is_now_at_the_target(pulled: list[DragStep]) -> None:
    """Judged by the pixels: the lowest ink has moved, and the tracker played no part in that."""

    def ink(pixels: np.ndarray) -> float:
        rows, columns = np.nonzero(pixels[..., 0] > 127)
        return float(columns[rows == rows.max()].mean())

    assert 2 <= ink(pulled[-1].pixels) - ink(pulled[0].pixels) <= 6


def test_each_step_is_a_point_that_renders_to_its_picture(digits: Model, pulled: list[DragStep]) -> None:
    for step in (pulled[0], pulled[-1]):
        assert step.point.origin.w is not None
        assert (step.point.psi, step.point.classes) == (1.0, SEVEN.classes)
        pixels = pixels_of(render(digits, step.point)).astype(int)
        assert np.abs(pixels - step.pixels).max() <= 1


def test_the_mask_holds_what_is_outside_of_it(digits: Model) -> None:
    handle = lowest(digits, SEVEN)
    target = (handle[0] + 0.125, handle[1])
    y, x = (np.mgrid[:32, :32] + 0.5) / 32
    mask = (x - handle[0] - 0.06) ** 2 + (y - handle[1]) ** 2 < 0.2**2
    changed = []
    for chosen in (None, mask):
        steps = list(drag(digits, SEVEN, [handle], [target], chosen, DragSettings(steps=40)))
        change = np.abs(steps[-1].pixels.astype(float) - steps[0].pixels)[~mask]
        changed.append(float(change.mean()))
    assert changed[1] < 0.7 * changed[0]


def test_all_that_made_the_point_is_in_its_w() -> None:
    """Truncation and directions are where it begins, and are not added again."""
    model = small_model("stylegan2")
    use = DirectionUse(name="up", vector=Vector.of(np.ones(model.w_dim)), strength=0.5)
    point = LatentPoint.of_seed(4, 1, 0.6).with_direction(use).changed(noise="random", noise_seed=9)
    first = next(drag(model, point, [(0.5, 0.5)], [(0.7, 0.5)]))
    assert first.point.directions == ()
    assert (first.point.noise, first.point.noise_seed) == ("random", 9)
    assert np.array_equal(pixels_of(render(model, first.point)), pixels_of(render(model, point)))


def test_stopping_and_arriving_end_it() -> None:
    model, point, asked = small_model("stylegan2"), LatentPoint.of_seed(0, 0), count()
    assert (
        len(list(drag(model, point, [(0.2, 0.2)], [(0.8, 0.8)], should_stop=lambda: next(asked) >= 2))) == 3
    )
    assert len(list(drag(model, point, [(0.5, 0.5)], [(0.505, 0.5)]))) == 1
    assert len(list(drag(model, point, [(0.2, 0.2)], [(0.8, 0.8)], settings=DragSettings(steps=1)))) == 2


def test_only_the_layers_that_are_named_move() -> None:
    model, point = small_model("stylegan2"), LatentPoint.of_seed(0, 0)
    steps = list(drag(model, point, [(0.3, 0.3)], [(0.6, 0.6)], settings=DragSettings(steps=2, layers=2)))
    before, after = (model.mapper.styles([step.point])[0] for step in (steps[0], steps[-1]))
    moved = (before != after).any(dim=1)
    assert moved[:2].all()
    assert not moved[2:].any()


def test_several_handles_move_together(digits: Model) -> None:
    handles, targets = [(0.45, 0.4), (0.55, 0.7)], [(0.5, 0.4), (0.6, 0.7)]
    steps = list(drag(digits, SEVEN, handles, targets, settings=DragSettings(steps=10)))
    assert len(steps[-1].handles) == 2
    assert steps[-1].distance < steps[0].distance


def test_what_cannot_be_dragged_is_refused() -> None:
    assert not can_drag(small_model("dcgan"))
    with pytest.raises(StudioError, match="styles and feature maps"):
        next(drag(small_model("dcgan"), LatentPoint.of_seed(0), [(0.5, 0.5)], [(0.6, 0.5)]))
    model, point = small_model("stylegan2"), LatentPoint.of_seed(0, 0)
    with pytest.raises(StudioError, match="handles"):
        next(drag(model, point, [], []))
    with pytest.raises(StudioError, match="no feature maps of 5 px"):
        next(drag(model, point, [(0, 0)], [(1, 1)], settings=DragSettings(resolutions=(5,))))


def test_features_are_read_between_pixels() -> None:
    maps = torch.arange(16.0).view(1, 1, 4, 4)
    places = torch.tensor([[0.125, 0.125], [0.25, 0.125], [0.875, 0.875], [0.125, 0.25]])
    torch.testing.assert_close(read_at(maps, places)[:, 0], torch.tensor([0.0, 0.5, 15.0, 2.0]))


def test_a_disc_has_its_middle_and_its_radius() -> None:
    offsets = disc(0.5, 2)
    assert len(offsets) == 13  # lattice points within two steps
    assert float(offsets.norm(dim=1).max()) == pytest.approx(0.5)
    assert [0.0, 0.0] in offsets.tolist()


def test_hooks_are_gone_afterwards() -> None:
    model = small_model("stylegan2")
    FeatureView(model, LatentPoint.of_seed(0, 0))(model.mapper.styles([LatentPoint.of_seed(0, 0)]))
    assert not any(module._forward_hooks for module in model.generator.modules())
    assert dragged_resolutions(model) == (8, 16)


def test_lengths_suit_the_pictures_side() -> None:
    assert DragSettings().lengths(32) == (1 / 32, 2 / 32, 3 / 32)
    assert DragSettings().lengths(512) == (1 / 512, 3 / 512, 12 / 512)

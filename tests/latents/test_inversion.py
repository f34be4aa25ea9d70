"""Fitting pictures with small models: what comes out is a point, it is near, and it can be stopped."""

from itertools import count
from time import perf_counter

import numpy as np
import pytest
import torch

from ganstudio.errors import StudioError
from ganstudio.latents.inversion import SURE, Fit, invert, psnr, ramp
from ganstudio.latents.inversion_settings import InversionSettings
from ganstudio.latents.model import Model, load_model
from ganstudio.latents.picture_file import pixels_of
from ganstudio.latents.point import LatentPoint
from ganstudio.latents.rendering import render
from ganstudio.resources import resource
from tests.latents.points import small_model

QUICK = InversionSettings(steps=40, candidates=24, starts=2)


def own(model: Model, seed: int = 77, number: int | None = 1) -> np.ndarray:
    """A picture [C, R, R] that the model makes."""
    point = LatentPoint.of_seed(seed, number if model.num_classes else None)
    return np.array(pixels_of(render(model, point))).transpose(2, 0, 1)


@pytest.fixture(scope="module")
def fits() -> list[Fit]:
    return list(invert(small_model("stylegan2"), own(small_model("stylegan2")), QUICK))


def test_a_picture_of_the_models_own_comes_near_in_a_few_steps(fits: list[Fit]) -> None:
    """tests/quality says how near in as many steps as there are by default."""
    assert fits[0].stage == "start"
    assert fits[-1].psnr > max(22, fits[0].psnr + 8)
    assert fits[-1].distance < 0.3 * fits[0].distance


def test_the_distance_falls_and_the_last_is_the_best(fits: list[Fit]) -> None:
    assert fits[-1].distance == min(fit.distance for fit in fits)
    means = [
        np.mean([fit.distance for fit in fits[first : first + 10]]) for first in range(4, len(fits) - 10, 10)
    ]
    assert means == sorted(means, reverse=True)


def test_every_step_is_told_with_its_stage(fits: list[Fit]) -> None:
    stages = [fit.stage for fit in fits if fit.step]
    assert stages[0] == "w"
    assert stages[-2] == "w+"
    assert sorted({fit.step for fit in fits}) == list(range(QUICK.steps + 1))
    assert (fits[-1].done, fits[-1].total) == (QUICK.steps, QUICK.steps)


def test_the_point_renders_to_the_fit_in_any_process(fits: list[Fit]) -> None:
    """It is w+ and nothing else: read back from JSON it gives the same bytes."""
    model, last = small_model("stylegan2"), fits[-1]
    assert last.point.origin.w is not None
    assert last.point.origin.w.shape == (model.num_ws, model.w_dim)
    assert (last.point.psi, last.point.noise) == (1.0, "const")
    again = LatentPoint.model_validate_json(last.point.model_dump_json())
    assert np.array_equal(pixels_of(render(model, again)), last.pixels)
    assert last.psnr == psnr(last.pixels, own(model).transpose(1, 2, 0))


def test_every_step_shows_its_own_point(fits: list[Fit]) -> None:
    middle = fits[len(fits) // 2]
    pixels = pixels_of(render(small_model("stylegan2"), middle.point)).astype(int)
    assert np.abs(pixels - middle.pixels).max() <= 1


def test_the_same_seed_gives_the_same_fit_and_disturbs_nobodys_draws(fits: list[Fit]) -> None:
    torch.manual_seed(3)
    expected = torch.rand(1)
    torch.manual_seed(3)
    again = list(invert(small_model("stylegan2"), own(small_model("stylegan2")), QUICK))
    assert torch.rand(1) == expected
    assert again[-1].point == fits[-1].point


@pytest.mark.parametrize("recipe", ["dcgan", "cgan"])
def test_models_without_styles_are_fitted_in_z(recipe: str) -> None:
    model = small_model(recipe)
    found = list(invert(model, own(model), QUICK))
    assert {fit.stage for fit in found} == {"start", "z"}
    assert found[-1].point.origin.z is not None
    assert bool(found[-1].point.classes) == bool(model.num_classes)
    assert found[-1].distance < found[0].distance


def test_a_named_class_is_kept() -> None:
    model = small_model("cgan")
    found = list(invert(model, own(model, number=1), InversionSettings(steps=3, class_number=2)))
    assert {fit.point.classes[0].number for fit in found} == {2}


def test_what_does_not_suit_the_model_is_refused() -> None:
    model = small_model("stylegan2")
    with pytest.raises(StudioError, match="class 9; choose 0 to 2"):
        next(invert(model, own(model), InversionSettings(class_number=9)))
    with pytest.raises(ValueError, match="uint8"):
        next(invert(model, own(model)[:1]))


@pytest.mark.parametrize("after", [0, 1, 5])
def test_stopping_ends_with_the_best_so_far(after: int) -> None:
    model, asked = small_model("stylegan2"), count()
    found = list(invert(model, own(model), QUICK, lambda: next(asked) >= after))
    assert found[-1].step <= after + 1
    assert found[-1].distance == min(fit.distance for fit in found)


def test_an_unbroken_step_is_far_shorter_than_a_second() -> None:
    """Stop is asked for between steps, so the longest of them is what one waits for."""
    model = load_model(resource("models", "digits.safetensors"))
    steps = invert(model, own(model, 3, 3), InversionSettings(steps=8))
    times = []
    for _ in range(10):
        begin = perf_counter()
        next(steps)
        times.append(perf_counter() - begin)
    assert sorted(times)[-2] < 1  # the first loads the network


def test_notes_say_what_was_fitted(fits: list[Fit]) -> None:
    notes = fits[-1].notes("me.jpg")
    assert notes["inverted from"] == "me.jpg"
    assert notes["PSNR"] == f"{fits[-1].psnr:.1f} dB"


def test_psnr_by_hand() -> None:
    black = np.zeros((2, 2, 1), np.uint8)
    assert psnr(black, black) == SURE
    assert psnr(black, black + 255) == 0
    assert psnr(black, black + 51) == pytest.approx(20 * np.log10(5))


def test_the_learning_rate_rises_and_falls() -> None:
    assert ramp(0, True) < 0.1
    assert ramp(0.5, True) == ramp(0.99, True) == 1
    assert ramp(0.75, False) == pytest.approx(0.5)
    assert ramp(1, False) < 0.05

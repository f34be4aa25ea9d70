"""Whole, in tiles, resized: what must be equal is equal, and nothing is too small or too long."""

import time
from functools import partial
from typing import Any

import numpy as np
import pytest
import torch

from ganstudio.data.parallel import StoppedError
from ganstudio.errors import StudioError
from ganstudio.latents.grid import to_uint8
from ganstudio.translation import applying, working
from ganstudio.translation.applying import translate_pixels, translate_together
from ganstudio.translation.manner import Manner
from tests.translation.conftest import distance, gradient, make_model, make_unet, noise


@pytest.mark.parametrize("size", [(64, 64), (61, 130), (97, 33), (16, 200)])
def test_a_whole_picture_is_what_the_model_itself_makes(size: tuple[int, int]) -> None:
    model, picture = make_model(), noise(*size)
    images = torch.tensor(picture).permute(2, 0, 1)[None].float() / 127.5 - 1
    expected = to_uint8(model.translate(images, "b2a"))[0]
    made = translate_pixels(model, picture, Manner("b2a", size="whole"))
    assert distance(made.pixels, expected) <= 1
    assert made.pixels.std() > 20


@pytest.mark.parametrize("norm", ["none", "batch"])
@pytest.mark.parametrize("upsampling", ["transposed", "resize"])
@pytest.mark.parametrize(
    ("size", "tile"), [((101, 143), 32), ((130, 64), 48), ((3, 150), 40), ((77, 78), 37)]
)
def test_tiles_of_a_local_network_are_the_whole_picture(
    norm: str, upsampling: str, size: tuple[int, int], tile: int
) -> None:
    """To one grey level: convolutions of other sizes add up in another order."""
    model, picture = make_model(norm=norm, upsampling=upsampling), noise(*size)
    whole = translate_pixels(model, picture, Manner(size="whole"))
    tiled = translate_pixels(model, picture, Manner(size="tiles", tile=tile, overlap=0))
    assert tiled.tiles > 1
    assert distance(tiled.pixels, whole.pixels) <= 1
    assert "the same as the whole picture" in tiled.how


def test_tiles_that_see_too_little_would_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    """So the test above can fail."""
    model, picture = make_model(norm="none"), noise(101, 143)
    whole = translate_pixels(model, picture, Manner(size="whole"))
    monkeypatch.setattr(model.generator.of("a2b"), "reach", 12)  # type: ignore[attr-defined]
    tiled = translate_pixels(model, picture, Manner(size="tiles", tile=32))
    assert distance(tiled.pixels, whole.pixels) > 1


def test_instance_norm_by_the_whole_picture_gives_the_whole_picture() -> None:
    model, picture = make_model(norm="instance"), gradient(120, 200)
    whole = translate_pixels(model, picture, Manner(size="whole"))
    tiled = translate_pixels(model, picture, Manner(size="tiles", tile=40))
    assert tiled.tiles == 15
    assert distance(tiled.pixels, whole.pixels) <= 2


def test_instance_norm_of_a_large_picture_leaves_no_seams() -> None:
    """Statistics from a part of the picture: what differs from the whole picture steps no more across borders than
    elsewhere. Statistics from each tile: it steps there, and this test would see it."""
    model, picture = make_model(norm="instance", upsampling="resize", width=8), gradient(240, 400)
    passing = applying.Passing(model, Manner(size="tiles", tile=80), lambda: False)
    whole, reach = passing.whole(picture[None])[0].astype(float), passing.network.reach
    held = _all(working.in_tiles(passing, picture, 40 * 400)) - whole
    across, elsewhere = _steps(held, [80, 160, 240, 320])
    assert across <= 1.5 * elsewhere
    apart = _all(working._cut(passing, picture, working.tiles(240, 400, 80, reach, 4), reach, {})) - whole
    across, elsewhere = _steps(apart, [80, 160, 240, 320])
    assert across > 2 * elsewhere
    assert np.abs(held).mean() < np.abs(apart).mean() / 1.5


def _all(work: Any) -> np.ndarray:
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value[0]  # type: ignore[no-any-return]


def _steps(picture: np.ndarray, borders: list[int]) -> tuple[float, float]:
    """The mean step from column to column: across borders, and elsewhere."""
    steps = np.abs(np.diff(picture, axis=1)).mean(axis=(0, 2))
    at = np.array(borders) - 1
    return float(steps[at].mean()), float(np.delete(steps, at).mean())


def test_a_reach_that_is_too_long_is_faded_and_said_so() -> None:
    model = make_unet(dropout=False, downs=5)
    whole = translate_pixels(model, gradient(96, 400), Manner(size="whole"))
    tiled = translate_pixels(model, gradient(96, 400), Manner(size="tiles", tile=64, overlap=64))
    assert tiled.tiles > 1
    assert "differ a little" in tiled.how
    assert np.abs(tiled.pixels.astype(int) - whole.pixels).mean() < 12


def test_what_fades_adds_up_to_one() -> None:
    """A network that changes nothing shows the picture again."""
    model, picture = make_unet(), noise(96, 200)

    class Nothing(torch.nn.Module):
        multiple, reach, is_local = 8, 4000, True

        def forward(self, images: torch.Tensor) -> torch.Tensor:
            return images

    model.generator.networks["a2b"] = Nothing()  # type: ignore[union-attr,operator]
    made = translate_pixels(model, picture, Manner(size="tiles", tile=40, overlap=16))
    assert made.tiles > 4
    assert distance(made.pixels, picture) <= 1


@pytest.mark.parametrize("size", [(1, 1), (1, 300), (300, 1), (2, 5), (15, 16), (7, 1000)])
@pytest.mark.parametrize("manner", [Manner(), Manner(size="tiles", tile=32), Manner(size="resized")])
def test_no_picture_is_too_small_or_too_long(size: tuple[int, int], manner: Manner) -> None:
    for norm in ("instance", "batch"):
        made = translate_pixels(make_model(norm=norm), noise(*size), manner)
        assert manner.size == "resized" or made.pixels.shape == (*size, 3)
        assert made.pixels.dtype == np.uint8


def test_a_network_with_a_large_multiple_takes_small_pictures() -> None:
    for size in ((1, 1), (20, 50), (100, 3)):
        assert translate_pixels(make_unet(), noise(*size), Manner()).pixels.shape == (*size, 3)


def test_resized_has_the_resolution_of_the_model() -> None:
    made = translate_pixels(make_model(resolution=32), noise(100, 150), Manner(size="resized"))
    assert made.pixels.shape == (32, 48, 3)
    assert made.how == "translated at 48 × 32"
    long = translate_pixels(make_model(resolution=32), noise(2, 4000), Manner(size="resized"))
    assert long.pixels.shape == (1, 128, 3)


def test_grey_models() -> None:
    made = translate_pixels(make_model(channels=1), noise(40, 41), Manner())
    assert made.pixels.shape == (40, 41, 3)
    assert np.array_equal(made.pixels[..., 0], made.pixels[..., 2])


def test_own_statistics_change_no_buffers_and_repeat() -> None:
    model, picture = make_unet(), noise(64, 96)
    before = {name: tensor.clone() for name, tensor in model.generator.state_dict().items()}
    own = Manner(own_statistics=True)
    first, again = translate_pixels(model, picture, own), translate_pixels(model, picture, own)
    other = translate_pixels(model, noise(33, 34, seed=3), own)
    assert np.array_equal(first.pixels, again.pixels)
    assert other.pixels.shape == (33, 34, 3)
    assert all(torch.equal(tensor, before[name]) for name, tensor in model.generator.state_dict().items())
    usual = translate_pixels(model, picture, Manner())
    assert distance(first.pixels, usual.pixels) > 20
    assert np.array_equal(usual.pixels, translate_pixels(model, picture, Manner()).pixels)


def test_own_statistics_are_those_of_batch_norm_in_training() -> None:
    model, picture = make_model(norm="batch"), noise(48, 64)
    made = translate_pixels(model, picture, Manner(own_statistics=True))
    network = model.generator.of("a2b").train()  # type: ignore[union-attr,operator,attr-defined]
    images = torch.tensor(picture).permute(2, 0, 1)[None].float() / 127.5 - 1
    with torch.no_grad():
        expected = to_uint8(network(images))[0]
    assert distance(made.pixels, expected) <= 1


def test_dropped_features_agree_between_tiles() -> None:
    """Statistics and dropout of the picture itself, in tiles: the whole picture again."""
    model, picture = make_model(norm="batch", dropout=True), noise(96, 160)
    own = translate_pixels(model, picture, Manner(size="whole", own_statistics=True))
    tiled = translate_pixels(model, picture, Manner(size="tiles", tile=48, own_statistics=True))
    assert tiled.tiles > 1
    assert distance(own.pixels, tiled.pixels) <= 2
    without = translate_pixels(make_model(norm="batch"), picture, Manner(own_statistics=True))
    assert distance(own.pixels, without.pixels) > 20


@pytest.mark.parametrize("norm", ["instance", "batch"])
def test_together_is_as_one_by_one(norm: str) -> None:
    model, pictures = make_model(norm=norm, dropout=True), [noise(20, 24, seed=seed) for seed in range(5)]
    for manner in (Manner(), Manner(own_statistics=True)):
        for picture, made in zip(pictures, translate_together(model, pictures, manner)):
            assert distance(made.pixels, translate_pixels(model, picture, manner).pixels) <= 1


def test_progress_counts_tiles() -> None:
    seen: list[tuple[int, int]] = []
    made = translate_pixels(
        make_model(), noise(64, 96), Manner(size="tiles", tile=32), lambda *done: seen.append(done)
    )
    assert seen == [(done, 6) for done in range(7)]
    assert made.tiles == 6


def test_slow_tiles_become_smaller(monkeypatch: pytest.MonkeyPatch) -> None:
    model, picture = make_model(norm="none"), noise(256, 260)
    whole = translate_pixels(model, picture, Manner(size="whole"))
    monkeypatch.setattr(working, "SLOW", 0.0)
    tiled = translate_pixels(model, picture, Manner(size="tiles", tile=160))
    assert tiled.tiles > 4
    assert distance(tiled.pixels, whole.pixels) <= 1


def test_stop_within_a_tile_leaves_the_model_as_it_was() -> None:
    model, picture = make_model(norm="instance"), noise(64, 96)
    expected = translate_pixels(model, picture, Manner()).pixels
    for after in (1, 5, 30):
        looks = list(range(after))
        with pytest.raises(StoppedError):
            translate_pixels(model, picture, Manner(size="tiles", tile=32), None, partial(_at_last, looks))
    assert np.array_equal(translate_pixels(model, picture, Manner()).pixels, expected)


def _at_last(looks: list[int]) -> bool:
    """True once it has been asked as often as there were looks."""
    return not looks or bool(looks.pop() < 0)


def test_stop_is_quick() -> None:
    model, picture = make_model(width=16, blocks=4), noise(700, 900)
    began = time.perf_counter()
    asked = 0.0

    def should_stop() -> bool:
        nonlocal asked
        if time.perf_counter() - began > 0.3:
            asked = asked or time.perf_counter()
        return bool(asked)

    with pytest.raises(StoppedError):
        translate_pixels(model, picture, Manner(), None, should_stop)
    assert time.perf_counter() - asked < 1


def test_a_direction_that_is_missing() -> None:
    with pytest.raises(StudioError, match="translates a2b, not b2a"):
        translate_pixels(make_unet(), noise(32, 32), Manner("b2a"))


def test_whole_is_refused_where_memory_is_too_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(applying, "memory_for", lambda device: 1000.0)
    monkeypatch.setattr(applying, "_free", lambda model: 1000.0)
    with pytest.raises(StudioError, match="choose tiles"):
        translate_pixels(make_model(), noise(64, 64), Manner(size="whole"))

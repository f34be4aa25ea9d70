"""Latent points: what they hold, what they refuse, what each field does, and that a saved picture gives it all back."""

import random
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image, PngImagePlugin
from pydantic import ValidationError

import ganstudio
from ganstudio.errors import StudioError
from ganstudio.latents.picture_file import KEY, parse_saved, pixels_of, read_saved, save_picture
from ganstudio.latents.plane import origin_at, place_of, seed_at
from ganstudio.latents.point import (
    DirectionUse,
    LatentPoint,
    Layers,
    Mix,
    Origin,
    SeedShare,
    Vector,
    class_blend,
)
from ganstudio.latents.rendering import render, render_many, synthesize
from ganstudio.recipes import RECIPES
from tests.latents.points import random_point, small_model

POINTS = 500
EXPLORED = sorted(
    name for name, recipe in RECIPES.items() if recipe.reads == "pictures"
)  # the others translate


@pytest.mark.parametrize("recipe", EXPLORED)
def test_every_saved_picture_comes_back_byte_for_byte(recipe: str, tmp_path: Path) -> None:
    draws, model = random.Random(recipe), small_model(recipe)
    other = small_model.__wrapped__(recipe)  # as another process would load it
    for number in range(-(-POINTS // len(EXPLORED))):
        point = random_point(model, draws)
        file = tmp_path / f"{number}.png"
        save_picture(model, point, file)
        assert ganstudio.read_point(file) == point
        with Image.open(file) as picture:
            assert picture.tobytes() == ganstudio.render(other, ganstudio.read_point(file)).tobytes()


def test_points_are_values() -> None:
    one, two = LatentPoint.of_seed(3, 1, 0.5), LatentPoint.of_seed(3, 1, 0.5)
    assert one == two
    assert len({one, two, one.changed(psi=0.6)}) == 2
    assert LatentPoint.model_validate_json(one.model_dump_json()) == one
    with pytest.raises(ValidationError):
        one.psi = 0.7  # type: ignore[misc]


def test_vectors_keep_every_bit() -> None:
    numbers = np.array([1e-38, -0.0, 3.4e38, 1 / 3], np.float32)
    vector = Vector.model_validate_json(Vector.of(numbers).model_dump_json())
    assert vector.array().tobytes() == numbers.tobytes()


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": {}},
        {"origin": {"seeds": [{"seed": 1, "share": 0.5}]}},
        {"origin": {"seeds": [{"seed": -1, "share": 1}]}},
        {"origin": {"z": {"shape": [3], "data": "AAAA"}}},
        {"origin": {"z": {"shape": [1], "data": "AADAfw=="}}},  # a NaN
        {"origin": {"seeds": [{"seed": 1, "share": 1}]}, "psi": float("nan")},
        {"origin": {"seeds": [{"seed": 1, "share": 1}]}, "classes": [{"number": 0, "share": 0.4}]},
        {"origin": {"seeds": [{"seed": 1, "share": 1}]}, "unknown": 1},
    ],
)
def test_what_is_no_point_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        LatentPoint.model_validate(wrong)


def test_the_plane_blends_four_seeds() -> None:
    origin = origin_at(3.25, 2.5)
    shares = {part.seed: part.share for part in origin.seeds}
    assert shares == pytest.approx({203: 0.375, 204: 0.125, 303: 0.375, 304: 0.125})
    assert place_of(origin) == pytest.approx((3.25, 2.5))
    assert origin_at(7, 5).seed == seed_at(7, 5) == 507
    assert place_of(Origin(w=Vector.of([1.0]))) is None


def test_blended_seeds_are_mapped_then_blended_where_there_are_styles() -> None:
    model = small_model("stylegan2")
    origin = Origin(seeds=(SeedShare(seed=4, share=0.25), SeedShare(seed=9, share=0.75)))
    point = LatentPoint.of_seed(0, 2).changed(origin=origin)
    ws = model.mapper.styles([point])
    mapped = model.map(model.latents([4, 9]), [2, 2])
    assert torch.allclose(ws[0], 0.25 * mapped[0] + 0.75 * mapped[1], atol=1e-6)


def test_blended_seeds_keep_their_variance_without_styles() -> None:
    model = small_model("dcgan", classes=False)
    origin = Origin(seeds=(SeedShare(seed=4, share=0.5), SeedShare(seed=9, share=0.5)))
    z = model.mapper.latents([LatentPoint(origin=origin)])[0]
    both = model.latents([4, 9])
    assert torch.allclose(z, (both[0] + both[1]) / 2**0.5, atol=1e-6)


def test_truncation_mix_and_directions_in_this_order() -> None:
    model = small_model("stylegan2")
    rows, width = model.num_ws or 0, model.w_dim or 0
    way = np.arange(width, dtype=np.float32)
    point = LatentPoint.of_seed(1, 0, psi=0.5).changed(
        cutoff=3,
        mixes=(Mix(origin=Origin.of_seed(2), layers=Layers(first=2, last=4), weight=0.5),),
        directions=(DirectionUse(name="a", vector=Vector.of(way), strength=2.0, layers=Layers(first=4)),),
    )
    ws = model.mapper.styles([point])[0]
    one, two = (model.map(model.latents([seed]), [0], psi=0.5, cutoff=3)[0] for seed in (1, 2))
    expected = one.clone()
    expected[2:5] = (one[2:5] + two[2:5]) / 2
    expected[4:] += 2 * torch.from_numpy(way)
    assert rows > 5
    assert torch.allclose(ws, expected, atol=1e-5)


def test_a_class_blend_moves_continuously() -> None:
    model = small_model("stylegan2")
    points = [
        LatentPoint.of_seed(1, 0).changed(classes=class_blend([(0, 1 - share), (2, share)]))
        for share in (0.0, 0.01, 1.0)
    ]
    first, near, last = synthesize(model, points)
    assert 0 < (near - first).abs().max() < 0.2 * (last - first).abs().max()
    assert torch.allclose(last, synthesize(model, [LatentPoint.of_seed(1, 2)])[0], atol=1e-5)


def test_noise_is_of_the_points_own_seed() -> None:
    model = small_model("stylegan2")
    point = LatentPoint.of_seed(1, 0).changed(noise="random", noise_seed=3)
    first = render(model, point).tobytes()
    torch.randn(7)  # other draws change nothing
    assert render(model, point).tobytes() == first
    assert render(model, point.changed(noise_seed=4)).tobytes() != first
    assert (
        render(model, point.changed(noise="none")).tobytes()
        != render(model, point.changed(noise="const")).tobytes()
    )


def test_many_at_once_look_like_each_alone() -> None:
    model = small_model("stylegan2")
    draws = random.Random(2)
    points = [random_point(model, draws).changed(noise="random") for _ in range(6)]
    together = render_many(model, points).astype(int)
    for picture, point in zip(together, points):
        assert np.abs(picture - pixels_of(render(model, point))).max() <= 1


def test_a_preview_is_the_skip_output() -> None:
    model = small_model("stylegan2")
    point = LatentPoint.of_seed(1, 0)
    assert model.previews == (4, 8, 16)
    small = synthesize(model, [point], up_to=8)
    assert small.shape == (1, 3, 8, 8)
    # An independent form: the picture of the 8 px block, caught as it passes.
    caught = []
    handle = model.generator.get_submodule("synthesis.b8").register_forward_hook(
        lambda _module, _inputs, output: caught.append(output[1])
    )
    synthesize(model, [point])
    handle.remove()
    assert torch.equal(small, caught[0])


def test_a_point_that_does_not_fit_is_refused_in_a_sentence() -> None:
    styled, plain = small_model("stylegan2"), small_model("dcgan", classes=False)
    cases = [
        (styled, LatentPoint.of_seed(1)),  # no class
        (styled, LatentPoint.of_seed(1, 7)),
        (plain, LatentPoint.of_seed(1, 0)),
        (plain, LatentPoint.of_seed(1).changed(origin=Origin(w=Vector.of(np.zeros(8))))),
        (plain, LatentPoint.of_seed(1).changed(mixes=(Mix(origin=Origin.of_seed(2)),))),
        (styled, LatentPoint.of_seed(1, 0).changed(origin=Origin(w=Vector.of(np.zeros((3, 8)))))),
        (styled, LatentPoint.of_seed(1, 0).changed(turn=0.25)),
        (
            styled,
            LatentPoint.of_seed(1, 0).with_direction(
                DirectionUse(name="a", vector=Vector.of(np.ones(5)), strength=1)
            ),
        ),
    ]
    for model, point in cases:
        with pytest.raises(StudioError, match=r"[;:,].*\.$"):
            render(model, point)


def test_another_models_point_comes_with_a_warning(tmp_path: Path) -> None:
    one, other = small_model("stylegan2"), small_model("stylegan2", channels=1)
    save_picture(one, LatentPoint.of_seed(1, 0), tmp_path / "a.png", {"psnr": "31"})
    saved = read_saved(tmp_path / "a.png")
    assert saved.warning(one) == ""
    assert "small stylegan2" in saved.warning(other)
    assert saved.notes == {"psnr": "31"}


def test_pictures_without_a_point_say_so(tmp_path: Path) -> None:
    Image.new("L", (4, 4)).save(tmp_path / "plain.png")
    Image.new("L", (4, 4)).save(tmp_path / "photo.jpg")
    (tmp_path / "text.png").write_text("no picture")
    for name in ("plain.png", "photo.jpg", "text.png"):
        with pytest.raises(StudioError, match="carries no point"):
            read_saved(tmp_path / name)
    with pytest.raises(StudioError, match="does not exist"):
        read_saved(tmp_path / "nothing.png")


def test_damaged_and_newer_points_say_so(tmp_path: Path) -> None:
    save_picture(small_model("dcgan"), LatentPoint.of_seed(1, 0), tmp_path / "a.png")
    saved = read_saved(tmp_path / "a.png").model_dump_json()
    with pytest.raises(StudioError, match="newer GAN Studio"):
        parse_saved(saved.replace('"format":1', '"format":99'), "a.png")
    for text in ("", "{", "[]", saved.replace('"psi":1.0', '"psi":"x"'), saved[:-9]):
        with pytest.raises(StudioError, match="damaged point"):
            parse_saved(text, "a.png")


def test_a_truncated_picture_is_refused(tmp_path: Path) -> None:
    save_picture(small_model("dcgan"), LatentPoint.of_seed(1, 0), tmp_path / "a.png")
    whole = (tmp_path / "a.png").read_bytes()
    for share in (0.2, 0.5, 0.9):
        (tmp_path / "b.png").write_bytes(whole[: int(len(whole) * share)])
        with pytest.raises(StudioError):
            read_saved(tmp_path / "b.png")


def test_a_text_bomb_is_refused(tmp_path: Path) -> None:
    text = PngImagePlugin.PngInfo()
    text.add_itxt(KEY, "x" * (80 << 20), zip=True)
    Image.new("L", (4, 4)).save(tmp_path / "bomb.png", pnginfo=text)
    with pytest.raises(StudioError):
        read_saved(tmp_path / "bomb.png")


def test_fingerprints_tell_models_apart() -> None:
    model = small_model("dcgan")
    before = model.fingerprint
    changed = small_model.__wrapped__("dcgan")
    assert changed.fingerprint == before
    with torch.no_grad():
        next(iter(changed.generator.parameters())).view(-1)[0] += 1e-3
    del changed.fingerprint
    assert changed.fingerprint != before

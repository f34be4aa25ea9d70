"""Augmentation: each transform against a second form or by hand, what it leaves alone, and its derivatives."""

import math
from collections.abc import Iterable

import numpy as np
import pytest
import torch
from torch import Tensor

from ganstudio.data.augmentation import PIPES, TRANSFORMS, Augmentation
from ganstudio.data.augmentation_colour import colour_matrices, transformed_colours
from ganstudio.data.augmentation_corruption import SYM2, band_gains, filter_bank, filtered, uncovered
from ganstudio.data.augmentation_geometry import SYM6, geometry_matrices, reflected, warped
from ganstudio.recipes.base import Draws

ALWAYS, NEVER = 0.0, 1.0  # a uniform number that is always or never below p = 0.5


class Scripted:
    """Hands out given numbers, one row for each picture."""

    def __init__(self, *rows: object) -> None:
        self._rows = [torch.tensor(row, dtype=torch.float64) for row in rows]

    def normal(self, *shape: int) -> Tensor:
        row = self._rows.pop(0)
        assert row.shape[1:] == shape
        return row

    uniform = normal

    def used_up(self) -> bool:
        return not self._rows


def picture(*shape: int, seed: int = 0) -> Tensor:
    return torch.rand(*shape, dtype=torch.float64, generator=torch.Generator().manual_seed(seed)) * 2 - 1


def matrix_of(transform: str, *rows: object, shape: tuple[int, ...] = (1, 3, 16, 32)) -> Tensor:
    draws = Scripted(*rows)
    matrix = geometry_matrices([transform], torch.zeros(shape, dtype=torch.float64), 0.5, draws)
    assert draws.used_up()
    return matrix[0]


def place(matrix: Tensor, x: float, y: float) -> list[float]:
    return (matrix @ torch.tensor([x, y, 1.0], dtype=torch.float64))[:2].tolist()


# -- nothing to do ------------------------------------------------------------------------------------------------


def test_probability_zero_returns_the_very_pictures() -> None:
    images = picture(2, 3, 8, 8)
    assert Augmentation(TRANSFORMS)(images, 0.0, Scripted()) is images


@pytest.mark.parametrize("size", [(8, 8), (16, 12), (32, 32)])
def test_a_picture_that_does_not_move_comes_back_exactly(size: tuple[int, int]) -> None:
    """The wavelet reconstructs perfectly, up to the twelve digits of its taps."""
    images = picture(2, 3, *size)
    still = torch.eye(3, dtype=torch.float64).expand(2, 3, 3)
    torch.testing.assert_close(warped(images, still), images, rtol=0, atol=1e-9)


def test_taps_are_orthonormal_with_vanishing_moments() -> None:
    for taps, moments in ((np.array(SYM6), 6), (np.array(SYM2), 2)):
        assert taps.sum() == pytest.approx(math.sqrt(2), abs=1e-10)
        for shift in range(0, len(taps), 2):
            product = float(taps[shift:] @ taps[: len(taps) - shift])
            assert product == pytest.approx(float(shift == 0), abs=1e-10)
        signs, places = (-1.0) ** np.arange(len(taps)), np.arange(len(taps))
        for power in range(moments):
            assert abs((signs * places**power * taps).sum()) < 1e-5


# -- geometry -----------------------------------------------------------------------------------------------------


def test_flip() -> None:
    assert place(matrix_of("flip", [0.7], [ALWAYS]), 3, 1) == [-3, 1]
    assert place(matrix_of("flip", [0.2], [ALWAYS]), 3, 1) == [3, 1]  # chosen, and then half of the time
    assert place(matrix_of("flip", [0.7], [NEVER]), 3, 1) == [3, 1]


@pytest.mark.parametrize(
    ("number", "expected"), [(0.1, [3, 1]), (0.3, [1, -3]), (0.6, [-3, -1]), (0.9, [-1, 3])]
)
def test_quarter_turns(number: float, expected: list[float]) -> None:
    assert place(matrix_of("quarter_turn", [number], [ALWAYS]), 3, 1) == pytest.approx(expected)


def test_translation_is_by_whole_pixels_and_at_most_an_eighth() -> None:
    assert place(matrix_of("translate", [[0.999, 0.5]], [ALWAYS]), 0, 0) == [-4, 0]  # of 32 px
    assert place(matrix_of("translate", [[0.5, 0.0]], [ALWAYS]), 0, 0) == [0, 2]  # of 16 px
    assert place(matrix_of("translate", [[0.67, 0.5]], [ALWAYS]), 0, 0) == [-1, 0]  # 1.36 px, rounded


def test_scale_stretch_and_shift() -> None:
    assert place(matrix_of("scale", [5.0], [ALWAYS]), 3, 1) == pytest.approx(
        [1.5, 0.5]
    )  # 2^(5 * 0.2) as large
    assert place(matrix_of("stretch", [5.0], [ALWAYS]), 3, 1) == pytest.approx([1.5, 2])
    assert place(matrix_of("shift", [[1.0, -2.0]], [ALWAYS]), 0, 0) == pytest.approx([-4, 4])


def test_rotation_before_and_after_the_stretch() -> None:
    quarter = 0.75  # of the way from -180 to 180 degrees: +90
    once = matrix_of("rotate", [quarter], [ALWAYS], [quarter], [NEVER])
    assert place(once, 3, 1) == pytest.approx([1, -3])
    draws = Scripted([quarter], [ALWAYS], [5.0], [ALWAYS], [0.25], [ALWAYS])
    both = geometry_matrices(["rotate", "stretch"], torch.zeros(1, 1, 8, 8, dtype=torch.float64), 0.5, draws)[
        0
    ]
    assert place(both, 3, 1) == pytest.approx([6, 0.5])  # turned, stretched in x, turned back: stretched in y


def plain_warp(image: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    """One channel [H, W], by sums over the mirrored picture that goes on for ever."""
    H, W = image.shape
    taps = np.array(SYM6) / np.sum(SYM6)

    def mirrored(index: int, size: int) -> int:
        index %= 2 * (size - 1)
        return index if index < size else 2 * (size - 1) - index

    def row_weights(j: int, size: int) -> np.ndarray:
        """How pixels of the picture add up to sample j at twice the resolution: taps[j + 5 - 2 n] at n."""
        weights = np.zeros(size)
        for n in range((j + 5 - 11) // 2, (j + 5) // 2 + 1):
            if 0 <= j + 5 - 2 * n < 12:
                weights[mirrored(n, size)] += 2 * taps[j + 5 - 2 * n]
        return weights

    reach = range(-4 * max(H, W), 6 * max(H, W))
    rows, columns = (np.stack([row_weights(j, size) for j in reach]) for size in (H, W))
    double = rows @ image @ columns.T
    result = np.zeros_like(image)
    for y, x in np.ndindex(H, W):
        for (a, wa), (b, wb) in ((p, q) for p in enumerate(taps) for q in enumerate(taps)):
            # Sample 2y + a - 5 at twice the resolution lies at (2y + a - 5 + 1/2) / 2 pixels from the edge.
            out = np.array([(2 * x + b - 4.5) / 2 - W / 2, (2 * y + a - 4.5) / 2 - H / 2, 1])
            u, v = (matrix @ out)[:2]
            j, i = (u + W / 2) * 2 - 0.5, (v + H / 2) * 2 - 0.5
            j0, i0 = math.floor(j), math.floor(i)
            corner = double[i0 - reach[0] : i0 - reach[0] + 2, j0 - reach[0] : j0 - reach[0] + 2]
            fi, fj = i - i0, j - j0
            result[y, x] += wa * wb * (np.array([1 - fi, fi]) @ corner @ np.array([1 - fj, fj]))
    return result


@pytest.mark.parametrize("rows", [
    [[1.0, 0.0, 2.0], [0.0, 1.0, -1.0], [0, 0, 1]],
    [[-1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0, 0, 1]],
    [[0.8, -0.5, 0.3], [0.6, 0.9, -1.2], [0, 0, 1]],
    [[1.6, 0.4, -0.7], [-0.4, 1.3, 0.2], [0, 0, 1]],
])  # fmt: skip
def test_resampling_equals_the_sums_written_out(rows: list[list[float]]) -> None:
    images = picture(1, 2, 6, 8)
    matrix = torch.tensor(rows, dtype=torch.float64)
    expected = np.stack([plain_warp(channel.numpy(), matrix.numpy()) for channel in images[0]])
    np.testing.assert_allclose(warped(images, matrix[None])[0].numpy(), expected, atol=1e-10)


def test_a_translation_moves_pixels_and_mirrors_at_the_edge() -> None:
    images = picture(1, 1, 16, 16)
    draws = Scripted([[0.999, 0.5]], [ALWAYS])
    moved = Augmentation(["translate"])(images, 0.5, draws)
    torch.testing.assert_close(moved[..., 2:], images[..., :-2], rtol=0, atol=1e-9)  # to the right
    torch.testing.assert_close(moved[..., :2], images[..., [2, 1]], rtol=0, atol=1e-9)


def test_mirroring_goes_on_beyond_one_picture() -> None:
    row = torch.arange(4.0).view(1, 1, 1, 4).expand(1, 1, 3, 4)
    assert reflected(row, 5).shape == (1, 1, 13, 14)
    assert reflected(row, 5)[0, 0, 0].tolist() == [1, 2, 3, 2, 1, 0, 1, 2, 3, 2, 1, 0, 1, 2]


def test_each_picture_has_its_own_matrix() -> None:
    images = picture(2, 1, 8, 8)
    draws = Scripted([[0.999, 0.5], [0.5, 0.5]], [ALWAYS, ALWAYS])
    moved = Augmentation(["translate"])(images, 0.5, draws)
    torch.testing.assert_close(moved[1], images[1], rtol=0, atol=1e-9)
    assert (moved[0] - images[0]).abs().max() > 0.1


# -- colour -------------------------------------------------------------------------------------------------------


def recoloured(transform: str, colour: Iterable[float], *rows: object) -> list[float]:
    pixel = torch.tensor(list(colour), dtype=torch.float64).view(1, -1, 1, 1)
    draws = Scripted(*rows)
    result = transformed_colours(pixel, colour_matrices([transform], pixel, 0.5, draws))
    assert draws.used_up()
    return result.flatten().tolist()


RED = (0.8, -0.4, 0.2)  # its mean is 0.2


@pytest.mark.parametrize(("transform", "number", "expected"), [
    ("brightness", 1.5, [1.1, -0.1, 0.5]),
    ("contrast", 2.0, [1.6, -0.8, 0.4]),  # 2^(2 * 0.5)
    ("luma_flip", 0.6, [0.4, -0.8, -0.2]),  # the mean changes sign, what lies around it stays
    ("luma_flip", 0.4, [0.8, -0.4, 0.2]),
    ("hue", 0.5 + 1 / 3, [0.2, 0.8, -0.4]),  # a third of the circle hands red's share to green
    ("saturation", 1.0, [1.4, -1.0, 0.2]),  # twice as far from the mean
    ("saturation", -30.0, [0.2, 0.2, 0.2]),
])  # fmt: skip
def test_colours_by_hand(transform: str, number: float, expected: list[float]) -> None:
    assert recoloured(transform, RED, [number], [ALWAYS]) == pytest.approx(expected, abs=1e-6)
    assert recoloured(transform, RED, [number], [NEVER]) == pytest.approx(list(RED))


@pytest.mark.parametrize(("transform", "number", "expected"), [
    ("brightness", 1.5, 0.8), ("contrast", 2.0, 1.0), ("luma_flip", 0.6, -0.5),
])  # fmt: skip
def test_grey_pictures_change_in_luma(transform: str, number: float, expected: float) -> None:
    assert recoloured(transform, [0.5], [number], [ALWAYS]) == pytest.approx([expected])


def test_grey_is_colour_without_colour() -> None:
    """The whole chain on a grey picture is the mean of what it does to three equal channels."""
    grey = picture(5, 1, 4, 4)
    names = ("brightness", "contrast", "luma_flip")
    one, three = (
        transformed_colours(x, colour_matrices(names, x, 0.7, Draws(3, 5)))
        for x in (grey, grey.expand(-1, 3, -1, -1))
    )
    torch.testing.assert_close(one, three.mean(dim=1, keepdim=True))


def test_hue_and_saturation_keep_the_mean() -> None:
    images = picture(8, 3, 4, 4)
    changed = Augmentation(["hue", "saturation"])(images, 1.0, Draws(1, 8))
    torch.testing.assert_close(changed.mean(dim=1), images.mean(dim=1))
    assert (changed - images).abs().max() > 0.1


# -- filter, grain, holes -----------------------------------------------------------------------------------------


def test_bands_add_up_to_the_picture() -> None:
    bank = filter_bank()
    assert bank.shape == (4, 43)
    delta = torch.zeros(43, dtype=torch.float64)
    delta[21] = 1
    torch.testing.assert_close(bank.sum(dim=0), delta, rtol=0, atol=1e-10)
    images = picture(2, 3, 24, 20)
    torch.testing.assert_close(
        filtered(images, torch.ones(2, 4, dtype=torch.float64)), images, rtol=0, atol=1e-9
    )


def test_bands_are_octaves() -> None:
    """Gains of the four bands at the middle of each octave, and at no frequency and the highest."""
    places = torch.arange(-21, 22, dtype=torch.float64)

    def response(frequency: float) -> Tensor:
        return (filter_bank() * torch.cos(2 * math.pi * frequency * places)).sum(dim=1)

    assert response(0.0).tolist() == pytest.approx([1, 0, 0, 0], abs=1e-9)
    assert response(0.5).tolist() == pytest.approx([0, 0, 0, 1], abs=1e-9)
    for band, frequency in ((1, 3 / 32), (2, 3 / 16), (3, 3 / 8)):
        assert int(response(frequency).argmax()) == band


def test_filter_equals_its_sum_written_out() -> None:
    images, gains = picture(1, 1, 6, 9), torch.tensor([[0.5, 2.0, 1.0, 3.0]], dtype=torch.float64)
    taps = (gains @ filter_bank())[0].numpy()
    wide = np.pad(images[0, 0].numpy(), 21, mode="reflect")
    rows = np.stack([np.convolve(row, taps, mode="valid") for row in wide])
    expected = np.stack([np.convolve(column, taps, mode="valid") for column in rows.T]).T
    np.testing.assert_allclose(filtered(images, gains)[0, 0].numpy(), expected, atol=1e-10)


def test_band_gains_keep_the_expected_power() -> None:
    draws = Scripted([0.0], [NEVER], [1.0], [ALWAYS], [0.0], [NEVER], [0.0], [NEVER])
    gains = band_gains(0.5, draws)[0]
    norm = math.sqrt((10 + 4 + 1 + 1) / 13)  # the second of four bands doubled
    assert gains.tolist() == pytest.approx([1 / norm, 2 / norm, 1 / norm, 1 / norm])


def test_grain() -> None:
    images = picture(1, 3, 64, 64)
    draws = Draws(0, 1)
    expected = 0.1 * abs(float(Draws(0, 1).normal()))
    grain = (Augmentation(["grain"])(images, 1.0, draws) - images).std()
    assert float(grain) == pytest.approx(expected, rel=0.05)


def test_cutout_covers_half_of_each_side() -> None:
    centre = torch.tensor([[0.5, 0.5], [0.0, 1.0], [0.5, 0.5]])
    size = torch.tensor([0.5, 0.5, 0.0])
    mask = uncovered(centre, size, (8, 8))[:, 0]
    middle = torch.ones(8, 8)
    middle[2:6, 2:6] = 0
    corner = torch.ones(8, 8)
    corner[6:, :2] = 0
    assert torch.equal(mask, torch.stack([middle, corner, torch.ones(8, 8)]))


# -- the whole ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("transform", "share"), [
    ("flip", 0.5), ("quarter_turn", 0.75), ("translate", 0.96), ("scale", 1.0), ("rotate", 1.0), ("stretch", 1.0),
    ("shift", 1.0), ("brightness", 1.0), ("contrast", 1.0), ("luma_flip", 0.5), ("hue", 1.0), ("saturation", 1.0),
    ("grain", 1.0), ("cutout", 1.0),
])  # fmt: skip
def test_each_transform_changes_the_expected_share_of_pictures(transform: str, share: float) -> None:
    """`share` of the choices of a transform are not the identity."""
    count, p = 1500, 0.3
    images = picture(1, 3, 32, 32).float().expand(count, -1, -1, -1)[..., :8, :8].contiguous()
    if transform in PIPES["bg"]:
        matrices = geometry_matrices([transform], images.new_zeros(count, 3, 32, 32), p, Draws(5, count))
        changed = (matrices - torch.eye(3)).abs().amax(dim=(1, 2)) > 1e-6
    else:
        changed = (Augmentation([transform])(images, p, Draws(5, count)) - images).abs().amax(
            dim=(1, 2, 3)
        ) > 1e-6
    rate = float(changed.float().mean())
    assert rate == pytest.approx(p * share, abs=0.05)


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("pipe", sorted(PIPES))
def test_every_pipe_keeps_the_shape_and_is_a_function_of_its_draws(pipe: str, channels: int) -> None:
    images = picture(4, channels, 16, 16).float()
    augment = Augmentation(PIPES[pipe])
    once, again, other = (augment(images, 0.9, Draws(seed, 4)) for seed in (1, 1, 2))
    assert once.shape == images.shape
    assert once.dtype == images.dtype
    assert torch.equal(once, again)
    assert not torch.equal(once, other)


def test_a_part_of_the_batch_is_treated_as_in_the_whole() -> None:
    images = picture(6, 3, 16, 16)
    augment = Augmentation(TRANSFORMS)
    whole = augment(images, 0.7, Draws(4, 6))
    parts = [augment(images[first : first + 2], 0.7, Draws(4, 6, first, 2)) for first in (0, 2, 4)]
    torch.testing.assert_close(torch.cat(parts), whole, rtol=0, atol=1e-5)


def test_first_and_second_derivatives_are_right() -> None:
    """R1 differentiates through the pipe twice; torch's own grid sampling cannot do that."""
    augment = Augmentation([*PIPES["bgcf"], "cutout"])
    images = picture(2, 3, 5, 4).requires_grad_()
    assert torch.autograd.gradcheck(lambda x: augment(x, 0.9, Draws(2, 2)), [images], fast_mode=True)
    cubed = lambda x: augment(x, 0.9, Draws(2, 2)).pow(3)  # noqa: E731
    assert torch.autograd.gradgradcheck(cubed, [images], fast_mode=True)


def test_unused_parts_are_left_out() -> None:
    assert set(PIPES["bgc"]) == set(TRANSFORMS) - {"filter", "grain", "cutout"}
    assert set(PIPES["bgcfnc"]) == set(TRANSFORMS)

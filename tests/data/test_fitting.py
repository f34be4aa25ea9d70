"""Pictures of any shape in a square."""

import numpy as np
import pytest
from PIL import Image

from ganstudio.data.colour import parse_colour
from ganstudio.data.fitting import check_fit, fitted
from ganstudio.errors import StudioError

WHITE, BLUE = (255, 255, 255), (0, 0, 255)


def bands(width: int, height: int) -> Image.Image:
    """Red, green and blue thirds from left to right."""
    pixels = np.zeros((height, width, 3), np.uint8)
    for third in range(3):
        pixels[:, third * width // 3 : (third + 1) * width // 3, third] = 255
    return Image.fromarray(pixels)


def test_crop_keeps_the_middle() -> None:
    planes = fitted(bands(48, 16), 16, "crop", WHITE)
    assert planes.shape == (3, 16, 16)
    assert (planes[1] == 255).all()
    assert not planes[[0, 2]].any()


def test_stretch_keeps_everything() -> None:
    planes = fitted(bands(48, 24), 24, "stretch", WHITE)
    assert [int(planes[third, 12, 4 + 8 * third]) for third in range(3)] == [255] * 3
    assert planes[0, 0, 0] == planes[0, -1, 0] == 255


@pytest.mark.parametrize(
    ("size", "bars"), [((48, 24), (slice(0, 6), slice(None))), ((24, 48), (slice(None), slice(0, 6)))]
)
def test_letterbox_shows_the_background(size: tuple[int, int], bars: tuple[slice, slice]) -> None:
    planes = fitted(Image.new("RGB", size, (255, 0, 0)), 24, "letterbox", BLUE)
    assert (planes[:, *bars].reshape(3, -1) == np.array(BLUE)[:, None]).all()
    assert planes[:, 12, 12].tolist() == [255, 0, 0]
    assert (planes[0] == 255).sum() == 24 * 12


@pytest.mark.parametrize("fit", ["crop", "letterbox", "stretch"])
@pytest.mark.parametrize("size", [(16, 16), (4000, 8), (8, 4000), (17, 31), (9, 8)])
def test_every_shape_fits(size: tuple[int, int], fit: str) -> None:
    assert fitted(bands(*size), 16, fit, WHITE).shape == (3, 16, 16)  # type: ignore[arg-type]


def test_right_size_is_untouched() -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (16, 16, 3), np.uint8)
    for fit in ("crop", "letterbox", "stretch"):
        assert (fitted(Image.fromarray(pixels), 16, fit, WHITE) == pixels.transpose(2, 0, 1)).all()  # type: ignore[arg-type]


def test_grey_has_one_channel_however_it_is_written() -> None:
    level = np.random.default_rng(0).integers(0, 256, (16, 16), np.uint8)
    assert fitted(Image.fromarray(level), 16, "crop", WHITE).shape == (1, 16, 16)
    assert fitted(Image.fromarray(np.stack([level] * 3, -1)), 16, "crop", WHITE).shape == (1, 16, 16)
    assert fitted(Image.fromarray(level[:8]), 16, "letterbox", BLUE).shape == (3, 16, 16)


def test_shrinking_does_not_alias() -> None:
    """A fine checkerboard becomes an even grey, where picking pixels would leave it black or white."""
    board = (np.indices((256, 256)).sum(0) % 2 * 255).astype(np.uint8)
    planes = fitted(Image.fromarray(board), 32, "crop", WHITE)
    assert np.abs(planes.astype(int) - 127.5).max() < 4


def test_enlarging_is_bilinear() -> None:
    """The middles of pixels fall at (x + 1/2) / 2 - 1/2, clamped at the border."""
    row = np.array([0, 100, 200, 40] * 2, np.uint8)
    seen = fitted(Image.fromarray(np.tile(row, (8, 1))), 16, "crop", WHITE)[0, 5]
    places = np.clip((np.arange(16) + 0.5) / 2 - 0.5, 0, 7)
    assert np.abs(seen - np.interp(places, np.arange(8), row)).max() <= 1


def test_unknown_words() -> None:
    with pytest.raises(StudioError, match="crop, letterbox or stretch"):
        check_fit("squeeze")
    with pytest.raises(StudioError, match="not a colour"):
        parse_colour("greenish")
    assert parse_colour("#0080ff") == (0, 128, 255)

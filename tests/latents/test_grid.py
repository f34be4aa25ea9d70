"""Quantisation and tiling, against hand values."""

import numpy as np
import pytest
import torch

from ganstudio.latents.grid import tile, to_uint8


def test_quantisation_by_hand() -> None:
    values = torch.tensor([-3.0, -1.0, -0.004, 0.0, 0.004, 0.9999, 1.0, 3.0])
    pictures = to_uint8(values.view(1, 1, 1, -1))
    assert pictures[0, 0, :, 0].tolist() == [0, 0, 127, 128, 128, 255, 255, 255]


def test_every_level_survives_normalising() -> None:
    levels = np.arange(256, dtype=np.float32)
    assert (to_uint8((levels / 127.5 - 1).reshape(1, 1, 16, 16)).ravel() == levels).all()


def test_axes() -> None:
    images = torch.zeros(2, 3, 4, 5)
    images[1, 2, 3, 4] = 1
    pictures = to_uint8(images)
    assert pictures.shape == (2, 4, 5, 3)
    assert np.argwhere(pictures == 255).tolist() == [[1, 3, 4, 2]]


def test_non_finite_pictures_are_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        to_uint8(torch.full((1, 1, 1, 1), float("nan")))


def test_tiles_run_along_rows() -> None:
    pictures = np.arange(5, dtype=np.uint8)[:, None, None, None] * np.ones((1, 2, 3, 1), np.uint8) + 1
    grid = tile(pictures, columns=2)
    assert grid.shape == (6, 6, 1)
    assert grid[::2, ::3, 0].tolist() == [[1, 2], [3, 4], [5, 0]]

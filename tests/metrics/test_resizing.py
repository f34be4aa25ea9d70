"""Resizing against the forms it stands for."""

import numpy as np
import pytest
import torch
from torch_fidelity.interpolate_compat_tensorflow import interpolate_bilinear_2d_like_tensorflow1x

from ganstudio.metrics.quantise import to_bytes, to_colour
from ganstudio.metrics.resizing import smooth_bilinear, tf1_bilinear


@pytest.mark.parametrize(("height", "width"), [(32, 32), (17, 40), (299, 299), (512, 300), (1, 1)])
def test_tf1_bilinear_to_the_bit(height: int, width: int) -> None:
    pictures = torch.randint(
        0, 256, (2, 3, height, width), generator=torch.Generator().manual_seed(0)
    ).float()
    theirs = interpolate_bilinear_2d_like_tensorflow1x(pictures, size=(299, 299), align_corners=False)
    assert torch.equal(tf1_bilinear(pictures, 299), theirs)


def test_tf1_bilinear_by_hand() -> None:
    """Two to four: sources 0, 0.5, 1, 1.5, and nothing beyond the last pixel."""
    row = tf1_bilinear(torch.tensor([[[[0.0, 10.0]]]]), 4)[0, 0, 0]
    assert row.tolist() == [0, 5, 10, 10]


def test_shrinking_averages() -> None:
    stripes = torch.tensor([0.0, 255.0]).repeat(64)[None, None, None].expand(1, 1, 128, 128)
    assert smooth_bilinear(stripes, 32)[0, 0, 4:-4, 4:-4].sub(127.5).abs().max() < 1


def test_bytes_are_those_of_the_published_quantisation() -> None:
    images = torch.linspace(-1.2, 1.2, 4001)
    expected = np.trunc(np.clip(images.numpy().astype(np.float32) * np.float32(127.5) + 128, 0, 255))
    assert to_bytes(images[None, None, None])[0, 0, 0].tolist() == expected.tolist()


def test_grey_becomes_three_equal_channels() -> None:
    grey = torch.arange(4, dtype=torch.uint8).reshape(1, 1, 2, 2)
    assert torch.equal(to_colour(grey), grey.repeat(1, 3, 1, 1))

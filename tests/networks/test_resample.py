"""The fused resampling steps against zero insertion written out."""

import pytest
import torch

from ganstudio.networks.resample import blur, downsample, fir_filter, upsample
from tests.networks.plain_stylegan2 import plain_upfirdn


def image(*shape: int) -> torch.Tensor:
    return torch.randn(*shape, dtype=torch.float64, generator=torch.Generator().manual_seed(1))


def lopsided() -> torch.Tensor:
    """A filter without any symmetry, so that a forgotten flip shows."""
    return image(4, 4)


def test_filter_is_the_binomial_one_and_sums_to_one() -> None:
    fir = fir_filter()
    assert fir.shape == (4, 4)
    assert torch.equal(fir[0] * 64, torch.tensor([1.0, 3, 3, 1]))
    assert torch.equal(fir[1] * 64, torch.tensor([3.0, 9, 9, 3]))


@pytest.mark.parametrize("fir", [fir_filter().double(), lopsided()])
def test_each_step_equals_zero_insertion_and_convolution(fir: torch.Tensor) -> None:
    x = image(2, 3, 8, 6)
    torch.testing.assert_close(
        upsample(x, fir), plain_upfirdn(x, fir * 4, up=2, pad=(2, 1)), rtol=0, atol=1e-12
    )
    torch.testing.assert_close(
        downsample(x, fir), plain_upfirdn(x, fir, down=2, pad=(1, 1)), rtol=0, atol=1e-12
    )
    for padding in (1, 2):
        expected = plain_upfirdn(x, fir * 4, pad=(padding, padding))
        torch.testing.assert_close(blur(x, fir, padding, gain=4), expected, rtol=0, atol=1e-12)


def test_upsampling_a_constant_keeps_it_inside_and_fades_at_the_edge() -> None:
    y = upsample(torch.ones(1, 1, 4, 4), fir_filter())
    assert torch.allclose(y[..., 1:-1, 1:-1], torch.ones(6, 6))
    assert y[0, 0, 0, 0] == pytest.approx(0.75**2)  # a quarter of each axis' weight falls outside


def test_the_derivative_of_the_derivative_exists() -> None:
    x = image(1, 2, 4, 4).requires_grad_()
    for step in (upsample, downsample):
        assert torch.autograd.gradgradcheck(lambda x, step=step: step(x, fir_filter().double()).square(), [x])

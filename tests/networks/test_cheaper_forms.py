"""Layers of translators that compute what torch's own do, in less time: values and gradients in float64."""

import pytest
import torch
from torch import Tensor, nn
from torch.nn.functional import interpolate

from ganstudio.networks.head_convolution import HeadConv2d
from ganstudio.networks.instance_norm import InstanceNorm
from ganstudio.networks.resize_convolution import ResizeConv2d


def gradients(y: Tensor, *of: Tensor) -> tuple[Tensor, ...]:
    weights = torch.linspace(-1, 1, y.numel(), dtype=y.dtype).view_as(y)
    return torch.autograd.grad((y * weights).sum(), of)


def same(found: Tensor, expected: Tensor, *of: Tensor) -> None:
    torch.testing.assert_close(found, expected, rtol=1e-10, atol=1e-12)
    for one, other in zip(gradients(found, *of), gradients(expected, *of)):
        torch.testing.assert_close(one, other, rtol=1e-9, atol=1e-11)


def pictures(*shape: int) -> Tensor:
    return torch.randn(
        *shape, dtype=torch.float64, generator=torch.Generator().manual_seed(1)
    ).requires_grad_()


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("outputs", [1, 3, 6])
def test_head(outputs: int, bias: bool) -> None:
    layer, x = HeadConv2d(5, outputs, 7, bias).double(), pictures(2, 5, 12, 9)
    plain = nn.Conv2d(5, outputs, 7, padding=3, padding_mode="reflect", bias=bias).double()
    plain.load_state_dict(layer.state_dict())
    plain.weight = layer.weight
    same(layer(x), plain(x), x, layer.weight)


def test_resize() -> None:
    layer, x = ResizeConv2d(4, 3).double(), pictures(2, 4, 5, 6)
    big = interpolate(x, scale_factor=2)
    expected = nn.functional.conv2d(big, layer.weight, layer.bias, padding=1)
    assert layer.bias is not None
    same(layer(x), expected, x, layer.weight, layer.bias)
    assert list(layer.state_dict()) == ["weight", "bias"]


def test_instance_norm() -> None:
    layer, x = InstanceNorm(4), pictures(3, 4, 6, 5)
    mean, variance = x.mean((2, 3), keepdim=True), x.var((2, 3), unbiased=False, keepdim=True)
    same(layer(x), (x - mean) / (variance + 1e-5).sqrt(), x)
    same(layer.eval()(x), nn.InstanceNorm2d(4)(x), x)


def test_an_instance_norm_of_an_old_file_uses_its_statistics() -> None:
    layer, plain = (
        kind(4, track_running_stats=True).double().eval() for kind in (InstanceNorm, nn.InstanceNorm2d)
    )
    for norm in (layer, plain):
        assert norm.running_mean is not None
        norm.running_mean.fill_(0.3)
    x = pictures(2, 4, 5, 5)
    torch.testing.assert_close(layer(x), plain(x), rtol=0, atol=0)

"""The product form of convolutions against torch's own, first and second derivatives too."""

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor

from ganstudio.networks import convolution
from ganstudio.networks.convolution import conv2d, conv_transpose2d


@pytest.fixture(autouse=True)
def _always_by_product(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if every kernel were large enough."""
    monkeypatch.setattr(convolution, "LEAST_WEIGHTS", 0)


def numbers(*shape: int) -> Tensor:
    generator = torch.Generator().manual_seed(sum(shape))
    return torch.randn(*shape, dtype=torch.float64, generator=generator, requires_grad=True)


def same(ours: Tensor, torchs: Tensor, *inputs: Tensor) -> None:
    """Values, gradients, and the gradients of the gradients' squares."""
    torch.testing.assert_close(ours, torchs)
    results = []
    for y in (ours, torchs):
        first = torch.autograd.grad((y * torch.cos(y)).sum(), inputs, create_graph=True)
        second = torch.autograd.grad(torch.cat([part.flatten() for part in first]).square().sum(), inputs[:2])
        results.append((*first, *second))
    for a, b in zip(*results):
        torch.testing.assert_close(a, b)


@pytest.mark.parametrize(
    ("kernel", "stride", "padding", "side"), [(3, 1, 1, 4), (3, 2, 0, 9), (4, 2, 1, 8), (1, 1, 0, 3)]
)
def test_convolution(kernel: int, stride: int, padding: int, side: int) -> None:
    x, weight, bias = numbers(3, 5, side, side), numbers(7, 5, kernel, kernel), numbers(7)
    torchs = F.conv2d(x, weight, bias, stride, padding)
    same(conv2d(x, weight, bias, stride, padding), torchs, x, weight, bias)
    torch.testing.assert_close(
        conv2d(x, weight, None, stride, padding), F.conv2d(x, weight, None, stride, padding)
    )


@pytest.mark.parametrize(("kernel", "stride", "padding"), [(3, 2, 0), (4, 2, 1)])
def test_transposed_convolution(kernel: int, stride: int, padding: int) -> None:
    x, weight, bias = numbers(3, 5, 4, 4), numbers(5, 7, kernel, kernel), numbers(7)
    torchs = F.conv_transpose2d(x, weight, bias, stride, padding)
    same(conv_transpose2d(x, weight, bias, stride, padding), torchs, x, weight, bias)


def test_the_form_depends_on_the_shape_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many pixels or a small kernel: torch's own."""
    seen: list[int] = []
    unfold = F.unfold

    def watched(x: Tensor, *arguments: int, **named: int) -> Tensor:
        seen.append(len(x))
        return unfold(x, *arguments, **named)

    monkeypatch.setattr(F, "unfold", watched)
    conv2d(numbers(2, 3, 16, 16), numbers(4, 3, 3, 3), padding=1)
    assert seen == [2]  # 512 pixels
    conv2d(numbers(3, 3, 16, 16), numbers(4, 3, 3, 3), padding=1)
    monkeypatch.setattr(convolution, "LEAST_WEIGHTS", 4 * 27 + 1)
    conv2d(numbers(2, 3, 16, 16), numbers(4, 3, 3, 3), padding=1)
    assert seen == [2]

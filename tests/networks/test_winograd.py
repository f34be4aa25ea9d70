"""Winograd's form of a convolution against the library's."""

import pytest
import torch
from torch import Tensor, nn
from torch.autograd import gradcheck
from torch.nn.functional import conv2d

from ganstudio.networks import winograd
from ganstudio.networks.winograd import WinogradConv2d


def pair(channels: int, outputs: int, bias: bool = True) -> tuple[WinogradConv2d, nn.Conv2d]:
    """Ours and the library's, with the same weights, in float64."""
    torch.manual_seed(0)
    ours = WinogradConv2d(channels, outputs, bias).double()
    plain = nn.Conv2d(channels, outputs, 3, padding=1, padding_mode="reflect", bias=bias).double()
    plain.load_state_dict(ours.state_dict())
    return ours, plain


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(winograd, "LEAST_CHANNELS", 1)
    monkeypatch.setattr(winograd, "LEAST_TILES", 1)


@pytest.mark.usefixtures("narrow")
@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("size", [(2, 2), (8, 4), (6, 14)])
def test_values_and_gradients_are_the_librarys(size: tuple[int, int], bias: bool) -> None:
    ours, plain = pair(3, 5, bias)
    x = torch.randn(2, 3, *size, dtype=torch.float64, requires_grad=True)
    other = x.detach().clone().requires_grad_()
    made, expected = ours(x), plain(other)
    torch.testing.assert_close(made, expected, rtol=0, atol=1e-13)
    weights = torch.randn_like(made)
    (made * weights).sum().backward()
    (expected * weights).sum().backward()
    pairs = [(x.grad, other.grad), *((a.grad, b.grad) for a, b in zip(ours.parameters(), plain.parameters()))]
    for one, two in pairs:
        torch.testing.assert_close(one, two, rtol=0, atol=1e-12)


def test_a_tile_by_hand() -> None:
    """One tile of ones and a kernel of ones: each of the four results is a sum of nine."""
    made: Tensor = winograd._Convolution.apply(torch.ones(1, 4, 4, 1), torch.ones(1, 1, 3, 3))
    assert made.tolist() == [[[[9.0], [9.0]], [[9.0], [9.0]]]]


def test_gradients_by_differences() -> None:
    x = torch.randn(1, 6, 4, 2, dtype=torch.float64, requires_grad=True)
    weight = torch.randn(3, 2, 3, 3, dtype=torch.float64, requires_grad=True)
    assert gradcheck(winograd._Convolution.apply, (x, weight))
    assert gradcheck(lambda given: winograd._Convolution.apply(given, weight.detach()), (x,))


@pytest.mark.parametrize(
    ("channels", "size", "dtype", "pays"),
    [
        (192, (16, 32), torch.float32, True),
        (192, (17, 32), torch.float32, False),
        (192, (16, 30), torch.float32, False),
        (192, (16, 32), torch.bfloat16, False),
        (128, (16, 32), torch.float32, False),
    ],
)
def test_it_is_taken_where_it_pays(
    monkeypatch: pytest.MonkeyPatch, channels: int, size: tuple[int, int], dtype: torch.dtype, pays: bool
) -> None:
    taken: list[int] = []
    apply = winograd._Convolution.apply

    def counted(x: Tensor, weight: Tensor) -> Tensor:
        taken.append(1)
        return apply(x, weight)

    monkeypatch.setattr(winograd._Convolution, "apply", counted)
    ours = WinogradConv2d(channels, channels, bias=False).to(dtype)
    x = torch.randn(1, channels, *size, dtype=dtype)
    padded = torch.nn.functional.pad(x, (1, 1, 1, 1), mode="reflect")
    expected = conv2d(padded.double(), ours.weight.double())
    torch.testing.assert_close(
        ours(x).double(), expected, rtol=0, atol=1e-4 if dtype == torch.float32 else 0.05
    )
    assert bool(taken) == pays
    taken.clear()
    with torch.autocast("cpu", torch.bfloat16):
        ours(x)
    assert not taken

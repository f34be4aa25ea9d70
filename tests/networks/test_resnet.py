"""WGAN-GP's residual networks against plain sums in float64, and against the sizes in the paper."""

import pytest
import torch
from torch import Tensor, nn

from ganstudio.networks.resnet import ResNetCritic, ResNetGenerator
from tests.networks.plain_layers import convolve, normalise, repeat_pixels

State = dict[str, Tensor]


def draw(*shape: int) -> Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(sum(shape)), dtype=torch.float64)


def halve(x: Tensor) -> Tensor:
    return (x[:, :, ::2, ::2] + x[:, :, 1::2, ::2] + x[:, :, ::2, 1::2] + x[:, :, 1::2, 1::2]) / 4


def normed(state: State, name: str, x: Tensor, norm: str) -> Tensor:
    return normalise(x, norm, state.get(f"{name}.weight"), state.get(f"{name}.bias")).clamp(min=0)


def conv(state: State, name: str, x: Tensor) -> Tensor:
    weight = state[f"{name}.weight"]
    return convolve(x, weight, state[f"{name}.bias"], 1, weight.shape[-1] // 2)


def block(state: State, name: str, x: Tensor, norm: str, resample: str, starts: bool = False) -> Tensor:
    """As the paper draws it: resample, then convolve in the shortcut too."""
    y = x if starts else normed(state, f"{name}.norm1", x, norm)
    y = conv(state, f"{name}.conv1", repeat_pixels(y) if resample == "up" else y)
    y = conv(state, f"{name}.conv2", y.clamp(min=0) if starts else normed(state, f"{name}.norm2", y, norm))
    side = x if resample != "up" else repeat_pixels(x)
    side = conv(state, f"{name}.shortcut", side) if f"{name}.shortcut.weight" in state else side
    return halve(y) + halve(side) if resample == "down" else y + side


def plain_generator(state: State, z: Tensor, norm: str) -> Tensor:
    x = (z @ state["project.weight"].T + state["project.bias"]).reshape(len(z), -1, 4, 4)
    for index in range(2):
        x = block(state, f"blocks.{index}", x, norm, "up")
    return torch.tanh(conv(state, "to_image", normed(state, "norm", x, norm)))


def plain_critic(state: State, x: Tensor, norm: str) -> Tensor:
    x = block(state, "blocks.0", x, norm, "down", starts=True)
    for index in (1, 2):
        x = block(state, f"blocks.{index}", x, norm, "none")
    return x.clamp(min=0).sum((2, 3)) / 64 @ state["head.weight"][0] + state["head.bias"]


@pytest.mark.parametrize("norm", ["batch", "layer", "none"])
@pytest.mark.parametrize("which", ["generator", "critic"])
def test_second_form(which: str, norm: str) -> None:
    makes = which == "generator"
    network = (ResNetGenerator(16, 3, 6, 4, norm) if makes else ResNetCritic(16, 3, 4, norm)).double()
    given = (draw(3, 6) if makes else draw(3, 3, 16, 16)).requires_grad_()
    with torch.no_grad():
        for index, parameter in enumerate(network.parameters()):
            parameter.add_(draw(*parameter.shape, index + 1)[..., 0] * 0.1)
    found = network(given)
    expected = (plain_generator if makes else plain_critic)(network.state_dict(keep_vars=True), given, norm)
    torch.testing.assert_close(found, expected, rtol=0, atol=1e-10)
    leaves, weights = [given, *network.parameters()], draw(*found.shape)
    slopes = torch.autograd.grad((found * weights).sum(), leaves)
    for slope, other in zip(slopes, torch.autograd.grad((expected * weights).sum(), leaves)):
        torch.testing.assert_close(slope, other, rtol=0, atol=1e-8)


def test_sizes_of_the_paper() -> None:
    """Table 3: 128 -> 128x4x4, three blocks up to 128x32x32; a critic of two blocks down and two plain ones."""
    generator, critic = ResNetGenerator(32, 3), ResNetCritic(32, 3)
    assert generator.project.weight.shape == (2048, 128)
    assert [block.resample for block in generator.blocks] == ["up"] * 3
    assert [block.resample for block in critic.blocks] == ["down", "down", "none", "none"]
    assert generator.to_image.weight.shape == (3, 128, 3, 3)
    assert critic.head.weight.shape == (1, 128)
    assert not any(isinstance(module, nn.BatchNorm2d) for module in critic.modules())
    assert sum(isinstance(module, nn.BatchNorm2d) for module in generator.modules()) == 7


@pytest.mark.parametrize("side", [16, 32, 64, 128])
def test_every_size(side: int) -> None:
    pictures = ResNetGenerator(side, 1, 5, 2)(torch.randn(2, 5))
    assert pictures.shape == (2, 1, side, side)
    assert ResNetCritic(side, 1, 2)(pictures).shape == (2,)


def test_initial_weights() -> None:
    """Uniform with variance 2 / (fan in + fan out), twice that inside blocks."""
    torch.manual_seed(0)
    block = ResNetCritic(32, 3).blocks[2]
    assert block.conv1.weight.std().item() == pytest.approx((4 / (2 * 9 * 128)) ** 0.5, rel=0.02)
    assert ResNetGenerator(32, 3).project.weight.std().item() == pytest.approx(
        (2 / (128 + 2048)) ** 0.5, rel=0.02
    )

"""DCGAN's networks against plain sums in float64, and against the sizes in the paper."""

import pytest
import torch
from torch import Tensor, nn

from ganstudio.networks.dcgan import Discriminator, Generator
from ganstudio.networks.picture_conv import PictureConv2d
from tests.networks.plain_layers import convolve, normalise, repeat_pixels, spread_out

BATCH, CLASSES = 3, 4


def draw(*shape: int) -> Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(sum(shape)), dtype=torch.float64)


def weighty(network: nn.Module) -> nn.Module:
    """float64, with weights large enough that every nonlinearity matters."""
    network = network.double()
    with torch.no_grad():
        for index, parameter in enumerate(network.parameters()):
            parameter.add_(draw(*parameter.shape, index + 1)[..., 0] * 0.2)
    return network


def plain_generator(
    state: dict[str, Tensor], z: Tensor, labels: Tensor | None, norm: str, upsampling: str, latent: str
) -> Tensor:
    if latent == "uniform":
        z = 2 * torch.distributions.Normal(0.0, 1.0).cdf(z) - 1
    z = z if labels is None else torch.cat((z, labels), 1)
    x = (z @ state["project.weight"].T + state.get("project.bias", torch.zeros(1).double())).reshape(
        len(z), -1, 4, 4
    )
    steps = sorted({int(key.split(".")[1]) for key in state if key.startswith("layers.")})
    x = normalise(x, norm, state.get("layers.1.weight"), state.get("layers.1.bias")).clamp(min=0)
    ups = [
        step
        for step in steps
        if step >= 3 and state.get(f"layers.{step}.weight", state.get(f"layers.{step}.1.weight")).ndim == 4
    ]
    for step in ups:
        if upsampling == "resize":
            x = convolve(
                repeat_pixels(x), state[f"layers.{step}.1.weight"], state.get(f"layers.{step}.1.bias"), 1, 1
            )
        else:
            x = spread_out(x, state[f"layers.{step}.weight"], state.get(f"layers.{step}.bias"))
        if step != ups[-1]:
            x = normalise(
                x, norm, state.get(f"layers.{step + 1}.weight"), state.get(f"layers.{step + 1}.bias")
            ).clamp(min=0)
    return (x.exp() - (-x).exp()) / (x.exp() + (-x).exp())


def plain_discriminator(state: dict[str, Tensor], x: Tensor, labels: Tensor | None, norm: str) -> Tensor:
    steps = sorted({int(key.split(".")[1]) for key in state if key.startswith("layers.")})
    for step in (step for step in steps if state[f"layers.{step}.weight"].ndim == 4):
        x = convolve(x, state[f"layers.{step}.weight"], state.get(f"layers.{step}.bias"), 2, 1)
        if step:
            x = normalise(
                x, norm, state.get(f"layers.{step + 1}.weight"), state.get(f"layers.{step + 1}.bias")
            )
        x = torch.where(x > 0, x, 0.2 * x)
    features = x.reshape(len(x), -1)
    logits = (features * state["head.weight"][0]).sum(1) + state["head.bias"][0]
    if labels is None:
        return logits
    return logits + torch.einsum("nc,fc,nf->n", labels, state["embed.weight"], features)


def same_to_the_first_derivative(network: nn.Module, plain, inputs: tuple[Tensor, Tensor | None]) -> None:
    leaves = [part.requires_grad_() for part in inputs if part is not None] + list(network.parameters())
    found, expected = network(*inputs), plain(dict(network.state_dict(keep_vars=True)), *inputs)
    torch.testing.assert_close(found, expected, rtol=0, atol=1e-10)
    weights = draw(*found.shape)
    slopes = torch.autograd.grad((found * weights).sum(), leaves)
    for slope, other in zip(slopes, torch.autograd.grad((expected * weights).sum(), leaves)):
        torch.testing.assert_close(slope, other, rtol=0, atol=1e-8)


@pytest.mark.parametrize(
    ("norm", "upsampling", "latent", "classes"),
    [
        ("batch", "transposed", "normal", 0),
        ("batch", "transposed", "uniform", CLASSES),
        ("layer", "resize", "normal", CLASSES),
        ("instance", "transposed", "normal", 0),
        ("pixel", "resize", "uniform", 0),
        ("none", "transposed", "normal", CLASSES),
    ],
)
def test_generator(norm: str, upsampling: str, latent: str, classes: int) -> None:
    network = weighty(Generator(16, 3, 6, 4, classes, norm, upsampling, latent))
    labels = draw(BATCH, CLASSES).softmax(1) if classes else None
    same_to_the_first_derivative(
        network,
        lambda state, z, y=None: plain_generator(state, z, y, norm, upsampling, latent),
        (draw(BATCH, 6), labels),
    )


@pytest.mark.parametrize("norm", ["batch", "layer", "instance", "pixel", "none"])
@pytest.mark.parametrize(("classes", "channels"), [(0, 1), (CLASSES, 3), (CLASSES, 1)])
def test_discriminator(norm: str, classes: int, channels: int) -> None:
    network = weighty(Discriminator(16, channels, 4, classes, norm))
    labels = draw(BATCH, CLASSES).softmax(1) if classes else None
    same_to_the_first_derivative(
        network,
        lambda state, x, y=None: plain_discriminator(state, x, y, norm),
        (draw(BATCH, channels, 16, 16), labels),
    )


def test_sizes_of_the_paper() -> None:
    """Radford et al. 2016, figure 1: 100 -> 4x4x1024 -> 512 -> 256 -> 128 -> 64x64x3."""
    state = Generator(64, 3, 100, 128).state_dict()
    assert state["project.weight"].shape == (4 * 4 * 1024, 100)
    convolutions = [tuple(value.shape) for value in state.values() if value.ndim == 4]
    assert convolutions == [(1024, 512, 4, 4), (512, 256, 4, 4), (256, 128, 4, 4), (128, 3, 4, 4)]
    mirrored = [
        tuple(value.shape) for value in Discriminator(64, 3, 128).state_dict().values() if value.ndim == 4
    ]
    assert mirrored == [(128, 3, 4, 4), (256, 128, 4, 4), (512, 256, 4, 4), (1024, 512, 4, 4)]


def test_batch_norm_everywhere_but_at_output_and_input() -> None:
    """Radford et al. 2016, section 3: none at the generator's output and the discriminator's input."""
    generator, discriminator = Generator(64, 3), Discriminator(64, 3)
    assert [type(layer).__name__ for layer in generator.layers][-2:] == ["ConvTranspose2d", "Tanh"]
    assert [type(layer).__name__ for layer in discriminator.layers][:2] == ["PictureConv2d", "LeakyReLU"]
    assert sum(isinstance(layer, nn.BatchNorm2d) for layer in generator.layers) == 4
    assert sum(isinstance(layer, nn.BatchNorm2d) for layer in discriminator.layers) == 3


def test_initial_weights() -> None:
    torch.manual_seed(0)
    network = Generator(32, 1, width=64)
    assert network.project.weight.std().item() == pytest.approx(0.02, rel=0.02)
    gains = torch.cat([layer.weight for layer in network.layers if isinstance(layer, nn.BatchNorm2d)])
    assert (gains.mean().item(), gains.std().item()) == (
        pytest.approx(1, abs=5e-3),
        pytest.approx(0.02, rel=0.15),
    )
    assert all(not layer.bias.any() for layer in network.layers if getattr(layer, "bias", None) is not None)


def test_patches_give_the_convolution_of_grey_pictures() -> None:
    """Forward, first and second derivatives of the matrix product on patches against torch's own convolution."""
    fast = PictureConv2d(1, 6, 4, 2, 1).double()
    images, results = draw(2, 1, 12, 8).requires_grad_(), []
    for convolve_ in (fast, lambda x: nn.functional.conv2d(x, fast.weight, fast.bias, 2, 1)):
        y = convolve_(images)
        (slope,) = torch.autograd.grad((y**3).sum(), images, create_graph=True)
        results.append(
            [y, slope, *torch.autograd.grad(slope.square().sum(), (images, fast.weight, fast.bias))]
        )
    for one, other in zip(*results):
        torch.testing.assert_close(one, other, rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("side", [8, 16, 32, 64, 128])
@pytest.mark.parametrize("channels", [1, 3])
def test_every_size(side: int, channels: int) -> None:
    pictures = Generator(side, channels, 5, 2)(torch.randn(2, 5))
    assert pictures.shape == (2, channels, side, side)
    assert Discriminator(side, channels, 2)(pictures).shape == (2,)


def test_uniform_latents_fill_their_range_evenly() -> None:
    from ganstudio.networks.latent import to_uniform

    drawn = to_uniform(torch.randn(100_000, generator=torch.Generator().manual_seed(0)))
    shares = torch.histc(drawn, 10, -1, 1) / 100_000
    assert (shares - 0.1).abs().max().item() < 0.005


def test_a_soft_label_lies_between_its_classes() -> None:
    """Only the label enters linearly, before the first nonlinearity: half of each is the mean of both there."""
    network = Generator(16, 1, 6, 4, CLASSES).double()
    z, labels = (
        draw(1, 6).expand(3, 6),
        torch.tensor([[1.0, 0, 0, 0], [0.5, 0.5, 0, 0], [0, 1, 0, 0]]).double(),
    )
    first, blend, last = network.project(torch.cat((z, labels), 1))
    torch.testing.assert_close(blend, (first + last) / 2)
    assert not torch.allclose(*network(z, labels)[[0, 2]])

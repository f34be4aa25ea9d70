"""StyleGAN2's fast networks against the plain second form in float64, their names, and what they promise."""

from collections.abc import Callable

import pytest
import torch
from torch import Tensor

from ganstudio.errors import StudioError
from ganstudio.networks.kernels import kernel_energies
from ganstudio.networks.stylegan2 import StyleGAN2Generator, width
from ganstudio.networks.stylegan2_discriminator import MinibatchStd, StyleGAN2Discriminator, group_size
from tests.networks.plain_stylegan2 import (
    constant_noise,
    no_noise,
    plain_discriminator,
    plain_mapping,
    plain_minibatch_std,
    plain_synthesis,
)

FORWARD, GRADIENT = 1e-10, 1e-8


def shaken(network: torch.nn.Module) -> torch.nn.Module:
    """In float64 with every tensor moved off its initial value, so that no default hides an error."""
    network.double()
    generator = torch.Generator().manual_seed(7)
    for name, tensor in [*network.named_parameters(), *network.named_buffers()]:
        move = torch.randn(tensor.shape, generator=generator, dtype=torch.float64)
        scale = 0.01 if name.endswith("resample_filter") else 0.3
        tensor.data.add_(move * scale)
    return network


def generator(**changes: object) -> StyleGAN2Generator:
    torch.manual_seed(0)
    options = {"c_dim": 0, "z_dim": 5, "w_dim": 6, "mapping_layers": 3, "channel_base": 64, "channel_max": 7}
    return shaken(StyleGAN2Generator(16, 3, **(options | changes)))  # type: ignore[arg-type, return-value]


def discriminator(**changes: object) -> StyleGAN2Discriminator:
    torch.manual_seed(0)
    options = {"c_dim": 0, "channel_base": 64, "channel_max": 7, "mapping_layers": 2, "group": 4}
    return shaken(StyleGAN2Discriminator(16, 3, **(options | changes)))  # type: ignore[arg-type, return-value]


def numbers(*shape: int) -> Tensor:
    return torch.randn(*shape, dtype=torch.float64, generator=torch.Generator().manual_seed(3))


def one_hot(count: int, classes: int) -> Tensor:
    return torch.eye(classes, dtype=torch.float64)[torch.arange(count) % classes]


def weights(network: torch.nn.Module) -> dict[str, Tensor]:
    return dict(network.named_parameters()) | dict(network.named_buffers())


def close(a: Tensor, b: Tensor, tolerance: float = FORWARD) -> None:
    scale = max(1.0, float(b.detach().abs().max()))
    torch.testing.assert_close(a, b, rtol=0, atol=tolerance * scale)


def same_gradients(network: torch.nn.Module, fast: Callable[[], Tensor], plain: Callable[[], Tensor]) -> None:
    """Every parameter's gradient of two scalars, one of each form; parameters that neither uses are left out."""
    parameters = dict(network.named_parameters())
    ours = torch.autograd.grad(fast(), list(parameters.values()), allow_unused=True)
    theirs = torch.autograd.grad(plain(), list(parameters.values()), allow_unused=True)
    used = 0
    for name, a, b in zip(parameters, ours, theirs):
        zero = torch.zeros_like(parameters[name])
        close(zero if a is None else a, zero if b is None else b, GRADIENT)
        used += int(a is not None and bool(a.abs().max() > 0))
    assert used > len(parameters) / 2


@pytest.mark.parametrize("options", [
    {}, {"c_dim": 4}, {"clamp": 0.5}, {"channels_last": 5}, {"mapping_layers": 1, "channel_max": 3},
])  # fmt: skip
def test_generator_and_its_gradients_equal_the_plain_form(options: dict[str, object]) -> None:
    network = generator(**options)
    sd, z = weights(network), numbers(3, 5)
    labels = one_hot(3, 4) if network.c_dim else None
    clamp = options.get("clamp")

    def plain() -> Tensor:
        w = plain_mapping(sd, "mapping", z, labels, network.mapping.layers, 0.01)
        ws = w[:, None].expand(-1, network.num_ws, -1)
        return plain_synthesis(sd, ws, constant_noise(sd), clamp)  # type: ignore[arg-type]

    close(network(z, labels), plain())
    weigh = numbers(3, 3, 16, 16)
    same_gradients(network, lambda: (network(z, labels) * weigh).sum(), lambda: (plain() * weigh).sum())


def test_path_length_gradients_equal_the_plain_form() -> None:
    """Second derivatives of the generator."""
    network = generator()
    sd, ws, y = weights(network), numbers(2, network.num_ws, 6), numbers(2, 3, 16, 16)

    def penalty(synthesis: Callable[[Tensor], Tensor]) -> Tensor:
        point = ws.clone().requires_grad_()
        (slope,) = torch.autograd.grad((synthesis(point) * y).sum(), point, create_graph=True)
        return (slope.square().sum(dim=(1, 2)).sqrt() - 1).square().sum()

    plain = lambda point: plain_synthesis(sd, point, constant_noise(sd))  # noqa: E731
    close(penalty(network.synthesis), penalty(plain), GRADIENT)
    same_gradients(network.synthesis, lambda: penalty(network.synthesis), lambda: penalty(plain))


@pytest.mark.parametrize("options", [{}, {"c_dim": 4}, {"clamp": 0.5}, {"channels_last": 5}])
@pytest.mark.parametrize("batch", [8, 6, 1])
def test_discriminator_and_its_gradients_equal_the_plain_form(options: dict[str, object], batch: int) -> None:
    network = discriminator(**options)
    sd, images = weights(network), numbers(batch, 3, 16, 16)
    labels = one_hot(batch, 4) if network.c_dim else None
    group = {8: 4, 6: 3, 1: 1}[batch]

    def plain() -> Tensor:
        return plain_discriminator(sd, images, labels, group, 2, options.get("clamp"))  # type: ignore[arg-type]

    close(network(images, labels), plain())
    weigh = numbers(batch)
    same_gradients(network, lambda: (network(images, labels) * weigh).sum(), lambda: (plain() * weigh).sum())


@pytest.mark.parametrize("c_dim", [0, 4])
def test_r1_gradients_equal_the_plain_form(c_dim: int) -> None:
    """Second derivatives of the discriminator."""
    network = discriminator(c_dim=c_dim)
    sd, images = weights(network), numbers(4, 3, 16, 16)
    labels = one_hot(4, c_dim) if c_dim else None

    def penalty(judge: Callable[[Tensor], Tensor]) -> Tensor:
        point = images.clone().requires_grad_()
        (slope,) = torch.autograd.grad(judge(point).sum(), point, create_graph=True)
        return slope.square().sum()

    plain = lambda point: plain_discriminator(sd, point, labels, 4, 2)  # noqa: E731
    close(penalty(lambda point: network(point, labels)), penalty(plain), GRADIENT)
    same_gradients(network, lambda: penalty(lambda point: network(point, labels)), lambda: penalty(plain))


def test_single_pictures_take_the_scaled_weights_and_agree() -> None:
    """From 64 px on, one picture without gradients goes another way through the layers."""
    torch.manual_seed(0)
    network = shaken(
        StyleGAN2Generator(128, 1, z_dim=4, w_dim=4, mapping_layers=1, channel_base=256, channel_max=4)
    )
    sd, ws = weights(network), numbers(1, network.num_ws, 4)  # type: ignore[arg-type]
    for noise, maps in (("const", constant_noise(sd)), ("none", no_noise(sd))):
        with torch.no_grad():
            alone = network.synthesis(ws, noise)  # type: ignore[operator]
            close(alone, plain_synthesis(sd, ws, maps))
        close(alone, network.synthesis(ws, noise))  # type: ignore[operator]


def test_noise_comes_from_where_it_is_asked_to() -> None:
    network = generator()
    sd, ws = weights(network), numbers(2, network.num_ws, 6)
    close(network.synthesis(ws, "none"), plain_synthesis(sd, ws, no_noise(sd)))
    given = {
        name: numbers(2, 1, *map_.shape[2:]) for name, map_ in constant_noise(sd).items() if map_ is not None
    }
    names = iter(given)
    close(network.synthesis(ws, lambda r: given[next(names)]), plain_synthesis(sd, ws, {**given}))
    torch.manual_seed(5)
    first, second = network.synthesis(ws, "random"), network.synthesis(ws, "random")
    assert not torch.allclose(first, second)
    spread = network.synthesis(ws[:1].expand(2, -1, -1), "random")
    assert not torch.allclose(spread[0], spread[1])  # each sample has noise of its own


def test_without_noise_there_are_no_noise_tensors() -> None:
    names = generator(use_noise=False).state_dict()
    assert not [name for name in names if "noise" in name]


def test_truncation_moves_the_first_rows_towards_the_average() -> None:
    network = generator()
    z, centre = numbers(2, 5), network.mapping.w_avg
    ws = network.map(z)
    assert ws.shape == (2, network.num_ws, 6)
    close(network.map(z, psi=0.0), centre.expand_as(ws))
    close(network.map(z, psi=-0.5), centre - 0.5 * (ws - centre))
    cut = network.map(z, psi=0.7, cutoff=3)
    close(cut[:, :3], centre + 0.7 * (ws[:, :3] - centre))
    assert torch.equal(cut[:, 3:], ws[:, 3:])


def test_missing_labels_are_explained() -> None:
    with pytest.raises(StudioError, match="which class"):
        generator(c_dim=4)(numbers(1, 5))


def test_w_rows_are_shared_between_a_picture_and_the_next_layer() -> None:
    """Row 1 is used by b4.torgb and b8.conv0; the last row only by the last picture."""
    network = generator()
    ws = numbers(1, network.num_ws, 6).requires_grad_()
    last = network.synthesis.get_submodule("b16.torgb.affine")
    seen: list[Tensor] = []
    last.register_forward_hook(lambda module, inputs, output: seen.append(inputs[0]))
    network.synthesis(ws)
    assert network.num_ws == 6
    assert torch.equal(seen[0], ws[:, 5])


# -- names, shapes and widths of the official checkpoints ---------------------------------------------------------


def test_generator_names_and_shapes() -> None:
    network = StyleGAN2Generator(
        16, 3, c_dim=5, z_dim=8, w_dim=12, mapping_layers=2, channel_base=128, channel_max=24
    )
    expected: dict[str, tuple[int, ...]] = {
        "mapping.w_avg": (12,), "mapping.embed.weight": (12, 5), "mapping.embed.bias": (12,),
        "mapping.fc0.weight": (12, 20), "mapping.fc0.bias": (12,),
        "mapping.fc1.weight": (12, 12), "mapping.fc1.bias": (12,),
        "synthesis.b4.const": (24, 4, 4),
    }  # fmt: skip
    widths = {4: 24, 8: 16, 16: 8}
    for size, outputs in widths.items():
        block = f"synthesis.b{size}"
        expected[f"{block}.resample_filter"] = (4, 4)
        for conv in ("conv0", "conv1") if size > 4 else ("conv1",):
            inputs = widths[size // 2] if conv == "conv0" else outputs
            expected |= {
                f"{block}.{conv}.weight": (outputs, inputs, 3, 3), f"{block}.{conv}.bias": (outputs,),
                f"{block}.{conv}.noise_strength": (), f"{block}.{conv}.noise_const": (size, size),
                f"{block}.{conv}.resample_filter": (4, 4),
                f"{block}.{conv}.affine.weight": (inputs, 12), f"{block}.{conv}.affine.bias": (inputs,),
            }  # fmt: skip
        expected |= {
            f"{block}.torgb.weight": (3, outputs, 1, 1), f"{block}.torgb.bias": (3,),
            f"{block}.torgb.affine.weight": (outputs, 12), f"{block}.torgb.affine.bias": (outputs,),
        }  # fmt: skip
    assert {name: tuple(tensor.shape) for name, tensor in network.state_dict().items()} == expected


def test_discriminator_names_and_shapes() -> None:
    network = StyleGAN2Discriminator(16, 1, c_dim=5, channel_base=128, channel_max=24, mapping_layers=2)
    expected: dict[str, tuple[int, ...]] = {
        "b16.fromrgb.weight": (8, 1, 1, 1), "b16.fromrgb.bias": (8,), "b16.fromrgb.resample_filter": (4, 4),
        "mapping.embed.weight": (24, 5), "mapping.embed.bias": (24,),
        "mapping.fc0.weight": (24, 24), "mapping.fc0.bias": (24,),
        "mapping.fc1.weight": (24, 24), "mapping.fc1.bias": (24,),
        "b4.conv.weight": (24, 25, 3, 3), "b4.conv.bias": (24,), "b4.conv.resample_filter": (4, 4),
        "b4.fc.weight": (24, 384), "b4.fc.bias": (24,), "b4.out.weight": (24, 24), "b4.out.bias": (24,),
    }  # fmt: skip
    for size, inputs, outputs in ((16, 8, 16), (8, 16, 24)):
        block = f"b{size}"
        expected |= {
            f"{block}.resample_filter": (4, 4),
            f"{block}.conv0.weight": (inputs, inputs, 3, 3), f"{block}.conv0.bias": (inputs,),
            f"{block}.conv1.weight": (outputs, inputs, 3, 3), f"{block}.conv1.bias": (outputs,),
            f"{block}.skip.weight": (outputs, inputs, 1, 1),
        }  # fmt: skip
        expected |= {f"{block}.{layer}.resample_filter": (4, 4) for layer in ("conv0", "conv1", "skip")}
    assert {name: tuple(tensor.shape) for name, tensor in network.state_dict().items()} == expected


@pytest.mark.parametrize(("resolution", "num_ws"), [(8, 4), (32, 8), (256, 14), (1024, 18)])
def test_number_of_styles(resolution: int, num_ws: int) -> None:
    assert StyleGAN2Generator(resolution, w_dim=2, channel_base=64, channel_max=2).num_ws == num_ws


@pytest.mark.parametrize("resolution", [4, 24, 2048])
def test_other_sizes_are_refused(resolution: int) -> None:
    with pytest.raises(StudioError, match=f"not {resolution}"):
        StyleGAN2Generator(resolution, channel_max=2)


def test_width_halves_with_resolution_up_to_the_most() -> None:
    assert [width(r, 32768, 512) for r in (4, 64, 128, 1024)] == [512, 512, 256, 32]


# -- minibatch standard deviation ---------------------------------------------------------------------------------


def test_minibatch_std_by_hand() -> None:
    """Two groups, {0, 2} and {1, 3}: deviations |a - b| / 2 of 1 and 3."""
    x = torch.tensor([0.0, 0.0, 2.0, 6.0]).view(4, 1, 1, 1).expand(4, 2, 3, 3)
    y = MinibatchStd(group=2)(x)
    assert y.shape == (4, 3, 3, 3)
    assert torch.equal(y[:, :2], x)
    torch.testing.assert_close(y[:, 2, 1, 1], torch.tensor([1.0, 3.0, 1.0, 3.0]))


@pytest.mark.parametrize(
    ("batch", "group", "expected"), [(8, 4, 4), (6, 4, 3), (7, 4, 1), (2, 4, 2), (16, 5, 4)]
)
def test_group_is_the_largest_divisor(batch: int, group: int, expected: int) -> None:
    assert group_size(batch, group) == expected


@pytest.mark.parametrize("batch", [8, 6, 5])
def test_interleaved_batches_share_no_group(batch: int) -> None:
    """One pass over real, made, real, made, ... gives what two passes give."""
    real, fake = numbers(batch, 2, 4, 4), numbers(batch, 2, 4, 4) * 3 + 1
    layer = MinibatchStd(group=4)
    together = layer(torch.stack([real, fake], dim=1).flatten(0, 1), interleaved=2)
    close(together[::2], layer(real))
    close(together[1::2], layer(fake))
    if batch == 8:
        close(layer(real), plain_minibatch_std(real, 4))


# -- number formats -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("half", [torch.bfloat16, torch.float16])
def test_half_precision_stays_near_and_returns_float32(half: torch.dtype) -> None:
    torch.manual_seed(0)
    options = {"channel_base": 512, "channel_max": 32}
    fake = StyleGAN2Generator(32, 3, z_dim=16, w_dim=16, mapping_layers=2, clamp=256, **options)  # type: ignore[arg-type]
    judge = StyleGAN2Discriminator(32, 3, clamp=256, **options)  # type: ignore[arg-type]
    ws = fake.map(torch.randn(4, 16))
    picture, verdict = fake.synthesis(ws), judge(fake.synthesis(ws))
    with torch.autocast("cpu", dtype=half):
        rough = fake.synthesis(ws)
        rough_verdict = judge(rough)
    assert rough.dtype == rough_verdict.dtype == torch.float32
    assert not torch.equal(rough, picture)
    assert (rough - picture).abs().max() < 0.1 * picture.abs().max()
    assert (rough_verdict - verdict).abs().max() < 0.1
    (rough_verdict.sum()).backward()
    assert all(torch.isfinite(p.grad).all() for p in fake.synthesis.parameters() if p.grad is not None)


def test_channels_last_changes_nothing_but_rounding() -> None:
    torch.manual_seed(0)
    plain, last = (
        StyleGAN2Generator(16, 3, z_dim=8, w_dim=8, channel_base=128, channels_last=maps) for maps in (0, 512)
    )
    last.load_state_dict(plain.state_dict())
    z = torch.randn(2, 8)
    picture = last(z)
    assert picture.is_contiguous()
    torch.testing.assert_close(picture, plain(z), rtol=1e-4, atol=1e-5)


def test_kernel_energies_and_their_derivatives() -> None:
    """The sum of squares, checked by finite differences, twice."""
    weight = numbers(3, 2, 3, 3).requires_grad_()
    close(kernel_energies(weight), (weight * weight).sum(dim=(2, 3)))
    torch.autograd.gradcheck(kernel_energies, weight)
    torch.autograd.gradgradcheck(kernel_energies, weight)


@pytest.mark.parametrize("change", ["step", "load", "move"])
def test_what_a_finished_model_keeps_follows_its_weights(change: str) -> None:
    network, fresh = generator().eval(), generator()
    z = numbers(1, 5)
    with torch.no_grad():
        before = network(z)
        if change == "step":
            for parameter in network.parameters():
                parameter.mul_(1.1)
        elif change == "load":
            network.load_state_dict({name: value * 1.1 for name, value in network.state_dict().items()})
        else:
            network.float().double()
        fresh.load_state_dict(network.state_dict())
        after = network(z)
    assert not torch.equal(before, after)
    assert torch.equal(after, fresh(z))


def test_a_generator_in_training_keeps_nothing() -> None:
    """A fused optimiser's step leaves no trace by which something kept could be known to be stale."""
    network, fresh = generator().train(), generator()
    z = numbers(1, 5)
    adam = torch.optim.Adam(network.parameters(), lr=0.1, betas=(0.0, 0.9), fused=True)
    with torch.no_grad():
        before = network(z)
    network(z).square().sum().backward()
    adam.step()
    fresh.load_state_dict(network.state_dict())
    with torch.no_grad():
        assert not torch.equal(network(z), before)
        assert torch.equal(network(z), fresh(z))

"""Translators: what they reach, what sizes they take, and the U-Net against a plain one."""

import pytest
import torch
from torch import Tensor, nn

from ganstudio.networks.patchgan import PatchGAN
from ganstudio.networks.resnet_translator import ResNetTranslator
from ganstudio.networks.translators import Translators
from ganstudio.networks.unet import UNet

NETWORKS = {
    "resnet": lambda norm: ResNetTranslator(3, 3, 4, 1, norm),
    "resnet resize": lambda norm: ResNetTranslator(3, 3, 4, 1, norm, upsampling="resize"),
    "resnet with skips": lambda norm: ResNetTranslator(3, 3, 4, 1, norm, upsampling="resize", skips=True),
    "resnet of 3": lambda norm: ResNetTranslator(3, 3, 4, 3, norm),
    "unet of 3": lambda norm: UNet(3, 3, 4, 3, norm),
    "unet of 4": lambda norm: UNet(3, 3, 4, 4, norm),
}


def farthest(network: nn.Module, side: int) -> int:
    """The greatest distance, in rows and columns, from which a pixel counts for one of the middle ones.

    Weights are made positive, so that no two ways can cancel.
    """
    network = network.double().eval()
    for weights in network.parameters():
        weights.data = weights.data.abs() / max(1, weights[0].numel())
    far = 0
    for row in range(side // 2, side // 2 + network.multiple):
        images = torch.rand(1, 3, side, side, dtype=torch.double, requires_grad=True)
        network(images)[0, :, row, row].sum().backward()
        counts = images.grad.abs().sum(dim=(0, 1)) > 0
        for line in (counts.any(dim=0), counts.any(dim=1)):
            places = line.nonzero().flatten()
            far = max(far, row - int(places.min()), int(places.max()) - row)
    return far


@pytest.mark.parametrize("norm", ["none", "batch"])
@pytest.mark.parametrize("make", NETWORKS.values(), ids=NETWORKS)
def test_reach_is_exact_where_norms_are_local(make, norm: str) -> None:
    network = make(norm)
    assert network.is_local
    side = -(-(2 * network.reach + 2 * network.multiple + 2) // network.multiple) * network.multiple
    assert farthest(network, side) == network.reach


@pytest.mark.parametrize("make", NETWORKS.values(), ids=NETWORKS)
def test_instance_norm_reaches_everywhere(make) -> None:
    network = make("instance")
    assert not network.is_local
    side = -(-(2 * network.reach + 40) // network.multiple) * network.multiple
    images = torch.rand(1, 3, side, side, requires_grad=True)
    network.eval()(images)[0, 0, 0, 0].backward()
    assert float(images.grad[0, :, -1, -1].abs().max()) > 0


@pytest.mark.parametrize("make", NETWORKS.values(), ids=NETWORKS)
@pytest.mark.parametrize(("height", "width"), [(1, 1), (3, 50), (17, 16), (33, 47), (64, 8)])
def test_pictures_of_any_size(make, height: int, width: int) -> None:
    network = make("batch").eval()
    translators = Translators(b2a=network)
    images = torch.rand(2, 3, height, width) * 2 - 1
    with torch.no_grad():
        made = translators(images, "b2a")
    assert made.shape == images.shape
    assert bool(torch.isfinite(made).all())
    assert float(made.abs().max()) <= 1


def test_continued_by_reflection_or_repetition() -> None:
    network = UNet(3, 3, 4, 3, "none")
    for side, mode in ((6, "reflect"), (5, "reflect"), (4, "replicate"), (2, "replicate")):
        images = torch.rand(1, 3, side, side)
        by_hand = nn.functional.pad(images, (0, 8 - side, 0, 8 - side), mode=mode)
        with torch.no_grad():
            expected = network(by_hand)[..., :side, :side]
            assert torch.equal(Translators(network)(images), expected)


def test_directions() -> None:
    network = ResNetTranslator(3, 3, 4, 1)
    assert Translators(network, network).directions == ("a2b", "b2a")
    assert Translators(b2a=network).directions == ("b2a",)
    with pytest.raises(KeyError):
        Translators(b2a=network).of("a2b")


def plain_unet(network: UNet, images: Tensor) -> Tensor:
    """With skips taken before any activation and nothing in place: the other reading of the published code."""
    skips = [network.down[0](images)]
    for half in network.down[1:]:
        skips.append(half(nn.functional.leaky_relu(skips[-1], 0.2)))
    x = network.up[-1](torch.relu(skips.pop()))
    for double in reversed(network.up[:-1]):
        x = double(torch.relu(torch.cat((skips.pop(), x), dim=1)))
    return torch.tanh(x)


@pytest.mark.parametrize("norm", ["batch", "instance", "none"])
def test_unet_is_the_plain_one_with_its_gradients(norm: str) -> None:
    torch.manual_seed(0)
    network = UNet(3, 3, 4, 4, norm, dropout=False).double()
    images = torch.rand(2, 3, 32, 16, dtype=torch.double) * 2 - 1
    results = []
    for forward in (network, lambda images: plain_unet(network, images)):
        network.zero_grad()
        made = forward(images)
        (made * torch.linspace(-1, 1, made.numel(), dtype=torch.double).view_as(made)).sum().backward()
        results.append((made.detach(), [weights.grad.clone() for weights in network.parameters()]))
    torch.testing.assert_close(results[0], results[1], rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("norm", ["batch", "instance"])
def test_layers_as_published(norm: str) -> None:
    """As many numbers as the repository prints, in millions: for 256 pixels, and pix2pix's judge of pairs."""
    with torch.device("meta"):
        unet, resnet = UNet(norm="batch"), ResNetTranslator(norm="instance")
        patches = PatchGAN(6 if norm == "batch" else 3, norm=norm)
    count = lambda network: sum(weights.numel() for weights in network.parameters())  # noqa: E731
    assert round(count(unet) / 1e6, 3) == 54.414
    assert round(count(resnet) / 1e6, 3) == 11.378
    assert round(count(patches) / 1e6, 3) == (2.769 if norm == "batch" else 2.765)


def test_which_layers_drop() -> None:
    for downs, count in ((5, 0), (6, 1), (7, 2), (8, 3)):
        with torch.device("meta"):
            drops = [type(double[2]).__name__ != "Identity" for double in UNet(downs=downs, width=4).up]
        assert sum(drops) == count
        assert not drops[-1]  # the innermost
        assert not any(drops[:4])


def test_a_patch_sees_70_pixels() -> None:
    network = PatchGAN(3, 4, 3, "none").double()
    images = torch.rand(1, 3, 160, 160, dtype=torch.double, requires_grad=True)
    logits = network(images)
    logits[0, 0, logits.shape[2] // 2, logits.shape[3] // 2].backward()
    rows = (images.grad.abs().sum(dim=(0, 1, 3)) > 0).nonzero().flatten()
    assert int(rows.max() - rows.min()) + 1 == 70


def test_skips_add_each_resolution_to_itself() -> None:
    torch.manual_seed(0)
    network = ResNetTranslator(3, 3, 4, 1, "none", skips=True)
    images = torch.rand(1, 3, 16, 16)
    fine = network.stem(images)
    middle = network.down[0](fine)
    up = network.up[0](network.blocks(network.down[1](middle)))
    assert torch.allclose(network(images), network.head(network.up[1](middle + up) + fine).tanh())
    for weights in network.up.parameters():  # nothing comes up, so only the finest features are left
        weights.data.zero_()
    assert torch.allclose(network(images), network.head(fine).tanh())
    network.skips = False
    assert torch.allclose(network(images), network.head(torch.zeros_like(fine)).tanh())

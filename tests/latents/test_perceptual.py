"""Perceptual distances against independent forms, and weights files that are refused."""

from pathlib import Path

import pytest
import torch
from torch import Tensor
from torch.nn import functional as F
from torchvision.models import vgg16

from ganstudio.errors import StudioError
from ganstudio.latents.perceptual import DEPTHS, distance, load_features
from ganstudio.networks import efficientnet_lite0


def pictures(count: int, channels: int = 3, side: int = 16) -> Tensor:
    return torch.rand(count, channels, side, side, generator=torch.Generator().manual_seed(0)) * 2 - 1


@pytest.fixture(scope="module")
def lpips_state() -> dict[str, Tensor]:
    """A VGG-16 and heads with random weights, under the names of the published files."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        state = {name: part for name, part in vgg16(weights=None).state_dict().items() if "features" in name}
        widths = (64, 128, 256, 512, 512)
        return state | {
            f"lin{n}.model.1.weight": torch.rand(1, width, 1, 1) for n, width in enumerate(widths)
        }


def test_efficientnet_distance_is_that_of_unit_features_at_every_depth() -> None:
    some, others = pictures(2), pictures(2).flip(0)
    features = load_features(16)
    network = efficientnet_lite0.load()
    expected = torch.zeros(2)
    enlarged = [F.interpolate(each, (64, 64), mode="bilinear") * 127.5 + 127.5 for each in (some, others)]
    for a, b in zip(*(network.depths(each, DEPTHS) for each in enlarged)):
        unit = [x / x.norm(dim=1, keepdim=True).clamp_min(1e-3) for x in (a, b)]
        expected += (unit[0] - unit[1]).square().sum(dim=1).mean(dim=(1, 2)) / len(DEPTHS)
    torch.testing.assert_close(distance(features(some), features(others)), expected)
    assert expected.min() > 0.01


def test_equal_pictures_are_at_no_distance_and_grey_ones_are_taken() -> None:
    features = load_features(16)
    grey = pictures(1, channels=1)
    assert float(distance(features(grey), features(grey.expand(-1, 3, -1, -1)))) < 1e-9


def test_a_step_down_the_gradient_comes_nearer() -> None:
    features, target = load_features(16), pictures(1)
    seen = features(target)
    other = (0.5 * target).requires_grad_()
    before = distance(features(other), seen)
    (slope,) = torch.autograd.grad(before.sum(), other)
    after = distance(features(other.detach() - 0.01 * slope / slope.norm()), seen)
    assert float(after.detach()) < float(before.detach())


def test_lpips_is_the_published_formula(lpips_state: dict[str, Tensor], tmp_path: Path) -> None:
    """Zhang et al. 2018, eq. 1, on torchvision's own VGG-16, from two files."""
    torch.save({k: v for k, v in lpips_state.items() if k.startswith("features")}, tmp_path / "vgg16.pth")
    torch.save({k: v for k, v in lpips_state.items() if k.startswith("lin")}, tmp_path / "vgg.pth")
    features = load_features(64, [tmp_path / "vgg16.pth", tmp_path / "vgg.pth"])
    some, others = pictures(1, side=64), pictures(1, side=64).flip(3)
    peer = vgg16(weights=None).features.eval().requires_grad_(False)
    peer.load_state_dict({k.removeprefix("features."): v for k, v in lpips_state.items() if "features" in k})
    shift, scale = (
        torch.tensor(v).view(1, 3, 1, 1) for v in ((-0.030, -0.088, -0.188), (0.458, 0.448, 0.450))
    )
    x, y, expected, head = (some - shift) / scale, (others - shift) / scale, 0.0, 0
    for number, layer in enumerate(peer):
        x, y = layer(x), layer(y)
        if number in (3, 8, 15, 22, 29):
            gap = (
                x / (x.norm(dim=1, keepdim=True) + 1e-10) - y / (y.norm(dim=1, keepdim=True) + 1e-10)
            ).square()
            expected += float(F.conv2d(gap, lpips_state[f"lin{head}.model.1.weight"]).mean())
            head += 1
    assert float(distance(features(some), features(others))) == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize(
    ("taken", "words"), [("lin", "heads"), ("features", "VGG-16"), ("features.10.bias", "layer 10")]
)
def test_weights_that_lack_something_are_refused(
    lpips_state: dict[str, Tensor], tmp_path: Path, taken: str, words: str
) -> None:
    file = tmp_path / "weights.pth"
    torch.save({name: part for name, part in lpips_state.items() if not name.startswith(taken)}, file)
    with pytest.raises(StudioError, match=words):
        load_features(32, [file])


def test_a_file_that_is_no_weights_is_refused(tmp_path: Path) -> None:
    (tmp_path / "weights.pth").write_bytes(b"no weights")
    with pytest.raises(StudioError, match=r"weights\.pth"):
        load_features(32, [tmp_path / "weights.pth"])

"""Feature maps agree with a second way through the network; their pictures with numbers by hand."""

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from ganstudio.errors import StudioError
from ganstudio.latents.inside import LayerInfo, feature_maps, layers
from ganstudio.latents.map_picture import GAP, GREY, HEAT, color_table, coloured, map_picture, strongest
from ganstudio.latents.model import Model
from ganstudio.latents.model_file import DataRecord, ModelRecord, PicturesRecord
from ganstudio.latents.point import LatentPoint
from ganstudio.latents.rendering import synthesize
from ganstudio.networks.dcgan import Generator
from ganstudio.networks.resnet import ResNetGenerator
from ganstudio.networks.stylegan2 import StyleGAN2Generator

POINT = LatentPoint.of_seed(5, psi=0.8)


def model_of(
    generator: nn.Module, resolution: int, channels: int = 1, classes: tuple[str, ...] = ()
) -> Model:
    record = ModelRecord(
        recipe="any", settings={}, data=DataRecord(name="none"), step=0, images=0, seed=0,
        pictures=PicturesRecord(resolution=resolution, channels=channels, class_names=classes),
    )  # fmt: skip
    return Model(generator, record)


@pytest.fixture
def styled() -> Model:
    torch.manual_seed(1)
    generator = StyleGAN2Generator(
        16, 3, z_dim=8, w_dim=8, mapping_layers=2, channel_base=128, channel_max=12
    )
    for name, parameter in generator.named_parameters():
        if name.endswith("noise_strength"):
            nn.init.constant_(parameter, 0.3)  # so that a forgotten noise shows
    return model_of(generator, 16, 3)


@torch.no_grad()
def by_hand(model: Model, point: LatentPoint) -> dict[str, Tensor]:
    """Every layer of StyleGAN2 called one after the other, with the rows of w written out."""
    ws = model.mapper.styles([point])
    parts = model.generator.synthesis
    made = {}
    x = parts.b4.const[None]
    x = made["synthesis.b4.conv1"] = parts.b4.conv1(x, ws[:, 0])
    made["synthesis.b4.torgb"] = parts.b4.torgb(x, ws[:, 1])
    for size, row in ((8, 1), (16, 3)):
        block = parts.get_submodule(f"b{size}")
        x = made[f"synthesis.b{size}.conv0"] = block.conv0(x, ws[:, row])
        x = made[f"synthesis.b{size}.conv1"] = block.conv1(x, ws[:, row + 1])
        made[f"synthesis.b{size}.torgb"] = block.torgb(x, ws[:, row + 2])
    return made


def test_maps_of_stylegan2_are_those_of_its_layers_by_hand(styled: Model) -> None:
    expected = by_hand(styled, POINT)
    found = layers(styled)
    assert [layer.name for layer in found] == list(expected)
    for layer in found:
        maps = feature_maps(styled, POINT, layer)
        torch.testing.assert_close(maps, expected[layer.name][0], rtol=1e-5, atol=1e-6)
        assert maps.shape == (layer.maps, layer.resolution, layer.resolution)
        assert maps.dtype == torch.float32


def test_layers_have_names_that_a_person_reads(styled: Model) -> None:
    said = [(layer.resolution, layer.words) for layer in layers(styled)]
    assert said[:3] == [(4, "Convolution 1"), (4, "To picture"), (8, "Convolution 1")]
    assert said[-2:] == [(16, "Convolution 2"), (16, "To picture")]


def test_maps_of_plain_networks_are_those_of_their_stages() -> None:
    torch.manual_seed(2)
    dcgan = model_of(Generator(16, 1, z_dim=6, width=4), 16)
    z = dcgan.mapper.latents([POINT])
    found = layers(dcgan)
    assert [(layer.words, layer.maps, layer.resolution) for layer in found] == [
        ("Stage 1", 8, 4), ("Stage 2", 4, 8), ("Picture", 1, 16),
    ]  # fmt: skip
    projected = dcgan.generator.project(z)
    cuts = (3, 6, len(dcgan.generator.layers))
    for layer, cut in zip(found, cuts):
        expected = dcgan.generator.layers[:cut](projected)[0]
        torch.testing.assert_close(feature_maps(dcgan, POINT, layer), expected.detach())


def test_residual_networks_show_their_blocks_and_the_convolution_that_ends_them() -> None:
    torch.manual_seed(3)
    model = model_of(ResNetGenerator(16, 1, z_dim=6, width=4), 16)
    found = layers(model)
    assert [layer.words for layer in found] == ["Block 1", "Block 2", "Picture"]
    start = model.generator.project(model.mapper.latents([POINT])).view(-1, 4, 4, 4)
    second = model.generator.blocks[1](model.generator.blocks[0](start))
    torch.testing.assert_close(feature_maps(model, POINT, found[1]), second[0].detach())


def test_unknown_kinds_of_network_show_their_convolutions() -> None:
    class Strange(nn.Module):
        z_dim = 3

        def __init__(self) -> None:
            super().__init__()
            self.first = nn.ConvTranspose2d(3, 5, 4)
            self.second = nn.Conv2d(5, 1, 3, padding=1)

        def forward(self, z: Tensor, labels: Tensor | None = None) -> Tensor:
            return self.second(self.first(z[:, :, None, None]).sin())

    found = layers(model_of(Strange(), 4))
    assert [(layer.name, layer.maps) for layer in found] == [("first", 5), ("second", 1)]


def test_looking_leaves_nothing_behind(styled: Model) -> None:
    before = synthesize(styled, [POINT])
    weights = {name: tensor.clone() for name, tensor in styled.generator.state_dict().items()}
    for layer in layers(styled):
        feature_maps(styled, POINT, layer)
    assert not any(module._forward_hooks for module in styled.generator.modules())
    assert torch.equal(synthesize(styled, [POINT]), before)
    assert all(torch.equal(tensor, weights[name]) for name, tensor in styled.generator.state_dict().items())


def test_hooks_are_removed_where_a_point_misfits(styled: Model) -> None:
    layer = layers(styled)[0]
    with pytest.raises(StudioError, match="class"):
        feature_maps(styled, LatentPoint.of_seed(1, class_number=2), layer)
    assert not any(module._forward_hooks for module in styled.generator.modules())
    with pytest.raises(StudioError, match="no layer synthesis"):
        feature_maps(styled, POINT, LayerInfo("synthesis.b99", 4, 1, ""))


def test_classes_are_those_of_the_point() -> None:
    torch.manual_seed(4)
    model = model_of(Generator(16, 1, z_dim=6, width=4, num_classes=3), 16, classes=("a", "b", "c"))
    layer = layers(model)[0]
    one, other = (feature_maps(model, LatentPoint.of_seed(5, number), layer) for number in (0, 1))
    assert not torch.equal(one, other)


# -- pictures of maps -------------------------------------------------------------------------------------------

MAPS = np.array([[[3.0, 0.0], [0.0, -4.0]], [[1.0, 0.0], [0.0, 0.0]]], np.float32)


def test_the_mean_and_the_energy_by_hand() -> None:
    mean = map_picture(MAPS, "mean")  # [[2, 0], [0, -2]]: its sizes' 99th percentile is 2
    assert (mean.low, mean.high) == (-2, 2)
    assert mean.levels.tolist() == [[254, 127], [127, 0]]
    energy = map_picture(MAPS, "energy")  # [[sqrt 5, 0], [0, sqrt 8]]
    assert energy.low == 0
    assert energy.high == pytest.approx(np.percentile([5**0.5, 0, 0, 8**0.5], 99))
    assert energy.levels[1, 1] == 254
    assert energy.levels[0, 0] == round(254 * 5**0.5 / energy.high)


def test_one_channel_and_the_strongest() -> None:
    assert map_picture(MAPS, "channel", 1).channels == (1,)
    assert map_picture(MAPS, "channel", 99).channels == (1,)  # the last there is
    assert strongest(MAPS) == (0, 1)
    mosaic = map_picture(MAPS, "strongest")
    assert mosaic.channels == (0, 1)
    assert mosaic.levels.shape == (32, 65)
    assert set(mosaic.levels[:, 32]) == {GAP}
    assert mosaic.levels[0, 0] > 200 > mosaic.levels[0, 33] > 127  # one scale for all tiles


def test_maps_of_nothing_are_grey_in_the_middle() -> None:
    flat = map_picture(np.zeros((3, 4, 4), np.float32), "mean")
    assert set(flat.levels.flat) == {127}


def test_colours_run_from_blue_over_the_canvas_to_amber() -> None:
    table = color_table(HEAT, gap=(9, 9, 9))
    assert table.shape == (256, 3)
    assert [tuple(table[level]) for level in (0, 127, 254, GAP)] == [*HEAT, (9, 9, 9)]
    grey = coloured(map_picture(MAPS, "mean"), GREY)
    assert grey.dtype == np.uint8
    assert grey.tolist() == [[[255] * 3, [127] * 3], [[127] * 3, [0] * 3]]

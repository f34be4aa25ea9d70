"""Generators of the CycleGAN and pix2pix repository, against its networks in plain form."""

import json
import os
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor, nn

import ganstudio
from ganstudio.errors import StudioError
from ganstudio.interop.opening import open_model
from ganstudio.latents.model import Model, load_model
from tests.interop.repository_networks import PlainResNet, PlainUNet, save_as, with_lively_weights

NEAR = 1e-5
RESNETS = [
    {"blocks": 9}, {"blocks": 6, "width": 5}, {"blocks": 2, "channels": 1}, {"blocks": 2, "dropout": True},
    {"blocks": 2, "norm": "batch"}, {"blocks": 2, "norm": "batch", "dropout": True}, {"blocks": 2, "norm": "none"},
    {"blocks": 2, "norm": "tracked"},
]  # fmt: skip
UNETS = [
    {"downs": 5}, {"downs": 7}, {"downs": 8}, {"downs": 5, "norm": "instance", "width": 6},
    {"downs": 6, "norm": "none"}, {"downs": 6, "norm": "tracked"}, {"downs": 5, "channels": 1},
]  # fmt: skip


def network_of(settings: dict, seed: int = 0) -> nn.Module:
    make = PlainUNet if "downs" in settings else PlainResNet
    return with_lively_weights(make(**settings), seed)


def pictures(settings: dict, count: int = 2) -> Tensor:
    """[count, C, H, W] in [-1, 1], of sides that the network takes."""
    sides = [2 ** settings["downs"]] * 2 if "downs" in settings else [20, 24]
    draw = torch.Generator().manual_seed(3)
    return torch.rand(count, settings.get("channels", 3), *sides, generator=draw) * 2 - 1


def expected(network: nn.Module, images: Tensor) -> Tensor:
    """In evaluation. The repository deletes what old instance norms kept, and takes each picture's own statistics."""
    for layer in network.modules():
        if isinstance(layer, nn.InstanceNorm2d):
            layer.running_mean = layer.running_var = None
            layer.track_running_stats = False
    with torch.no_grad():
        return network.eval()(images)


@pytest.mark.parametrize("form", ["zip", "old"])
@pytest.mark.parametrize("settings", [*RESNETS, *UNETS], ids=str)
def test_same_pictures_as_the_plain_network(tmp_path: Path, settings: dict, form: str) -> None:
    network = network_of(settings)
    images = pictures(settings, 1 if settings.get("downs", 0) > 6 else 2)
    model = open_model(save_as(tmp_path / "latest_net_G.pth", network, form))
    wanted = expected(network, images)
    assert wanted.std() > 0.05
    torch.testing.assert_close(model.translate(images), wanted, rtol=0, atol=NEAR)
    assert model.directions == ("a2b",)


@pytest.mark.parametrize("settings", [{"blocks": 2, "norm": "batch"}, {"downs": 5}], ids=str)
def test_batch_norm_with_statistics_of_the_picture(tmp_path: Path, settings: dict) -> None:
    network = network_of(settings | {"dropout": False})
    model = open_model(save_as(tmp_path / "latest_net_G.pth", network))
    images = pictures(settings, 1)
    ours = model.generator.of("a2b")
    for layer in ours.modules():
        layer.training = isinstance(layer, nn.BatchNorm2d)
    with torch.no_grad():
        wanted, made = network.train()(images), ours(images)
    assert (wanted - expected(network, images)).abs().max() > 0.01
    torch.testing.assert_close(made, wanted, rtol=0, atol=NEAR)


@pytest.mark.parametrize("settings", [{"blocks": 2, "norm": "batch"}, {"downs": 5}], ids=str)
def test_names_of_data_parallel_and_uncounted_batches(tmp_path: Path, settings: dict) -> None:
    network = network_of(settings)
    file = save_as(tmp_path / "5_net_G.pth", network, "old", prefix="module.", without="num_batches_tracked")
    images = pictures(settings)
    torch.testing.assert_close(
        open_model(file).translate(images), expected(network, images), rtol=0, atol=NEAR
    )


@pytest.mark.parametrize("kind", [torch.float16, torch.float64, torch.bfloat16])
def test_weights_of_other_kinds(tmp_path: Path, kind: torch.dtype) -> None:
    network = network_of({"blocks": 1}).to(kind)
    model = open_model(save_as(tmp_path / "latest_net_G.pth", network))
    images = pictures({"blocks": 1})
    torch.testing.assert_close(model.translate(images), expected(network.float(), images), rtol=0, atol=NEAR)


@pytest.mark.parametrize("settings", [RESNETS[2], RESNETS[5], RESNETS[6], UNETS[3], UNETS[0]], ids=str)
def test_saved_as_ours_and_opened_again(tmp_path: Path, settings: dict) -> None:
    model = open_model(save_as(tmp_path / "horse2zebra" / "latest_net_G.pth", network_of(settings)))
    model.save(tmp_path / "model.safetensors")
    images = pictures(settings)
    for again in (open_model(tmp_path / "model.safetensors"), load_model(tmp_path / "model.safetensors")):
        assert torch.equal(again.translate(images), model.translate(images))
        assert again.record == model.record
        assert again.fingerprint == model.fingerprint
        assert again.directions == ("a2b",)


def both(folder: Path, epoch: str = "latest", **settings: object) -> tuple[Path, Path]:
    chosen = {"blocks": 1} | settings
    files = [
        save_as(folder / f"{epoch}_net_G_{side}.pth", network_of(chosen, seed))
        for seed, side in enumerate("AB")
    ]
    return files[0], files[1]


@pytest.mark.parametrize("asked", ["latest_net_G_A.pth", "latest_net_G_B.pth", ""])
def test_two_generators_side_by_side(tmp_path: Path, asked: str) -> None:
    both(tmp_path / "summer2winter_yosemite")
    both(tmp_path / "summer2winter_yosemite", "15")
    model = open_model(tmp_path / "summer2winter_yosemite" / asked)
    images = pictures({})
    for direction, seed in (("a2b", 0), ("b2a", 1)):
        wanted = expected(network_of({"blocks": 1}, seed), images)
        torch.testing.assert_close(model.translate(images, direction), wanted, rtol=0, atol=NEAR)
    assert (model.recipe, model.domains) == ("cyclegan", ("summer", "winter"))
    assert model.name == "summer2winter_yosemite"
    model.save(tmp_path / "m.safetensors")
    assert torch.equal(
        open_model(tmp_path / "m.safetensors").translate(images, "b2a"), model.translate(images, "b2a")
    )


def test_one_of_two_generators(tmp_path: Path) -> None:
    both(tmp_path)[0].unlink()
    model = open_model(tmp_path / "latest_net_G_B.pth")
    assert model.directions == ("b2a",)
    model.save(tmp_path / "m.safetensors")
    assert open_model(tmp_path / "m.safetensors").directions == ("b2a",)
    save_as(tmp_path / "1_net_G_B.pth", network_of({"downs": 5}))
    model = open_model(tmp_path / "1_net_G_B.pth")
    model.save(tmp_path / "u.safetensors")
    assert open_model(tmp_path / "u.safetensors").directions == ("b2a",)


def test_generators_that_differ(tmp_path: Path) -> None:
    first, _ = both(tmp_path)
    save_as(tmp_path / "latest_net_G_B.pth", network_of({"blocks": 2}))
    with pytest.raises(StudioError, match="differ"):
        open_model(first)


def test_the_highest_epoch_of_a_folder(tmp_path: Path) -> None:
    for epoch in ("5", "20", "100"):
        save_as(tmp_path / f"{epoch}_net_G.pth", network_of({"blocks": 1}, int(epoch)))
    images = pictures({})
    wanted = expected(network_of({"blocks": 1}, 100), images)
    torch.testing.assert_close(open_model(tmp_path).translate(images), wanted, rtol=0, atol=NEAR)


@pytest.mark.parametrize(
    ("place", "titles"),
    [
        ("horse2zebra_pretrained/latest_net_G.pth", ("horse", "zebra")),
        ("facades_label2photo_pretrained/latest_net_G.pth", ("label", "photo")),
        ("edges2shoes_pix2pix/latest_net_G.pth", ("edges", "shoes")),
        ("facades_pix2pix/latest_net_G.pth", ("A", "B")),
        ("models/apple2orange.pth", ("apple", "orange")),
        ("day-to-night/30_net_G.pth", ("day", "night")),
        ("mine/latest_net_G.pth", ("A", "B")),
    ],
)
def test_titles_of_both_sides(tmp_path: Path, place: str, titles: tuple[str, str]) -> None:
    assert open_model(save_as(tmp_path / place, network_of({"blocks": 1}))).domains == titles


def test_which_system_a_generator_is_of(tmp_path: Path) -> None:
    kinds = {
        "pix2pix": ({"downs": 5}, {"blocks": 1, "norm": "batch"}, {"downs": 5, "norm": "instance"}),
        "cyclegan": ({"blocks": 1}, {"blocks": 1, "dropout": True}),
    }
    for recipe, all_settings in kinds.items():
        for settings in all_settings:
            model = open_model(save_as(tmp_path / "latest_net_G.pth", network_of(settings)))
            assert model.recipe == recipe
    files = [save_as(tmp_path / f"latest_net_G_{side}.pth", network_of({"downs": 5})) for side in "AB"]
    assert open_model(files[0]).recipe == "cyclegan"


def test_the_front_door_opens_them_too(tmp_path: Path) -> None:
    file = save_as(tmp_path / "latest_net_G.pth", network_of({"blocks": 1}))
    assert isinstance(ganstudio.load_model(str(file)), Model)


CHECKPOINTS = os.environ.get("GANSTUDIO_CHECKPOINTS", "")


@pytest.mark.skipif(not CHECKPOINTS, reason="GANSTUDIO_CHECKPOINTS names no folder of reference files")
def test_reference_files() -> None:
    """Files written by the repository itself, with what it made of pictures."""
    files = sorted(Path(CHECKPOINTS).glob("*_latest_net_G.pth"))
    assert files
    for file in files:
        name = file.name.removesuffix("_latest_net_G.pth")
        reference = np.load(file.with_name(f"{name}.npz"), allow_pickle=False)
        about = json.loads(file.with_name(f"{name}.json").read_text(encoding="utf-8"))
        model, images = open_model(file), torch.from_numpy(reference["x"])
        assert model.record.settings["dropout"] == about["dropout"]
        one_by_one = torch.cat([model.translate(image[None]) for image in images])
        made = {"y_eval": model.translate(images), "y_eval_single": one_by_one}
        if "y_train_single" in reference:
            for layer in model.generator.modules():
                layer.training = isinstance(layer, nn.BatchNorm2d)
            made["y_train_single"] = torch.cat([model.translate(image[None]) for image in images])
        for key, pixels in made.items():
            bound = 1e-4 * max(1, float(np.abs(reference[key]).max()))
            assert np.abs(pixels.numpy() - reference[key]).max() <= bound, (name, key)

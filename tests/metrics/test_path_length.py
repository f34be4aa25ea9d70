"""Perceptual path length: hand values, what is trimmed, and that w is smoother than z where a model has learnt."""

import math
from collections.abc import Callable

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from ganstudio.metrics.extractors import load_extractor
from ganstudio.metrics.path_length import Walks, feature_distance, path_length, slerp, trimmed_mean


class Linear(nn.Module):
    """w = 3 z in two styles; the picture's pixels are the first style. All distances can be told beforehand."""

    z_dim = 4

    def __init__(self, classes: int = 0) -> None:
        super().__init__()
        self.classes, self.asked = classes, []

    def map(self, z: Tensor, labels: Tensor | None, psi: float = 1) -> Tensor:
        self.asked.append(labels)
        return 3 * z[:, None].repeat(1, 2, 1)

    def synthesis(self, ws: Tensor, noise: str = "const") -> Tensor:
        assert noise == "const"
        return ws[:, 0].reshape(-1, 1, 2, 2)


def squared(a: Tensor, b: Tensor) -> Tensor:
    return (a - b).flatten(1).square().sum(dim=1)


def value(walks: Walks, samples: int = 200) -> float:
    last = list(path_length(walks, squared, samples, batch=16))[-1]
    assert last.value is not None
    assert last.done == last.total == samples
    return last.value


@pytest.mark.parametrize("sampling", ["end", "full"])
def test_a_straight_way_has_its_squared_length(sampling: str) -> None:
    """Pixels move by epsilon times w1 - w0, so each walk's value is |w1 - w0|^2, wherever on the way."""
    walks = Walks(Linear(), sampling=sampling)  # type: ignore[arg-type]
    from ganstudio.metrics.fakes import Fakes

    z = Fakes(walks.generator, None).latents(0, 400).astype(np.float64)
    lengths = (9 * (z[0::2] - z[1::2]) ** 2).sum(axis=1)
    assert value(walks) == pytest.approx(trimmed_mean(lengths), rel=2e-3)


def test_a_way_over_the_sphere_has_its_squared_angle() -> None:
    """Of unit vectors; the lengths of others change linearly besides."""
    a, b = np.array([[1.0, 0, 0], [2, 0, 0]]), np.array([[0.0, 1, 0], [0, 4, 0]])
    middle = slerp(a, b, np.array([[0.5], [0.5]]))
    assert np.allclose(middle, np.array([[1, 1, 0], [3, 3, 0]]) / math.sqrt(2))
    step = slerp(a, b, np.full((2, 1), 0.3 + 1e-4)) - slerp(a, b, np.full((2, 1), 0.3))
    speeds = np.linalg.norm(step, axis=1) / 1e-4
    assert speeds == pytest.approx([math.pi / 2, math.hypot(2.6 * math.pi / 2, 2)], rel=1e-3)


def test_pairs_do_not_depend_on_batches_and_share_their_class() -> None:
    generator = Linear()
    walks = Walks(generator, class_shares=[1.0, 3.0], sampling="full", seed=3)
    whole, parts = walks.pair(0, 6), [walks.pair(0, 4), walks.pair(4, 2)]
    for place in (0, 1):
        assert torch.equal(whole[place], torch.cat([part[place] for part in parts]))
    first, second = generator.asked[:2]
    assert torch.equal(first, second)
    assert first.shape == (6, 2)


def test_the_ends_are_trimmed() -> None:
    """Of 0 to 100, 1 and 99 are the percentiles, both kept: the mean without 0 and 100, and one wild value."""
    assert trimmed_mean(np.arange(101.0)) == 50
    assert trimmed_mean(np.append(np.arange(100.0), 1e9)) == np.arange(1, 100).mean()


def test_a_stop_gives_no_value() -> None:
    answers = iter([False, True])
    steps = list(path_length(Walks(Linear()), squared, 100, should_stop=lambda: next(answers)))
    assert [step.value for step in steps] == [None]


def test_the_protocol_names_what_it_depends_on() -> None:
    last = list(path_length(Walks(Linear(), space="z"), squared, 20, name="efficientnet-lite0"))[-1]
    assert last.protocol == "PPL[efficientnet-lite0|z-end|eps=0.0001|n=20]"


def test_features_are_of_pictures_that_are_not_rounded() -> None:
    """A change of a thousandth of a grey level is seen, and one ten times as large is seen a hundredfold."""
    distance = feature_distance(load_extractor("efficientnet-lite0", 32))
    images = torch.rand(2, 1, 32, 32, generator=torch.Generator().manual_seed(0)) * 2 - 1
    change = torch.randn(2, 1, 32, 32, generator=torch.Generator().manual_seed(1)) / 127.5
    small, large = (distance(images, images + size * change) for size in (1e-2, 1e-1))
    assert float(small.min()) > 0
    assert torch.allclose(large / small, torch.tensor(100.0), rtol=0.1)
    assert torch.equal(distance(images, images), torch.zeros(2))


@pytest.mark.slow
def test_w_is_smoother_than_z_in_the_starter_digits(record_property: Callable[[str, object], None]) -> None:
    """Karras et al. 2019, table 4: a trained mapping straightens the ways."""
    from ganstudio.latents.model import load_model
    from ganstudio.resources import resource

    model = load_model(resource("models", "digits.safetensors"))
    distance = feature_distance(load_extractor("efficientnet-lite0", model.resolution))
    found = {}
    for sampling in ("end", "full"):
        for space in ("w", "z"):
            walks = Walks(model.generator, [1.0] * model.num_classes, space, sampling)  # type: ignore[arg-type]
            found[space, sampling] = list(path_length(walks, distance, 300))[-1].value or 0.0
    for (space, sampling), length in found.items():
        record_property(f"ppl {space} {sampling}", length)
    assert found["w", "full"] < 0.8 * found["z", "full"]
    assert found["w", "end"] < found["z", "end"]

"""CycleGAN where the truth is known: red shapes turn blue and blue ones red, and keep their form. Slow: minutes."""

import numpy as np
import pytest
import torch

from ganstudio.latents.model import Model, load_model
from ganstudio.networks.translators import Direction
from ganstudio.training.session import train
from tests.quality.shapes import Colour, form, has_colour, overlap, shapes, write_shapes

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3600)]
STEPS = 1400  # three minutes of one core


@pytest.fixture(scope="module")
def translator(tmp_path_factory: pytest.TempPathFactory) -> Model:
    folder = tmp_path_factory.mktemp("toy")
    red = write_shapes(folder / "red", "red", 400, seed=1)
    blue = write_shapes(folder / "blue", "blue", 400, seed=2)
    for _ in train(
        "cyclegan", red, to=blue, preset="cpu-demo", steps=STEPS, evaluate_every=0, snapshot_every=0, device="cpu",
        out=folder / "run",
    ):  # fmt: skip
        pass
    return load_model(folder / "run")


@pytest.mark.parametrize(("source", "target", "direction"), [("red", "blue", "a2b"), ("blue", "red", "b2a")])
def test_held_out_shapes_keep_their_form_and_change_colour(
    translator: Model, source: Colour, target: Colour, direction: Direction
) -> None:
    before = shapes(source, 100, seed=11)
    images = torch.from_numpy(before).permute(0, 3, 1, 2).float() / 127.5 - 1
    made = translator.translate(images, direction)
    after = ((made.clamp(-1, 1) + 1) * 127.5).round().byte().permute(0, 2, 3, 1).numpy()
    overlaps = overlap(form(before), form(after))
    print(direction, overlaps.mean(), np.sort(overlaps)[:6])
    assert overlaps.mean() > 0.9
    assert (overlaps > 0.9).sum() >= 95
    assert has_colour(after, target).sum() >= 98
    assert has_colour(before, source).all()

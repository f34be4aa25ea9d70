"""The models that come with the program: they load, say what they are, and are small."""

from pathlib import Path

import numpy as np
import pytest
import torch

from ganstudio.latents.direction_store import read_directions
from ganstudio.latents.model import load_model
from ganstudio.latents.point import LatentPoint
from ganstudio.latents.rendering import render_many
from ganstudio.resources import resource, starter_models

MOST = 12_000_000  # bytes, all together
NAMES = {"digits": tuple("0123456789"), "faces": ("Happy", "Neutral", "Unhappy")}


def test_there_are_two_and_they_are_small() -> None:
    assert [path.stem for path in starter_models()] == ["digits", "faces"]
    assert sum(path.stat().st_size for path in resource("models").iterdir()) < MOST


@pytest.mark.parametrize("path", starter_models(), ids=lambda path: path.stem)
def test_each_is_conditional_has_styles_and_a_card(path: Path) -> None:
    model, card = load_model(path), path.with_suffix(".md").read_text(encoding="utf-8")
    assert model.class_names == NAMES[path.stem]
    assert model.has_styles
    for word in ("Data", "Command", "kimg", "Score", "Limits"):
        assert word in card
    assert f"{model.record.step:,} steps" in card


@pytest.mark.parametrize("path", starter_models(), ids=lambda path: path.stem)
def test_halves_lost_nothing_that_can_be_seen(path: Path) -> None:
    """Every number is one of 16 bits, and pictures of a class differ from one another."""
    model = load_model(path)
    for tensor in model.generator.state_dict().values():
        if tensor.is_floating_point():
            assert torch.equal(tensor, tensor.half().float())
    for number in range(model.num_classes):
        pictures = render_many(model, [LatentPoint.of_seed(seed, number) for seed in range(12)]).astype(float)
        assert pictures.std(axis=0).mean() > 3


@pytest.mark.parametrize("path", starter_models(), ids=lambda path: path.stem)
def test_directions_are_the_models_own(path: Path) -> None:
    model, directions = load_model(path), read_directions(path)
    assert len(directions) == 3
    assert {each.model for each in directions} == {model.fingerprint}
    assert all(np.isfinite(each.vector.array()).all() for each in directions)

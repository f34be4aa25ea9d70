"""The translator that ships with the program does what its card says, on a picture that it never saw."""

import numpy as np
import pytest
import torch
from PIL import Image
from torch import Tensor

from ganstudio.interop.opening import open_model
from ganstudio.latents.model import Model
from ganstudio.resources import resource, starter_translators


@pytest.fixture(scope="module")
def model() -> Model:
    (path,) = starter_translators()
    return open_model(path)


@pytest.fixture(scope="module")
def sides() -> tuple[Tensor, Tensor]:
    """A person whom it never saw, as outline and in colour: each [1, 3, 64, 64] in [-1, 1]."""
    pixels = np.array(Image.open(resource("models/outline.sides.png")).convert("RGB"))
    both = torch.from_numpy(pixels).permute(2, 0, 1)[None].float() / 127.5 - 1
    return both[..., :64], both[..., 64:]


def colourfulness(images: Tensor) -> Tensor:
    """The spread over channels of every pixel, 0 for grey: [1, H, W]."""
    return images.amax(dim=1) - images.amin(dim=1)


def test_it_is_small_and_has_a_card_and_both_sides() -> None:
    (path,) = starter_translators()
    assert path.stat().st_size < 8_000_000
    assert "CC BY-SA 4.0" in path.with_suffix(".md").read_text()
    assert f"models/{path.name}" in resource("NOTICE.md").read_text()
    with Image.open(path.with_suffix(".sides.png")) as sides:
        assert sides.size == (128, 64)


def test_it_goes_both_ways(model: Model) -> None:
    assert model.directions == ("a2b", "b2a")
    assert model.domains == ("Outlines", "Colour")


def test_colour_becomes_an_outline(model: Model, sides: tuple[Tensor, Tensor]) -> None:
    outline, colour = sides
    made = model.translate(colour, "b2a")
    assert float(colourfulness(made).mean()) < 0.2 * float(colourfulness(colour).mean())
    assert float((made - outline).abs().mean()) < 0.5 * float((colour - outline).abs().mean())
    assert float((model.translate(made, "a2b") - colour).abs().mean()) < 0.1, "and back"


def test_an_outline_becomes_colour(model: Model, sides: tuple[Tensor, Tensor]) -> None:
    outline, _ = sides
    made = model.translate(outline, "a2b")
    assert float(colourfulness(outline).max()) < 0.01
    assert float(colourfulness(made)[:, 12:36, 20:44].mean()) > 0.5, "the head has colour"
    assert float(colourfulness(made)[:, :8].mean()) < 0.05, "and what is above it none"
    assert float((model.translate(made, "b2a") - outline).abs().mean()) < 0.1, "and back"

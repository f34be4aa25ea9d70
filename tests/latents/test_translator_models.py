"""A model that translates pictures has no latents: whoever asks for them is told so in one sentence."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from click.testing import CliRunner

from ganstudio.cli import ganstudio as program
from ganstudio.errors import StudioError
from ganstudio.latents.ganspace import ganspace
from ganstudio.latents.inversion import invert
from ganstudio.latents.model import Model, load_model
from ganstudio.latents.point import LatentPoint
from ganstudio.latents.rendering import render
from ganstudio.latents.sefa import sefa

from .translator_models import small_translator

SENTENCE = "translates pictures and has no latents"


@pytest.fixture(scope="module")
def model() -> Model:
    return small_translator()


@pytest.fixture(scope="module")
def file(model: Model, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("translator") / "model.safetensors"
    model.save(path)
    return path


@pytest.mark.parametrize(
    "ask",
    [
        lambda model: model.latents([0]),
        lambda model: model.generate(np.zeros((1, 0), np.float32)),
        lambda model: model.map(np.zeros((1, 0), np.float32)),
        lambda model: model.synthesize(torch.zeros(1, 1, 1)),
        lambda model: model.centre(),
        lambda model: render(model, LatentPoint.of_seed(3)),
        lambda model: list(ganspace(model, 2, samples=64)),
        lambda model: list(sefa(model, 2)),
        lambda model: list(invert(model, np.zeros((3, 16, 16), np.uint8))),
    ],
)
def test_what_needs_latents_refuses(model: Model, ask: Callable[[Model], object]) -> None:
    with pytest.raises(StudioError, match=SENTENCE) as raised:
        ask(model)
    assert "ganstudio translate" in str(raised.value)


def test_what_a_translator_says_of_itself(model: Model) -> None:
    assert model.domains == ("Outlines", "Colour")
    assert model.directions == ("a2b", "b2a")
    assert (model.z_dim, model.has_styles, model.w_dim, model.num_ws) == (0, False, None, None)


def test_it_comes_back_from_its_file(model: Model, file: Path) -> None:
    images = torch.linspace(-1, 1, 3 * 20 * 17).reshape(1, 3, 20, 17)
    loaded = load_model(file)
    assert loaded.domains == model.domains
    for direction in model.directions:
        assert torch.equal(loaded.translate(images, direction), model.translate(images, direction))


@pytest.mark.parametrize(
    "words",
    [
        ["sample", "{model}", "--seeds", "0-3", "--out", "{out}.png"],
        ["interpolate", "{model}", "--seeds", "0,1", "--out", "{out}.gif"],
        ["mix", "{model}", "--rows", "0", "--columns", "1", "--layers", "0-1", "--out", "{out}.png"],
        ["sheet", "{model}", "--x", "seed=0,1", "--out", "{out}.png"],
        ["invert", "{model}", "{picture}", "--out", "{out}.png"],
    ],
)
def test_commands_that_explore_say_so(words: list[str], file: Path, tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (16, 16)).save(tmp_path / "picture.png")
    known = {"model": file, "out": tmp_path / "made", "picture": tmp_path / "picture.png"}
    result = CliRunner().invoke(program, [word.format(**known) for word in words])
    assert result.exit_code != 0
    assert SENTENCE in " ".join(result.stderr.split()), result.stderr
    assert not list(tmp_path.glob("made*"))

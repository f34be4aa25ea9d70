"""A handful of pictures in two classes, the command line in this process, and a trained run."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from PIL import Image

from ganstudio.cli import ganstudio

Invoke = Callable[..., Result]


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty grey pictures of 16 px: bright ones are day, dark ones night."""
    folder = tmp_path_factory.mktemp("pictures")
    random = np.random.RandomState(0)
    for name, level in (("day", 160), ("night", 20)):
        (folder / name).mkdir()
        for number in range(10):
            pixels = random.randint(level, level + 60, (16, 16)).astype(np.uint8)
            Image.fromarray(pixels).save(folder / name / f"{number}.png")
    return folder


def _invoke(*arguments: object) -> Result:
    return CliRunner().invoke(ganstudio, [str(argument) for argument in arguments], prog_name="ganstudio")


@pytest.fixture
def invoke() -> Invoke:
    """Runs a command here; the result has exit_code, stdout and stderr."""
    return _invoke


TINY = ("--steps", 4, "--batch", 4, "--set", "width=4", "--set", "d_width=4", "--set", "report_every=2")


@pytest.fixture(scope="session")
def run(pictures: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cgan run of four steps, made by the command line."""
    folder = tmp_path_factory.mktemp("runs") / "first"
    result = _invoke(
        "train", "--recipe", "cgan", "--data", pictures, "--device", "cpu", *TINY, "--out", folder
    )
    assert result.exit_code == 0, result.stderr
    return folder

"""What tests of the Translate room share: a small translator in a file, pictures in files, and a room around them."""

from pathlib import Path

import numpy as np
from PIL import Image
from pytestqt.qtbot import QtBot

from ganstudio.gui.behind import window_is_up
from ganstudio.gui.models.translate.translate_model import TranslateModel
from tests.latents.translator_models import small_translator


def write_translator(path: Path) -> Path:
    small_translator().save(path)
    return path


def write_pictures(folder: Path, count: int = 3, size: tuple[int, int] = (24, 16)) -> list[Path]:
    """Pictures (width, height) of noise that differ from one another."""
    folder.mkdir(exist_ok=True)
    draw = np.random.default_rng(3)
    paths = [folder / f"picture{number}.png" for number in range(count)]
    for path in paths:
        Image.fromarray(draw.integers(0, 256, (size[1], size[0], 3), np.uint8)).save(path)
    return paths


def open_translator(qtbot: QtBot, translate: TranslateModel, path: Path) -> None:
    window_is_up()  # torch loads at once
    translate.open(path)
    qtbot.waitUntil(lambda: translate.facts is not None and translate.facts.path == path, timeout=60_000)


def wait_until_done(qtbot: QtBot, translate: TranslateModel, count: int) -> None:
    """Until so many pictures have a result and the current one is shown."""

    def is_done() -> bool:
        queue = translate.queue
        return len(queue.results) >= count and not queue.is_running and translate.shown.is_settled

    qtbot.waitUntil(is_done, timeout=60_000)

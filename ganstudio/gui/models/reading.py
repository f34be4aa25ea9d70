"""A run folder as plain values for the window. These functions read files, so a reader thread calls them."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from ganstudio.errors import StudioError
from ganstudio.gui.models.curves import Curves
from ganstudio.training.events import Health, Progress


@dataclass(frozen=True)
class Sheet:
    """A preview as one picture [H, W, C] uint8 of square tiles with `side` pixels each."""

    step: int
    pixels: np.ndarray
    side: int


@dataclass
class Opened:
    """What a run folder holds, without its tensors."""

    path: Path
    recipe: str
    data: str
    settings: dict[str, Any]
    class_names: tuple[str, ...]
    resolution: int
    state: str
    step: int
    steps: int
    preset: str | None = None
    last: Progress | None = None
    curves: Curves = field(default_factory=Curves)
    previews: list[tuple[int, Path]] = field(default_factory=list)
    notices: list[Health] = field(default_factory=list)
    quality: Curves = field(default_factory=Curves)
    sheet: Sheet | None = None


def open_run(path: Path) -> Opened:
    """Everything of a run but its weights. Raises StudioError where it is no run or damaged."""
    from ganstudio.training.run_folder import RunFolder

    folder = RunFolder(path)
    record, summary = folder.read(), folder.status()
    opened = Opened(
        path=folder.path, recipe=record.recipe, data=str(record.data.get("name", "")),
        settings=dict(record.settings), class_names=tuple(map(str, _list(record.pictures.get("class_names")))),
        resolution=int(str(record.pictures.get("resolution", 0))), state=summary.state, step=summary.step,
        steps=summary.steps, preset=record.preset, previews=folder.previews(),
    )  # fmt: skip
    for entry in folder.metrics():
        read_line(opened, entry)
    if opened.previews:
        opened.sheet = read_sheet(*opened.previews[-1], opened.resolution)
    return opened


def read_line(opened: Opened, line: dict[str, Any]) -> None:
    """Takes one line of metrics.jsonl in; leaves out what it does not know."""
    step = int(line["step"])
    if isinstance(losses := line.get("losses"), dict):
        numbers = {str(name): float(value) for name, value in losses.items()}
        opened.curves.add(step, numbers)
        opened.last = Progress(
            step, int(line.get("images", 0)), float(line.get("seconds", 0)), numbers,
            float(line.get("images_per_second", 0)),
        )  # fmt: skip
    if isinstance(health := line.get("health"), dict):
        level = health.get("level", "info")
        opened.notices.append(
            Health(step, str(health.get("kind", "")), level, str(health.get("message", "")))
        )
    if isinstance(metrics := line.get("metrics"), dict):
        numbers = {
            str(name): float(value) for name, value in metrics.items() if isinstance(value, int | float)
        }
        opened.quality.add(step, numbers)


def read_sheet(step: int, path: Path, side: int) -> Sheet:
    """A preview file. Raises StudioError for one that cannot be read."""
    try:
        with Image.open(path) as picture:
            pixels = np.asarray(picture.convert("L" if picture.mode == "L" else "RGB"))
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise StudioError(f"The preview {path.name} cannot be read; it is left out.") from error
    if pixels.ndim == 2:
        pixels = pixels[..., None]
    return Sheet(step, np.ascontiguousarray(pixels), side or pixels.shape[0] // 6)


def sheet_of(step: int, tiles: np.ndarray, columns: int) -> Sheet:
    """Tiles [N, H, W, C] uint8 butted together in rows of `columns`."""
    count, height, width, channels = tiles.shape
    rows = -(-count // columns)
    padded = np.zeros((rows * columns, height, width, channels), np.uint8)
    padded[:count] = tiles
    grid = padded.reshape(rows, columns, height, width, channels).swapaxes(1, 2)
    return Sheet(step, np.ascontiguousarray(grid.reshape(rows * height, columns * width, channels)), height)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []

"""One small picture of each side of a translator, where it is known. Read in threads; no Qt, no torch."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from ganstudio.training.preview_rows import COLUMNS, rows_of_run

Sides = tuple[np.ndarray, np.ndarray]
"""Of A and of B, each [88, 88, 3] uint8."""
SIDE = 88  # pixels: shown at 44 on screens of two pixels a unit


def sides_of_model(model: Path) -> Sides | None:
    """Of a model that ships with the program: NAME.sides.png beside it holds both, A at the left."""
    return _read(model.with_suffix("").with_suffix(".sides.png"), _halves)


def sides_of_run(run: Path, preview: Path | None) -> Sides | None:
    """From a run's newest preview, whose rows its run.json names."""
    try:
        record = json.loads((run / "run.json").read_text("utf-8"))
        rows = rows_of_run(record)
        a, b = record["pictures"]["domains"]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError):
        return None
    if preview is None or a not in rows:
        return None
    target = next((row for row, name in enumerate(rows) if name in (b, f"{b}, true")), None)
    if target is None:
        return None
    return _read(preview, lambda picture: _cells(picture, len(rows), (rows.index(a), target)))


def _halves(picture: Image.Image) -> list[Image.Image]:
    half = picture.width // 2
    return [picture.crop((left, 0, left + half, picture.height)) for left in (0, half)]


def _cells(picture: Image.Image, rows: int, wanted: Sequence[int]) -> list[Image.Image]:
    """The first cell of each wanted row of a sheet."""
    width, height = picture.width // COLUMNS, picture.height // rows
    return [picture.crop((0, row * height, width, (row + 1) * height)) for row in wanted]


def _read(file: Path, cut: Callable[[Image.Image], list[Image.Image]]) -> Sides | None:
    try:
        with Image.open(file) as picture:
            parts = cut(picture.convert("RGB"))
    except (OSError, ValueError, Image.DecompressionBombError):
        return None
    if any(0 in part.size for part in parts):
        return None
    a, b = (np.asarray(part.resize((SIDE, SIDE), Image.Resampling.BILINEAR)) for part in parts)
    return a, b

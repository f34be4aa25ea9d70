"""The pictures of a sheet, cell by cell, and the sheet as one file."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from ganstudio.disk import plain_sentence, write_file
from ganstudio.errors import StudioError
from ganstudio.latents.clip import Enlarging, fitted
from ganstudio.latents.mixing import MixGrid
from ganstudio.latents.progress import Progress
from ganstudio.latents.rendering import render
from ganstudio.latents.sheet import Place, Sheet
from ganstudio.latents.sheet_drawing import SheetLook, as_png, draw_sheet, sheet_size

if TYPE_CHECKING:
    from ganstudio.latents.model import Model

MOST_PIXELS = 1 << 28
READABLE = 64  # cells of small models are enlarged at least to this
PLAIN = SheetLook()
ModelAt = Callable[[int], "Model"]
"""step -> the model of that checkpoint"""


def sheet_cells(
    model: "Model", sheet: Sheet, model_at: ModelAt | None = None
) -> Iterator[tuple[Place, Image.Image]]:
    """Every cell with its picture at the model's resolution. Checkpoints are asked for once each, in their order."""
    known: tuple[int, Model] | None = None
    for place in sheet.places():
        step = sheet.step_at(place)
        if step is not None and (known is None or known[0] != step):
            if model_at is None:
                raise StudioError("This model has no checkpoints; choose another axis.")
            known = step, model_at(step)
        yield place, render(known[1] if known else model, sheet.point_at(place))


def mix_cells(model: "Model", grid: MixGrid) -> Iterator[tuple[Place, Image.Image]]:
    """The columns' pictures above, the rows' pictures at the left, and what comes of mixing them."""
    for x, point in enumerate(grid.columns, 1):
        yield Place(0, 0, x), render(model, point)
    for y, (row, mixed) in enumerate(zip(grid.rows, grid.points), 1):
        yield Place(0, y, 0), render(model, row)
        for x, point in enumerate(mixed, 1):
            yield Place(0, y, x), render(model, point)


def export_sheet(
    model: "Model", sheet: Sheet | MixGrid, path: Path, *, size: int | None = None, enlarging: Enlarging = "lanczos",
    model_at: ModelAt | None = None, look: SheetLook = PLAIN, should_stop: Callable[[], bool] = lambda: False,
) -> Iterator[Progress]:  # fmt: skip
    """Renders a sheet and writes it as one PNG, whole or not at all; stopped it never yields a full Progress.

    Raises StudioError where the sheet is too large, does not fit the model, or cannot be written.
    """
    size = size or natural_cell(model.resolution)
    width, height = sheet_size(sheet.labels, size, look)
    if width * height > MOST_PIXELS:
        raise StudioError("The sheet gets too large; choose fewer values or smaller pictures.")
    made = sheet_cells(model, sheet, model_at) if isinstance(sheet, Sheet) else mix_cells(model, sheet)
    cells: dict[Place, Image.Image] = {}
    yield Progress(0, sheet.count)
    for place, picture in made:
        if should_stop():
            return
        cells[place] = fitted(picture, size, enlarging)
        if len(cells) < sheet.count:
            yield Progress(len(cells), sheet.count)
    with _plain(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, as_png(draw_sheet(sheet.labels, cells, size, look)))
    yield Progress(sheet.count, sheet.count)


def natural_cell(resolution: int) -> int:
    """Whole multiples of the model's size up to what can be seen well."""
    return resolution * -(-READABLE // resolution)


@contextmanager
def _plain(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise plain_sentence(error, path.parent, f"save {path.name}") from error

"""`ganstudio mix`: rows of pictures with the styles of columns."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ganstudio.cli.making import (
    SOME_KEPT,
    enlarge_option,
    make,
    points_of,
    psi_option,
    range_option,
    size_option,
)
from ganstudio.cli.output import json_option, print_json
from ganstudio.cli.program import Command

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ganstudio.latents.mixing import MixGrid
    from ganstudio.latents.model import Model
    from ganstudio.latents.progress import Progress


@click.command(cls=Command)
@click.argument("model", metavar="MODEL")
@range_option("rows", required=True, help="Seeds of the rows, such as 0-3.")
@range_option("columns", required=True, help="Seeds of the columns, which give their styles.")
@range_option("layers", required=True, help="The layers that the columns give; 0 is the coarsest.")
@click.option("--weight", type=click.FloatRange(0, 1), default=1.0, show_default=True,
              help="How much of the way towards the column.")  # fmt: skip
@click.option("--classes", "class_text", metavar="RANGE", help="The class of the rows: one, or one for each.")
@psi_option
@size_option
@enlarge_option
@click.option("--out", required=True, type=click.Path(path_type=Path), help="grid.png, or a folder.")
@json_option
def mix(
    model: str, rows: list[int], columns: list[int], layers: list[int], weight: float, class_text: str | None,
    psi: float, size: int | None, enlarge: Any, out: Path, as_json: bool,
) -> None:  # fmt: skip
    """Mix styles: each row's picture with the column's styles in some layers.

    An --out that ends in .png is one labelled grid; any other is a folder with one PNG a cell, which can be opened
    in the window.
    """
    is_grid = out.suffix.lower() == ".png" and not out.is_dir()
    if out.suffix and not is_grid and not out.is_dir():
        raise click.UsageError(f"--out {out}: pictures are saved as .png; name a .png file or a folder.")

    from ganstudio.interop.opening import open_model
    from ganstudio.latents.mixing import MixGrid
    from ganstudio.latents.sheet_rendering import export_sheet

    loaded = open_model(model)
    _must_have(loaded, layers)
    grid = MixGrid(
        rows=tuple(points_of(loaded, rows, class_text, psi)),
        columns=tuple(points_of(loaded, columns, None, psi)),
        weights=dict.fromkeys(layers, weight),
    )
    if is_grid:
        make(
            "Mixing",
            lambda stop: export_sheet(loaded, grid, out, size=size, enlarging=enlarge, should_stop=stop),
        )
    else:
        make("Mixing", lambda stop: _write_folder(loaded, grid, out, stop), SOME_KEPT)
    if as_json:
        print_json(
            {"model": model, "out": str(out), "rows": rows, "columns": columns, "layers": layers, "weight": weight,
             "psi": psi}
        )  # fmt: skip
    else:
        click.echo(str(out))


def _must_have(model: "Model", layers: list[int]) -> None:
    from ganstudio.errors import StudioError

    model.require_latents()
    if not model.has_styles:
        raise StudioError(f"A {model.recipe} model has no styles to mix; choose a StyleGAN2 model.")
    highest = (model.num_ws or 0) - 1
    if max(layers) > highest:
        raise StudioError(f"There is no layer {max(layers)}; this model's go from 0 to {highest}.")


def _write_folder(
    model: "Model", grid: "MixGrid", out: Path, should_stop: "Callable[[], bool]"
) -> "Iterator[Progress]":
    from ganstudio.disk import plain_sentence
    from ganstudio.latents.picture_file import save_picture
    from ganstudio.latents.progress import Progress

    total, done = len(grid.rows) * len(grid.columns), 0
    for row, mixed in zip(grid.rows, grid.points):
        for column, point in zip(grid.columns, mixed):
            if should_stop():
                return
            file = out / f"row{row.seed:04d}-column{column.seed:04d}.png"
            try:
                out.mkdir(parents=True, exist_ok=True)
                save_picture(model, point, file)
            except OSError as error:
                raise plain_sentence(error, out, f"save {file.name}") from error
            done += 1
            yield Progress(done, total)

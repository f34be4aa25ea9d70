"""`ganstudio sheet`: one point along two or three axes, as a labelled picture."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ganstudio.cli.making import enlarge_option, make, points_of, psi_option, size_option
from ganstudio.cli.output import json_option, print_json
from ganstudio.cli.program import Command

if TYPE_CHECKING:
    from ganstudio.latents.model import Model
    from ganstudio.latents.point import LatentPoint
    from ganstudio.latents.sheet import Axis, Sheet

SEEDS = click.IntRange(0, 2**32 - 1)


@click.command(cls=Command)
@click.argument("model", metavar="MODEL")
@click.option("--x", "x_text", required=True, metavar="KIND=VALUES", help="Columns, such as class=0-9.")
@click.option("--y", "y_text", metavar="KIND=VALUES", help="Rows, such as 'psi=0..1 in 5'.")
@click.option("--z", "z_text", metavar="KIND=VALUES", help="Sheets under each other, such as seed=1,2.")
@click.option("--seed", type=SEEDS, default=0, show_default=True, help="Of the point that the axes change.")
@click.option(
    "--class", "class_text", metavar="CLASS", help="Of that point: a name or number.  [default: the first]"
)
@psi_option
@click.option("--point", "picture", type=click.Path(path_type=Path), metavar="PICTURE",
              help="In place of these: a saved picture that carries its point.")  # fmt: skip
@click.option(
    "--source", type=SEEDS, default=1, show_default=True, help="For layer: the seed that is mixed in."
)
@size_option
@enlarge_option
@click.option("--out", required=True, type=click.Path(path_type=Path), help="sheet.png")
@json_option
def sheet(
    model: str, x_text: str, y_text: str | None, z_text: str | None, seed: int, class_text: str | None, psi: float,
    picture: Path | None, source: int, size: int | None, enlarge: Any, out: Path, as_json: bool,
) -> None:  # fmt: skip
    """Make a labelled sheet over one, two or three axes.

    An axis is seed, psi, class, layer (the layer that --source gives), direction:NAME (its strength; directions are
    saved in the window) or checkpoint (the same latents through a run's training). Values are lists such as 0-7,
    0.2,0.5,1 or -3..3 in 7; of checkpoints also all, or all in 6.
    """
    if out.suffix.lower() != ".png":
        raise click.UsageError(f"--out {out}: a sheet is saved as .png; name a .png file.")

    from ganstudio.interop.opening import open_model
    from ganstudio.latents.moments import checkpoints, run_of
    from ganstudio.latents.point import Origin
    from ganstudio.latents.sheet import Sheet
    from ganstudio.latents.sheet_axes import parse_axis
    from ganstudio.latents.sheet_rendering import export_sheet

    loaded = open_model(model)
    run = run_of(Path(model))
    moments = dict(checkpoints(run)) if run is not None else {}
    choice = _choice(loaded, Path(model), tuple(moments))
    x, y, z = (
        None if text is None else parse_axis(text, choice, Origin.of_seed(source))
        for text in (x_text, y_text, z_text)
    )
    assert x is not None
    made = Sheet(_point(loaded, seed, class_text, psi, picture), x, y, z)
    make(
        "Rendering",
        lambda stop: export_sheet(
            loaded, made, out, size=size, enlarging=enlarge, should_stop=stop,
            model_at=lambda step: open_model(moments[step]),
        ),
    )  # fmt: skip
    if as_json:
        print_json({"model": model, "out": str(out), "pictures": made.count, **_axes(made)})
    else:
        click.echo(str(out))


def _choice(model: "Model", path: Path, steps: tuple[int, ...]) -> Any:
    from ganstudio.latents.direction_store import read_all
    from ganstudio.latents.directions import use
    from ganstudio.latents.sheet_axes import Choice

    found = tuple(use(each, 1.0) for each in read_all(path, model.fingerprint))
    return Choice(model.class_names, model.num_ws or 0, steps, found)


def _point(
    model: "Model", seed: int, class_text: str | None, psi: float, picture: Path | None
) -> "LatentPoint":
    if picture is None:
        return points_of(model, [seed], class_text, psi)[0]
    from ganstudio.latents.picture_file import read_saved

    saved = read_saved(picture)
    if saved.warning(model):
        click.echo(saved.warning(model), err=True)
    return saved.point


def _axes(made: "Sheet") -> dict[str, Any]:
    def plain(axis: "Axis | None") -> Any:
        return axis and {"kind": axis.kind, "title": axis.title, "values": axis.values, "labels": axis.words}

    return {"x": plain(made.x), "y": plain(made.y), "z": plain(made.z)}

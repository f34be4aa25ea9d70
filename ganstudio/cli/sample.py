"""`ganstudio sample`: pictures of a model, as one grid or one file each."""

import math
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from ganstudio.cli.making import SOME_KEPT, make, psi_option, range_option
from ganstudio.cli.output import json_option, print_json
from ganstudio.cli.program import Command

if TYPE_CHECKING:
    from ganstudio.latents.model import Model
    from ganstudio.latents.point import LatentPoint
    from ganstudio.latents.progress import Progress

MOST_PIXELS = 1 << 28


class Wanted(NamedTuple):
    """One picture; `label` is None for a model without classes."""

    seed: int
    label: int | None

    def point(self, psi: float = 1.0, noise: Any = "const") -> "LatentPoint":
        """Random noise is the seed's own."""
        from ganstudio.latents.point import LatentPoint

        noise_seed = self.seed if noise == "random" else 0
        return LatentPoint.of_seed(self.seed, self.label, psi).changed(noise=noise, noise_seed=noise_seed)


@click.command(cls=Command)
@click.argument("model", metavar="MODEL")
@range_option("seeds", required=True, help="Such as 0-63 or 0-3,7.")
@click.option("--classes", "class_text", metavar="RANGE", help="Names or numbers, such as 0-9 or cat,dog.")
@psi_option
@click.option("--columns", type=click.IntRange(min=1), help="Columns of the grid.")
@click.option("--noise", type=click.Choice(["const", "none", "random"]), help="Of models with styles: const.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="grid.png, or a folder.")
@json_option
def sample(
    model: str, seeds: list[int], class_text: str | None, psi: float, columns: int | None, noise: Any, out: Path,
    as_json: bool,
) -> None:  # fmt: skip
    """Make pictures with a model: a run folder or a .safetensors file.

    With --classes every seed is shown as every class: one row a seed, one column a class. Without it a model that
    knows classes goes through them in order, picture by picture. An --out that ends in .png is one grid; any other
    is a folder with one PNG a picture, such as seed0001-class3.png, which can be opened in the window.
    """
    if out.suffix and out.suffix.lower() != ".png" and not out.is_dir():
        raise click.UsageError(f"--out {out}: pictures are saved as .png; name a .png file or a folder.")

    from ganstudio.errors import StudioError
    from ganstudio.interop.opening import open_model

    loaded = open_model(model)
    if noise == "random" and not loaded.has_styles:
        raise StudioError(f"A {loaded.recipe} model has no noise inputs; leave --noise out.")
    wanted, across = choose(seeds, class_text, loaded.class_names)
    options: dict[str, Any] = {"psi": psi, "noise": noise or "const"}
    if out.suffix.lower() == ".png" and not out.is_dir():
        files = [out] * len(wanted)
        make("Rendering", lambda stop: write_grid(loaded, wanted, out, columns or across, stop, **options))
    else:
        files = [out / _name(one) for one in wanted]
        make("Rendering", lambda stop: write_folder(loaded, wanted, files, stop, **options), SOME_KEPT)
    _report(model, out, wanted, files, psi, as_json)


def choose(seeds: Sequence[int], class_text: str | None, names: Sequence[str]) -> tuple[list[Wanted], int]:
    """Which pictures, row by row, and how many columns suit them."""
    from ganstudio.latents.seeds import parse_classes

    if class_text is not None:
        classes = parse_classes(class_text, names)
        return [Wanted(seed, number) for seed in seeds for number in classes], len(classes)
    square = max(1, math.isqrt(len(seeds) - 1) + 1)
    if not names:
        return [Wanted(seed, None) for seed in seeds], square
    wanted = [Wanted(seed, place % len(names)) for place, seed in enumerate(seeds)]
    return wanted, len(names) if len(names) <= min(len(seeds), 32) else square


def write_grid(
    model: "Model", wanted: Sequence[Wanted], out: Path, columns: int, should_stop: "Callable[[], bool]",
    **options: Any,
) -> "Iterator[Progress]":  # fmt: skip
    """One PNG with every picture."""
    import numpy as np

    from ganstudio.errors import StudioError
    from ganstudio.latents.grid import tile
    from ganstudio.latents.picture_file import pixels_of
    from ganstudio.latents.progress import Progress
    from ganstudio.latents.rendering import as_image, render
    from ganstudio.latents.sheet_drawing import as_png

    if len(wanted) * model.resolution**2 > MOST_PIXELS:
        raise StudioError(f"{len(wanted):,} pictures make too large a grid; give a folder or fewer of them.")
    made = []
    for one in wanted:
        if should_stop():
            return
        made.append(pixels_of(render(model, one.point(**options))))
        if len(made) < len(wanted):
            yield Progress(len(made), len(wanted))
    write_picture(out, as_png(as_image(tile(np.stack(made), min(columns, len(wanted))))))
    yield Progress(len(made), len(wanted))


def write_folder(
    model: "Model",
    wanted: Sequence[Wanted],
    files: Sequence[Path],
    should_stop: "Callable[[], bool]",
    **options: Any,
) -> "Iterator[Progress]":
    """One PNG a picture, each with its point, so that it can be opened in the window."""
    from ganstudio.latents.picture_file import SavedPoint, mark_of, picture_bytes
    from ganstudio.latents.progress import Progress
    from ganstudio.latents.rendering import render

    for done, (one, file) in enumerate(zip(wanted, files), 1):
        if should_stop():
            return
        point = one.point(**options)
        write_picture(
            file, picture_bytes(render(model, point), SavedPoint(model=mark_of(model), point=point))
        )
        yield Progress(done, len(wanted))


def write_picture(file: Path, content: bytes) -> None:
    """A PNG's content to a file, whole or not at all. Raises StudioError."""
    from ganstudio.disk import plain_sentence, write_file

    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_file(file, content)
    except OSError as error:
        raise plain_sentence(error, file.parent, f"save {file.name}") from error


def _name(picture: Wanted) -> str:
    label = "" if picture.label is None else f"-class{picture.label}"
    return f"seed{picture.seed:04d}{label}.png"


def _report(
    model: str, out: Path, wanted: Sequence[Wanted], files: Sequence[Path], psi: float, as_json: bool
) -> None:
    if not as_json:
        click.echo(str(out))
        return
    made = [{"file": str(file), "seed": one.seed, "class": one.label} for one, file in zip(wanted, files)]
    print_json({"model": model, "out": str(out), "psi": psi, "pictures": made})

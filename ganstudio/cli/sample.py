"""`ganstudio sample`: pictures of a model, as one grid or one file each."""

import math
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from ganstudio.cli.output import json_option, print_json
from ganstudio.cli.program import Command

if TYPE_CHECKING:
    import numpy as np

    from ganstudio.latents.model import Model

AT_ONCE = 64
MOST_PIXELS = 1 << 28


class Wanted(NamedTuple):
    """One picture; `label` is None for a model without classes."""

    seed: int
    label: int | None


@click.command(cls=Command)
@click.argument("model", metavar="MODEL")
@click.option("--seeds", "seed_text", required=True, metavar="RANGE", help="Such as 0-63 or 0-3,7.")
@click.option("--classes", "class_text", metavar="RANGE", help="Names or numbers, such as 0-9 or cat,dog.")
@click.option("--psi", type=float, default=1.0, show_default=True, help="Truncation; below 1 less varied.")
@click.option("--columns", type=click.IntRange(min=1), help="Columns of the grid.")
@click.option("--noise", type=click.Choice(["const", "none", "random"]), help="Of models with styles: const.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="grid.png, or a folder.")
@json_option
def sample(
    model: str, seed_text: str, class_text: str | None, psi: float, columns: int | None, noise: Any, out: Path,
    as_json: bool,
) -> None:  # fmt: skip
    """Make pictures with a model: a run folder or a .safetensors file.

    With --classes every seed is shown as every class: one row a seed, one column a class. Without it a model that
    knows classes goes through them in order, picture by picture. An --out that ends in .png is one grid; any other
    is a folder with one PNG a picture, such as seed0001-class3.png.
    """
    if out.suffix and out.suffix.lower() != ".png" and not out.is_dir():
        raise click.UsageError(f"--out {out}: pictures are saved as .png; name a .png file or a folder.")
    seeds = _ranges(seed_text)
    if not math.isfinite(psi):
        raise click.UsageError("--psi must be a finite number.")

    from ganstudio.errors import StudioError
    from ganstudio.latents.model import load_model

    loaded = load_model(model)
    if noise == "random" and not loaded.has_styles:
        raise StudioError(f"A {loaded.recipe} model has no noise inputs; leave --noise out.")
    wanted, across = choose(seeds, class_text, loaded.class_names)
    options: dict[str, Any] = {"psi": psi, "noise": noise or "const"}
    if out.suffix.lower() == ".png" and not out.is_dir():
        files = write_grid(loaded, wanted, out, columns or across, **options)
    else:
        files = write_folder(loaded, wanted, out, **options)
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
    model: "Model", wanted: Sequence[Wanted], out: Path, columns: int, **options: Any
) -> list[Path]:
    """One PNG with every picture."""
    import numpy as np

    from ganstudio.errors import StudioError
    from ganstudio.latents.grid import tile

    columns = min(columns, len(wanted))
    if len(wanted) * model.resolution**2 > MOST_PIXELS:
        raise StudioError(f"{len(wanted):,} pictures make too large a grid; give a folder or fewer of them.")
    save_picture(tile(np.concatenate(list(pictures(model, wanted, **options))), columns), out)
    return [out] * len(wanted)


def write_folder(model: "Model", wanted: Sequence[Wanted], out: Path, **options: Any) -> list[Path]:
    """One PNG a picture, named by seed and class."""
    files = [out / _name(picture) for picture in wanted]
    made = (picture for part in pictures(model, wanted, **options) for picture in part)
    for file, picture in zip(files, made):
        save_picture(picture, file)
    return files


def pictures(
    model: "Model", wanted: Sequence[Wanted], psi: float = 1.0, noise: Any = "const"
) -> "Iterator[np.ndarray]":
    """The wanted pictures in parts, [n, H, W, C] uint8."""
    from ganstudio.latents.grid import to_uint8

    for start in range(0, len(wanted), AT_ONCE):
        part = wanted[start : start + AT_ONCE]
        labels = [one.label for one in part if one.label is not None] or None
        z = model.latents(one.seed for one in part)
        yield to_uint8(model.generate(z, labels, psi=psi, noise=noise))


def save_picture(picture: "np.ndarray", file: Path) -> None:
    """picture [H, W, C] uint8 to a PNG, whole or not at all."""
    from PIL import Image

    from ganstudio.disk import plain_sentence, write_file

    buffer = BytesIO()
    Image.fromarray(picture[:, :, 0] if picture.shape[2] == 1 else picture).save(buffer, "png")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_file(file, buffer.getvalue())
    except OSError as error:
        raise plain_sentence(error, file.parent, f"save {file.name}") from error


def _name(picture: Wanted) -> str:
    label = "" if picture.label is None else f"-class{picture.label}"
    return f"seed{picture.seed:04d}{label}.png"


def _ranges(text: str) -> list[int]:
    from ganstudio.errors import StudioError
    from ganstudio.latents.seeds import parse_range

    try:
        return parse_range(text)
    except StudioError as error:
        raise click.BadParameter(str(error), param_hint="--seeds") from error


def _report(
    model: str, out: Path, wanted: Sequence[Wanted], files: Sequence[Path], psi: float, as_json: bool
) -> None:
    if not as_json:
        click.echo(str(out))
        return
    made = [{"file": str(file), "seed": one.seed, "class": one.label} for one, file in zip(wanted, files)]
    print_json({"model": model, "out": str(out), "psi": psi, "pictures": made})

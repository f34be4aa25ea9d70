"""`ganstudio invert`: the point of a model whose picture is most like a given one."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ganstudio.cli.output import json_option, print_json
from ganstudio.cli.program import Command

if TYPE_CHECKING:
    import numpy as np

    from ganstudio.latents.inversion import Fit
    from ganstudio.latents.inversion_settings import InversionSettings
    from ganstudio.latents.model import Model

DEFAULT_STEPS = 300


@click.command(cls=Command)
@click.argument("model", metavar="MODEL")
@click.argument("picture", type=click.Path(path_type=Path))
@click.option(
    "--class", "class_text", metavar="NAME", help="Its name or number; unless given, every class is tried."
)
@click.option("--steps", type=click.IntRange(1, 100_000), default=DEFAULT_STEPS, show_default=True,
              help="Of the optimiser; more come nearer.")  # fmt: skip
@click.option("--fit", type=click.Choice(["crop", "letterbox", "stretch"]), default="crop", show_default=True,
              help="How the picture becomes a square.")  # fmt: skip
@click.option("--background", default="white", show_default=True, metavar="COLOUR",
              help="Behind what is transparent, and beside a letterbox.")  # fmt: skip
@click.option("--lpips", multiple=True, type=click.Path(path_type=Path), metavar="FILE",
              help="Weights of LPIPS on VGG-16, in one file or two; else EfficientNet-Lite0 compares.")  # fmt: skip
@click.option("--seed", type=click.IntRange(0, 2**32 - 1), default=0, show_default=True,
              help="Of the latents that it begins with.")  # fmt: skip
@click.option("--out", required=True, type=click.Path(path_type=Path), help="point.png")
@json_option
def invert(
    model: str, picture: Path, class_text: str | None, steps: int, fit: Any, background: str,
    lpips: tuple[Path, ...], seed: int, out: Path, as_json: bool,
) -> None:  # fmt: skip
    """Fit a picture: find the latent point that a model renders most like it.

    The PNG that is written is the model's own picture and carries the point, so that it can be opened in the window
    and edited like any other. Ctrl-C ends the fit early and saves the best so far.
    """
    if out.suffix.lower() != ".png":
        raise click.UsageError(f"--out {out}: the point is kept in a PNG; name a file such as point.png.")

    from ganstudio.interop.opening import open_model
    from ganstudio.latents.inversion_settings import InversionSettings
    from ganstudio.latents.target import read_target

    loaded = open_model(model)
    number = None if class_text is None else _class_number(class_text, loaded.class_names)
    target = read_target(picture, loaded.resolution, loaded.channels, fit, background)
    settings = InversionSettings(steps=steps, class_number=number, lpips=lpips, seed=seed)
    found = _fitted(loaded, target, settings)
    _save(loaded, found, picture, out)
    _report(loaded, model, picture, found, out, as_json)


def _class_number(text: str, names: tuple[str, ...]) -> int:
    from ganstudio.errors import StudioError
    from ganstudio.latents.seeds import parse_classes

    if not names:
        raise StudioError("This model knows no classes; leave --class out.")
    numbers = parse_classes(text, names)
    if len(numbers) != 1:
        raise StudioError(f"'{text}' is more than one class; name one, or leave --class out to try all.")
    return numbers[0]


def _fitted(model: "Model", target: "np.ndarray", settings: "InversionSettings") -> "Fit":
    """The best fit, with progress; Ctrl-C ends it early."""
    from ganstudio.cli.progress import reporter
    from ganstudio.cli.stopping import stop_request
    from ganstudio.latents.inversion import invert as fits
    from ganstudio.training.events import Preparing

    with stop_request("Stopping and saving the best so far") as asked, reporter() as screen:
        for fit in fits(model, target, settings, asked):
            screen.show(Preparing("Fitting", fit.done, fit.total))
    return fit


def _save(model: "Model", found: "Fit", picture: Path, out: Path) -> None:
    from ganstudio.disk import plain_sentence
    from ganstudio.latents.picture_file import save_picture

    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        save_picture(model, found.point, out, found.notes(picture.name))
    except OSError as error:
        raise plain_sentence(error, out.parent, f"save {out.name}") from error


def _report(model: "Model", name: str, picture: Path, found: "Fit", out: Path, as_json: bool) -> None:
    number = found.point.classes[0].number if found.point.classes else None
    label = None if number is None else model.class_names[number]
    if not as_json:
        words = f", class {label}" if label is not None else ""
        click.echo(
            f"{out}: PSNR {found.psnr:.1f} dB, distance {found.distance:.4f}, {found.step} steps{words}"
        )
        return
    print_json(
        {"model": name, "picture": str(picture), "out": str(out), "steps": found.step, "stage": found.stage,
         "distance": found.distance, "psnr": found.psnr, "class": label}
    )  # fmt: skip

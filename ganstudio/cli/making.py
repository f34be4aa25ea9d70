"""Pictures with progress: a bar on a terminal, and Ctrl-C ends it with nothing half written."""

import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from ganstudio.cli.progress import reporter
from ganstudio.cli.stopping import stop_request

if TYPE_CHECKING:
    from ganstudio.latents.model import Model
    from ganstudio.latents.point import LatentPoint
    from ganstudio.latents.progress import Progress

psi_option = click.option(
    "--psi", type=click.FloatRange(-4, 4), default=1.0, show_default=True, callback=lambda *given: _finite(given[2]),
    help="Truncation; below 1 less varied.",
)  # fmt: skip
size_option = click.option(
    "--size",
    type=click.IntRange(min=1),
    metavar="PIXELS",
    help="Side of each picture; unless given, small ones are enlarged until they can be seen well.",
)
enlarge_option = click.option(
    "--enlarge", type=click.Choice(["lanczos", "nearest"]), default="lanczos", show_default=True,
    help="Smoothly, or as sharp squares.",
)  # fmt: skip


NOTHING_KEPT = "Stopped; nothing was kept."
SOME_KEPT = "Stopped; the pictures made so far are kept."


def make(
    what: str, job: "Callable[[Callable[[], bool]], Iterator[Progress]]", stopped: str = NOTHING_KEPT
) -> None:
    """Does a job that yields how far it is. Ctrl-C ends the program with status 0 and the words of `stopped`."""
    from ganstudio.training.events import Preparing

    with stop_request("Stopping") as asked, reporter() as screen:
        done, total = 0, 1
        for done, total in job(asked):
            screen.show(Preparing(what, done, total))
    if done < total:
        click.echo(stopped, err=True)
        sys.exit(0)


def range_option(name: str, **options: Any) -> Any:
    """An option such as --seeds 0-3,7; what is no range is wrong use."""

    def parsed(_: click.Context, parameter: click.Parameter, text: str | None) -> list[int] | None:
        from ganstudio.errors import StudioError
        from ganstudio.latents.seeds import parse_range

        try:
            return None if text is None else parse_range(text, (parameter.name or "").removesuffix("_text"))
        except StudioError as error:
            raise click.BadParameter(str(error)) from error

    return click.option(f"--{name}", callback=parsed, metavar="RANGE", **options)


def points_of(
    model: "Model", seeds: Sequence[int], class_text: str | None, psi: float = 1.0
) -> "list[LatentPoint]":
    """One point a seed. Classes are one for all or one for each; without them the model's come in order."""
    from ganstudio.errors import StudioError
    from ganstudio.latents.point import LatentPoint
    from ganstudio.latents.seeds import parse_classes

    classes: Sequence[int | None]
    if class_text is None:
        classes = [place % model.num_classes if model.num_classes else None for place in range(len(seeds))]
    else:
        classes = parse_classes(class_text, model.class_names)
        classes = classes * len(seeds) if len(classes) == 1 else classes
    if len(classes) != len(seeds):
        raise StudioError(
            f"There are {len(seeds)} seeds and {len(classes)} classes; give one class, or one for each seed."
        )
    return [LatentPoint.of_seed(seed, number, psi) for seed, number in zip(seeds, classes)]


def _finite(value: float) -> float:
    if value != value:
        raise click.BadParameter("psi must be a finite number.")
    return value

"""`ganstudio train` and `ganstudio resume`."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from ganstudio.cli.following import follow
from ganstudio.cli.output import json_option
from ganstudio.cli.program import Command

if TYPE_CHECKING:
    from ganstudio.settings import Settings

device_option = click.option(
    "--device", type=click.Choice(["auto", "cpu", "cuda", "mps"]), default="auto", show_default=True
)
set_option = click.option(
    "--set", "pairs", multiple=True, metavar="KEY=VALUE",
    help="Any other setting; `ganstudio recipes NAME` lists them. May be given several times.",
)  # fmt: skip
to_option = click.option(
    "--to", help="The other side, B, of an image-to-image recipe, unless the data holds both sides."
)
COUNT = click.IntRange(min=1)


@click.command(cls=Command)
@click.option("--recipe", required=True, help="What to train; `ganstudio recipes` lists them.")
@click.option("--data", required=True, help="The name of a bundled or imported data set, a folder or a zip.")
@to_option
@click.option("--steps", type=COUNT, help="Length of the run in training steps.")
@click.option("--kimg", type=click.FloatRange(min=0, min_open=True), help="Length in thousands of pictures.")
@click.option("--batch", type=COUNT, help="Pictures per update, over all processes.")
@click.option("--resolution", type=COUNT, help="Side of the square pictures.")
@click.option("--seed", type=click.IntRange(0, 2**32 - 1), default=0, show_default=True)
@device_option
@click.option("--preset", help="A named group of settings, such as paper or cpu-demo.")
@set_option
@click.option("--out", "run", required=True, metavar="RUN", help="The folder to make.")
@json_option
def train(
    recipe: str, data: str, to: str | None, steps: int | None, kimg: float | None, batch: int | None,
    resolution: int | None,
    seed: int, device: str, preset: str | None, pairs: tuple[str, ...], run: str, as_json: bool,
) -> None:  # fmt: skip
    """Train a recipe on a data set into a new run folder.

    Ctrl-C stops cleanly: the run is saved and can be resumed. A second Ctrl-C stops at once.
    """
    flags = {"steps": steps, "batch": batch, "resolution": resolution}
    changes = checked(recipe, preset, pairs, flags)
    if kimg is not None and "steps" in changes:
        raise click.UsageError("--steps and --kimg both give the length; choose one of them.")

    from ganstudio.training import session

    follow(
        lambda should_stop: session.train(
            recipe, data, to=to, out=run, kimg=kimg, preset=preset, seed=seed, device=device, should_stop=should_stop,
            **changes,
        ),
        as_json,
    )  # fmt: skip


@click.command(cls=Command)
@click.argument("run", metavar="RUN")
@click.option("--steps", type=COUNT, help="The new length of the run, counted from its beginning.")
@click.option("--from-step", type=click.IntRange(min=0), help="Go back to this checkpoint, such as the best.")
@device_option
@set_option
@json_option
def resume(
    run: str, steps: int | None, from_step: int | None, device: str, pairs: tuple[str, ...], as_json: bool
) -> None:
    """Go on with a run from its last checkpoint, as if it had never stopped.

    With --from-step newer checkpoints move to RUN/set-aside. Only settings that do not break this may change.
    """
    from ganstudio.training import session
    from ganstudio.training.run_folder import RunFolder

    record = RunFolder(run).read()
    settings = session.find_recipe(record.recipe).settings_type().changed(record.settings)
    changes = typed(settings, {**parsed(pairs), **({} if steps is None else {"steps": steps})})
    follow(
        lambda should_stop: session.resume(
            run, device=device, from_step=from_step, should_stop=should_stop, **changes
        ),
        as_json,
    )


def parsed(pairs: tuple[str, ...]) -> dict[str, str]:
    """KEY=VALUE words as a mapping; a word without = is wrong use."""
    from ganstudio.errors import StudioError
    from ganstudio.settings import parse_assignments

    try:
        return parse_assignments(pairs)
    except StudioError as error:
        raise click.BadParameter(str(error), param_hint="--set") from error


def typed(settings: "Settings", changes: Mapping[str, Any]) -> dict[str, Any]:
    """The changes as values of the right type; one that the settings do not allow is wrong use."""
    from ganstudio.errors import StudioError

    try:
        checked = settings.changed(changes)
    except StudioError as error:
        raise click.UsageError(str(error)) from error
    return {name: getattr(checked, name) for name in changes}


def checked(
    recipe: str, preset: str | None, pairs: tuple[str, ...], flags: Mapping[str, Any]
) -> dict[str, Any]:
    """Every setting that a person gave, checked before anything is made; flags win over --set."""
    changes = parsed(pairs) | {name: value for name, value in flags.items() if value is not None}

    from ganstudio.errors import StudioError
    from ganstudio.training.session import choose_preset, find_recipe

    try:
        settings = choose_preset(find_recipe(recipe), preset)
    except StudioError as error:
        raise click.UsageError(str(error)) from error
    return typed(settings, changes)

"""`ganstudio estimate`."""

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from ganstudio.cli.output import json_option, print_json
from ganstudio.cli.program import Command
from ganstudio.cli.train import COUNT, checked, device_option, set_option, to_option

if TYPE_CHECKING:
    from ganstudio.training.estimate import Estimate


@click.command(cls=Command)
@click.option("--recipe", required=True, help="What would be trained.")
@click.option("--data", required=True, help="The name of a bundled or imported data set, a folder or a zip.")
@to_option
@click.option("--steps", type=COUNT, help="Length of the run in training steps.")
@click.option("--batch", type=COUNT, help="Pictures per update.")
@click.option("--resolution", type=COUNT, help="Side of the square pictures.")
@click.option("--preset", help="A named group of settings, such as paper or cpu-demo.")
@set_option
@device_option
@json_option
def estimate(
    recipe: str, data: str, to: str | None, steps: int | None, batch: int | None, resolution: int | None,
    preset: str | None,
    pairs: tuple[str, ...], device: str, as_json: bool,
) -> None:  # fmt: skip
    """Say what a run would cost here: parameters, memory and time, from a trial of a few seconds."""
    changes = checked(recipe, preset, pairs, {"steps": steps, "batch": batch, "resolution": resolution})

    from ganstudio.training import session
    from ganstudio.training.devices import choose_device
    from ganstudio.training.estimate import estimate as measure

    where = choose_device(device)
    settings, material, pictures = session.plan(recipe, data, preset, changes, where, to)
    found = measure(session.find_recipe(recipe), settings, material, pictures, where)
    if as_json:
        print_json(asdict(found))
    else:
        click.echo(in_words(found))


def in_words(found: "Estimate") -> str:
    """Three lines for a person."""
    millions = ", ".join(f"{name} {count / 1e6:.2f} M" for name, count in found.parameters.items())
    time = f"{found.seconds / 60:,.0f} minutes" if found.seconds >= 90 else f"{found.seconds:.0f} seconds"
    return (
        f"Time        about {time} for {found.steps:,} steps on {found.device} "
        f"({found.seconds_per_step:.3g} s a step, and the measurements of quality)\n"
        f"Memory      {found.memory_bytes / 1e9:.2f} GB of {found.memory_total_bytes / 1e9:.0f} GB\n"
        f"Parameters  {millions}"
    )

"""`ganstudio tensorboard`."""

from pathlib import Path

import click

from ganstudio.cli.following import work
from ganstudio.cli.program import Command


@click.command(cls=Command)
@click.argument("runs", nargs=-1, required=True, metavar="RUN...")
@click.option(
    "--out", required=True, metavar="FOLDER", help="Where TensorBoard will look: tensorboard --logdir FOLDER."
)
def tensorboard(runs: tuple[str, ...], out: str) -> None:
    """Export curves, measures of quality and previews of runs for TensorBoard."""
    from ganstudio.training.tensorboard import export

    folder = work(
        "Exporting",
        lambda progress, should_stop: export([Path(run) for run in runs], out, progress, should_stop),
    )
    click.echo(str(folder))

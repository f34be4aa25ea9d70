"""`ganstudio`: the list of commands, and the function that runs them."""

import sys
from collections.abc import Sequence

import click

from ganstudio import __version__
from ganstudio.cli.data import data
from ganstudio.cli.demo import demo
from ganstudio.cli.estimate import estimate
from ganstudio.cli.evaluate import evaluate
from ganstudio.cli.import_model import import_model
from ganstudio.cli.interpolate import interpolate
from ganstudio.cli.invert import invert
from ganstudio.cli.mix import mix
from ganstudio.cli.program import Program
from ganstudio.cli.recipes import recipes
from ganstudio.cli.sample import sample
from ganstudio.cli.sheet import sheet
from ganstudio.cli.tensorboard import tensorboard
from ganstudio.cli.train import resume, train
from ganstudio.cli.translate import translate
from ganstudio.cli.window import open_window, screenshot


@click.group(
    cls=Program, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, prog_name="GAN Studio")
@click.pass_context
def ganstudio(context: click.Context) -> None:
    """Train and explore generative adversarial networks. Without a command this opens the window.

    Exit status: 0 done (also when stopped by Ctrl-C, once the run is saved), 1 failed, 2 wrong use.
    """
    if context.invoked_subcommand is None:
        context.exit(open_window())


for command in (
    demo, recipes, data, estimate, train, resume, evaluate, sample, mix, interpolate, invert, sheet, translate,
    import_model, tensorboard, screenshot,
):  # fmt: skip
    ganstudio.add_command(command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the command line and exits with its status."""
    for stream in (sys.stdout, sys.stderr):  # a terminal that lacks a letter shows ? for it
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    ganstudio.main(arguments, prog_name="ganstudio")

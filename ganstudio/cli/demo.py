"""`ganstudio demo`: the program on the bundled digits, in the window or, without a screen, here."""

from pathlib import Path

import click

from ganstudio.cli.following import follow
from ganstudio.cli.program import Command

RECIPE, PRESET, DATA = "cgan", "cpu-demo", "digits"
ROWS = 8


@click.command(cls=Command)
@click.option("--steps", type=click.IntRange(min=1), help="Length of the run; the preset's own if left out.")
@click.option("--out", type=click.Path(path_type=Path), metavar="RUN", help="The folder to make.")
@click.option("--terminal", is_flag=True, help="Train here even where a window could open.")
def demo(steps: int | None, out: Path | None, terminal: bool) -> None:
    """Open the window and at once train on the bundled digits.

    Without a screen this trains in the terminal and ends with the path of a sample grid. --steps and --out
    concern the terminal.
    """
    from ganstudio.cli.display import why_no_window

    reason = why_no_window()
    if reason or terminal:
        if reason:
            click.echo(f"{reason} The demo trains in this terminal instead.", err=True)
        _train_here(steps, out or free_run_folder())
    else:
        from ganstudio.cli.window import open_window

        click.get_current_context().exit(open_window(demo=True))


def _train_here(steps: int | None, out: Path) -> None:
    from ganstudio.training.session import train

    summary = follow(
        lambda should_stop: train(RECIPE, DATA, out=out, steps=steps, preset=PRESET, should_stop=should_stop)
    )
    if "model" in summary:
        click.echo(_sample_grid(Path(summary["model"]), out / "samples.png"))


def _sample_grid(file: Path, out: Path) -> Path:
    """One column a class; every row the same seed."""
    from ganstudio.cli.sample import Wanted, write_grid
    from ganstudio.latents.model import load_model

    model = load_model(file)
    classes = range(model.num_classes)
    wanted = [Wanted(seed, number) for seed in range(ROWS) for number in classes]
    for _ in write_grid(model, wanted, out, len(classes), lambda: False):
        pass
    return out


def free_run_folder() -> Path:
    """RUNS/digits-cgan, or -2, -3 and so on if there is one."""
    from ganstudio.resources import runs_folder

    first = runs_folder() / f"{DATA}-{RECIPE}"
    path, number = first, 1
    while path.exists():
        number += 1
        path = first.with_name(f"{first.name}-{number}")
    return path

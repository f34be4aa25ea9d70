"""The commands that need the window. Qt is loaded only when one of them runs."""

import os
from typing import TYPE_CHECKING

import click

from ganstudio.cli.program import Command

if TYPE_CHECKING:
    from pathlib import Path

ROOMS = ("train", "explore", "translate", "evaluate", "gallery", "playground")
STATES = (
    "first-start", "choosing", "training", "paused", "evaluating", "unhealthy", "failed", "finished", "watching",
    "comparing", "two-sides", "translator", "translated-sample", "first", "walking", "blending", "directions",
    "inside", "sheet", "dragging", "inverting", "timeline",
    "branches", "before-after", "refused", "empty", "filled", "chosen-two", "large", "nothing-found", "no-model",
    "dropped", "translating", "done", "side-by-side", "there-and-back", "refused-files", "live",
)  # fmt: skip


class Size(click.ParamType[tuple[int, int]]):
    """WIDTHxHEIGHT."""

    name = "WIDTHxHEIGHT"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, int]:
        if isinstance(value, tuple):
            return value
        width, _, height = str(value).partition("x")
        if not (width.isdecimal() and height.isdecimal()) or not all(
            200 <= int(side) <= 8000 for side in (width, height)
        ):
            self.fail(
                f"'{value}' is not a size; write it as 1440x900, each side from 200 to 8000.", param, ctx
            )
        return int(width), int(height)


def open_window(demo: bool = False) -> int:
    """Opens the window and returns its exit status. Raises StudioError where there is no screen."""
    from ganstudio.cli.display import why_no_window
    from ganstudio.errors import StudioError

    reason = why_no_window()
    if reason:
        raise StudioError(f"{reason} Use the commands that ganstudio --help lists.")
    from ganstudio.gui.app import run

    return run(["ganstudio"], demo=demo)


@click.command(cls=Command)
@click.argument("room", type=click.Choice(ROOMS))
@click.option("--out", required=True, type=click.Path(dir_okay=False), help="The PNG to write.")
@click.option("--theme", type=click.Choice(["dark", "light"]), default="dark", show_default=True)
@click.option("--size", type=Size(), default="1440x900", show_default=True)
@click.option(
    "--run", type=click.Path(exists=True), help="A run to show in the room; in Explore also a model file."
)
@click.option(
    "--state", type=click.Choice(STATES), help="What the room is doing, such as training, walking or filled."
)
def screenshot(
    room: str, out: str, theme: str, size: tuple[int, int], run: str | None, state: str | None
) -> None:
    """Render a room of the window to a PNG, without a screen."""
    from pathlib import Path

    from ganstudio.cli.display import why_no_drawing
    from ganstudio.errors import StudioError

    reason = why_no_drawing()
    if reason:
        raise StudioError(reason)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from ganstudio.gui.screenshot import take_screenshot

    path = Path(out)
    path.parent.mkdir(parents=True, exist_ok=True)
    chosen = {} if state is None else {"state": state}
    take_screenshot(room, path, theme=theme, size=size, run=_folder(run), **chosen)
    click.echo(out)


def _folder(run: str | None) -> "Path | None":
    from pathlib import Path

    return None if run is None else Path(run)

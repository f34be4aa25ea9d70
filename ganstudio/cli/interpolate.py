"""`ganstudio interpolate`: a clip that goes from seed to seed."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ganstudio.cli.making import enlarge_option, make, points_of, psi_option, range_option, size_option
from ganstudio.cli.output import json_option, print_json
from ganstudio.cli.program import Command

if TYPE_CHECKING:
    from ganstudio.latents.keyframes import Timeline
    from ganstudio.latents.model import Model


@click.command(cls=Command)
@click.argument("model", metavar="MODEL")
@range_option("seeds", help="Where the way leads, such as 1,5,9.")
@click.option("--timeline", "file", type=click.Path(path_type=Path), metavar="FILE",
              help="In place of seeds: a timeline that was saved in the window.")  # fmt: skip
@click.option("--frames", type=click.IntRange(1, 100_000), help="How many in all.  [default: 120]")
@click.option("--space", type=click.Choice(["z", "w"]),
              help="Over the sphere of z, or straight in w.  [default: w where there is one]")  # fmt: skip
@click.option("--loop", is_flag=True, help="Back to the first, so that the clip can play for ever.")
@click.option("--curve", type=click.Choice(["straight", "smooth"]),
              help="With corners at the seeds, or a cubic curve.  [default: smooth on a loop]")  # fmt: skip
@click.option("--fps", type=click.FloatRange(1, 240), help="Frames a second.  [default: 30]")
@click.option("--classes", "class_text", metavar="RANGE", help="One for all seeds, or one for each.")
@psi_option
@size_option
@enlarge_option
@click.option("--out", required=True, type=click.Path(path_type=Path),
              help="clip.mp4, .webp, .gif, or a folder of PNGs.")  # fmt: skip
@json_option
def interpolate(
    model: str, seeds: list[int] | None, file: Path | None, frames: int | None, space: Any, loop: bool, curve: Any,
    fps: float | None, class_text: str | None, psi: float, size: int | None, enlarge: Any, out: Path, as_json: bool,
) -> None:  # fmt: skip
    """Make a clip from picture to picture.

    The first frame is the first seed and the last frame the last seed; on a loop the last frame is one step before
    the first. PNGs carry their points, so that each can be opened in the window.
    """
    if (seeds is None) == (file is None):
        raise click.UsageError("Give --seeds, or a --timeline, and not both.")

    from ganstudio.interop.opening import open_model
    from ganstudio.latents.clip import Look, export_clip, kind_of, side_of

    kind = kind_of(out)
    loaded = open_model(model)
    if file is None:
        timeline = _through(
            loaded, seeds or [], class_text, psi, frames or 120, fps or 30, loop, curve, space
        )
    else:
        timeline = _opened(file, fps, loop, curve, space)
    make(
        "Rendering",
        lambda stop: export_clip(loaded, timeline, out, Look(size, enlarge, frames), stop),
    )
    if not as_json:
        click.echo(str(out))
        return
    count = frames or timeline.frame_count
    print_json(
        {"model": model, "out": str(out), "format": kind, "frames": count, "fps": timeline.frames_per_second,
         "size": side_of(size, loaded.resolution, kind), "loop": timeline.loop, "space": timeline.space,
         "seeds": seeds}
    )  # fmt: skip


def _through(
    model: "Model", seeds: list[int], class_text: str | None, psi: float, frames: int, fps: float, loop: bool,
    curve: str | None, space: Any,
) -> "Timeline":  # fmt: skip
    from ganstudio.errors import StudioError
    from ganstudio.latents.keyframes import MOST_SECONDS, Timeline

    points = points_of(model, seeds, class_text, psi)
    if not model.has_styles and space == "w":
        raise StudioError(f"A {model.recipe} model has no w; leave --space out.")
    if frames / fps > MOST_SECONDS:
        raise StudioError(
            f"A clip may last up to {MOST_SECONDS / 60:.0f} minutes; give fewer frames or more a second."
        )
    smooth = loop if curve is None else curve == "smooth"
    space = space or ("w" if model.has_styles else "z")
    return Timeline.through(
        points, frames / fps, loop=loop, smooth=smooth, space=space, frames_per_second=fps
    )


def _opened(file: Path, fps: float | None, loop: bool, curve: str | None, space: Any) -> "Timeline":
    """A saved timeline, with what was asked for otherwise."""
    from ganstudio.errors import StudioError
    from ganstudio.latents.keyframes import read_timeline

    timeline = read_timeline(file)
    changes: dict[str, object] = {"loop": loop or timeline.loop}
    if fps is not None:
        changes["frames_per_second"] = fps
    if curve is not None:
        changes["smooth"] = curve == "smooth"
    if space is not None:
        changes["space"] = space
    try:
        return timeline.changed(**changes)
    except ValueError as error:
        raise StudioError(
            f"{file} leaves no time for the way back of a loop; give it a longer duration."
        ) from error

"""`ganstudio translate`: pictures of one kind become pictures of another, one or thousands."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ganstudio.cli.output import json_option, print_json
from ganstudio.cli.program import Command, Failure
from ganstudio.cli.train import device_option
from ganstudio.translation.manner import (
    Advanced,
    Found,
    Manner,
    Output,
    Refused,
    Skipped,
    Translated,
)

if TYPE_CHECKING:
    from ganstudio.latents.model import Model
    from ganstudio.translation.manner import FileEvent

STOPPED = "Stopped; the results so far are kept, and with --skip-existing the same command goes on."


def _flag(name: str, default: bool, help_text: str) -> Any:
    return click.option(f"--{name}/--no-{name}", default=default, show_default=True, help=help_text)


@click.command(cls=Command)
@click.argument("model", metavar="MODEL")
@click.argument("pictures", metavar="PICTURE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--direction", type=click.Choice(["a2b", "b2a"]), help="Unless given, a2b, or the model's only one."
)
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The folder for the results.")
@click.option(
    "--size",
    type=click.Choice(["auto", "whole", "tiles", "resized"]),
    help="Unless given, whole where memory and time allow it, else tiles; resized is at the model's own.",
)
@click.option(
    "--tile",
    type=click.IntRange(32, 8192),
    metavar="PIXELS",
    help=f"Side of a tile, {Manner.tile} unless given; giving it also means tiles.",
)
@click.option(
    "--overlap",
    type=click.IntRange(0, 4096),
    default=Manner.overlap,
    show_default=True,
    metavar="PIXELS",
    help="What tiles share where they fade into each other; where they can be exact, they take what they need.",
)
@click.option(
    "--strength",
    type=click.FloatRange(0, 1),
    default=1.0,
    show_default=True,
    callback=lambda *given: _finite(given[2]),
    help="Blends the result with the picture.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["as-source", "png", "jpeg", "webp", "tiff"]),
    default="as-source",
    show_default=True,
    help="GIF and BMP become PNG.",
)
@click.option(
    "--pattern",
    default=Output.pattern,
    show_default=True,
    help="Names of the results, with {name}, {direction}, {model}, {number} and {folder}.",
)
@_flag("keep-brightness", False, "The colours of the result with the luminance of the picture.")
@_flag("keep-alpha", True, "Transparent places stay transparent where the format can hold it.")
@_flag("keep-metadata", True, "EXIF, colour profile and texts go into the result.")
@_flag("original-size", True, "A resized translation gets the size of its picture again.")
@click.option(
    "--own-statistics",
    is_flag=True,
    help="Batch norm by each picture's own statistics, and dropout on, as pix2pix was published.",
)
@click.option("--skip-existing", is_flag=True, help="Leave out pictures whose result is there already.")
@device_option
@json_option
def translate(
    model: str, pictures: tuple[Path, ...], direction: Any, out: Path, size: Any, tile: int | None, overlap: int,
    strength: float, form: Any, pattern: str, keep_brightness: bool, keep_alpha: bool, keep_metadata: bool,
    original_size: bool, own_statistics: bool, skip_existing: bool, device: str, as_json: bool,
) -> None:  # fmt: skip
    """Translate pictures with an image-to-image model: a run folder, a .safetensors file, or a .pth of the CycleGAN
    repository.

    PICTURE is a file or a folder, which is read with everything below it. Pictures may have any size; nothing that is
    there is ever overwritten. Files that cannot be translated are named on stderr, one sentence each, and the others go
    on; the exit status is then 1. Ctrl-C stops within a moment with status 0 and keeps the results so far.
    """
    if tile is not None and size in ("whole", "resized"):
        raise click.UsageError(f"--tile asks for tiles and --size for {size}; choose one of them.")
    from ganstudio.translation.naming import check_pattern

    check_pattern(pattern)
    from ganstudio.interop.opening import open_model
    from ganstudio.training.devices import choose_device

    opened = open_model(model, choose_device(device))
    towards: Any = direction or next(iter(opened.directions), "a2b")
    manner = Manner(
        direction=towards, size=size or ("tiles" if tile else "auto"),
        tile=tile or Manner.tile, overlap=overlap, strength=strength, keep_brightness=keep_brightness,
        keep_alpha=keep_alpha, own_statistics=own_statistics,
    )  # fmt: skip
    output = Output(out, pattern, form, keep_metadata, original_size)
    tally = _translated(opened, pictures, manner, output, skip_existing)
    _report(tally, model, manner, as_json)


@dataclass
class Tally:
    """What became of the files."""

    translated: list[Translated] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    stopped: bool = False

    def add(self, event: "FileEvent") -> None:
        """Counts the event if it is a file's last."""
        if isinstance(event, Translated):
            self.translated.append(event)
        elif isinstance(event, Refused):
            self.refused.append(event)
        elif isinstance(event, Skipped):
            self.skipped.append(event)

    @property
    def done(self) -> int:
        return len(self.translated) + len(self.refused) + len(self.skipped)


def _translated(
    model: "Model", pictures: tuple[Path, ...], manner: Manner, output: Output, skip_existing: bool
) -> Tally:
    """Translates with progress; Ctrl-C ends it early."""
    from ganstudio.cli.progress import reporter
    from ganstudio.cli.stopping import stop_request
    from ganstudio.training.events import Preparing
    from ganstudio.translation.batch import translate_files

    tally = Tally()
    with stop_request("Stopping") as asked, reporter() as screen:
        screen.show(Preparing("Looking for pictures", 0, 0))
        found = _found(pictures, output.folder, asked)
        tally.refused += found.refused
        events = translate_files(model, found.pictures, manner, output, asked, skip_existing)
        for done, total in _counted(events, tally, len(found.pictures)):
            screen.show(Preparing("Translating", done, total))
        tally.stopped = asked()
    return tally


def _found(pictures: tuple[Path, ...], out: Path | None, should_stop: Callable[[], bool]) -> Found:
    from ganstudio.data.parallel import StoppedError
    from ganstudio.translation.reading import find_pictures

    try:
        return find_pictures(pictures, should_stop, leave_out=out)
    except StoppedError:
        return Found()


def _counted(events: "Iterator[FileEvent]", tally: Tally, count: int) -> Iterator[tuple[int, int]]:
    """How far the files are, or how far the tiles, where there is only one file."""
    before = tally.done
    yield 0, count
    for event in events:
        tally.add(event)
        if count > 1:
            yield tally.done - before, count
        elif isinstance(event, Advanced):
            yield event.done, event.total


def _report(tally: Tally, model: str, manner: Manner, as_json: bool) -> None:
    """Where the results are, and why some are not. The exit status is 1 where there is one that failed."""
    if as_json:
        print_json(
            {
                "model": model, "direction": manner.direction, "stopped": tally.stopped,
                "results": [asdict(one) for one in tally.translated],
                "skipped": [asdict(one) for one in tally.skipped],
                "refused": [asdict(one) for one in tally.refused],
            }
        )  # fmt: skip
    else:
        for one in tally.translated:
            click.echo(str(one.result))
    for bad in tally.refused:
        click.echo(bad.sentence, err=True)
    if tally.stopped:
        click.echo(STOPPED, err=True)
        sys.exit(0)
    if tally.refused:
        raise Failure(_summary(tally))


def _summary(tally: Tally) -> str:
    count, made = len(tally.refused), len(tally.translated) + len(tally.skipped)
    files = "1 file" if count == 1 else f"{count:,} files"
    if not made:
        return f"Nothing was translated: {files} could not be read as a picture; choose others."
    return f"{made:,} of {made + count:,} are translated; {files} could not be, for the reasons above."


def _finite(value: float) -> float:
    if value != value:
        raise click.BadParameter("the strength must be a number from 0 to 1.")
    return value

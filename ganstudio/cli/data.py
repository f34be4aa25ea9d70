"""`ganstudio data`: what there is to train on, what is wrong with it, and bringing more of it in."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ganstudio.cli.data_printing import (
    print_dataset,
    print_domains,
    print_known,
    print_report,
    print_sides_report,
)
from ganstudio.cli.following import work
from ganstudio.cli.output import json_option, print_json
from ganstudio.cli.program import Command, Program

if TYPE_CHECKING:
    from ganstudio.data.check import Report
    from ganstudio.data.dataset import Dataset
    from ganstudio.data.domain_check import SidesReport
    from ganstudio.data.domains import Domains

SIDE = click.IntRange(min=1)


@click.group(cls=Program)
def data() -> None:
    """List, check and import pictures to train on."""


to_option = click.option(
    "--to", metavar="B", help="The other side, B, of data to translate between; 'side-by-side' says that every picture "
    "shows both, left A and right B.",
)  # fmt: skip
one_option = click.option(
    "--one", is_flag=True, help="Take it as one set of pictures, even if it looks like two sides."
)


@data.command("list", cls=Command)
@json_option
def list_command(as_json: bool) -> None:
    """List the bundled and the imported data sets."""
    from ganstudio.data.library import list_datasets

    known = list_datasets()
    if as_json:
        print_json([asdict(info) for info in known])
    else:
        print_known(known)


@data.command(cls=Command)
@click.argument("source", metavar="FOLDER")
@to_option
@one_option
@click.option("--resolution", type=SIDE, help="What the pictures are meant for; much smaller ones are named.")
@click.option("--sheet", type=click.Path(path_type=Path, dir_okay=False), help="Save a contact sheet, a PNG.")
@json_option
def check(
    source: str, to: str | None, one: bool, resolution: int | None, sheet: Path | None, as_json: bool
) -> None:
    """Look at every picture of a folder or zip and name what cannot be used or looks wrong.

    Folders A and B, trainA and trainB, pictures of both sides next to each other and tables of pairs (CSV) are two
    sides to translate between. Nothing is changed. The exit status is 0 whatever is found.
    """
    if _is_two_sided(source, to, one):
        two = _check_sides(source, to, resolution)
        _save_sheet(two, sheet)
        print_json(two.as_json()) if as_json else print_sides_report(two, sheet)
    else:
        report = _check(source, resolution)
        _save_sheet(report, sheet)
        print_json(report.as_json()) if as_json else print_report(report, sheet)


@data.command("import", cls=Command)
@click.argument("source", metavar="FOLDER")
@click.option("--name", required=True, help="What the data set will be called.")
@to_option
@one_option
@click.option("--titles", nargs=2, metavar="A B", help="What to call the two sides, such as Outlines Colour.")
@click.option("--resolution", type=SIDE, help="Side of the square pictures; their own if left out.")
@click.option("--fit", type=click.Choice(["crop", "letterbox", "stretch"]), default="crop", show_default=True)
@click.option("--background", default="white", show_default=True, help="Colour behind transparent pictures.")
@click.option("--clean", is_flag=True, help="Check first and leave out what the check says to leave out.")
@click.option("--replace", is_flag=True, help="Replace a data set of this name.")
@json_option
def import_command(
    source: str, name: str, to: str | None, one: bool, titles: tuple[str, str] | None, resolution: int | None,
    fit: str, background: str, clean: bool, replace: bool, as_json: bool,
) -> None:  # fmt: skip
    """Decode the pictures of a folder, a zip or a downloadable set once and keep them under a name.

    Two sides to translate between are kept together. Files that cannot be used are left out and listed.
    """
    if _is_two_sided(source, to, one):
        from ganstudio.data.domain_importing import import_sides

        left_out = _check_sides(source, to, resolution).exclude() if clean else ()
        domains = work("Importing pictures", lambda progress, should_stop: import_sides(
            source, name, to, resolution, titles=titles, fit=fit, background=background, exclude=left_out,  # type: ignore[arg-type]
            overwrite=replace, progress=progress, should_stop=should_stop))  # fmt: skip
        print_json(_sides_as_json(domains)) if as_json else print_domains(domains)
        return
    from ganstudio.data.importing import import_pictures

    if titles is not None:
        raise click.UsageError("--titles names two sides, and this is one set of pictures; see --to.")
    excluded = _check(source, resolution).exclude() if clean else ()
    dataset = work("Importing pictures", lambda progress, should_stop: import_pictures(
        source, name, resolution, fit=fit, background=background, exclude=excluded, replace=replace,  # type: ignore[arg-type]
        progress=progress, should_stop=should_stop))  # fmt: skip
    print_json(_as_json(dataset)) if as_json else print_dataset(dataset)


def _is_two_sided(source: str, to: str | None, one: bool) -> bool:
    from ganstudio.data.side_opening import has_two_sides

    if one and to is not None:
        raise click.UsageError("--one and --to exclude each other.")
    if one or to is not None:
        return not one
    return work("Listing pictures", lambda _, should_stop: has_two_sides(source, should_stop))


def _check(source: str, resolution: int | None) -> "Report":
    from ganstudio.data.check import check_pictures

    return work("Checking pictures", lambda progress, should_stop: check_pictures(
        source, resolution=resolution, progress=progress, should_stop=should_stop))  # fmt: skip


def _check_sides(source: str, to: str | None, resolution: int | None) -> "SidesReport":
    from ganstudio.data.domain_check import check_sides

    return work("Checking pictures", lambda progress, should_stop: check_sides(
        source, to, resolution=resolution, progress=progress, should_stop=should_stop))  # fmt: skip


def _as_json(dataset: "Dataset") -> dict[str, object]:
    return {
        "name": dataset.name, "folder": str(dataset.folder), "count": len(dataset), "resolution": dataset.resolution,
        "channels": dataset.channels, "classes": dataset.class_counts, "fingerprint": dataset.fingerprint,
        "skipped": [finding.as_json() for finding in dataset.skipped],
    }  # fmt: skip


def _sides_as_json(domains: "Domains") -> dict[str, object]:
    return {
        "name": domains.name, "folder": str(domains.folder), "sides": domains.titles,
        "counts": [len(domains.a), len(domains.b)], "pairs": domains.pairs, "layout": domains.layout,
        "held_out": [len(domains.test_a), len(domains.test_b)], "resolution": domains.resolution,
        "channels": domains.channels, "fingerprint": domains.fingerprint,
        "skipped": [finding.as_json() for finding in domains.findings],
    }  # fmt: skip


def _save_sheet(report: "Report | SidesReport", path: Path | None) -> None:
    from ganstudio.cli.sample import write_picture
    from ganstudio.latents.sheet_drawing import as_png

    if path is not None and report.contact_sheet is not None:
        write_picture(path, as_png(report.contact_sheet))

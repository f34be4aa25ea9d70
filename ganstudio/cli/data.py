"""`ganstudio data`: what there is to train on, what is wrong with it, and bringing more of it in."""

from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ganstudio.cli.following import work
from ganstudio.cli.output import console, json_option, print_json
from ganstudio.cli.program import Command, Program

if TYPE_CHECKING:
    from ganstudio.data.check import Report
    from ganstudio.data.dataset import Dataset
    from ganstudio.data.findings import Finding
    from ganstudio.data.library import DatasetInfo

SHOWN = 40  # findings that are printed; --json has them all
SIDE = click.IntRange(min=1)


@click.group(cls=Program)
def data() -> None:
    """List, check and import pictures to train on."""


@data.command("list", cls=Command)
@json_option
def list_command(as_json: bool) -> None:
    """List the bundled and the imported data sets."""
    from ganstudio.data.library import list_datasets

    known = list_datasets()
    if as_json:
        print_json([asdict(info) for info in known])
    else:
        _print_list(known)


@data.command(cls=Command)
@click.argument("source", metavar="FOLDER")
@click.option("--resolution", type=SIDE, help="What the pictures are meant for; much smaller ones are named.")
@click.option("--sheet", type=click.Path(path_type=Path, dir_okay=False), help="Save a contact sheet, a PNG.")
@json_option
def check(source: str, resolution: int | None, sheet: Path | None, as_json: bool) -> None:
    """Look at every picture of a folder or zip and name what cannot be used or looks wrong.

    Nothing is changed. The exit status is 0 whatever is found.
    """
    from ganstudio.data.check import check_pictures

    report = work(
        "Checking pictures",
        lambda progress, should_stop: check_pictures(
            source, resolution=resolution, progress=progress, should_stop=should_stop
        ),
    )
    if sheet is not None and report.contact_sheet is not None:
        _save_sheet(report, sheet)
    if as_json:
        print_json(report.as_json())
    else:
        _print_report(report, sheet)


@data.command("import", cls=Command)
@click.argument("source", metavar="FOLDER")
@click.option("--name", required=True, help="What the data set will be called.")
@click.option("--resolution", type=SIDE, help="Side of the square pictures; their own if left out.")
@click.option("--fit", type=click.Choice(["crop", "letterbox", "stretch"]), default="crop", show_default=True)
@click.option("--background", default="white", show_default=True, help="Colour behind transparent pictures.")
@click.option("--clean", is_flag=True, help="Check first and leave out what the check says to leave out.")
@click.option("--replace", is_flag=True, help="Replace a data set of this name.")
@json_option
def import_command(
    source: str, name: str, resolution: int | None, fit: str, background: str, clean: bool, replace: bool,
    as_json: bool,
) -> None:  # fmt: skip
    """Decode the pictures of a folder, a zip or a downloadable set once and keep them under a name.

    Files that cannot be used are left out and listed.
    """
    from ganstudio.data.check import check_pictures
    from ganstudio.data.importing import import_pictures

    excluded: tuple[str, ...] = ()
    if clean:
        excluded = work("Checking pictures", lambda progress, should_stop: check_pictures(
            source, resolution=resolution, progress=progress, should_stop=should_stop).exclude())  # fmt: skip
    dataset = work("Importing pictures", lambda progress, should_stop: import_pictures(
        source, name, resolution, fit=fit, background=background, exclude=excluded, replace=replace,  # type: ignore[arg-type]
        progress=progress, should_stop=should_stop))  # fmt: skip
    if as_json:
        print_json(_as_json(dataset))
    else:
        _print_imported(dataset)


def _as_json(dataset: "Dataset") -> dict[str, object]:
    return {
        "name": dataset.name, "folder": str(dataset.folder), "count": len(dataset), "resolution": dataset.resolution,
        "channels": dataset.channels, "classes": dataset.class_counts, "fingerprint": dataset.fingerprint,
        "skipped": [finding.as_json() for finding in dataset.skipped],
    }  # fmt: skip


def _save_sheet(report: "Report", path: Path) -> None:
    from ganstudio.cli.sample import write_picture
    from ganstudio.latents.sheet_drawing import as_png

    if report.contact_sheet is not None:
        write_picture(path, as_png(report.contact_sheet))


def _print_list(known: "list[DatasetInfo]") -> None:
    from rich.table import Table

    from ganstudio.data.downloads import DOWNLOADABLE

    table = Table("Name", "Title", "Pictures", "Side", "Classes", "Source", box=None, pad_edge=False)
    for info in known:
        classes = str(len(info.class_names) or "none")
        table.add_row(
            info.name, info.problem or info.title, f"{info.count:,}", f"{info.resolution} px", classes, info.source
        )  # fmt: skip
    console().print(table)
    click.echo(f"\nDownloaded when asked for: {', '.join(DOWNLOADABLE)}.")


def _print_report(report: "Report", sheet: Path | None) -> None:
    sizes = ", ".join(f"{size} ({count:,})" for size, count in list(report.sizes.items())[:5])
    colours = "grey" if report.channels == 1 else "colour"
    click.echo(
        f"{report.title}: {report.usable:,} of {report.files:,} files can be used; {colours}; sizes {sizes or 'none'}"
    )
    for name, count in report.class_counts.items():
        click.echo(f"  class {name}: {count:,}")
    _print_findings(report.findings)
    if sheet is not None:
        click.echo(f"Contact sheet: {sheet}")


def _print_imported(dataset: "Dataset") -> None:
    classes = f", {len(dataset.class_names)} classes" if dataset.class_names else ""
    click.echo(f"{dataset.name}: {len(dataset):,} pictures of {dataset.resolution} px{classes}")
    _print_findings(dataset.skipped)
    click.echo(f"Train on it with: ganstudio train --data '{dataset.name}' --recipe ... --out ...")


def _print_findings(findings: "list[Finding] | tuple[Finding, ...]") -> None:
    for finding in findings[:SHOWN]:
        where = f"{finding.file}: " if finding.file else ""
        fix = f" ({finding.fix})" if finding.fix else ""
        click.echo(f"  {finding.level}: {where}{finding.reason}{fix}")
    if len(findings) > SHOWN:
        levels = Counter(finding.level for finding in findings)
        total = ", ".join(f"{count:,} {level}" for level, count in levels.items())
        click.echo(f"  ... {total} in all; --json lists every one.")

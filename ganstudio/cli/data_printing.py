"""Data sets and what is wrong with them, in lines for a terminal."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ganstudio.cli.output import console

if TYPE_CHECKING:
    from ganstudio.data.check import Report
    from ganstudio.data.dataset import Dataset
    from ganstudio.data.domain_check import SideReport, SidesReport
    from ganstudio.data.domains import Domains
    from ganstudio.data.findings import Finding
    from ganstudio.data.library import DatasetInfo

SHOWN = 40  # findings that are printed; --json has them all


def print_known(known: "list[DatasetInfo]") -> None:
    """A table of data sets: single ones, then those with two sides."""
    from rich.table import Table

    from ganstudio.data.downloads import DOWNLOADABLE

    table = Table("Name", "Title", "Pictures", "Side", "Classes", "Source", box=None, pad_edge=False)
    for info in known:
        table.add_row(
            info.name, info.problem or info.title, f"{info.count:,}", f"{info.resolution} px", _classes(info),
            info.source,
        )  # fmt: skip
    console().print(table)
    click.echo(f"\nDownloaded when asked for: {', '.join(DOWNLOADABLE)}.")


def _classes(info: "DatasetInfo") -> str:
    if info.kind == "two":
        return f"{info.sides[0]} and {info.sides[1]}{', pairs' if info.paired else ''}"
    return str(len(info.class_names) or "none")


def print_report(report: "Report", sheet: Path | None) -> None:
    """The check of one set."""
    click.echo(f"{report.title}: {_usable(report)}")
    for name, count in report.class_counts.items():
        click.echo(f"  class {name}: {count:,}")
    _print_findings(report.findings)
    _print_sheet(sheet)


def print_sides_report(report: "SidesReport", sheet: Path | None) -> None:
    """The check of two sides."""
    click.echo(f"{report.title}: {report.layout}")
    for letter, side in (("A", report.a), ("B", report.b)):
        click.echo(f"  {letter}, {side.title}: {_usable(side)}; {side.held_out:,} held out")
    click.echo(f"  {_pairs(report.pairs, report.held_out_pairs)}")
    _print_findings(report.findings)
    _print_sheet(sheet)


def print_dataset(dataset: "Dataset") -> None:
    """What was imported, of one set."""
    classes = f", {len(dataset.class_names)} classes" if dataset.class_names else ""
    click.echo(f"{dataset.name}: {len(dataset):,} pictures of {dataset.resolution} px{classes}")
    _print_findings(dataset.skipped)
    click.echo(f"Train on it with: ganstudio train --data '{dataset.name}' --recipe ... --out ...")


def print_domains(domains: "Domains") -> None:
    """What was imported, of two sides."""
    sides = zip(domains.titles, (domains.a, domains.b))
    counts = " and ".join(f"{len(side):,} of {title}" for title, side in sides)
    click.echo(f"{domains.name}: {counts}, pictures of {domains.resolution} px ({domains.layout})")
    click.echo(f"  {_pairs(domains.pairs, len(domains.test_pairs))}")
    _print_findings(domains.findings)
    recipe = "pix2pix" if domains.pairs else "cyclegan"
    click.echo(f"Train on it with: ganstudio train --data '{domains.name}' --recipe {recipe} --out ...")


def _usable(report: "Report | SideReport") -> str:
    sizes = ", ".join(f"{size} ({count:,})" for size, count in list(report.sizes.items())[:5])
    colours = "grey" if report.channels == 1 else "colour"
    return f"{report.usable:,} of {report.files:,} files can be used; {colours}; sizes {sizes or 'none'}"


def _pairs(count: int, held_out: int) -> str:
    return f"{count:,} pairs are known, {held_out:,} of them held out" if count else "no pairs are known"


def _print_sheet(sheet: Path | None) -> None:
    if sheet is not None:
        click.echo(f"Contact sheet: {sheet}")


def _print_findings(findings: "list[Finding] | tuple[Finding, ...]") -> None:
    for finding in findings[:SHOWN]:
        where = f"{finding.file}: " if finding.file else ""
        fix = f" ({finding.fix})" if finding.fix else ""
        click.echo(f"  {finding.level}: {where}{finding.reason}{fix}")
    if len(findings) > SHOWN:
        levels = Counter(finding.level for finding in findings)
        total = ", ".join(f"{count:,} {level}" for level, count in levels.items())
        click.echo(f"  ... {total} in all; --json lists every one.")

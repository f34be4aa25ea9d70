"""`ganstudio data`: what there is to train on."""

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from ganstudio.cli.output import console, json_option, print_json
from ganstudio.cli.program import Command, Program

if TYPE_CHECKING:
    from ganstudio.data.library import DatasetInfo


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


def _print_list(known: "list[DatasetInfo]") -> None:
    from rich.table import Table

    table = Table("Name", "Title", "Pictures", "Side", "Classes", "Source", box=None, pad_edge=False)
    for info in known:
        classes = str(len(info.class_names) or "none")
        table.add_row(
            info.name, info.problem or info.title, f"{info.count:,}", f"{info.resolution} px", classes, info.source
        )  # fmt: skip
    console().print(table)

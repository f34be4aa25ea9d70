"""What commands print: one JSON document, or words and tables for a person."""

import json
import math
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rich.console import Console

json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document on stdout.")


def print_json(document: Any) -> None:
    """One document, in letters that every encoding has; a number that is not finite becomes null."""
    click.echo(json.dumps(_finite(document), indent=1, allow_nan=False, default=str))


def console(stderr: bool = False) -> "Console":
    """Where tables and progress go; wide enough for tables when no terminal says how wide it is."""
    from rich.console import Console

    made = Console(stderr=stderr, highlight=False)
    return made if made.is_terminal else Console(stderr=stderr, highlight=False, width=160)


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value

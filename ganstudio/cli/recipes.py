"""`ganstudio recipes`: every system, and the settings of one as a manual."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from ganstudio.cli.output import console, json_option, print_json
from ganstudio.cli.program import Command

if TYPE_CHECKING:
    from ganstudio.recipes.base import Recipe
    from ganstudio.settings import FieldHelp


@click.command(cls=Command)
@click.argument("name", required=False)
@json_option
def recipes(name: str | None, as_json: bool) -> None:
    """List every system that can be trained, or the settings of the one called NAME."""
    from ganstudio.recipes import RECIPES

    if name is not None and name not in RECIPES:
        raise click.UsageError(f"There is no recipe called {name}; choose one of {', '.join(RECIPES)}.")
    if as_json:
        known = [describe_recipe(recipe) for recipe in RECIPES.values()]
        print_json(next((one for one in known if one["name"] == name), known))
    elif name is not None:
        _print_manual(RECIPES[name])
    else:
        _print_list(list(RECIPES.values()))


def describe_recipe(recipe: "type[Recipe]") -> dict[str, Any]:
    """The card, the settings and the presets of a recipe as plain values."""
    from ganstudio.settings import describe

    return {
        **asdict(recipe.card),
        "conditional": recipe.card.conditional,
        "settings": [asdict(field) for field in describe(recipe.settings_type)],
        "presets": {name: preset.model_dump(mode="json") for name, preset in recipe.presets.items()},
    }


def _print_list(known: "list[type[Recipe]]") -> None:
    from rich.table import Table

    table = Table("Name", "Title", "Year", "Kind", "Classes", "Presets", "Paper", box=None, pad_edge=False)
    for recipe in known:
        card = recipe.card
        presets = ", ".join(recipe.presets)
        table.add_row(card.name, card.title, str(card.year), card.kind, card.classes, presets, card.paper)
    console().print(table)


def _print_manual(recipe: "type[Recipe]") -> None:
    from rich.table import Table

    from ganstudio.settings import describe

    card, screen = recipe.card, console()
    for line in (f"{card.title} ({card.year})", card.summary, card.paper, card.link, ""):
        screen.print(line, markup=False)
    table = Table("Setting", "Default", "Allowed", "Meaning", box=None, pad_edge=False)
    group = ""
    for field in describe(recipe.settings_type):
        if field.group != group:
            group = field.group
            table.add_section()
            table.add_row(f"[bold]{group}[/bold]")
        presets = "".join(_preset_note(name, preset, field) for name, preset in recipe.presets.items())
        table.add_row(f"  {field.name}", default_words(field), allowed_words(field), field.help + presets)
    screen.print(table)
    screen.print(f"\nChange one with: ganstudio train --recipe {card.name} --set KEY=VALUE", markup=False)


def _preset_note(name: str, preset: Any, field: "FieldHelp") -> str:
    value = getattr(preset, field.name)
    return "" if value == field.default else f" ({name}: {value})"


def default_words(field: "FieldHelp") -> str:
    """The default with its unit."""
    return str(field.default) if field.default == "auto" else f"{field.default} {field.unit}".rstrip()


def allowed_words(field: "FieldHelp") -> str:
    """The choices or the kind of value, its bounds, and whether auto is allowed."""
    words = "|".join(field.choices) or {"bool": "true|false", "text": "text"}.get(field.kind, field.kind)
    if field.minimum is not None or field.maximum is not None:
        words += f" {_bound(field.minimum)}..{_bound(field.maximum)}"
    return words + (" or auto" if field.accepts_auto else "")


def _bound(bound: float | None) -> str:
    if bound is None:
        return ""
    return str(int(bound)) if float(bound).is_integer() else f"{bound:g}"

"""Writes docs/settings.md from the settings models: every setting of every recipe, and what the presets change.

Run it after a setting has changed; a test compares the file with what this makes.
"""

from collections.abc import Iterator
from pathlib import Path

from ganstudio.cli.recipes import allowed_words, default_words
from ganstudio.recipes import RECIPES
from ganstudio.recipes.base import Recipe
from ganstudio.settings import GROUPS, FieldHelp, Settings, describe

PATH = Path(__file__).parent.parent / "docs" / "settings.md"
TOP = """# Settings

Every setting can be changed in the window's form, with `--set KEY=VALUE` on the command line and by name in Python.
`auto` means that the program chooses by recipe, resolution and device when a run starts; `run.json` says what it chose.
A setting marked *any time* may also be changed by a resume; the others are fixed once a run has started, because
changing them would make the resumed run another one. `ganstudio recipes NAME` prints the same tables.

This page is made by `python packaging/manual.py`.
"""


def manual() -> str:
    """The whole page."""
    return "\n".join([TOP, *_section("All recipes", describe(Settings)), *_recipes()]) + "\n"


def _recipes() -> Iterator[str]:
    seen: dict[type[Settings], type[Recipe]] = {}
    for name, recipe in RECIPES.items():
        twin = seen.setdefault(recipe.settings_type, recipe)
        yield from _section(f"{recipe.card.title} (`{name}`)", _own_fields(recipe) if twin is recipe else [])
        if twin is not recipe:
            yield f"The settings are those of {twin.card.title}.\n"
        yield from _presets(recipe)


def _own_fields(recipe: type[Recipe]) -> list[FieldHelp]:
    """The fields that a recipe adds, and those that it gives another default or meaning."""
    common = describe(Settings)
    return [field for field in describe(recipe.settings_type) if field not in common]


def _section(title: str, fields: list[FieldHelp]) -> Iterator[str]:
    yield f"## {title}\n"
    for group in GROUPS:
        members = [field for field in fields if field.group == group]
        if members:
            yield f"**{group}**\n"
            yield from _table(
                ["Setting", "Default", "Allowed", "Meaning"], [_row(field) for field in members]
            )


def _row(field: FieldHelp) -> list[str]:
    meaning = field.help if field.locked else f"{field.help} *Any time.*"
    return [f"`{field.name}`", default_words(field), allowed_words(field), meaning]


def _presets(recipe: type[Recipe]) -> Iterator[str]:
    """What each preset sets that is not the default."""
    yield "**Presets**\n"
    defaults = recipe.settings_type()
    rows = []
    for name, preset in recipe.presets.items():
        changed = {key: value for key, value in preset if value != getattr(defaults, key)}
        words = ", ".join(f"`{key}` {value}" for key, value in changed.items())
        rows.append([f"`{name}`", words or "the defaults"])
    yield from _table(["Preset", "Changes"], rows)


def _table(heads: list[str], rows: list[list[str]]) -> Iterator[str]:
    for row in (heads, ["---"] * len(heads), *rows):
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"
    yield ""


if __name__ == "__main__":
    PATH.parent.mkdir(exist_ok=True)
    PATH.write_text(manual(), encoding="utf-8")

"""Which data fits which recipe: one set of pictures, two sides to translate between, or pairs. No Qt."""

from collections.abc import Iterable

from ganstudio.gui.start.catalog import DataInfo, RecipeInfo

A, B = 0, 1
NAMES = ("From", "To")


def asks_two_sides(recipe: RecipeInfo | None) -> bool:
    """Whether a recipe translates, so that it learns from two sides."""
    return recipe is not None and recipe.reads != "pictures"


def has_two_sides(data: DataInfo | None) -> bool:
    return data is not None and bool(data.sides)


def needs_other(recipe: RecipeInfo | None, data: DataInfo | None) -> bool:
    """Whether another set has to be chosen as the other side."""
    return asks_two_sides(recipe) and data is not None and not data.sides and not misfit(recipe, data)


def misfit(recipe: RecipeInfo | None, data: DataInfo | None) -> str:
    """Why a recipe cannot learn from this data, in one sentence; empty where it can, be it with another set."""
    if recipe is None or data is None:
        return ""
    if recipe.reads == "pairs" and data.kind != "pairs":
        return f"{recipe.title} learns from pairs, and {data.title} has none; choose a set of pairs."
    if recipe.reads == "pictures" and data.sides:
        return (
            f"{recipe.title} learns from one set of pictures, and {data.title} has two sides; choose one set, or a "
            "recipe from Picture to picture."
        )
    return ""


def first_fitting(recipe: RecipeInfo | None, data: Iterable[DataInfo]) -> str:
    """The first set that a recipe can learn from without another; empty where there is none."""
    two = asks_two_sides(recipe)
    fitting = (info for info in data if not info.problem and not misfit(recipe, info))
    return next((info.name for info in fitting if has_two_sides(info) == two), "")


def problem(recipe: RecipeInfo | None, data: DataInfo | None, other: DataInfo | None) -> str:
    """Why these cannot be trained together; empty when they can."""
    if sentence := misfit(recipe, data):
        return sentence
    if needs_other(recipe, data) and other is None:
        assert recipe is not None
        return f"{recipe.title} learns from two sides; choose the other set of pictures too."
    return ""


def side_title(data: DataInfo | None, other: DataInfo | None, side: int) -> str:
    """What a person calls side A or B; empty while it is not chosen."""
    if data is None:
        return ""
    if data.sides:
        return data.sides[side]
    chosen = data if side == A else other
    return chosen.title if chosen is not None else ""

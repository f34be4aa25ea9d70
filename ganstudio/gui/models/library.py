"""What the program knows of recipes, data sets and devices: slow to ask for, so asked once, in a thread."""

from dataclasses import dataclass, field

from ganstudio.gui.behind import behind
from ganstudio.gui.start.catalog import RecipeInfo, load_devices, load_recipes
from ganstudio.gui.start.samples import list_data


@dataclass(frozen=True)
class Library:
    """`data_titles`: name -> title. `device` is what `auto` takes."""

    recipes: dict[str, RecipeInfo] = field(default_factory=dict)
    data_titles: dict[str, str] = field(default_factory=dict)
    device: str = ""


@behind
def load_library() -> Library:
    """Imports torch, so never call it in the window's thread."""
    recipes = {recipe.name: recipe for recipe in load_recipes()}
    import ganstudio.gui.train.run_page  # noqa: F401 - the plots are there when a run is opened

    titles = {info.name: info.title for info in list_data()}
    return Library(recipes, titles, next((device.title for device in load_devices()), ""))

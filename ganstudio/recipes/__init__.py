"""Every system that can be trained."""

from ganstudio.recipes.base import Recipe

RECIPES: dict[str, type[Recipe]] = {}

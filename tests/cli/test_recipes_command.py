"""`recipes`: the list as JSON and as a table, and one recipe's settings."""

import json

import pytest

from ganstudio.recipes import RECIPES
from tests.cli.conftest import Invoke

KEYS = {"name", "title", "year", "paper", "link", "kind", "conditional", "summary", "settings", "presets"}


def test_json_has_every_recipe_whole(invoke: Invoke) -> None:
    document = json.loads(invoke("recipes", "--json").stdout)
    assert [recipe["name"] for recipe in document] == list(RECIPES)
    for recipe in document:
        assert recipe.keys() >= KEYS
        settings = {setting["name"]: setting for setting in recipe["settings"]}
        assert settings.keys() == RECIPES[recipe["name"]].settings_type.model_fields.keys()
        assert all(setting["help"] and setting["label"] for setting in settings.values())
        assert {"paper", "cpu-demo"} <= recipe["presets"].keys()
        assert recipe["conditional"] is RECIPES[recipe["name"]].card.conditional


@pytest.mark.parametrize("name", list(RECIPES))
def test_a_manual_names_every_setting(invoke: Invoke, name: str) -> None:
    result = invoke("recipes", name)
    assert result.exit_code == 0, result.stderr
    assert all(field in result.stdout for field in RECIPES[name].settings_type.model_fields)
    assert RECIPES[name].card.link in result.stdout


def test_one_recipe_as_json(invoke: Invoke) -> None:
    assert json.loads(invoke("recipes", "cgan", "--json").stdout)["name"] == "cgan"


def test_the_table_names_all(invoke: Invoke) -> None:
    output = invoke("recipes").stdout
    assert all(recipe.card.title in output for recipe in RECIPES.values())


def test_an_unknown_recipe(invoke: Invoke) -> None:
    result = invoke("recipes", "gam")
    assert result.exit_code == 2
    assert "choose one of" in result.stderr

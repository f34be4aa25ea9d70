"""Settings: bounds, "auto", words from the command line, and sentences for what is wrong."""

import pytest
from pydantic import ValidationError

from ganstudio.errors import StudioError
from ganstudio.recipes import RECIPES
from ganstudio.settings import GROUPS, Settings, describe, parse_assignments

FIELDS = {field.name: field for field in describe(Settings)}


def test_words_become_numbers() -> None:
    changed = Settings().changed(
        {"batch": "32", "generator_lr": "5e-4", "mirror": "true", "resolution": "auto"}
    )
    assert (changed.batch, changed.generator_lr, changed.mirror, changed.resolution) == (
        32,
        5e-4,
        True,
        "auto",
    )


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"batch": 0}, "batch cannot be 0: give a whole number from 1 to 4096 or auto."),
        ({"batch": 4097}, "batch cannot be 4097: give a whole number from 1 to 4096 or auto."),
        ({"batch": 2.5}, "batch cannot be 2.5: give a whole number from 1 to 4096 or auto."),
        ({"batch": "many"}, "batch cannot be 'many': give a whole number from 1 to 4096 or auto."),
        ({"generator_lr": "nan"}, "generator_lr cannot be 'nan': give a number"),
        ({"generator_lr": 0}, "generator_lr cannot be 0: give a number"),
        ({"beta1": 1}, "beta1 cannot be 1: give a number"),
        ({"mirror": "maybe"}, "mirror cannot be 'maybe': give true or false."),
        (
            {"precision": "int8"},
            "precision cannot be 'int8': choose one of auto, float32, bfloat16, float16.",
        ),
        ({"speed": 9}, "There is no setting called speed; there are batch, "),
    ],
)
def test_one_sentence_for_what_is_wrong(change: dict[str, object], sentence: str) -> None:
    with pytest.raises(StudioError) as caught:
        Settings().changed(change)
    assert str(caught.value).startswith(sentence)


def test_bounds_hold_at_the_edges() -> None:
    assert Settings(batch=1).batch == 1
    assert Settings(batch=4096).batch == 4096
    with pytest.raises(ValidationError):
        Settings(generator_lr=0.0)  # open below
    assert Settings(generator_lr=1.0).generator_lr == 1


def test_description_has_the_bounds() -> None:
    batch, floor, start = FIELDS["batch"], FIELDS["decay_floor"], FIELDS["decay_start"]
    assert (batch.kind, batch.accepts_auto, batch.minimum, batch.maximum) == ("int", True, 1, 4096)
    assert (floor.kind, floor.accepts_auto, floor.minimum, floor.maximum) == ("float", False, 0, 1)
    assert (start.minimum, start.maximum) == (0, None)


@pytest.mark.parametrize("name", RECIPES)
def test_every_field_of_a_recipe_explains_itself(name: str) -> None:
    for field in describe(RECIPES[name].settings_type):
        assert field.group in GROUPS
        assert field.label[0].isupper() and field.help.endswith(".")  # noqa: PT018


@pytest.mark.parametrize("name", RECIPES)
def test_presets(name: str) -> None:
    recipe = RECIPES[name]
    assert {"paper", "cpu-demo"} <= set(recipe.presets)
    for preset in recipe.presets.values():
        assert type(preset).model_validate_json(preset.model_dump_json()) == preset


def test_assignments() -> None:
    assert parse_assignments(["batch=4", "d-width = 8"]) == {"batch": "4", "d_width": "8"}
    with pytest.raises(StudioError, match="write it as KEY=VALUE"):
        parse_assignments(["batch"])

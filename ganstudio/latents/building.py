"""From a model file's record to a generator with its weights. Records come from outside, so all of it is checked."""

from pathlib import Path

import torch
from pydantic import ValidationError
from torch import Tensor, nn

from ganstudio.errors import StudioError
from ganstudio.latents.allotment import Allotment, TooLargeError
from ganstudio.latents.model_file import ModelRecord
from ganstudio.networks.translators import translates
from ganstudio.recipes import RECIPES
from ganstudio.recipes.base import Recipe
from ganstudio.settings import Settings, explain


def build_generator(file: Path, record: ModelRecord, tensors: dict[str, Tensor]) -> nn.Module:
    """The generator with its weights. A false record gets no more memory than one that fits would.

    Raises StudioError with one sentence that names the file.
    """
    recipe = RECIPES.get(record.recipe)
    if recipe is None:
        known = ", ".join(RECIPES)
        raise StudioError(
            f"{file} needs the recipe '{record.recipe}', which this version lacks (it has {known}); "
            "install the newest version."
        )
    settings = _settings(file, record, recipe)
    numbers = sum(tensor.numel() for tensor in tensors.values())
    try:
        with torch.random.fork_rng(devices=[]), Allotment(numbers):  # the first weights are thrown away
            generator = _generator(file, record, recipe, settings)
    except TooLargeError as error:
        raise StudioError(
            f"The weights in {file} do not fit its record (they are far too few); save the model again from its run."
        ) from error
    _leave_out_directions_(generator, tensors)
    _must_fit(file, generator.state_dict(), tensors)
    generator.load_state_dict(tensors)
    return generator


def _settings(file: Path, record: ModelRecord, recipe: type[Recipe]) -> Settings:
    try:
        return recipe.settings_type(**record.settings)
    except ValidationError as error:
        reason = explain(error, recipe.settings_type).rstrip(".")
        raise StudioError(
            f"{file} has a damaged record: {reason}; save the model again from its run."
        ) from error


def _generator(file: Path, record: ModelRecord, recipe: type[Recipe], settings: Settings) -> nn.Module:
    try:
        return recipe.build_generator(settings, record.pictures.pictures())
    except (StudioError, TooLargeError):
        raise
    except Exception as error:  # the record comes from outside, so anything can be wrong with it
        raise StudioError(
            f"{file} has a damaged record: its settings give no generator; save the model again from its run."
        ) from error


def _leave_out_directions_(generator: nn.Module, tensors: dict[str, Tensor]) -> None:
    """A file may hold one direction of a translator, as files of other programs do."""
    if translates(generator):
        held = [
            way
            for way in generator.directions
            if any(name.startswith(f"networks.{way}.") for name in tensors)
        ]
        for way in generator.directions if held else ():
            if way not in held:
                del generator.networks[way]


def _must_fit(file: Path, outline: dict[str, Tensor], tensors: dict[str, Tensor]) -> None:
    for name in sorted(outline.keys() | tensors.keys()):
        expected, found = outline.get(name), tensors.get(name)
        if expected is None or found is None:
            problem = f"{name} is {'missing' if found is None else 'unknown'}"
        elif expected.shape != found.shape or expected.is_floating_point() != found.is_floating_point():
            problem = f"{name} is {list(found.shape)} in place of {list(expected.shape)}"
        else:
            continue
        raise StudioError(
            f"The weights in {file} do not fit its record ({problem}); save the model again from its run."
        )

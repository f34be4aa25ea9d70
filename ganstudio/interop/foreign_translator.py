"""Translators of the CycleGAN and pix2pix repository as models of ours, with a record that fits."""

from pathlib import Path
from typing import Any

import torch
from pydantic import ValidationError
from torch import nn

from ganstudio.errors import StudioError
from ganstudio.interop.cyclegan_file import read_translator
from ganstudio.interop.side_files import files_by_direction, name_of, titles_of
from ganstudio.interop.translator_layout import Layout
from ganstudio.latents.model import Model
from ganstudio.latents.model_file import DataRecord, ModelRecord, PicturesRecord
from ganstudio.networks.translators import Translators
from ganstudio.recipes import RECIPES
from ganstudio.recipes.base import Pictures
from ganstudio.settings import explain


def open_translator(path: Path, device: str | torch.device = "cpu") -> Model:
    """The model of one .pth file, or of two that lie side by side, one a direction.

    Raises StudioError with one sentence where it cannot be opened.
    """
    layouts: dict[str, Layout] = {}
    networks: dict[str, nn.Module] = {}
    for direction, file in files_by_direction(path).items():
        layouts[direction], networks[direction] = read_translator(file)
    layout = next(iter(layouts.values()))
    if any(other != layout for other in layouts.values()):
        raise StudioError(
            f"The two generators beside {path} differ in their layers; move one elsewhere to open the other alone."
        )
    if layout.channels != layout.out_channels:
        raise StudioError(
            f"{path} turns pictures of {layout.channels} channels into ones of {layout.out_channels}; "
            "only translators with the same number on both sides can be opened."
        )
    return Model(
        Translators(**networks).to(device), _record(path, layout, tuple(networks)), name=name_of(path)
    )


def _record(path: Path, layout: Layout, directions: tuple[str, ...]) -> ModelRecord:
    """What a run that made this model would have written; the length of the training is not known.

    Alone, a U-Net or one with batch norm is pix2pix's, which the repository trains so; all others are CycleGAN's.
    """
    is_pix2pix = len(directions) == 1 and (layout.kind == "unet" or layout.norm == "batch")
    recipe = RECIPES["pix2pix" if is_pix2pix else "cyclegan"]
    chosen = _settings(layout) | ({"direction": directions[0]} if is_pix2pix else {})
    titles = titles_of(path)
    pictures = Pictures(_resolution(layout), layout.channels, domains=titles)
    try:
        settings = recipe.resolve(recipe.settings_type(**chosen), pictures, torch.device("cpu"))
    except ValidationError as error:
        reason = explain(error, recipe.settings_type).rstrip(".")
        raise StudioError(f"{path} cannot be opened: {reason}; choose another model.") from error
    return ModelRecord(
        recipe=recipe.card.name, settings=settings.model_dump(mode="json"),
        pictures=PicturesRecord.model_validate(pictures), data=DataRecord(name=" and ".join(titles)),
        step=0, images=0, seed=0,
    )  # fmt: skip


def _settings(layout: Layout) -> dict[str, Any]:
    """The network's, and for what else there is to say the repository's own: they are not in the file."""
    depth = {"blocks": layout.depth} if layout.kind == "resnet" else {"downs": layout.depth}
    return depth | {
        "network": layout.kind, "width": layout.width, "norm": layout.norm, "dropout": layout.dropout,
        "upsampling": "transposed", "d_width": 64, "d_layers": 3,
    }  # fmt: skip


def _resolution(layout: Layout) -> int:
    """The repository's own choice for such a network."""
    if layout.kind == "unet":
        return max(64, 2**layout.depth)
    return 256 if layout.depth >= 9 else 128

"""Saved pictures: a PNG that carries the point it was made from, so that it can be explored again."""

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, PngImagePlugin, UnidentifiedImageError
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ganstudio.disk import write_file
from ganstudio.errors import StudioError
from ganstudio.latents.point import LatentPoint
from ganstudio.latents.rendering import render

if TYPE_CHECKING:
    from ganstudio.latents.model import Model

FORMAT = 1
KEY = "ganstudio.point"  # of the text in the PNG


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", ser_json_bytes="base64", val_json_bytes="base64")


class ModelMark(_Record):
    """Which model made a picture."""

    fingerprint: str
    name: str = ""
    recipe: str = ""
    class_names: tuple[str, ...] = ()


class SavedPoint(_Record):
    """What a saved picture says about itself. `notes` are words such as the distance of an inversion."""

    format: int = Field(FORMAT, ge=1, le=FORMAT)
    program: str = "GAN Studio"
    model: ModelMark
    point: LatentPoint
    notes: dict[str, str] = {}

    def warning(self, model: "Model") -> str:
        """A plain sentence where `model` is not the one the picture was made with, else nothing."""
        if self.model.fingerprint == model.fingerprint:
            return ""
        made_with = self.model.name or self.model.recipe
        return f"This picture was made with another model ({made_with}), so it will look different here."


class _Version(BaseModel):
    format: int


def mark_of(model: "Model") -> ModelMark:
    return ModelMark(
        fingerprint=model.fingerprint, name=model.name, recipe=model.recipe, class_names=model.class_names
    )


def save_picture(
    model: "Model", point: LatentPoint, path: str | Path, notes: dict[str, str] | None = None
) -> None:
    """Renders a point and writes it as PNG with the point in it, whole or not at all."""
    saved = SavedPoint(model=mark_of(model), point=point, notes=notes or {})
    write_file(Path(path), picture_bytes(render(model, point), saved))


def picture_bytes(picture: Image.Image, saved: SavedPoint) -> bytes:
    """The PNG's content."""
    text = PngImagePlugin.PngInfo()
    text.add_itxt(KEY, saved.model_dump_json(), zip=True)
    buffer = BytesIO()
    picture.save(buffer, "PNG", pnginfo=text)
    return buffer.getvalue()


def read_point(path: str | Path) -> LatentPoint:
    """The point that a saved picture was made from. Raises StudioError where there is none."""
    return read_saved(path).point


def read_saved(path: str | Path) -> SavedPoint:
    """The point of a saved picture with the model's mark. Raises StudioError in one sentence."""
    text = _text(Path(path))
    if text is None:
        raise StudioError(
            f"{path} carries no point: it was not saved by GAN Studio; it can be inverted instead."
        )
    return parse_saved(text, str(path))


def parse_saved(text: str, where: str) -> SavedPoint:
    """From the text itself; `where` is named in errors."""
    try:
        version = _Version.model_validate_json(text).format
        if version > FORMAT:
            raise StudioError(
                f"{where} was saved by a newer GAN Studio (format {version}, this one reads up to {FORMAT}); "
                "install the newest version."
            )
        return SavedPoint.model_validate_json(text)
    except ValidationError as error:
        problem = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in problem["loc"]) or "JSON"
        raise StudioError(f"{where} carries a damaged point ({place}); save the picture again.") from error


def _text(path: Path) -> str | None:
    """The text of a PNG under KEY, None where there is none. Only the text's chunks are read."""
    try:
        with Image.open(path, formats=["PNG"]) as picture:
            picture.load()  # text may stand behind the pixels
            text = getattr(picture, "text", {}).get(KEY)
            return None if text is None else str(text)
    except UnidentifiedImageError:
        return None
    except FileNotFoundError as error:
        raise StudioError(f"{path} does not exist; check the path.") from error
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise StudioError(f"{path} cannot be read as a picture; choose another file.") from error


def pixels_of(picture: Image.Image) -> np.ndarray:
    """[H, W, C] uint8."""
    array = np.asarray(picture)
    return array[..., None] if array.ndim == 2 else array

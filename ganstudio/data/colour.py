"""Brings every kind of picture to 8 bits, sRGB or grey, without transparency. The rules are fixed and few.

16 bits are scaled (65535 becomes 255), never clipped. Numbers with a point are scaled from 0..1. An embedded colour
profile is honoured, without one CMYK is converted plainly. Transparent places show the chosen background.
"""

import io
from functools import lru_cache

import numpy as np
from PIL import Image, ImageCms, ImageColor

from ganstudio.data.findings import PictureError
from ganstudio.errors import StudioError

_SPACES = {"GRAY": "L", "RGB ": "RGB", "CMYK": "CMYK"}
_SRGB, _LAB = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
_ODD_NUMBERS = "Save it with 8 or 16 bits."


def plain_colours(picture: Image.Image, background: tuple[int, int, int]) -> Image.Image:
    """Any picture as mode "L" or "RGB". Raises PictureError where its numbers have no known meaning."""
    picture, alpha = colours_and_alpha(picture)
    return picture if alpha is None else laid_over(picture, alpha, background)


def colours_and_alpha(picture: Image.Image) -> tuple[Image.Image, Image.Image | None]:
    """Colours in mode "L" or "RGB"; transparency in mode "L", None where all is opaque. Raises PictureError."""
    profile = picture.info.get("icc_profile")
    picture, alpha = _split_alpha(picture)
    return _in_srgb(picture, profile), alpha


def parse_colour(colour: str) -> tuple[int, int, int]:
    """A colour by name or as #rrggbb. Raises StudioError for anything else."""
    try:
        red, green, blue = ImageColor.getrgb(colour)[:3]
    except ValueError as error:
        raise StudioError(f"'{colour}' is not a colour; write a name such as white, or #rrggbb.") from error
    return red, green, blue


def grey_or_none(colour: tuple[int, int, int]) -> int | None:
    """The level of a grey, None for a colour."""
    return colour[0] if colour[0] == colour[1] == colour[2] else None


def _split_alpha(picture: Image.Image) -> tuple[Image.Image, Image.Image | None]:
    """8-bit colours in mode L, RGB or CMYK, and the transparency (L), None where all is opaque."""
    if picture.mode.startswith(("I", "F")):
        return _eight_bits(picture)
    if picture.has_transparency_data:
        full = picture.convert("LA" if picture.mode in ("1", "L", "LA", "La") else "RGBA")
        alpha = full.getchannel("A")
        opaque = alpha.getextrema()[0] == 255
        return full.convert(full.mode[:-1]), None if opaque else alpha
    if picture.mode in ("L", "RGB", "CMYK"):
        return picture, None
    if picture.mode == "LAB":
        return _applied(picture, ImageCms.buildTransform(_LAB, _SRGB, "LAB", "RGB")), None
    return picture.convert("L" if picture.mode == "1" else "RGB"), None


def _eight_bits(picture: Image.Image) -> tuple[Image.Image, Image.Image | None]:
    """Grey numbers of 16 or 32 bits, or floats, scaled to 0..255; a 16-bit level named transparent is kept so."""
    numbers = np.asarray(picture)
    low, high = float(numbers.min()), float(numbers.max())
    if not np.isfinite(low + high):
        raise PictureError("It holds numbers that are not finite.", _ODD_NUMBERS)
    top = 1.0 if picture.mode.startswith("F") else 65535.0
    if low < 0 or high > top:
        raise PictureError(
            f"Its numbers lie outside 0 to {top:g}, so black and white are unknown.", _ODD_NUMBERS
        )
    levels = np.rint(numbers.astype(np.float32) * (255 / top)).astype(np.uint8)
    clear = picture.info.get("transparency")
    if not isinstance(clear, int):
        return Image.fromarray(levels), None
    return Image.fromarray(levels), Image.fromarray(np.where(numbers == clear, 0, 255).astype(np.uint8))


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Converted by its profile where it has one that fits; CMYK without one is converted plainly."""
    transform = _profile_transform(profile, picture.mode) if profile else None
    if transform is not None:
        converted = _applied(picture, transform)
        return converted.convert("L") if picture.mode == "L" else converted
    return picture.convert("RGB") if picture.mode == "CMYK" else picture


@lru_cache(maxsize=64)
def _profile_transform(profile: bytes, mode: str) -> ImageCms.ImageCmsTransform | None:
    """From an embedded profile to sRGB; None where it is damaged or meant for other colours, and so is ignored."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if _SPACES.get(source.profile.xcolor_space) != mode:
            return None
        return ImageCms.buildTransform(source, _SRGB, mode, "RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None


def _applied(picture: Image.Image, transform: ImageCms.ImageCmsTransform) -> Image.Image:
    converted = ImageCms.applyTransform(picture, transform)
    if converted is None:  # only so with inPlace
        raise PictureError("Its colours cannot be converted.", _ODD_NUMBERS)
    return converted


def laid_over(picture: Image.Image, alpha: Image.Image, background: tuple[int, int, int]) -> Image.Image:
    """The picture laid on a plain background; grey stays grey on grey."""
    grey = grey_or_none(background)
    if picture.mode == "L" and grey is not None:
        return Image.composite(picture, Image.new("L", picture.size, grey), alpha)
    return Image.composite(picture.convert("RGB"), Image.new("RGB", picture.size, background), alpha)

"""A finished picture as the bytes of a file."""

import io
from typing import Any

import numpy as np
from PIL import Image, PngImagePlugin

from ganstudio.errors import StudioError
from ganstudio.translation.metadata import Metadata

_SETTINGS: dict[str, dict[str, Any]] = {
    "PNG": {},
    "JPEG": {"quality": 95, "subsampling": 0},
    "WEBP": {"quality": 95, "method": 4},
    "TIFF": {"compression": "tiff_adobe_deflate"},
}
_MOST = {"JPEG": 65_500, "WEBP": 16_383}  # pixels a side
_LARGE = 1 << 21  # pixels, from which on a PNG is packed quickly rather than tightly


def encoded(
    pixels: np.ndarray, alpha: np.ndarray | None, form: str, metadata: Metadata, texts: dict[str, str]
) -> bytes:
    """pixels [H, W, 3] and alpha [H, W] uint8 -> a file's content. JPEG has no transparency: what shows is the pixels
    over white. `texts` go into a PNG. Raises StudioError where the format cannot hold a picture of this size."""
    picture = Image.fromarray(pixels)
    side = max(picture.size)
    if side > _MOST.get(form, side):
        raise StudioError(f"{form} holds at most {_MOST[form]:,} pixels a side, not {side:,}; choose PNG.")
    if alpha is not None:
        picture = _with_alpha(picture, Image.fromarray(alpha), form)
    options = _SETTINGS[form] | _kept(metadata, form, picture.size)
    if form == "PNG":
        options |= {"pnginfo": _texts(dict(metadata.text) | texts)}
        options |= {"compress_level": 3} if picture.width * picture.height > _LARGE else {}
    try:
        return _bytes(picture, form, options)
    except RuntimeError:  # Pillow cannot pack a TIFF that has nested EXIF
        return _bytes(picture, form, {**options, "compression": None})


def _bytes(picture: Image.Image, form: str, options: dict[str, Any]) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, form, **options)
    return buffer.getvalue()


def _with_alpha(picture: Image.Image, alpha: Image.Image, form: str) -> Image.Image:
    if alpha.size != picture.size:
        alpha = alpha.resize(picture.size, Image.Resampling.LANCZOS)
    if form == "JPEG":
        return Image.composite(picture, Image.new("RGB", picture.size, "white"), alpha)
    picture.putalpha(alpha)
    return picture


def _kept(metadata: Metadata, form: str, size: tuple[int, int]) -> dict[str, Any]:
    """What the format can hold of the metadata."""
    options = metadata.options(size)
    comment = metadata.text.get("Comment", "")
    if form == "JPEG" and comment:
        options["comment"] = comment.encode()[:65_000]
    if form in ("PNG", "TIFF"):
        options.pop("xmp", None)
    most = 65_000 if form == "JPEG" else 1 << 24  # of one segment
    return {
        name: value for name, value in options.items() if not isinstance(value, bytes) or len(value) <= most
    }


def _texts(texts: dict[str, str]) -> PngImagePlugin.PngInfo:
    info = PngImagePlugin.PngInfo()
    for key, text in texts.items():
        if 1 <= len(key.encode("latin-1", "ignore")) <= 79:
            info.add_itxt(key.encode("latin-1", "ignore").decode("latin-1"), text, zip=len(text) > 1000)
    return info

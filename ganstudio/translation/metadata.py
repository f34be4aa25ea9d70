"""What a picture says about itself beside its pixels, made true again for the translated picture."""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from PIL import ExifTags, Image, ImageCms

# Of the picture as such; what describes the storage of the file's own pixels, as TIFF mixes in, is left behind.
_KEPT = frozenset(
    {0x010E, 0x010F, 0x0110, 0x0131, 0x0132, 0x013B, 0x4746, 0x8298, 0x8769, 0x8825}
    | set(range(0x9C9B, 0x9CA0))
)
_COLOUR_SPACE, _WIDTH, _HEIGHT, _SRGB = 0xA001, 0xA002, 0xA003, 1
_LONGEST_TEXT = 1 << 20


@dataclass(frozen=True)
class Metadata:
    """`exif` without orientation and thumbnail; `has_profile` where the file named its colours, which are sRGB now."""

    exif: bytes = b""
    has_profile: bool = False
    xmp: bytes = b""
    dpi: tuple[float, float] | None = None
    text: Mapping[str, str] = field(default_factory=dict)

    def options(self, size: tuple[int, int]) -> dict[str, Any]:
        """What Pillow's `save` takes, for a picture of (width, height)."""
        exif = _of_size(self.exif, size)
        profile = (
            ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes() if self.has_profile else None
        )
        named = {"exif": exif, "icc_profile": profile, "xmp": self.xmp, "dpi": self.dpi}
        return {name: value for name, value in named.items() if value}


def metadata_of(opened: Image.Image) -> Metadata:
    """From a picture as Pillow opened it. What is damaged is left out."""
    info = opened.info
    xmp = info.get("xmp") or info.get("XML:com.adobe.xmp") or b""
    xmp = xmp.encode() if isinstance(xmp, str) else xmp
    return Metadata(
        _exif(opened), bool(info.get("icc_profile")), _upright_xmp(xmp), _dpi(info.get("dpi")), _texts(opened)
    )


def _exif(opened: Image.Image) -> bytes:
    with suppress(Exception):  # a damaged EXIF block is no reason to lose the picture
        exif, kept = opened.getexif(), Image.Exif()
        for tag in _KEPT & set(exif):
            inner = exif.get_ifd(tag) if tag in (ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo) else None
            kept[tag] = exif[tag] if inner is None else dict(inner)
        return kept.tobytes() if len(kept) else b""
    return b""


def _of_size(exif: bytes, size: tuple[int, int]) -> bytes:
    """With the width and height that the picture has now, and sRGB, where it names them."""
    with suppress(Exception):
        read = Image.Exif()
        read.load(exif)
        inner = dict(read.get_ifd(ExifTags.IFD.Exif)) if ExifTags.IFD.Exif in read else {}
        true = {_COLOUR_SPACE: _SRGB, _WIDTH: size[0], _HEIGHT: size[1]}
        inner.update({tag: value for tag, value in true.items() if tag in inner})
        if inner:
            read[ExifTags.IFD.Exif] = inner
        return read.tobytes() if exif else b""
    return b""


def _upright_xmp(xmp: bytes) -> bytes:
    """XMP may name the orientation a second time."""
    if len(xmp) > _LONGEST_TEXT:
        return b""
    xmp = re.sub(rb'(tiff:Orientation\s*=\s*["\'])\d', rb"\g<1>1", xmp)
    return re.sub(rb"(<tiff:Orientation>)\s*\d\s*(?=</)", rb"\g<1>1", xmp)


def _dpi(value: Any) -> tuple[float, float] | None:
    with suppress(TypeError, ValueError, ZeroDivisionError):
        across, down = (float(number) for number in value)
        if 1 < across < 1e5 and 1 < down < 1e5:
            return across, down
    return None


def _texts(opened: Image.Image) -> dict[str, str]:
    """A PNG's texts and a JPEG's comment. The program's own are left behind: they speak of another picture."""
    found = {str(key): str(text) for key, text in getattr(opened, "text", {}).items()}
    comment = opened.info.get("comment")
    if isinstance(comment, bytes):
        found["Comment"] = comment.decode("utf-8", "replace")
    mine = ("ganstudio.", "XML:com.adobe.xmp", "Raw profile type")
    return {
        key: text for key, text in found.items() if not key.startswith(mine) and len(text) <= _LONGEST_TEXT
    }

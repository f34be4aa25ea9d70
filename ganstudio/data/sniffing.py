"""Says what a file really is, from its first bytes; names and extensions are not trusted."""

from ganstudio.data.findings import PictureError

HEAD = 512
"""Bytes that are enough to tell."""

READABLE = ("PNG", "JPEG", "WEBP", "BMP", "TIFF", "GIF")
"""The formats that are opened, in Pillow's names; the rarer ones have had too many holes."""

_PICTURES = (
    (b"\x89PNG\r\n\x1a\n", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"BM", "BMP"), (b"GIF87a", "GIF"), (b"GIF89a", "GIF"),
    (b"II*\0", "TIFF"), (b"MM\0*", "TIFF"), (b"II+\0", "TIFF"), (b"MM\0+", "TIFF"),
)  # fmt: skip
_OTHERS = (
    (b"8BPS", "a Photoshop document"), (b"%PDF", "a PDF document"), (b"%!PS", "a PostScript drawing"),
    (b"\xc5\xd0\xd3\xc6", "a PostScript drawing"), (b"PK\x03\x04", "a zip archive"), (b"\x1f\x8b", "a gzip archive"),
    (b"Rar!", "a RAR archive"), (b"7z\xbc\xaf", "a 7-zip archive"), (b"\xff\x0a", "a JPEG XL picture"),
    (b"\0\0\0\x0cJXL ", "a JPEG XL picture"), (b"\0\0\0\x0cjP", "a JPEG 2000 picture"), (b"\0\0\x01\0", "an icon file"),
    (b"#?RADIANCE", "a Radiance picture"), (b"v/1\x01", "an OpenEXR picture"), (b"SIMPLE  =", "a FITS picture"),
    (b"\x1aE\xdf\xa3", "a video"), (b"\x93NUMPY", "a NumPy array"), (b"ID3", "a sound"), (b"OggS", "a sound"),
    (b"\x7fELF", "a program"), (b"MZ", "a program"), (b"SQLite format 3", "a database"),
)  # fmt: skip
_BRANDS = {b"avif": "an AVIF picture", b"avis": "an AVIF picture"} | dict.fromkeys(
    (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heif"), "a HEIC picture"
)
_CONVERT = "Convert it to PNG or JPEG."


def picture_format(head: bytes) -> str:
    """The format, one of READABLE. Raises PictureError saying what else the file is."""
    for start, name in _PICTURES:
        if head.startswith(start):
            return name
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WEBP"
    raise _not_a_picture(head)


def _not_a_picture(head: bytes) -> PictureError:
    if not head:
        return PictureError("The file is empty (0 bytes).", "Copy or download it again.")
    if not head.strip(b"\0"):
        return PictureError(
            "The file holds only zeros, as after a failed copy.", "Copy or download it again."
        )
    if head[4:8] == b"ftyp":
        return PictureError(
            f"It is {_BRANDS.get(head[8:12], 'a video')}, which cannot be read here.", _CONVERT
        )
    for start, words in _OTHERS:
        if head.startswith(start):
            return PictureError(f"It is {words}, which cannot be read here.", _CONVERT)
    return _text_or_unknown(head)


def _text_or_unknown(head: bytes) -> PictureError:
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if b"<svg" in text:
        return PictureError("It is an SVG drawing, which cannot be read here.", _CONVERT)
    if text.startswith((b"<!doctype", b"<html")):
        return PictureError("It is a web page, not a picture.", "Download the picture itself.")
    if not any(byte < 9 or 13 < byte < 32 for byte in head):
        return PictureError("It is text, not a picture.")
    return PictureError("It is not a picture in a known format.", _CONVERT)

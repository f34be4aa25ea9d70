"""Turns the bytes of a file into a picture by fixed rules, or says in a sentence why it cannot be used."""

import io
import threading
import warnings
from contextlib import nullcontext
from typing import Literal, NamedTuple

from PIL import Image, ImageOps, UnidentifiedImageError

from ganstudio.data.colour import colours_and_alpha, plain_colours
from ganstudio.data.entries import Payload
from ganstudio.data.findings import PictureError
from ganstudio.data.sniffing import HEAD, READABLE, picture_format

Half = Literal["left", "right"]
MAX_PIXELS = 100_000_000
MIN_SIDE = 8
_LARGE = 16_000_000
_one_large_at_a_time = threading.Lock()

# Pillow then also refuses what is twice as large by itself, wherever in the program a picture is opened.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS


def quiet_pillow() -> None:
    """Pillow's remarks about odd files go nowhere: what matters becomes a finding."""
    warnings.filterwarnings("ignore", module=r"PIL\.")


quiet_pillow()


def decode(
    payload: Payload, background: tuple[int, int, int] = (255, 255, 255), side: int | None = None
) -> Image.Image:
    """A picture in mode "L" or "RGB", upright. Raises PictureError, whatever is wrong with it.

    With `side`, a much larger JPEG is decoded at a fraction of its size, at least twice `side` on its shorter side.
    """
    try:
        picture = _opened(payload)
        with _one_large_at_a_time if picture.width * picture.height > _LARGE else nullcontext():
            if side is not None:
                picture.draft(None, (2 * side, 2 * side))
            picture.load()
            return plain_colours(_upright(picture), background)
    except PictureError:
        raise
    except Exception as error:  # decoders raise nearly anything on damaged files
        raise _explained(error) from error


class Apart(NamedTuple):
    """Upright colours (mode "L" or "RGB"), transparency (mode "L", None where all is opaque), what Pillow opened."""

    colours: Image.Image
    alpha: Image.Image | None
    opened: Image.Image


def decode_apart(payload: Payload, smallest: int = 1) -> Apart:
    """A picture of `smallest` pixels a side or more, its transparency kept apart. Raises PictureError."""
    try:
        opened = _opened(payload, smallest)
        with _one_large_at_a_time if opened.width * opened.height > _LARGE else nullcontext():
            opened.load()
            return Apart(*colours_and_alpha(_upright(opened)), opened)
    except PictureError:
        raise
    except Exception as error:
        raise _explained(error) from error


def measure(payload: Payload) -> tuple[int, int]:
    """Width and height as the picture is seen, from its header. Raises PictureError."""
    try:
        picture = _opened(payload)
        width, height = picture.size
        return (height, width) if _orientation(picture) >= 5 else (width, height)
    except PictureError:
        raise
    except Exception as error:
        raise _explained(error) from error


def cut_in_half(payload: Payload, half: Half) -> Image.Image:
    """The left or the right half of a picture as it is seen, undecided as to colours. Raises PictureError."""
    try:
        picture = _opened(payload)
        picture.load()
        picture = _upright(picture)
        width, height = picture.size
        if width < 2 * MIN_SIDE:
            raise PictureError(f"It is too narrow to hold two pictures: {width} x {height} pixels.")
        start = 0 if half == "left" else width - width // 2
        cut = picture.crop((start, 0, start + width // 2, height))
        cut.info.pop("exif", None)
        return cut
    except PictureError:
        raise
    except Exception as error:
        raise _explained(error) from error


def _opened(payload: Payload, smallest: int = MIN_SIDE) -> Image.Image:
    """The picture with only its header read, and its size approved."""
    if isinstance(payload, Image.Image):
        return payload
    picture_format(payload[:HEAD])
    picture = Image.open(io.BytesIO(payload), formats=READABLE)
    width, height = picture.size
    if width * height >= MAX_PIXELS:
        raise _too_large()
    if min(width, height) < smallest:
        raise PictureError(
            f"It is too small: {width} x {height} pixels; each side needs {smallest}.", "Leave it out."
        )
    return picture


def _upright(picture: Image.Image) -> Image.Image:
    """Turned as its EXIF tag says; a damaged tag turns nothing."""
    if _orientation(picture) == 1:
        return picture
    turned = ImageOps.exif_transpose(picture)
    turned.info = picture.info
    return turned


def _orientation(picture: Image.Image) -> int:
    try:
        orientation = picture.getexif().get(0x0112, 1)
    except Exception:  # a damaged EXIF block is no reason to lose the picture
        return 1
    return orientation if isinstance(orientation, int) and 1 <= orientation <= 8 else 1


def _too_large() -> PictureError:
    return PictureError(
        "It has 100 megapixels or more and is refused as a possible bomb.", "Make it smaller."
    )


def _explained(error: Exception) -> PictureError:
    """A sentence for what a decoder said."""
    words = str(error).lower()
    if isinstance(error, Image.DecompressionBombError | Image.DecompressionBombWarning):
        return _too_large()
    if isinstance(error, EOFError) or any(
        word in words for word in ("truncated", "broken data stream", "unexpected end")
    ):
        return PictureError("The file ends too early (truncated).", "Copy or download it again.")
    if isinstance(error, MemoryError):
        return PictureError("It needs more memory than there is.", "Make it smaller.")
    if isinstance(error, UnidentifiedImageError):
        return PictureError("It begins like a picture but is damaged.", "Copy or download it again.")
    return PictureError(
        f"It is damaged ({str(error).strip() or type(error).__name__}).", "Copy or download it again."
    )

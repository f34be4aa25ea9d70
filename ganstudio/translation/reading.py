"""Pictures as they are translated: at their own size, upright, in sRGB, with transparency and metadata apart."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from PIL import Image

from ganstudio.data.colour import laid_over
from ganstudio.data.decoding import Apart, decode_apart
from ganstudio.data.entries import MAX_BYTES, printable
from ganstudio.data.findings import PictureError
from ganstudio.data.sniffing import HEAD, picture_format
from ganstudio.errors import StudioError
from ganstudio.translation.finding import find_pictures, sentence_of, unreadable
from ganstudio.translation.metadata import Metadata, metadata_of

__all__ = ["Source", "find_pictures", "read_source", "source_of"]

_WHITE = (255, 255, 255)
_TOO_LARGE = PictureError("The file is larger than 512 MB.", "Make it smaller.")


@dataclass(frozen=True, eq=False)
class Source:
    """A picture in memory. `pixels` [H, W, 3] uint8 sRGB show white where it is transparent; `alpha` [H, W] uint8 is
    None where all is opaque. `format` is Pillow's name of the file's format, empty for a picture without a file.
    """

    pixels: np.ndarray
    alpha: np.ndarray | None = None
    format: str = ""
    name: str = "picture"
    path: Path | None = None
    metadata: Metadata = field(default_factory=Metadata)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        return self.pixels.shape[1], self.pixels.shape[0]


def read_source(origin: str | Path | bytes, name: str = "picture") -> Source:
    """Reads a file, or the bytes of one that is called `name`. Of an animation the first frame counts.

    Raises StudioError with one sentence that names the file.
    """
    path = None if isinstance(origin, bytes) else Path(origin)
    name = name if path is None else path.name
    try:
        payload = origin if isinstance(origin, bytes) else _bytes_of(Path(origin))
        if len(payload) > MAX_BYTES:
            raise _TOO_LARGE
        return _source(decode_apart(payload), name, path)
    except PictureError as error:
        raise StudioError(sentence_of(name, error)) from error


def source_of(pixels: np.ndarray, name: str = "picture") -> Source:
    """A picture that is in memory already: [H, W], [H, W, 3], or [H, W, 4] with its transparency, uint8."""
    picture = Image.fromarray(pixels)
    try:
        return _source(decode_apart(picture), name, None)
    except PictureError as error:
        raise StudioError(sentence_of(name, error)) from error


def _bytes_of(path: Path) -> bytes:
    """The file's content, or nothing of it unless it begins like a picture. Raises PictureError."""
    try:
        if not path.is_file():
            raise unreadable(path)
        with path.open("rb") as file:
            head = file.read(HEAD)
            picture_format(head)
            return head + file.read(MAX_BYTES)
    except OSError as error:
        raise unreadable(path, error) from error


def _source(read: Apart, name: str, path: Path | None) -> Source:
    colours = read.colours if read.alpha is None else laid_over(read.colours, read.alpha, _WHITE)
    return Source(
        pixels=np.array(colours.convert("RGB")),
        alpha=None if read.alpha is None else np.array(read.alpha),
        format=read.opened.format or "",
        name=printable(name),
        path=path,
        metadata=metadata_of(read.opened),
    )

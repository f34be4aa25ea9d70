"""How pictures are translated, and where results go. Torch-free, so that window and command line can import it."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Size = Literal["auto", "whole", "tiles", "resized"]
Format = Literal["as-source", "png", "jpeg", "webp", "tiff"]


@dataclass(frozen=True)
class Manner:
    """`size` "auto" takes a picture whole where memory allows it and in tiles elsewhere; "resized" translates it at the
    model's own resolution and enlarges the result. `tile` and `overlap` are in pixels. `strength` 0 to 1 blends the
    result with the picture. `own_statistics` takes batch norm's statistics from the picture, and leaves dropout on, as
    pix2pix was published.
    """

    direction: Literal["a2b", "b2a"] = "a2b"
    size: Size = "auto"
    tile: int = 512
    overlap: int = 32
    strength: float = 1.0
    keep_brightness: bool = False
    keep_alpha: bool = True
    own_statistics: bool = False


@dataclass(frozen=True)
class Output:
    """Files go to `folder`, beside their sources where it is None, under `pattern`, in which {name}, {direction},
    {model} and {number} are filled in; a name that is taken gets a number. `original_size` gives a resized translation
    the size of its source again."""

    folder: Path | None = None
    pattern: str = "{name}-{direction}"
    format: Format = "as-source"
    keep_metadata: bool = True
    original_size: bool = True


# What `translate_files` reports, in order, of each file.


@dataclass(frozen=True)
class Began:
    source: Path


@dataclass(frozen=True)
class Advanced:
    """`done` of `total` tiles."""

    source: Path
    done: int
    total: int


@dataclass(frozen=True)
class Translated:
    """`how` says what a person may want to know, such as "12 tiles; colours may differ a little between tiles"."""

    source: Path
    result: Path
    seconds: float
    tiles: int = 1
    how: str = ""


@dataclass(frozen=True)
class Refused:
    """One sentence: what is wrong with the file and what to do."""

    source: Path
    sentence: str


@dataclass(frozen=True)
class Skipped:
    """Its result was there before, and was to be left alone."""

    source: Path
    result: Path


FileEvent = Began | Advanced | Translated | Refused | Skipped


@dataclass(frozen=True)
class Found:
    """What dropped paths come to: pictures in order, and what is none of them."""

    pictures: tuple[Path, ...] = ()
    refused: tuple[Refused, ...] = field(default=())

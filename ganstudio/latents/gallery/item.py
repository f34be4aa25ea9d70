"""One file of the gallery, as plain values."""

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, Self

from PIL import Image
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ganstudio.latents.gallery.labels import Labels, labels_in
from ganstudio.latents.gallery.png_text import PREFIX, read_png
from ganstudio.latents.gallery.saying import Row, name_of, rows_of
from ganstudio.latents.point import LatentPoint

POINT_KEY = f"{PREFIX}point"
TRANSLATED_KEY = f"{PREFIX}translation"
FORMATS = {".png": "PNG", ".webp": "WebP", ".gif": "GIF", ".jpg": "JPEG", ".jpeg": "JPEG", ".mp4": "MP4"}
MOVING = (".gif", ".mp4")
READABLE = ("PNG", "WEBP", "GIF", "JPEG")  # what Pillow may try
MOST_PARTS = 64  # of a point that search looks at

Kind = Literal["explored", "translated", "video", "foreign"]


@dataclass(frozen=True)
class Item:
    """A picture or clip. Until `is_read` only its name and times are known. `made` are rows of how it was made."""

    path: Path
    stamp: tuple[int, int, int, int]  # ns of its time, bytes, number on the disk, ns of its record
    place: str = ""  # the sub-folder it lies in
    is_read: bool = False
    kind: Kind = "foreign"
    width: int = 0
    height: int = 0
    labels: Labels = field(default_factory=Labels)
    model: str = ""
    fingerprint: str = ""
    made: tuple[Row, ...] = ()
    seeds: frozenset[int] = frozenset()
    about: str = ""  # recipe, classes and directions, for the search
    problem: str = ""  # why nothing more is known

    @property
    def name(self) -> str:
        return self.path.stem

    @property
    def format(self) -> str:
        return FORMATS[self.path.suffix.lower()]

    @property
    def modified(self) -> float:
        return self.stamp[0] / 1e9

    @property
    def stars(self) -> int:
        return self.labels.stars

    @property
    def tags(self) -> tuple[str, ...]:
        return self.labels.tags

    @property
    def has_point(self) -> bool:
        return bool(self.made)

    @property
    def words(self) -> str:
        """What a search looks through, lower case."""
        return " ".join((self.name, self.place, self.model, self.about, *self.tags)).casefold()

    def labelled(self, labels: Labels) -> Self:
        """The same with other stars or words."""
        return replace(self, labels=labels)


class _Mark(BaseModel):
    model_config = ConfigDict(extra="ignore")
    fingerprint: str = ""
    name: str = ""
    recipe: str = ""
    class_names: tuple[str, ...] = ()


class _Saved(BaseModel):
    """As `picture_file.SavedPoint`, which needs torch."""

    model_config = ConfigDict(extra="ignore")
    format: int = Field(ge=1, le=1)
    model: _Mark
    point: LatentPoint
    notes: dict[str, str] = {}


def read_item(item: Item) -> Item:
    """Everything that the file says about itself; a damaged or foreign file says less, and why."""
    try:
        facts = read_png(item.path) if item.path.suffix.lower() == ".png" else None
        width, height = (facts.width, facts.height) if facts else _size_of(item.path)
        texts = facts.texts if facts else {}
        problem = "This file is cut off." if facts and not facts.is_whole else ""
    except (OSError, ValueError, SyntaxError, struct.error, Image.DecompressionBombError):
        width, height, texts, problem = 0, 0, {}, "This file cannot be read as a picture."
    found = replace(
        item, is_read=True, width=width, height=height, labels=labels_in(item.path, texts),
        kind=_kind_of(item.path, texts), problem=problem,
    )  # fmt: skip
    return _with_point(found, texts)


def _with_point(item: Item, texts: Mapping[str, str]) -> Item:
    text = texts.get(POINT_KEY)
    if text is None:
        return item
    try:
        saved = _Saved.model_validate_json(text)
    except ValidationError:
        return replace(
            item,
            problem=item.problem or "Its point is damaged, or of a newer GAN Studio; it cannot be restored.",
        )
    mark, point = saved.model, saved.point
    rows = [("Model", mark.name or mark.recipe), *rows_of(point, mark.class_names), *saved.notes.items()]
    origins = [point.origin, *(mix.origin for mix in point.mixes)]
    seeds = frozenset(part.seed for origin in origins for part in origin.seeds[:MOST_PARTS])
    classes = [name_of(part.number, mark.class_names) for part in point.classes[:MOST_PARTS]]
    uses = [use.name for use in point.directions[:MOST_PARTS]]
    return replace(
        item, model=mark.name or mark.recipe, fingerprint=mark.fingerprint, made=tuple(rows), seeds=seeds,
        about=" ".join([mark.recipe, *classes, *uses]),
    )  # fmt: skip


def _kind_of(path: Path, texts: Mapping[str, str]) -> Kind:
    if TRANSLATED_KEY in texts:
        return "translated"
    if POINT_KEY in texts:
        return "explored"
    return "video" if path.suffix.lower() in MOVING else "foreign"


def _size_of(path: Path) -> tuple[int, int]:
    """Width and height from the head of a file; 0 for a film, whose size its first frame tells."""
    if path.suffix.lower() == ".mp4":
        return 0, 0
    with Image.open(path, formats=READABLE) as picture:
        return picture.size

"""Stars and words that a person gives a picture. They travel with the file: inside a PNG, beside any other."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ganstudio.disk import plain_sentence, write_file
from ganstudio.latents.gallery.png_text import rewrite_text

KEY = "ganstudio.labels"
MOST_STARS, MOST_TAGS, LONGEST_TAG = 5, 64, 60
LONGEST_SIDECAR = 1 << 16  # bytes


class Labels(BaseModel):
    """Fields that a later version adds are kept."""

    model_config = ConfigDict(frozen=True, extra="allow")

    stars: int = Field(0, ge=0, le=MOST_STARS)
    tags: tuple[str, ...] = Field((), max_length=1024)

    @property
    def is_empty(self) -> bool:
        return not self.stars and not self.tags and not self.model_extra


def clean_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Each once, without odd spaces, however it is written; at most as many and as long as can be shown."""
    kept: dict[str, str] = {}
    for tag in tags:
        words = " ".join("".join(each if each.isprintable() else " " for each in tag).split())[:LONGEST_TAG]
        if words:
            kept.setdefault(words.casefold(), words)
    return tuple(kept.values())[:MOST_TAGS]


def labels_in(path: Path, texts: Mapping[str, str]) -> Labels:
    """The labels of a file; `texts` are those of a PNG. None there, or damaged ones, are no labels."""
    text = texts.get(KEY) if is_png(path) else _sidecar_text(path)
    try:
        found = Labels() if text is None else Labels.model_validate_json(text)
    except ValidationError:
        return Labels()
    return found.model_copy(update={"tags": clean_tags(found.tags)})


def write_labels(path: Path, labels: Labels) -> None:
    """Raises StudioError where the file is damaged or its folder cannot be written."""
    text = None if labels.is_empty else labels.model_dump_json()
    if is_png(path):
        rewrite_text(path, KEY, text)
        return
    try:
        if text is None:
            sidecar_of(path).unlink(missing_ok=True)
        else:
            write_file(sidecar_of(path), text.encode())
    except OSError as error:
        raise plain_sentence(error, path.parent, f"keep the stars of {path.name}") from error


def sidecar_of(path: Path) -> Path:
    """Where the labels of a file lie that is no PNG; not hidden, so that whoever moves the file sees it."""
    return path.with_name(f"{path.name}.json")


def is_png(path: Path) -> bool:
    return path.suffix.lower() == ".png"


def _sidecar_text(path: Path) -> str | None:
    try:
        with sidecar_of(path).open("rb") as file:
            raw = file.read(LONGEST_SIDECAR + 1)
        return raw.decode() if len(raw) <= LONGEST_SIDECAR else None
    except (OSError, ValueError):
        return None

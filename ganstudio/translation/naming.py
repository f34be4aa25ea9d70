"""What results are called: a pattern with fields, made into a name that every system takes."""

import re
import string
from collections.abc import Iterator
from pathlib import Path

from ganstudio.data.entries import printable
from ganstudio.errors import StudioError
from ganstudio.translation.manner import Format, Output

FIELDS = ("name", "direction", "model", "number", "folder")
LONGEST = 180  # bytes of a name without its ending; systems take 255, and temporary names are longer
SUFFIXES = {"PNG": ".png", "JPEG": ".jpg", "WEBP": ".webp", "TIFF": ".tif"}
_FORMATS: dict[Format, str] = {"png": "PNG", "jpeg": "JPEG", "webp": "WEBP", "tiff": "TIFF"}
_RESERVED = re.compile(
    r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE
)  # names that Windows keeps for devices


def check_pattern(pattern: str) -> None:
    """Raises StudioError with one sentence unless the pattern makes a file's name."""
    known = ", ".join(f"{{{name}}}" for name in FIELDS)
    try:
        parts = list(string.Formatter().parse(pattern))
    except ValueError as error:
        raise StudioError(
            f"The name pattern '{pattern}' has a lone brace; write each field as in {{name}}."
        ) from error
    for text, name, specification, conversion in parts:
        if name is not None and (name not in FIELDS or specification or conversion):
            raise StudioError(
                f"The name pattern '{pattern}' has an unknown field {{{name}}}; there are {known}."
            )
        if re.search(r"[/\\]", text):
            raise StudioError(
                f"The name pattern '{pattern}' names a folder; leave out / and \\, and choose the folder."
            )
    if not pattern.strip(" ."):
        raise StudioError(
            f"The name pattern is empty; write something such as {{name}}-{{direction}}, with {known}."
        )


def result_stem(pattern: str, source: Path, direction: str, model: str, number: int) -> str:
    """The name without its ending. `source` may be a name alone. Raises StudioError for a bad pattern."""
    check_pattern(pattern)
    folder = source.parent.name or source.absolute().parent.name
    named = {
        "name": source.stem,
        "direction": direction,
        "model": model,
        "number": f"{number:04d}",
        "folder": folder,
    }
    return clean(pattern.format(**{field: printable(value) for field, value in named.items()}))


def clean(name: str) -> str:
    """Without what some system cannot have in a name, and not too long."""
    name = re.sub(r'[<>:"/\\|?*\x00-\x1f\x7f]', "_", name)
    name = name.encode()[:LONGEST].decode(errors="ignore").strip().rstrip(". ") or "picture"
    name = "_" + name[1:] if name.startswith(".") else name  # else it would be hidden
    return f"_{name}" if _RESERVED.match(name) else name


def result_format(wanted: Format, source: str) -> str:
    """Pillow's name of the format; what is no longer in use, or has no colours, becomes PNG."""
    if wanted != "as-source":
        return _FORMATS[wanted]
    return source if source in SUFFIXES else "PNG"


def result_folder(output: Output, source: Path | None) -> Path:
    """Where a result goes. Raises StudioError where neither a folder nor a source says."""
    if output.folder is not None:
        return output.folder
    if source is None:
        raise StudioError("This picture came without a file; choose a folder for the results.")
    return source.parent


def free_names(folder: Path, stem: str, suffix: str) -> Iterator[Path]:
    """The name itself, then with a number, those left out that are taken by now."""
    number = 1
    while True:
        path = folder / (f"{stem}{suffix}" if number == 1 else f"{stem}-{number}{suffix}")
        if not path.exists() and not path.is_symlink():
            yield path
        number += 1

"""Two decoded sides on the disk: folders a and b, each a data set as dataset.py has it, and a record.

a/ b/         their first pictures are the pairs, at the same places
domains.json  everything else, written last
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast, get_args

from ganstudio.data.dataset import Dataset, damaged, is_dataset, read_dataset, read_record
from ganstudio.data.findings import Finding
from ganstudio.data.side_listing import Layout

RECORD = "domains.json"
FOLDERS = ("a", "b")


@dataclass(frozen=True, eq=False)
class StoredSides:
    """Both sides as they lie on the disk; `resolution` is what networks see of pictures that may be larger."""

    name: str
    title: str
    titles: tuple[str, str]
    layout: Layout
    a: Dataset
    b: Dataset
    pairs: int
    resolution: int
    findings: tuple[Finding, ...]
    folder: Path


def is_stored_sides(folder: Path) -> bool:
    """Whether a folder holds two decoded sides."""
    try:
        return (folder / RECORD).is_file() and all(is_dataset(folder / name) for name in FOLDERS)
    except (OSError, ValueError):  # a path too long or with a zero in it is nobody's name
        return False


def read_sides_record(folder: Path) -> dict[str, Any]:
    """The record. Raises StudioError when it is missing or damaged."""
    return read_record(folder, RECORD)


def read_stored_sides(folder: Path) -> StoredSides:
    """Opens both sides without reading their pictures. Raises StudioError when they are damaged."""
    record = read_sides_record(folder)
    a, b = (read_dataset(folder / name) for name in FOLDERS)
    try:
        titles = record["titles"]
        pairs, resolution = int(record["pairs"]), int(record["resolution"])
        fits = a.resolution == b.resolution >= resolution and 0 <= pairs <= min(len(a), len(b))
        if not fits or len(titles) != 2 or record["layout"] not in get_args(Layout):
            raise damaged(folder)
        return StoredSides(
            record["name"], record["title"], (str(titles[0]), str(titles[1])), cast(Layout, record["layout"]), a, b,
            pairs, resolution, tuple(Finding(**finding) for finding in record["findings"]), folder,
        )  # fmt: skip
    except (ValueError, KeyError, TypeError) as error:
        raise damaged(folder) from error

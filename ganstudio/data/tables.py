"""Reads the two tables that can come with pictures: metadata.csv, and dataset.json of StyleGAN's tools."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

_MAX_BYTES = 256 << 20
_FILE = ("file", "file_name", "filename", "path", "image")
_LABEL = ("label", "class")
_CAPTION = ("caption", "text")


class TableError(Exception):
    """Why a table cannot be used, as a sentence."""


@dataclass(frozen=True)
class Row:
    """What a table says of one picture."""

    label: str | None = None
    caption: str = ""
    split: str = ""


Table = tuple[dict[str, Row], list[str]]
"""Rows by file name, and remarks about the table."""


def read_csv(data: bytes) -> Table:
    """`file,label,caption,split`: only `file` is needed, the order is free and more columns may be there."""
    text, remarks = decode_text(data)
    separator = separator_of(text.partition("\n")[0])
    try:
        lines = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        header = {(name or "").strip().lower(): name for name in lines.fieldnames or ()}
        column = {kind: next((header[name] for name in names if name in header), None) for kind, names in
                  {"file": _FILE, "label": _LABEL, "caption": _CAPTION, "split": ("split",)}.items()}  # fmt: skip
        if column["file"] is None:
            raise TableError("The table has no column called file.")
        rows: dict[str, Row] = {}
        for line in lines:
            _add_row(rows, line, column, remarks)
    except csv.Error as error:
        raise TableError(f"The table is damaged ({error}).") from error
    if not rows:
        raise TableError("The table names no file.")
    return rows, remarks


def _add_row(
    rows: dict[str, Row], line: dict[Any, Any], column: dict[str, str | None], remarks: list[str]
) -> None:
    words = {kind: (line.get(name) or "").strip() if name else "" for kind, name in column.items()}
    name = words["file"].replace("\\", "/").removeprefix("./")
    if not name:
        return
    if name in rows:
        remarks.append(f"It names {name} twice; the first line counts.")
        return
    rows[name] = Row(words["label"] or None, words["caption"], words["split"].lower())


def separator_of(header: str) -> str:
    return max((",", ";", "\t"), key=header.count)


def decode_text(data: bytes) -> tuple[str, list[str]]:
    """UTF-8, or UTF-16 with its mark, or else Windows' western letters, which can be wrong."""
    if len(data) > _MAX_BYTES:
        raise TableError("The table is larger than 256 MB.")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace"), []
    try:
        text, remarks = data.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        text, remarks = data.decode("cp1252", "replace"), ["It is not in UTF-8; accents may be wrong."]
    if "\0" in text:
        raise TableError("The table is not text.")
    return text, remarks


def read_json(data: bytes) -> Table:
    """`{"labels": [[file, class], ...]}`, or null where there are no classes (stylegan2-ada's dataset_tool)."""
    if len(data) > _MAX_BYTES:
        raise TableError("The table is larger than 256 MB.")
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise TableError("The table is not valid JSON.") from error
    if not isinstance(document, dict) or "labels" not in document:
        raise TableError('The table has no "labels".')
    if document["labels"] is None:
        return {}, []
    if not isinstance(document["labels"], list):
        raise TableError('"labels" is not a list.')
    return {name: Row(label) for name, label in map(_json_pair, document["labels"])}, []


def _json_pair(pair: Any) -> tuple[str, str]:
    match pair:
        case [str(name), int(label)] if not isinstance(label, bool) and label >= 0:
            return name.replace("\\", "/").removeprefix("./"), str(label)
    raise TableError('"labels" must hold pairs of a file and a whole number.')


READERS: dict[str, Callable[[bytes], Table]] = {"metadata.csv": read_csv, "dataset.json": read_json}

"""Gives listed pictures their classes: from metadata.csv, from StyleGAN's dataset.json, or from their folders."""

import unicodedata
from collections.abc import Callable
from dataclasses import replace

from ganstudio.data.entries import Entry, Listing
from ganstudio.data.findings import Finding
from ganstudio.data.tables import READERS, Row, TableError

_FEW = 0.5


def labelled(entries: list[Entry], findings: list[Finding], read: Callable[[Entry], bytes]) -> Listing:
    """The pictures among `entries`, sorted and labelled; tables are taken out and read by `read`."""
    root = _common_root([entry.file for entry in entries])
    tables = {entry.file: entry for entry in entries if entry.file.removeprefix(root) in READERS}
    pictures = sorted((entry for entry in entries if entry.file not in tables), key=lambda entry: entry.file)
    for name in READERS:
        if root + name in tables:
            rows = _read_rows(name, tables[root + name], read, findings)
            if rows is not None:
                return _without_strays(
                    Listing(_from_rows(pictures, rows, root, root + name, findings), findings)
                )
    return _without_strays(Listing([_from_folder(entry, root) for entry in pictures], findings))


def _read_rows(
    name: str, entry: Entry, read: Callable[[Entry], bytes], findings: list[Finding]
) -> dict[str, Row] | None:
    try:
        rows, remarks = READERS[name](read(entry))
    except TableError as error:
        reason = f"{error} The sub-folders are taken as classes instead."
        findings.append(Finding(entry.file, "unusable", reason, "Correct the table or remove it."))
        return None
    except (
        Exception
    ) as error:  # a zip member or a file can fail in many ways, and the pictures are still good
        reason = f"The table cannot be read ({error}). The sub-folders are taken as classes instead."
        findings.append(Finding(entry.file, "unusable", reason, "Correct the table or remove it."))
        return None
    findings.extend(Finding(entry.file, "suspicious", remark) for remark in remarks)
    return rows


def _from_folder(entry: Entry, root: str) -> Entry:
    first, slash, _ = entry.file.removeprefix(root).partition("/")
    return replace(entry, label=first) if slash else entry


def _from_rows(
    pictures: list[Entry], rows: dict[str, Row], root: str, table: str, findings: list[Finding]
) -> list[Entry]:
    """Pictures that the table names, with its words; what is missing on either side becomes a finding."""
    by_name = {_normal(name): row for name, row in rows.items()}
    kept, used = [], set()
    for entry in pictures:
        name = _normal(entry.file.removeprefix(root))
        row = by_name.get(name) if name in by_name else None
        if row is None and rows:
            reason = f"{table} does not name it, so it is left out."
            findings.append(Finding(entry.file, "suspicious", reason, f"Add it to {table}."))
            continue
        used.add(name)
        kept.append(replace(entry, label=row.label, caption=row.caption, split=row.split) if row else entry)
    mentioned = {finding.file for finding in findings}
    for name in rows:
        if _normal(name) not in used and root + name not in mentioned:
            reason = f"{table} names it, but it is not there."
            findings.append(Finding(root + name, "unusable", reason, "Restore the file or remove the line."))
    return kept


def _normal(name: str) -> str:
    """One spelling for one name: composed accents, forward slashes, no leading ./ ."""
    return unicodedata.normalize("NFC", name).replace("\\", "/").removeprefix("./")


def _without_strays(listing: Listing) -> Listing:
    """Where most pictures have a class, those that have none are left out; where few have one, none is used."""
    bare = [entry for entry in listing.entries if entry.label is None]
    if not bare or len(bare) == len(listing.entries):
        return listing
    if len(bare) > _FEW * len(listing.entries):
        named = len(listing.entries) - len(bare)
        reason = f"Only {named:,} of {len(listing.entries):,} pictures have a class, so classes are not used."
        listing.findings.append(
            Finding("", "suspicious", reason, "Put every picture into the folder of its class.")
        )
        listing.entries = [replace(entry, label=None) for entry in listing.entries]
        return listing
    reason = "It has no class although most others have, so it is left out."
    fix = "Put it into the folder of its class."
    listing.findings.extend(Finding(entry.file, "suspicious", reason, fix) for entry in bare)
    listing.entries = [entry for entry in listing.entries if entry.label is not None]
    return listing


def _common_root(names: list[str]) -> str:
    """The folder, with its slash, that only wraps everything else, as in most zips of a folder."""
    root = ""
    while True:
        inside = [name.removeprefix(root) for name in names]
        tops = {name.partition("/")[0] for name in inside}
        if len(tops) != 1 or not all("/" in name for name in inside):
            return root
        inner = f"{tops.pop()}/"
        deeper = [name.removeprefix(inner) for name in inside]
        if not any("/" in name or name in READERS for name in deeper):
            return root
        root += inner


def class_names(entries: list[Entry]) -> tuple[str, ...]:
    """The classes in order, numbers by value; empty unless there are two or more."""
    names = {entry.label for entry in entries if entry.label is not None}
    if len(names) < 2:
        return ()
    if all(name.isdecimal() for name in names):
        return tuple(sorted(names, key=lambda name: (int(name), name)))
    return tuple(sorted(names))

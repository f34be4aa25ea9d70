"""A table of pairs: columns a and b, and a split if wanted; paths from where the table lies, also into zips there."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from ganstudio.data.entries import Entry, printable
from ganstudio.data.findings import Finding
from ganstudio.data.folder_source import FolderSource
from ganstudio.data.parallel import StoppedError
from ganstudio.data.side_listing import SideListing, part_of, told_apart
from ganstudio.data.tables import TableError, decode_text, separator_of
from ganstudio.data.zip_source import ZipSource
from ganstudio.errors import StudioError

MAX_BYTES = 64 << 20
MAX_PAIRS = 1_000_000


@dataclass(frozen=True)
class Line:
    """One line of the table: paths with forward slashes."""

    number: int
    a: str
    b: str
    split: str


class PairsTable:
    """The pairs that a table names; the same picture may be in several."""

    def __init__(self, path: Path, should_stop: Callable[[], bool]) -> None:
        self.path, self._should_stop = path, should_stop
        self.name = self.title = printable(path.stem)

    def identity(self) -> tuple[str, str | None]:
        """Its path; whether pictures have changed only the listing can tell."""
        return str(self.path.resolve()), None

    def listing(self) -> SideListing:
        """The pairs whose files are both there. Raises StudioError where there is none."""
        findings: list[Finding] = []
        found = _Files(self.path.parent, FolderSource(self.path.parent, self._should_stop))
        pairs: list[tuple[Entry, Entry]] = []
        seen: set[tuple[str, str]] = set()
        for line in self._lines(findings):
            if (line.a, line.b) in seen:
                findings.append(self._about(line, f"The pair of {line.a} and {line.b} is there twice."))
                continue
            seen.add((line.a, line.b))
            pair, reason = self._pair(line, found)
            if pair is not None:
                pairs.append(pair)
            else:
                findings.append(self._about(line, reason))
        if not pairs:
            first = f"; {findings[0].file}: {findings[0].reason}" if findings else ", it names none"
            raise StudioError(f"{printable(self.path.name)} has no pair that can be used{first}")
        titles = told_apart(*(_title(pair[side].file for pair in pairs) or "AB"[side] for side in (0, 1)))
        return SideListing(titles, "table of pairs", pairs, findings=findings)

    def _pair(self, line: Line, found: "_Files") -> tuple[tuple[Entry, Entry] | None, str]:
        entries = []
        for path in (line.a, line.b):
            if not path:
                return None, "It does not name two files."
            entry = found.entry(path, line.split)
            if isinstance(entry, str):
                return None, f"{printable(path)}: {entry}"
            entries.append(entry)
        return (entries[0], entries[1]), ""

    def _about(self, line: Line, reason: str) -> Finding:
        file = f"{printable(self.path.name)}, line {line.number}"
        return Finding(file, "unusable", reason, "Correct or remove the line.")

    def _lines(self, findings: list[Finding]) -> Iterator[Line]:
        try:
            yield from self._read(findings)
        except (csv.Error, TableError) as error:
            raise StudioError(
                f"{printable(self.path.name)} cannot be read as a table of pairs: {error}"
            ) from error
        except OSError as error:
            raise StudioError(
                f"{printable(str(self.path))} cannot be read; check the path and your rights."
            ) from error

    def _read(self, findings: list[Finding]) -> Iterator[Line]:
        if self.path.stat().st_size > MAX_BYTES:
            raise TableError("it is larger than 64 MB; split it.")
        text, remarks = decode_text(self.path.read_bytes())
        findings.extend(Finding(printable(self.path.name), "suspicious", remark) for remark in remarks)
        lines = csv.reader(
            io.StringIO(text, newline=""), delimiter=separator_of(text.partition("\n")[0]), strict=True
        )
        header = [name.strip().lower() for name in next(lines, [])]
        if "a" not in header or "b" not in header:
            raise TableError("its first line must name the columns a and b.")
        columns = [header.index(name) if name in header else -1 for name in ("a", "b", "split")]
        for number, line in enumerate(lines, 1):
            if self._should_stop():
                raise StoppedError
            if number > MAX_PAIRS:
                raise TableError(f"it names more than {MAX_PAIRS:,} pairs; split it.")
            if any(word.strip() for word in line):
                a, b, split = (line[place].strip() if 0 <= place < len(line) else "" for place in columns)
                yield Line(lines.line_num, _plain(a), _plain(b), split.lower())


@dataclass
class _Files:
    """Finds what paths name, in the folder and in the zips in it."""

    root: Path
    folder: FolderSource
    zips: dict[str, tuple[ZipSource, dict[str, Entry]] | None] = field(default_factory=dict)

    def entry(self, path: str, split: str) -> Entry | str:
        """The picture, or a sentence on why there is none."""
        pure = PurePosixPath(path)
        if not pure.parts or pure.is_absolute() or ".." in pure.parts or ":" in pure.parts[0] or "\0" in path:
            return "Its name leads out of the folder of the table."
        try:
            status = (self.root / pure).stat()
            if (self.root / pure).is_file():
                found = Entry(
                    printable(path),
                    str(self.root / pure),
                    f"{status.st_size} {status.st_mtime_ns}",
                    None,
                    "",
                    split,
                )
                return part_of(self.folder, found)
        except (OSError, ValueError):
            pass
        return self._in_a_zip(pure, split) or "It is not there."

    def _in_a_zip(self, path: PurePosixPath, split: str) -> Entry | None:
        for depth in range(len(path.parts) - 1, 0, -1):
            opened = self._zip("/".join(path.parts[:depth]))
            if opened is not None:
                source, members = opened
                inner = "/".join(path.parts[depth:])
                entry = members.get(inner) or members.get(f"{path.parts[depth - 1]}/{inner}")
                if entry is not None:
                    named = Entry(printable(str(path)), entry.key, entry.stamp, None, "", split)
                    return part_of(source, named)
        return None

    def _zip(self, prefix: str) -> tuple[ZipSource, dict[str, Entry]] | None:
        """The zip `prefix`, or `prefix`.zip, and its members by name."""
        if prefix not in self.zips:
            self.zips[prefix] = None
            for name in (prefix, f"{prefix}.zip"):
                if (
                    name.lower().endswith(".zip")
                    and (self.root / name).is_file()
                    and zipfile.is_zipfile(self.root / name)
                ):
                    source = ZipSource(self.root / name)
                    self.zips[prefix] = source, source.members([])
                    break
        return self.zips[prefix]


def _plain(path: str) -> str:
    return path.replace("\\", "/").removeprefix("./")


def _title(files: Iterator[str]) -> str:
    """The folder that all files of a side lie in; empty where there is none."""
    tops = {PurePosixPath(file).parts[0] if "/" in file else "" for file in files}
    return tops.pop().removesuffix(".zip") if len(tops) == 1 else ""

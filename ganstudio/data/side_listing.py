"""What two sides hold before anything is decoded: pictures that belong together, and those that stand alone."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Literal, Protocol

from ganstudio.data.decoding import Half, cut_in_half
from ganstudio.data.entries import Entry, Listing, Payload, Source
from ganstudio.data.findings import Finding

Layout = Literal["two sets", "folders A and B", "side by side", "table of pairs", "imported"]
"""How two sides are laid out, as a person is told."""

TRAIN, HELD_OUT = ("train", "training"), ("test", "testing", "val", "valid", "validation")
"""Names of splits. Nothing is trained on what is held out."""


@dataclass(frozen=True)
class Part:
    """Where a picture of one side comes from; `half` where a file shows both sides."""

    source: Source
    entry: Entry
    half: Half | None = None


Item = tuple[Entry | None, Entry | None]
"""A pair, or a picture of A or of B alone."""


@dataclass
class SideListing:
    """Pairs, and the pictures of A and of B without a counterpart. The key of each entry is a Part."""

    titles: tuple[str, str]
    layout: Layout
    pairs: list[tuple[Entry, Entry]]
    a: list[Entry] = field(default_factory=list)
    b: list[Entry] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def all_of(self, side: int) -> list[Entry]:
        """Every picture of side 0 (A) or 1 (B), those of pairs first."""
        return [pair[side] for pair in self.pairs] + (self.b if side else self.a)

    def items(self) -> list[Item]:
        """Pairs first, then the rest of A and of B."""
        return [*self.pairs, *((entry, None) for entry in self.a), *((None, entry) for entry in self.b)]

    def __len__(self) -> int:
        return 2 * len(self.pairs) + len(self.a) + len(self.b)


class TwoSidedSource(Protocol):
    """Data with two sides: two sources, or one that holds both."""

    name: str
    title: str

    def identity(self) -> tuple[str, str | None]:
        """As of a Source: what tells it from others, and a stamp that changes with it; None where its listing tells."""
        ...

    def listing(self) -> SideListing:
        """Everything in it; nothing is decoded yet. Raises StudioError where there are not two sides."""
        ...


class Loading:
    """Gives the pictures of a SideListing; all that is needed of a Source to look at them."""

    def load(self, entry: Entry) -> Payload:
        """One picture, or its half. Raises PictureError. Called from several threads."""
        part: Part = entry.key
        payload = part.source.load(part.entry)
        return payload if part.half is None else cut_in_half(payload, part.half)


def part_of(
    source: Source, entry: Entry, prefix: str = "", split: str = "", half: Half | None = None
) -> Entry:
    """An entry of a source as one of a side; classes mean nothing there."""
    return Entry(
        prefix + entry.file, Part(source, entry, half), f"{entry.stamp} {half or ''}".strip(), None, entry.caption,
        entry.split or split,
    )  # fmt: skip


def split_folder(file: str) -> tuple[str, str]:
    """(split, the rest) of a path whose first folder is called like a split; ("", path) of any other."""
    first, slash, rest = file.partition("/")
    return (first.lower(), rest) if slash and first.lower() in TRAIN + HELD_OUT else ("", file)


Keyed = Iterable[tuple[str, Entry]]
"""Pictures of a side, each with the name by which its counterpart is found."""


def matched(
    titles: tuple[str, str], layout: Layout, a: Keyed, b: Keyed, findings: list[Finding]
) -> SideListing:
    """Pictures whose names are equal, up to their endings, are pairs, unless fewer than half of the smaller side are.

    Two unrelated sets now and then have a name in common, which means nothing.
    """
    sides = _by_name(a), _by_name(b)
    shared = [
        name for name in sides[0] if name in sides[1] and len(sides[0][name]) == len(sides[1][name]) == 1
    ]
    if 2 * len(shared) < min(sum(map(len, side.values())) for side in sides):
        if shared:
            reason = f"Only {len(shared):,} names are equal on both sides, so no pairs are known."
            fix = "Give the two pictures of a pair the same name, or list the pairs in a table."
            findings = [*findings, Finding("", "suspicious", reason, fix)]
        shared = []
    pairs = [(sides[0][name][0], sides[1][name][0]) for name in shared]
    known = set(shared)
    a_rest, b_rest = (
        [entry for name, group in side.items() if name not in known for entry in group] for side in sides
    )
    return SideListing(titles, layout, pairs, a_rest, b_rest, findings)


def _by_name(entries: Keyed) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for name, entry in entries:
        path = PurePosixPath(name)
        found.setdefault(str(path.with_suffix("") if path.name else path), []).append(entry)
    return found


def keyed(source: Source, listing: Listing, prefix: str) -> list[tuple[str, Entry]]:
    """The pictures of a set that is one side, with their names; folders train, test and val are its splits."""
    root = common_folder(listing.entries)
    names = [entry.file.removeprefix(root) for entry in listing.entries]
    return [
        (name, part_of(source, entry, prefix, split_folder(name)[0]))
        for name, entry in zip(names, listing.entries)
    ]


def common_folder(entries: Iterable[Entry]) -> str:
    """The folders, with a slash, that all of these lie in; without any that is called like a split."""
    parents = [PurePosixPath(entry.file).parent.parts for entry in entries]
    shared = []
    for names in zip(*parents):
        if len(set(names)) > 1 or names[0].lower() in TRAIN + HELD_OUT:
            break
        shared.append(names[0])
    return "".join(f"{name}/" for name in shared)


def told_apart(a: str, b: str) -> tuple[str, str]:
    """Titles of A and B that differ, without what both begin with: Google, where it is Emoji, Google."""
    if a == b:
        return f"{a}, A", f"{b}, B"
    (a_kind, _, a_own), (b_kind, _, b_own) = (title.partition(", ") for title in (a, b))
    return (a_own, b_own) if a_kind == b_kind and a_own and b_own else (a, b)


def titles_from(name: str) -> tuple[str, str]:
    """What the name of the data says of its sides, as horse2zebra does; else A and B."""
    match = re.fullmatch(r"([A-Za-z]{3,})(?:2|_to_|-to-)([A-Za-z]{3,})(?:[_-].*)?", name)
    return told_apart(match[1].capitalize(), match[2].capitalize()) if match else ("A", "B")


def without(listing: SideListing, files: Iterable[str]) -> SideListing:
    """The same less some files; a pair goes as a whole."""
    excluded = set(files)
    keep = [not (a.file in excluded or b.file in excluded) for a, b in listing.pairs]
    return replace(
        listing, pairs=[pair for pair, kept in zip(listing.pairs, keep) if kept],
        a=[entry for entry in listing.a if entry.file not in excluded],
        b=[entry for entry in listing.b if entry.file not in excluded],
    )  # fmt: skip

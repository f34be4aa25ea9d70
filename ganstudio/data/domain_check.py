"""Looks at every picture of two sides before they are trained on, and at how they belong together."""

from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from PIL import Image

from ganstudio.data.check import Look, look_at, pictures_to_leave_out
from ganstudio.data.contact_sheet import Places, sheet, side_places
from ganstudio.data.domain_building import (
    FEWEST,
    HasSize,
    Result,
    odd_pair,
    refusals,
    size_findings,
)  # fmt: skip
from ganstudio.data.entries import Entry, Progress, never
from ganstudio.data.findings import Finding, Level
from ganstudio.data.holding_out import held_out
from ganstudio.data.oddities import duplicates, odd_pictures, odd_side
from ganstudio.data.side_listing import Loading, SideListing
from ganstudio.data.side_opening import open_sides
from ganstudio.errors import StudioError

_SIZES = 100


@dataclass(frozen=True)
class SideReport:
    """One side: how many files it has, how many can be used, and how many of these are held out."""

    title: str
    files: int
    usable: int
    held_out: int
    sizes: dict[str, int]  # "WxH", the most frequent first
    channels: int


@dataclass
class SidesReport:
    """The result of a check of two sides. `findings` about the whole have an empty `file`."""

    title: str
    layout: str
    a: SideReport
    b: SideReport
    pairs: int
    held_out_pairs: int
    findings: list[Finding] = field(default_factory=list)
    contact_sheet: Image.Image | None = None

    def exclude(self, *levels: Level) -> tuple[str, ...]:
        """The files that an import should leave out; of these levels, or of any."""
        return pictures_to_leave_out(self.findings, levels)

    def as_json(self) -> dict[str, Any]:
        """Plain values, without the contact sheet."""
        return {
            "title": self.title, "layout": self.layout, "a": asdict(self.a), "b": asdict(self.b), "pairs": self.pairs,
            "held_out_pairs": self.held_out_pairs, "findings": [finding.as_json() for finding in self.findings],
        }  # fmt: skip


@dataclass
class _Seen:
    """What was found on one side."""

    entries: list[Entry]
    looks: dict[str, Look]
    thumbnails: dict[str, Image.Image]
    refused: dict[str, Finding]

    def result(self, entry: Entry | None) -> HasSize | Finding | None:
        if entry is None:
            return None
        look = self.looks.get(entry.file)
        return HasSize(look.size) if look is not None else self.refused[entry.file]


def check_sides(
    data: str | Path, to: str | Path | None = None, *, resolution: int | None = None,
    progress: Progress | None = None, should_stop: Callable[[], bool] = never,
) -> SidesReport:  # fmt: skip
    """Decodes every picture of both sides and reports; nothing is written. `data` and `to` as open_domains has them.

    Raises StudioError when there are not two sides, StoppedError when told to stop.
    """
    source = open_sides(data, to, should_stop)
    listing = source.listing()
    seen, sheet_ = _look(listing, progress, should_stop)
    findings, good, pairs = _judged(listing, seen)
    for side, entries in zip(seen, good):
        findings += _odd(side, entries, resolution)
    findings += _duplicates(seen, good, pairs)
    held = _held(listing.titles, good, pairs, findings)
    a, b = (
        SideReport(
            title, len(side.entries), len(entries), sum(out),
            dict(Counter("{}x{}".format(*side.looks[entry.file].size) for entry in entries).most_common(_SIZES)),
            1 if all(side.looks[entry.file].is_grey for entry in entries) else 3,
        )
        for title, side, entries, out in zip(listing.titles, seen, good, held)
    )  # fmt: skip
    return SidesReport(source.title, listing.layout, a, b, pairs, sum(held[0][:pairs]), findings, sheet_)


def _look(
    listing: SideListing, progress: Progress | None, should_stop: Callable[[], bool]
) -> tuple[tuple[_Seen, _Seen], Image.Image]:
    sides = listing.all_of(0), listing.all_of(1)
    places = side_places(*sides, len(listing.pairs))
    seen, done = [], 0
    for entries, shown in zip(sides, places):
        report = _from(progress, done, len(listing))
        looks, thumbnails, refused = look_at(Loading(), entries, shown, report, should_stop)
        seen.append(_Seen(entries, looks, thumbnails, {finding.file: finding for finding in refused}))
        done += len(entries)
    named: Places = {f"{side} {file}": place for side in (0, 1) for file, place in places[side].items()}
    thumbnails = {
        f"{side} {file}": picture for side in (0, 1) for file, picture in seen[side].thumbnails.items()
    }
    return (seen[0], seen[1]), sheet(thumbnails, named)


def _from(progress: Progress | None, before: int, total: int) -> Progress | None:
    return None if progress is None else lambda done, _: progress(before + done, total)


def _judged(
    listing: SideListing, seen: tuple[_Seen, _Seen]
) -> tuple[list[Finding], tuple[list[Entry], list[Entry]], int]:
    """All findings about files and pairs, what is left of both sides, pairs first, and how many pairs there are."""
    findings = list(listing.findings)
    good: tuple[list[Entry], list[Entry]] = ([], [])
    pairs, differing = 0, 0
    for item in listing.items():
        result: Result = (seen[0].result(item[0]), seen[1].result(item[1]))
        found = refusals(item, result)
        findings += found or odd_pair(item, result)
        if not found:
            for entries, entry in zip(good, item):
                entries += [entry] if entry is not None else []
            if None not in item:
                pairs += 1
                differing += result[0] != result[1]
    return findings + size_findings(differing, pairs), good, pairs


def _odd(side: _Seen, entries: list[Entry], resolution: int | None) -> list[Finding]:
    looks = {entry.file: side.looks[entry.file] for entry in entries}
    usual = resolution or median(min(look.size) for look in looks.values()) if looks else 0
    findings = []
    for file, look in looks.items():
        findings += odd_pictures(file, look.size, look.is_blank, usual)
    return findings


def _duplicates(
    seen: tuple[_Seen, _Seen], good: tuple[list[Entry], list[Entry]], pairs: int
) -> list[Finding]:
    """Pairs of which both pictures are there already, and single ones: a subject may have two counterparts."""
    digests = [[side.looks[entry.file].digest for entry in entries] for side, entries in zip(seen, good)]
    both = [one + other for one, other in zip(digests[0][:pairs], digests[1])]
    findings = duplicates(good[0][:pairs], both)
    for entries, own in zip(good, digests):
        findings += duplicates(entries[pairs:], own[pairs:])
    return findings


def _held(
    titles: tuple[str, str], good: tuple[list[Entry], list[Entry]], pairs: int, findings: list[Finding]
) -> tuple[list[bool], list[bool]]:
    """What an opening would hold out; nothing, with a finding, where it would refuse."""
    for title, entries in zip(titles, good):
        findings += odd_side(title, len(entries), FEWEST)
    try:
        held = held_out(titles, good, pairs)
    except StudioError as error:
        findings.append(Finding("", "unusable", str(error)))
        return [False] * len(good[0]), [False] * len(good[1])
    return held.a.tolist(), held.b.tolist()

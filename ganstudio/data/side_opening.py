"""From names and paths to data with two sides."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from ganstudio.data.array_source import ArraySource
from ganstudio.data.domain_store import StoredSides, is_stored_sides, read_stored_sides
from ganstudio.data.downloads import is_downloadable
from ganstudio.data.entries import Listing, Source, never, printable
from ganstudio.data.opening import BUNDLED, BUNDLED_PAIRS, imported, named_folders, open_source
from ganstudio.data.pairs_table import PairsTable
from ganstudio.data.side_folders import (
    SidesError,
    are_side_by_side,
    from_side_by_side,
    from_side_folders,
    has_side_folders,
)  # fmt: skip
from ganstudio.data.side_listing import (
    SideListing,
    TwoSidedSource,
    common_folder,
    keyed,
    matched,
    part_of,
    told_apart,
)  # fmt: skip
from ganstudio.data.storing import recover
from ganstudio.errors import StudioError

SIDE_BY_SIDE = "side-by-side"
"""Given as the other side: every picture shows both, left A and right B, whatever its shape."""

PAIRS_FILE = "pairs.csv"


class TwoSets:
    """Two folders, zips or data sets; pictures of equal names are pairs."""

    def __init__(self, a: Source, b: Source, name: str, title: str, titles: tuple[str, str]) -> None:
        self._sources, self.name, self.title, self._titles = (a, b), name, title, titles

    def identity(self) -> tuple[str, str | None]:
        """Both, in their order."""
        (a, a_stamp), (b, b_stamp) = (source.identity() for source in self._sources)
        stamp = None if a_stamp is None or b_stamp is None else f"{a_stamp} | {b_stamp}"
        return f"{a} | {b}", stamp

    def listing(self) -> SideListing:
        """Both, each picture under the title of its side."""
        found = [source.listing() for source in self._sources]
        a, b = (
            keyed(source, listing, f"{title}/")
            for source, listing, title in zip(self._sources, found, self._titles)
        )
        findings = [
            finding.under(title)
            for listing, title in zip(found, self._titles)
            for finding in listing.findings
        ]
        return matched(self._titles, "two sets", a, b, findings)


class OneSource:
    """A folder or zip that holds both sides."""

    def __init__(
        self, source: Source, name: str, side_by_side: bool, should_stop: Callable[[], bool]
    ) -> None:
        self._source, self.name, self.title = source, name, source.title
        self._side_by_side, self._should_stop = side_by_side, should_stop

    def identity(self) -> tuple[str, str | None]:
        """The source's own, and whether it was said to be side by side."""
        origin, stamp = self._source.identity()
        return f"{origin} as {SIDE_BY_SIDE}" if self._side_by_side else origin, stamp

    def listing(self) -> SideListing:
        """As it is laid out. Raises StudioError where there are not two sides."""
        found = sides_in(self._source, self._source.listing(), self._side_by_side, self._should_stop)
        if found is None:
            raise StudioError(
                f"{self.title} is one set of pictures; name the other side too, or lay it out as folders A and B, as "
                "trainA and trainB, or as pictures of both sides next to each other."
            )
        return found


class ImportedSides:
    """Data with two sides that has been imported, to bring it to another size."""

    def __init__(self, stored: StoredSides) -> None:
        self._stored, self.name, self.title = stored, stored.name, stored.title

    def identity(self) -> tuple[str, str | None]:
        """The fingerprints cover everything."""
        return self.name, f"{self._stored.a.fingerprint} {self._stored.b.fingerprint}"

    def listing(self) -> SideListing:
        """All pictures; the first ones of either side are the pairs."""
        sources = ArraySource(self._stored.a), ArraySource(self._stored.b)
        a, b = ([part_of(source, entry) for entry in source.listing().entries] for source in sources)
        count = self._stored.pairs
        return SideListing(
            self._stored.titles, self._stored.layout, list(zip(a[:count], b[:count])), a[count:], b[count:]
        )


def open_sides(data: str | Path, to: str | Path | None, should_stop: Callable[[], bool]) -> TwoSidedSource:
    """What `data` holds, or `data` as A and `to` as B. Raises StudioError where there are not two sides."""
    if to is None or str(to) == SIDE_BY_SIDE:
        return _one(data, to is not None, should_stop)
    if (str(data) in BUNDLED_PAIRS or stored_sides(data) is not None) or _is_table(data):
        raise StudioError(f"{printable(str(data))} has two sides already; leave the other one out.")
    (a, a_name), (b, b_name) = open_source(data, should_stop), open_source(to, should_stop)
    titles = told_apart(a.title, b.title)
    return TwoSets(a, b, f"{a_name} and {b_name}", f"{titles[0]} and {titles[1]}", titles)


def _one(data: str | Path, side_by_side: bool, should_stop: Callable[[], bool]) -> TwoSidedSource:
    bundled = BUNDLED_PAIRS.get(str(data))
    if bundled is not None:
        a, b = (open_source(name, should_stop)[0] for name in bundled.names)
        return TwoSets(a, b, str(data), bundled.title, bundled.sides)
    ready = stored_sides(data)
    if ready is not None:
        return ImportedSides(ready)
    if _is_table(data):
        return PairsTable(Path(data), should_stop)
    if not side_by_side and _has_table(data):
        table = PairsTable(Path(data) / PAIRS_FILE, should_stop)
        table.name = table.title = printable(Path(data).resolve().name)
        return table
    source, name = open_source(data, should_stop)
    return OneSource(source, name, side_by_side, should_stop)


def stored_sides(data: str | Path) -> StoredSides | None:
    """Imported data with two sides, by its name or its folder; None if there is no such."""
    for folder in named_folders(data):
        with suppress(OSError, ValueError):  # a path too long or with a zero in it is nobody's name
            recover(folder)
        if is_stored_sides(folder):
            return read_stored_sides(folder)
    return None


def sides_in(
    source: Source, listing: Listing, side_by_side: bool, should_stop: Callable[[], bool]
) -> SideListing | None:
    """The two sides in one source; None where it is one set. `side_by_side`: its pictures show both, it was said."""
    root = common_folder(listing.entries)
    if not side_by_side and has_side_folders(entry.file.removeprefix(root) for entry in listing.entries):
        return from_side_folders(source, listing)
    if side_by_side or are_side_by_side(source, listing, should_stop):
        return from_side_by_side(source, listing, should_stop)
    return None


def has_two_sides(data: str | Path, should_stop: Callable[[], bool] = never) -> bool:
    """Whether data is laid out with two sides. Raises StudioError when there is no such data."""
    if str(data) in BUNDLED_PAIRS or stored_sides(data) is not None or _is_table(data):
        return True
    if str(data) in BUNDLED or imported(data) is not None or is_downloadable(str(data)):
        return False
    if _has_table(data):
        return True
    source, _ = open_source(data, should_stop)
    try:
        return sides_in(source, source.listing(), False, should_stop) is not None
    except SidesError:
        return True


def _has_table(data: str | Path) -> bool:
    try:
        return (Path(data) / PAIRS_FILE).is_file()
    except (OSError, ValueError):
        return False


def _is_table(data: str | Path) -> bool:
    try:
        return str(data).lower().endswith(".csv") and Path(data).is_file()
    except (OSError, ValueError):
        return False

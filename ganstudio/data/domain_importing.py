"""Keeps two sides of a person's pictures as a data set with a name, decoded once."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, replace
from pathlib import Path

from ganstudio.data.building import Reading
from ganstudio.data.domain_building import build_sides
from ganstudio.data.domains import Domains, open_domains
from ganstudio.data.entries import Progress, never, printable
from ganstudio.data.fitting import Fit
from ganstudio.data.importing import check_name, refuse_taken
from ganstudio.data.side_listing import without
from ganstudio.data.side_opening import open_sides
from ganstudio.data.storing import held
from ganstudio.errors import StudioError
from ganstudio.resources import datasets_folder


def import_sides(
    data: str | Path, name: str, to: str | Path | None = None, resolution: int | None = None, *,
    titles: tuple[str, str] | None = None, fit: Fit = "crop", background: str = "white",
    exclude: Iterable[str] = (), overwrite: bool = False, progress: Progress | None = None,
    should_stop: Callable[[], bool] = never,
) -> Domains:  # fmt: skip
    """Decodes both sides, given as to open_domains, into the data set `name`. `titles` is what to call A and B.

    Files that cannot be used, and their counterparts, are left out and listed in `findings`; `exclude` names more.
    Raises StudioError when a side has too few pictures, the name is taken (unless `overwrite`) or the disk refuses, and
    StoppedError when told to stop; then nothing is left behind.
    """
    check_name(name)
    _check_titles(titles)
    reading = Reading(resolution, fit, background)
    target = datasets_folder() / name
    refuse_taken(target, overwrite)
    source = open_sides(data, to, should_stop)
    listing = without(source.listing(), exclude)
    listing = replace(listing, titles=titles or listing.titles)
    record = {"origin": printable(source.identity()[0]), "reading": asdict(reading)}
    with held(target, should_stop):
        refuse_taken(target, overwrite)
        build_sides(listing, target, name, name, reading, 0.0, origin=record, replace=overwrite, progress=progress,
                    should_stop=should_stop)  # fmt: skip
    return open_domains(name)


def _check_titles(titles: tuple[str, str] | None) -> None:
    if titles is not None and (not all(title.strip() for title in titles) or titles[0] == titles[1]):
        raise StudioError("The two sides need different titles that are not empty.")

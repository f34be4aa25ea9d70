"""Which pictures are shown and in what order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from time import localtime
from typing import Literal

from ganstudio.latents.gallery.item import Item

Filter = Literal["all", "starred", "explored", "translated", "videos"]
Sort = Literal["newest", "oldest", "name", "stars", "model"]
FILTERS: tuple[Filter, ...] = ("all", "starred", "explored", "translated", "videos")


@dataclass(frozen=True)
class Section:
    """Items under one head; no title where one section holds all."""

    title: str
    items: tuple[Item, ...]


def passes(item: Item, kind: Filter) -> bool:
    match kind:
        case "starred":
            return item.stars > 0
        case "explored":
            return item.kind == "explored"
        case "translated":
            return item.kind == "translated"
        case "videos":
            return item.kind == "video"
    return True


def counts(items: Iterable[Item]) -> dict[Filter, int]:
    """How many each filter lets through."""
    found = list(items)
    return {kind: sum(passes(item, kind) for item in found) for kind in FILTERS}


def matches(item: Item, words: str) -> bool:
    """Every word must be found: in the name, model, class, tags, sub-folder; a number is also a seed."""
    inside = item.words
    return all(
        word in inside or ((number := word.replace(",", "")).isdecimal() and int(number[:12]) in item.seeds)
        for word in words.casefold().split()
    )


def found(items: Iterable[Item], kind: Filter = "all", words: str = "", sort: Sort = "newest") -> list[Item]:
    """The items that pass, in order; equal ones by name."""
    kept = [item for item in items if passes(item, kind) and matches(item, words)]
    kept.sort(key=lambda item: (item.name.casefold(), str(item.path)))
    match sort:
        case "newest":
            kept.sort(key=lambda item: -item.stamp[0])
        case "oldest":
            kept.sort(key=lambda item: item.stamp[0])
        case "stars":
            kept.sort(key=lambda item: (-item.stars, -item.stamp[0]))
        case "model":
            kept.sort(key=lambda item: (not item.model, item.model.casefold(), -item.stamp[0]))
    return kept


def sections(items: Sequence[Item], sort: Sort, today: date | None = None) -> list[Section]:
    """Items that are in order already, under one head a day, number of stars or model."""
    if sort == "name":
        return [Section("", tuple(items))] if items else []
    heads: dict[str, list[Item]] = {}
    now = today or date.today()
    for item in items:
        heads.setdefault(_head_of(item, sort, now), []).append(item)
    return [Section(title, tuple(members)) for title, members in heads.items()]


def day_words(day: date, today: date) -> str:
    """Today, Yesterday, Monday (of the last week), 3 May, 3 May 2025."""
    if day == today:
        return "Today"
    if day == today - timedelta(days=1):
        return "Yesterday"
    if today - timedelta(days=7) < day < today:
        return f"{day:%A}"
    words = f"{day.day} {day:%B}"
    return words if day.year == today.year else f"{words} {day.year}"


def time_words(seconds: float, today: date) -> str:
    """Today, 14:06."""
    moment = localtime(seconds)
    day = date(moment.tm_year, moment.tm_mon, moment.tm_mday)
    return f"{day_words(day, today)}, {moment.tm_hour:02}:{moment.tm_min:02}"


def _head_of(item: Item, sort: Sort, today: date) -> str:
    if sort == "stars":
        return "No stars" if not item.stars else "1 star" if item.stars == 1 else f"{item.stars} stars"
    if sort == "model":
        return item.model or "No model"
    moment = localtime(item.modified)
    return day_words(date(moment.tm_year, moment.tm_mon, moment.tm_mday), today)

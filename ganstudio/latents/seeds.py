"""Ranges as people write them, `0-3,7`, for seeds, classes and layers."""

import re
from collections.abc import Sequence

from ganstudio.errors import StudioError

HIGHEST_SEED = 2**32 - 1  # what numpy's RandomState takes
MOST = 100_000  # numbers in one range; more is surely a slip of the keyboard


def parse_range(text: str, what: str = "seeds", highest: int = HIGHEST_SEED) -> list[int]:
    """`0-3,7` -> [0, 1, 2, 3, 7], in the order written. Raises StudioError for anything else."""
    numbers: list[int] = []
    for part in text.split(","):
        match = re.fullmatch(r"\s*([0-9]{1,10})\s*(?:-\s*([0-9]{1,10})\s*)?", part)
        if not match:
            raise StudioError(f"'{text}' is not a range of {what}; write numbers and ranges such as 0-3,7.")
        first, last = int(match[1]), int(match[2] or match[1])
        numbers += _span(first, last, what, highest)
        if len(numbers) > MOST:
            raise StudioError(f"'{text}' asks for more than {MOST:,} {what}; ask for fewer at a time.")
    return numbers


def parse_classes(text: str, names: Sequence[str]) -> list[int]:
    """Class names or numbers, and ranges of either, to class numbers: `0-3,7` or `cat,dog` or `cat-3`.

    A word that is both is a name: among the classes ("1", "2", "3") the word 3 means the last one.
    """
    if not names:
        raise StudioError("This model knows no classes; leave --classes out.")
    numbers: list[int] = []
    for part in text.split(","):
        first, last = _ends(part.strip(), names)
        numbers += _span(first, last, "classes", len(names) - 1)
    return numbers


def _ends(part: str, names: Sequence[str]) -> tuple[int, int]:
    whole = _find(part, names)
    if whole is not None:
        return whole, whole
    for cut in (match.start() for match in re.finditer("-", part)):  # names may contain hyphens
        first, last = (_find(end.strip(), names) for end in (part[:cut], part[cut + 1 :]))
        if first is not None and last is not None:
            return first, last
    shown = ", ".join(names[:20]) + (" ..." if len(names) > 20 else "")
    raise StudioError(f"There is no class '{part}'; there are {shown}, numbered 0 to {len(names) - 1}.")


def _find(word: str, names: Sequence[str]) -> int | None:
    folded = [name.casefold() for name in names]
    if word in names:
        return list(names).index(word)
    if word.casefold() in folded:
        return folded.index(word.casefold())
    return int(word) if re.fullmatch(r"[0-9]{1,9}", word) and int(word) < len(names) else None


def _span(first: int, last: int, what: str, highest: int) -> range:
    if last < first:
        raise StudioError(f"{first}-{last} runs backwards; write {last}-{first}.")
    if last > highest:
        raise StudioError(f"{last} is too high; {what} go from 0 to {highest}.")
    if last - first >= MOST:
        raise StudioError(f"{first}-{last} asks for more than {MOST:,} {what}; ask for fewer at a time.")
    return range(first, last + 1)

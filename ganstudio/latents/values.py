"""Lists of values as people write them: `0-7`, `0.2,0.5,1`, `-3..3 in 7`."""

import re
from collections.abc import Sequence

import numpy as np

from ganstudio.errors import StudioError

MOST_VALUES = 256
NUMBER = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
FORMS = "write them such as 0-7, or 0.2,0.5,1, or -3..3 in 7"


def parse_values(text: str) -> list[float]:
    """Numbers in the order written: single ones, `a-b` and `a..b` in whole steps, `a..b in n` evenly spaced.

    Raises StudioError for anything else.
    """
    values: list[float] = []
    for part in text.replace("−", "-").split(","):
        values += _part(part.strip(), text)
        if len(values) > MOST_VALUES:
            raise StudioError(f"'{text}' asks for more than {MOST_VALUES} values; ask for fewer.")
    return values


def parse_whole(text: str, what: str, highest: int) -> list[int]:
    """The same for whole numbers from 0 to `highest`."""
    values = parse_values(text)
    wrong = next((value for value in values if value != int(value) or not 0 <= value <= highest), None)
    if wrong is not None:
        raise StudioError(f"{wrong:g} is no such number; {what} go from 0 to {highest}.")
    return [int(value) for value in values]


def parse_steps(text: str, known: Sequence[int]) -> list[int]:
    """Steps of checkpoints: `all`, `all in 8` (evenly chosen, first and last among them), or the steps themselves."""
    match = re.fullmatch(r"\s*all(?:\s+in\s+([0-9]{1,4}))?\s*", text.casefold())
    if match:
        return evenly(sorted(known), int(match[1]) if match[1] else len(known))
    steps = [int(value) for value in parse_values(text.replace("_", ""))]
    missing = next((step for step in steps if step not in known), None)
    if missing is not None:
        shown = ", ".join(str(step) for step in evenly(sorted(known), 12))
        raise StudioError(f"There is no checkpoint of step {missing}; there are {shown}.")
    return steps


def evenly(values: Sequence[int], count: int) -> list[int]:
    """At most `count` of them, evenly spaced, the first and the last among them."""
    if count >= len(values):
        return list(values)
    return [
        values[round(place)]
        for place in np.linspace(len(values) - 1 if count == 1 else 0, len(values) - 1, count)
    ]


def _part(part: str, whole: str) -> list[float]:
    if re.fullmatch(NUMBER, part):
        return [float(part)]
    spaced = re.fullmatch(rf"({NUMBER})\s*\.\.\s*({NUMBER})\s+in\s+([0-9]{{1,4}})", part)
    if spaced:
        return _spaced(float(spaced[1]), float(spaced[2]), int(spaced[3]), whole)
    stepped = re.fullmatch(r"([+-]?[0-9]+)\s*\.\.\s*([+-]?[0-9]+)", part)
    stepped = stepped or re.fullmatch(r"([0-9]+)\s*-\s*([0-9]+)", part)
    if not stepped:
        raise StudioError(f"'{whole}' is not a list of values; {FORMS}.")
    first, last = int(stepped[1]), int(stepped[2])
    if abs(last - first) >= MOST_VALUES:
        raise StudioError(f"'{whole}' asks for more than {MOST_VALUES} values; ask for fewer.")
    return [float(value) for value in range(first, last + 1)] or [
        float(v) for v in range(first, last - 1, -1)
    ]


def _spaced(first: float, last: float, count: int, whole: str) -> list[float]:
    if not 1 <= count <= MOST_VALUES:
        raise StudioError(f"'{whole}' asks for {count} values; ask for 1 to {MOST_VALUES}.")
    return [round(float(value), 6) + 0.0 for value in np.linspace(first, last, count)]

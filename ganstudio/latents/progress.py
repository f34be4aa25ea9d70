"""How far long work is."""

from typing import NamedTuple


class Progress(NamedTuple):
    """`done` of `total` pieces."""

    done: int
    total: int

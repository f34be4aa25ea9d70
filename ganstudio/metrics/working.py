"""What a measurement is doing."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Working:
    """`done` of `total`; total 0 means unknown."""

    what: str
    done: int
    total: int

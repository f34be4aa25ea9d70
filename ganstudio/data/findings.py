"""What is wrong with a file of a data set, in words for a person."""

from dataclasses import asdict, dataclass, replace
from typing import Literal

Level = Literal["unusable", "suspicious"]


@dataclass(frozen=True)
class Finding:
    """One thing to know about one file; `file` is empty where it concerns the whole set."""

    file: str
    level: Level
    reason: str
    fix: str | None = None

    def as_json(self) -> dict[str, str | None]:
        """Plain values, as the command line and a data set's record keep them."""
        return asdict(self)

    def under(self, folder: str) -> "Finding":
        """The same about a file in `folder`."""
        return replace(self, file=f"{folder}/{self.file}") if self.file else self


class PictureError(Exception):
    """A picture that cannot be used: why, and what would make it usable."""

    def __init__(self, reason: str, fix: str | None = None) -> None:
        super().__init__(reason)
        self.reason, self.fix = reason, fix

    def of(self, file: str) -> Finding:
        """The same as a finding about `file`."""
        return Finding(file, "unusable", self.reason, self.fix)

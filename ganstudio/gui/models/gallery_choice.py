"""Which pictures are chosen and which one is looked at, as lists everywhere do it. No Qt in here."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Choice:
    """`chosen` in the order of choosing; `current` is the one that the keys act from; `anchor` begins a range."""

    chosen: list[Path] = field(default_factory=list)
    current: Path | None = None
    anchor: Path | None = None

    def places(self) -> dict[Path, int]:
        """The number of each among the chosen ones."""
        return {path: number for number, path in enumerate(self.chosen)}

    def choose(self, path: Path | None) -> None:
        """This one alone; None for nothing."""
        self.chosen = [] if path is None else [path]
        self.current = self.anchor = path

    def toggle(self, path: Path) -> None:
        """In or out."""
        if path in self.chosen:
            self.chosen.remove(path)
        else:
            self.chosen.append(path)
        self.current = self.anchor = path

    def extend(self, path: Path, order: Sequence[Path]) -> None:
        """Everything between the anchor and this one."""
        if self.anchor not in order or path not in order:
            self.choose(path)
            return
        first, last = sorted((order.index(self.anchor), order.index(path)))
        between = list(order[first : last + 1])
        self.chosen = between if order[first] == self.anchor else between[::-1]
        self.current = path

    def choose_all(self, order: Sequence[Path]) -> None:
        self.chosen = list(order)
        if self.current not in self.chosen:
            self.current = self.anchor = self.chosen[0] if self.chosen else None

    def keep_only(self, there: set[Path], before: Sequence[Path] = (), after: Sequence[Path] = ()) -> None:
        """What is gone is not chosen any more; where all that was chosen went, its neighbour is. `before` and
        `after` are what was shown then and is shown now."""
        had_any = bool(self.chosen)
        self.chosen = [path for path in self.chosen if path in there]
        if self.anchor not in there:
            self.anchor = None
        if self.current is None or self.current in there:
            return
        place = list(before).index(self.current) if self.current in before else 0
        if self.chosen:
            self.current = self.anchor = self.chosen[0]
        elif had_any and after:
            self.choose(after[min(place, len(after) - 1)])
        else:
            self.current = None

    def rename(self, old: Path, new: Path) -> None:
        self.chosen = [new if path == old else path for path in self.chosen]
        self.current = new if self.current == old else self.current
        self.anchor = new if self.anchor == old else self.anchor

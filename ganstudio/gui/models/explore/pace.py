"""How large a picture may be while a control moves, from what pictures of this model have taken."""

from collections import deque

QUICK = 0.020  # seconds for a picture in passing: with its painting, 30 a second
SMALLEST = 16  # px: below, nothing can be told
SAMPLES = 5  # newest pictures of a size; the quickest of them counts, for others were held up by other work


class Pace:
    """`sides` are the resolutions at which the model can stop, the full one last."""

    def __init__(self, sides: tuple[int, ...]) -> None:
        self._sides = sides
        self._taken: dict[int, deque[float]] = {}

    @property
    def is_known(self) -> bool:
        """Whether the full picture was timed when everything was warm: the first one is slow."""
        return len(self._taken.get(self._sides[-1], ())) > 1

    def took(self, side: int, seconds: float) -> None:
        known = self._taken.setdefault(side, deque(maxlen=SAMPLES))
        known.append(seconds)

    def side(self) -> int | None:
        """The largest preview that is quick, else the smallest there is; None where the full picture will do."""
        full, smaller = self._sides[-1], [side for side in self._sides[:-1] if side >= SMALLEST]
        if not smaller or full not in self._taken or self._expected(full) < QUICK:
            return None
        return next((side for side in reversed(smaller) if self._expected(side) < QUICK), smaller[0])

    def _expected(self, side: int) -> float:
        """Seconds. Each doubling costs about as much as the one before, at every channel base that is in use."""
        if side in self._taken:
            return min(self._taken[side])
        number = self._sides.index(side) + 1
        return min(self._taken[self._sides[-1]]) * number / len(self._sides)

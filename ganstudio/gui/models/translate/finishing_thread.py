"""Decodes a picture and its result, and finishes it as strength and brightness ask: for a thread."""

from dataclasses import dataclass

import numpy as np

from ganstudio.gui.models.translate.item import Item, Result
from ganstudio.gui.pyramid import Pyramid
from ganstudio.translation.finishing import finished, sized
from ganstudio.translation.manner import Manner

LIVELY = 1 << 21  # pixels that follow a slider at their full size
REDUCED = 1280  # pixels of the longer side that larger ones have meanwhile


@dataclass(frozen=True, eq=False)
class View:
    """What can be painted of a picture. `after` is None where there is no result yet; `manner` is that of `after`."""

    number: int
    before: Pyramid
    after: Pyramid | None
    result: Result | None
    manner: Manner
    is_reduced: bool = False


class Finisher:
    """Keeps the pixels of one picture between two moves of a slider. Used in one thread at a time."""

    def __init__(self) -> None:
        self._number = 0
        self._result: Result | None = None
        self.before: np.ndarray = np.zeros((1, 1, 3), np.uint8)
        self.after: np.ndarray | None = None
        self._view_of_before = Pyramid(self.before)

    def view(self, item: Item, result: Result | None, manner: Manner, is_live: bool) -> View:
        """Raises StudioError where the picture or its result cannot be read."""
        self._load(item, result)
        before, after = self.before, self.after
        is_reduced = is_live and after is not None and before.shape[0] * before.shape[1] > LIVELY
        if is_reduced and after is not None:
            step = -(-max(before.shape[:2]) // REDUCED)
            before = np.ascontiguousarray(before[::step, ::step])
            after = (
                np.ascontiguousarray(after[::step, ::step])
                if after.shape == self.before.shape
                else sized(after, before)
            )
        made = None if after is None else Pyramid(finished(before, after, manner))
        return View(item.number, self._view_of_before, made, result, manner, is_reduced)

    def _load(self, item: Item, result: Result | None) -> None:
        if item.number != self._number:
            self._number, self._result, self.after = 0, None, None
            self.before = item.before()
            self._view_of_before = Pyramid(self.before)
            self._number = item.number
        if result is not self._result:
            self.after = None if result is None else result.pixels()
            self._result = result

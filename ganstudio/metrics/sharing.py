"""Work split over processes: who scores which pictures, and how their sums come together."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from ganstudio.errors import StudioError

Sum = Callable[[list[Tensor]], None]
"""Replaces each tensor by its sum over all processes; what one process would do: nothing."""


def alone(tensors: list[Tensor]) -> None:
    """The sum over one process."""


@dataclass(frozen=True)
class Share:
    """Process `rank` of `world`. Every process makes the same number of batches, because all meet between them."""

    rank: int = 0
    world: int = 1
    sum_: Sum = alone

    def batches(self, total: int, at_once: int) -> Iterator[tuple[int, int]]:
        """(first, count) of this process's batches of `total` pictures; count is 0 where it has none left."""
        each = -(-total // self.world)
        start, end = min(total, self.rank * each), min(total, (self.rank + 1) * each)
        for offset in range(0, each, at_once):
            first = min(end, start + offset)
            yield first, min(at_once, end - first)

    def shown(self, done: int, total: int) -> int:
        """How many of `total` all processes have done: they advance alike, so that one's share tells."""
        each = -(-total // self.world)
        own = done - min(total, self.rank * each)
        return min(total, own * self.world)

    def all_agree(self, flag: bool, device: torch.device) -> bool:
        """Whether every process says yes."""
        votes = torch.tensor(float(flag), device=device)
        self.sum_([votes])
        return int(votes.item()) == self.world

    def any_says(self, question: Callable[[], bool], device: torch.device) -> bool:
        """Whether any process says yes; all of them get the same answer."""
        return question() if self.world == 1 else not self.all_agree(not question(), device)

    def first_alone(self, work: Callable[[], object], device: torch.device) -> None:
        """The first process works while the others wait; all of them raise StudioError if it could not."""
        problem: StudioError | None = None
        if self.rank == 0:
            try:
                work()
            except StudioError as error:
                problem = error
        if not self.all_agree(problem is None, device):
            raise problem or StudioError(
                "The first process could not prepare the evaluation; see its message."
            )

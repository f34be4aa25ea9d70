"""A limit to the memory that building a network may take, for records that come from outside."""

import math
from collections.abc import Callable
from typing import Any

import torch
from torch.overrides import TorchFunctionMode

MAKING = frozenset({torch.empty, torch.zeros, torch.ones, torch.rand, torch.randn})
ROOM = 1 << 22  # numbers beyond those asked for: temporaries, tables
SHARES = 3  # how often a weight may be made: drawn, scaled, copied


class TooLargeError(Exception):
    """More numbers were asked for than a file that fits could hold."""


class Allotment(TorchFunctionMode):
    """Inside this, in this thread, tensors are made only while they fit into a few times `numbers`.

    Building on the meta device would cost no memory at all, but loads 900 modules when it is first used. Raises
    TooLargeError before the tensor that is too much is made.
    """

    def __init__(self, numbers: int) -> None:
        super().__init__()
        self._left = SHARES * numbers + ROOM

    def __torch_function__(
        self, func: Callable[..., Any], types: Any, args: Any = (), kwargs: Any = None
    ) -> Any:
        if func in MAKING:
            self._left -= _count(args, kwargs or {})
            if self._left < 0:
                raise TooLargeError
        return func(*args, **(kwargs or {}))


def _count(args: tuple[Any, ...], kwargs: dict[str, Any]) -> int:
    size = kwargs.get("size", args)
    sides = size[0] if len(size) == 1 and not isinstance(size[0], int) else size
    return math.prod(int(side) for side in sides)

"""The first weights of a run, drawn from its seed alone, whatever other threads of this process draw meanwhile.

Networks draw their weights from torch's one global source of random numbers. A window that opens a model in another
thread draws from it too, so here every such call is given a source of its own. It yields the very numbers that
`torch.manual_seed(seed)` would.
"""

from collections.abc import Callable
from typing import Any

import torch
from torch.nn import init
from torch.overrides import TorchFunctionMode

DRAWING = frozenset({
    torch.rand, torch.randn, torch.randint, torch.randperm, torch.normal, torch.bernoulli, torch.multinomial,
    torch.Tensor.normal_, torch.Tensor.uniform_, torch.Tensor.random_, torch.Tensor.bernoulli_,
    torch.Tensor.exponential_, torch.Tensor.log_normal_, torch.Tensor.cauchy_, torch.Tensor.geometric_,
    init.uniform_, init.normal_, init.trunc_normal_, init.xavier_uniform_, init.xavier_normal_, init.kaiming_uniform_,
    init.kaiming_normal_, init.orthogonal_, init.sparse_,
})  # fmt: skip


class DrawnFrom(TorchFunctionMode):
    """Inside this, in this thread alone, what would be drawn from the global source comes from `seed`."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self._source = torch.Generator().manual_seed(seed)

    def __torch_function__(
        self, func: Callable[..., Any], types: Any, args: Any = (), kwargs: Any = None
    ) -> Any:
        named = dict(kwargs or {})
        if func in DRAWING and named.get("generator") is None:
            named["generator"] = self._source
        return func(*args, **named)

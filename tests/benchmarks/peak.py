"""What share of this machine's peak a job reaches: multiplications counted as they are dispatched."""

import statistics
from typing import Any

import torch
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode

from tests.benchmarks.pairing import seconds


class Operations(TorchDispatchMode):
    """Counts floating point operations (a multiplication and an addition are two) of convolutions and products."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        result = func(*args, **(kwargs or {}))
        name = func.overloadpacket.__name__
        if name == "convolution":
            self.count += _convolution(args[0], args[1], result, transposed=args[6])
        elif name == "convolution_backward":
            wanted = sum(args[10][:2])
            self.count += wanted * _convolution(args[1], args[2], args[0], transposed=args[7])
        elif name in ("mm", "bmm", "addmm", "baddbmm"):
            left, right = args[-2:]
            self.count += 2 * left.numel() * right.shape[-1]
        return result


def _convolution(x: Tensor, weight: Tensor, y: Tensor, transposed: bool) -> int:
    """Each weight meets each pixel of each sample of the output (of the input, where it is transposed) once."""
    side = x if transposed else y
    return 2 * side.shape[0] * side.shape[2:].numel() * weight.numel()


def operations(job: Any) -> int:
    """Floating point operations of one call."""
    with Operations() as counted:
        job()
    return counted.count


def peak_gflops(size: int = 1024, times: int = 9) -> float:
    """The matrix product that this process reaches, in 10^9 operations a second: the peak that shares refer to."""
    a, b = torch.randn(size, size), torch.randn(size, size)
    return 2 * size**3 / statistics.median(seconds(lambda: a @ b) for _ in range(times)) / 1e9

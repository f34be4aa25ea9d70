"""Several processes that train one run: torchrun starts them, gloo or NCCL joins them.

Gradients are averaged by hand after the backward pass, so that networks stay plain modules and double backward
needs no care. Every function is harmless in a single process.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import torch
import torch.distributed as dist
from torch import Tensor, nn


@contextmanager
def processes(device: torch.device) -> Iterator[None]:
    """Joins the processes that torchrun started, for as long as the block lasts."""
    if int(os.environ.get("WORLD_SIZE", 1)) == 1 or dist.is_initialized():
        yield
        return
    if device.type == "cuda":
        torch.cuda.set_device(device)
    dist.init_process_group("nccl" if device.type == "cuda" else "gloo")
    try:
        yield
    finally:
        dist.destroy_process_group()


def rank() -> int:
    """This process's number; rank 0 writes and reports."""
    return dist.get_rank() if dist.is_initialized() else int(os.environ.get("RANK", 0))


def world_size() -> int:
    """How many processes train this run."""
    return dist.get_world_size() if dist.is_initialized() else int(os.environ.get("WORLD_SIZE", 1))


def any_rank(flag: bool, device: torch.device) -> bool:
    """Whether any process says yes; all of them get the same answer."""
    if not dist.is_initialized():
        return flag
    votes = torch.tensor(float(flag), device=device)
    dist.all_reduce(votes, op=dist.ReduceOp.MAX)
    return bool(votes.item())


def wait_for_all() -> None:
    """Returns when every process has come here."""
    if dist.is_initialized():
        dist.barrier()


def sum_(tensors: Iterable[Tensor]) -> None:
    """Replaces each tensor by its sum over the processes."""
    if dist.is_initialized():
        for tensor in tensors:
            dist.all_reduce(tensor)


def average_gradients_(network: nn.Module) -> None:
    """Replaces each gradient by its mean over the processes, in one message."""
    gradients = [parameter.grad for parameter in network.parameters() if parameter.grad is not None]
    average_(gradients)


def average_(tensors: Iterable[Tensor]) -> None:
    """Replaces each tensor by its mean over the processes; whole numbers, such as counters, take rank 0's."""
    if not dist.is_initialized():
        return
    tensors = list(tensors)
    reals = [tensor for tensor in tensors if tensor.is_floating_point()]
    if reals:
        flat = torch.cat([tensor.reshape(-1) for tensor in reals])
        dist.all_reduce(flat)
        flat /= dist.get_world_size()
        for tensor, mean in zip(reals, flat.split([tensor.numel() for tensor in reals])):
            tensor.copy_(mean.view_as(tensor))
    for tensor in tensors:
        if not tensor.is_floating_point():
            dist.broadcast(tensor, 0)

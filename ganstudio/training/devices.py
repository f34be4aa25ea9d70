"""Which device trains, in which number format, and what it says when memory runs out."""

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager

import torch

from ganstudio.errors import StudioError


def choose_device(name: str = "auto") -> torch.device:
    """`auto` takes cuda, else mps, else cpu. Under torchrun each process takes its own GPU.

    Raises StudioError for a device that this computer lacks.
    """
    available = [kind for kind in ("cuda", "mps") if getattr(torch, kind).is_available()] + ["cpu"]
    kind = available[0] if name == "auto" else name
    if kind not in available:
        raise StudioError(
            f"This computer has no {name} device that torch can use; choose {' or '.join(available)}."
        )
    if kind == "cuda":
        return torch.device("cuda", int(os.environ.get("LOCAL_RANK", 0)) % torch.cuda.device_count())
    return torch.device(kind)


def device_title(device: torch.device) -> str:
    """The device in a person's words, a CPU with the threads that a new run takes."""
    if device.type == "cuda":
        return torch.cuda.get_device_name(device)
    threads = default_threads()
    return "Apple GPU" if device.type == "mps" else f"CPU, {threads} thread{'s' if threads > 1 else ''}"


def autocast_dtype(precision: str, device: torch.device) -> torch.dtype | None:
    """The half format for the forward passes, or None for float32. Halves are slower than float32 on a CPU."""
    if precision == "auto":
        if device.type != "cuda":
            return None
        return torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float16
    return {"float32": None, "bfloat16": torch.bfloat16, "float16": torch.float16}[precision]


def default_threads() -> int:
    """CPU threads for a new run: one core stays free, because threads that wait for a busy core cost far more than
    they bring (two threads on two busy cores were measured twenty times slower than one)."""
    if os.environ.get("OMP_NUM_THREADS", "").isdecimal():
        return max(1, int(os.environ["OMP_NUM_THREADS"]))
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)
    return max(1, cores - 1)


@contextmanager
def prepared(device: torch.device, threads: int) -> Iterator[None]:
    """Settings of the calling thread that make training faster, for as long as the block lasts.

    Bits depend on `threads`, so a resume takes its run's. Denormal numbers, which are slow, count as 0.
    """
    threads_before = torch.get_num_threads()
    torch.set_num_threads(threads)
    torch.set_flush_denormal(True)
    if device.type == "cuda":
        torch.backends.cudnn.benchmark = False  # its choice may differ after a resume
        torch.backends.cuda.matmul.allow_tf32 = True
        torch.backends.cudnn.allow_tf32 = True
    try:
        yield
    finally:
        torch.set_flush_denormal(False)
        torch.set_num_threads(threads_before)


def is_out_of_memory(error: RuntimeError) -> bool:
    """Whether an error means too little memory, on any device."""
    words = str(error).lower()
    return (
        isinstance(error, torch.OutOfMemoryError)
        or "out of memory" in words
        or "can't allocate memory" in words
    )


def release_memory(device: torch.device) -> None:
    """Gives cached memory back. Call it outside the except block, which keeps the failed tensors alive."""
    gc.collect()
    if device.type == "cuda":
        torch.cuda.empty_cache()
    elif device.type == "mps":
        torch.mps.empty_cache()

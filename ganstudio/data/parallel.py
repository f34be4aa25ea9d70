"""Runs a function over many things in threads, in order, and lets go within a moment when told to stop."""

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import TypeVar

from ganstudio.errors import StudioError

Item = TypeVar("Item")
Result = TypeVar("Result")
_PATIENCE = 0.1  # seconds between two looks at should_stop


class StoppedError(StudioError):
    """The person stopped the work."""

    def __init__(self) -> None:
        super().__init__("Stopped; nothing was kept.")


def ordered_map(
    function: Callable[[Item], Result], items: Iterable[Item], should_stop: Callable[[], bool]
) -> Generator[Result, None, None]:
    """Results in the order of `items`. Raises StoppedError soon after `should_stop()` is true.

    Threads suffice: Pillow decodes and resizes without holding Python's lock. Only a few results wait at a time.
    """
    workers = worker_count()
    waiting: deque[Future[Result]] = deque()
    pool = ThreadPoolExecutor(workers, thread_name_prefix="pictures")
    try:
        for item in items:
            waiting.append(pool.submit(function, item))
            if len(waiting) >= 4 * workers:
                yield _result(waiting.popleft(), should_stop)
        while waiting:
            yield _result(waiting.popleft(), should_stop)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _result(future: "Future[Result]", should_stop: Callable[[], bool]) -> Result:
    while not should_stop():
        if future.done() or wait((future,), _PATIENCE).done:
            return future.result()
    raise StoppedError


def worker_count() -> int:
    """Threads that decode: one per processor that this process may use, at most 16."""
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(available, 16)

"""Slow work before the first step, such as decoding pictures, as events that can be stopped."""

import threading
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TypeVar

from ganstudio.training.events import Preparing

Result = TypeVar("Result")
Job = Callable[[Callable[[int, int], None], Callable[[], bool]], Result]
"""Given progress(done, total) and should_stop()."""


def reported(
    what: str, job: Job[Result], should_stop: Callable[[], bool]
) -> Generator[Preparing, None, Result]:
    """Runs `job` in a thread, yields how far it is about ten times a second, and returns its result.

    Errors of the job are raised here. It is asked to stop as soon as `should_stop` says so.
    """
    newest = (0, 0)
    leaving = threading.Event()

    def progress(done: int, total: int) -> None:
        nonlocal newest
        newest = (done, total)

    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="prepare") as pool:
        future = pool.submit(job, progress, leaving.is_set)
        try:
            yield Preparing(what)
            while not future.done():
                if should_stop():
                    leaving.set()
                wait([future], timeout=0.1)
                yield Preparing(what, *newest)
        finally:
            leaving.set()  # also when nobody asks for the next event any more
    return future.result()

"""Maths that takes seconds in one call, done in a thread so that the caller can report and stop meanwhile."""

import threading
from collections.abc import Callable, Generator
from typing import Any, TypeVar

import torch

from ganstudio.metrics.working import Working

Result = TypeVar("Result")
Told = TypeVar("Told")
_PATIENCE = 0.2  # seconds between two looks


def patiently(
    work: Callable[[Callable[[], bool]], Result], should_stop: Callable[[], bool]
) -> Generator[None, None, Result | None]:
    """The result of `work(is_unwanted)`, or None when stopped. Yields a few times a second.

    Once stopped, the thread is left behind to end at the next `is_unwanted` that it asks. Its errors are raised here.
    """
    unwanted = threading.Event()
    outcome: list[Result] = []
    failure: list[BaseException] = []
    threads = torch.get_num_threads()

    def run() -> None:
        try:
            torch.set_num_threads(threads)  # a new thread would take every core
            outcome.append(work(unwanted.is_set))
        except BaseException as error:  # raised again below, in the thread that asked
            failure.append(error)

    thread = threading.Thread(target=run, name="metrics", daemon=True)
    thread.start()
    try:
        while thread.is_alive():
            thread.join(_PATIENCE)
            if should_stop():
                return None
            yield
    finally:
        unwanted.set()
    if failure:
        raise failure[0]
    return outcome[0]


def compared(
    work: Callable[[Callable[[], bool]], Result], doing: Working, alone: bool, should_stop: Callable[[], bool]
) -> Generator[Working, None, Result | None]:
    """The result of `work(is_unwanted)`, or None when stopped; says what it is `doing` meanwhile.

    Not `alone`, it is done at once: several processes must ask `should_stop` equally often, and how often a wait asks
    depends on the clock.
    """
    if not alone:
        return work(lambda: False)
    return (yield from telling(patiently(work, should_stop), lambda: doing))


def telling(
    waiting: Generator[None, None, Result], tell: Callable[[], Told]
) -> Generator[Told, None, Result]:
    """What a wait returns; yields what there is to tell each time that it comes round."""
    while True:
        try:
            next(waiting)
        except StopIteration as end:
            result: Result = end.value
            return result
        yield tell()


def exhaust(generator: Generator[Any, None, Result]) -> Result:
    """What a generator returns, whatever it yields."""
    while True:
        try:
            next(generator)
        except StopIteration as end:
            result: Result = end.value
            return result

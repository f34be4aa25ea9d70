"""Ctrl-C and the system's request to end: once to stop cleanly, twice to stop at once."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

SAME_REQUEST = 0.3  # seconds; torchrun and the terminal both pass one Ctrl-C on
AFTER_STEP = "Stopping after this step and saving"


class StopRequest:
    """Calling it says whether a stop was asked for."""

    def __init__(self, promise: str = AFTER_STEP) -> None:
        self._asked_at: float | None = None
        self._promise = promise

    def __call__(self) -> bool:
        return self._asked_at is not None

    def receive(self, number: int, _: FrameType | None) -> None:
        """The signal handler. A second Ctrl-C ends the program where it is."""
        now = time.monotonic()
        if self._asked_at is None:
            self._asked_at = now
            if int(os.environ.get("RANK", 0)) == 0:
                _say(f"\n{self._promise}; press Ctrl-C again to stop at once.\n")
        elif number == signal.SIGINT and now - self._asked_at > SAME_REQUEST:
            raise KeyboardInterrupt


@contextmanager
def stop_request(promise: str = AFTER_STEP) -> Iterator[StopRequest]:
    """Listens to SIGINT and SIGTERM for as long as the block lasts. `promise` is said when one comes."""
    request = StopRequest(promise)
    before = {number: signal.signal(number, request.receive) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield request
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _say(text: str) -> None:
    # Not print: a handler may interrupt a print to the same stream.
    with suppress(OSError):
        os.write(2, text.encode())

"""Whether a run shall end: because its caller says so, or somebody who only sees its folder."""

import time
from collections.abc import Callable

StopAsked = Callable[[], bool]
GLANCE = 0.2  # seconds between two looks at the folder


class StoppedInside(Exception):  # noqa: N818 - not an error
    """A stop was asked for in the middle of an update, which leaves no trace."""


def never() -> bool:
    """The answer of nobody to "should this stop?"."""
    return False


class AnyStop:
    """Asks `own` at every call and `folder` five times a second. Once yes, always yes."""

    def __init__(self, own: StopAsked, folder: StopAsked) -> None:
        self._own, self._folder = own, folder
        self._asked, self._looked_at = False, -GLANCE

    def __call__(self) -> bool:
        now = time.monotonic()
        if not self._asked and now - self._looked_at >= GLANCE:
            self._looked_at = now
            self._asked = self._folder()
        self._asked = self._asked or self._own()
        return self._asked

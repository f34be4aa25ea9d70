"""What loads behind the window once it is up: torch and the library of the plots, in threads, gently."""

import ctypes
import gc
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import ParamSpec, TypeVar

PATIENCE = 10.0  # seconds after which loading begins even if no window came up
TURN = 0.0005  # seconds after which a thread that imports lets the window's thread have its turn
USUAL = sys.getswitchinterval()
MOMENT, MOMENTS, MOST = 0.02, 5, 2.0  # seconds, looks, seconds
HEAVY = ("libc10.so", "libtorch_cpu.so", "libtorch_cuda.so")

Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")

_is_up = threading.Event()
_counting, _torch = threading.Lock(), threading.Lock()
_givers = _quick = 0


def window_is_up() -> None:
    """The window has been painted: loading may begin."""
    _is_up.set()


def when_up(job: Callable[Arguments, Answer]) -> Callable[Arguments, Answer]:
    """The same job for a thread, which waits until the window is up and then gives way to it."""

    def later(*words: Arguments.args, **named: Arguments.kwargs) -> Answer:
        global _quick
        _is_up.wait(PATIENCE)
        with _counting:
            _quick += 1
        try:
            with giving_way():
                return job(*words, **named)
        finally:
            with _counting:
                _quick -= 1

    return later


def behind(job: Callable[Arguments, Answer]) -> Callable[Arguments, Answer]:
    """The same for a job that needs torch: it lets what is quick go first."""

    def later(*words: Arguments.args, **named: Arguments.kwargs) -> Answer:
        _is_up.wait(PATIENCE)
        _let_quick_ones_end()
        with giving_way():
            load_torch()
            return job(*words, **named)

    return later


def load_training() -> None:
    """Imports what training needs, in a thread that gives way to the window."""
    with giving_way():
        load_torch()
        import ganstudio.training.session  # noqa: F401


def load_rooms() -> None:
    """Imports the rooms that are not open yet, in a thread of its own, so that the first visit only makes them."""

    def load() -> None:
        with giving_way():
            import ganstudio.gui.explore.room
            import ganstudio.gui.gallery.room
            import ganstudio.gui.translate.room  # noqa: F401

    threading.Thread(target=load, name="rooms", daemon=True).start()


def _let_quick_ones_end() -> None:
    """While a library is opened the system starts no thread, and whoever wants one stands still. So this waits
    until no quick job has run for a moment: one often leads to the next."""
    if "torch" in sys.modules:
        return
    idle, end = 0, time.monotonic() + MOST
    while idle < MOMENTS and time.monotonic() < end:
        time.sleep(MOMENT)
        idle = 0 if _quick else idle + 1


def load_torch() -> None:
    """Imports torch. Its libraries are opened first by the C library itself, which does not hold Python's lock as an
    import would: half a second in which a window could not move."""
    with _torch:  # a second thread would wait for the system's lock while it holds Python's
        if "torch" not in sys.modules:
            with suppress(OSError, AttributeError):
                _open_libraries()
            with _without_collecting():
                import torch  # noqa: F401


@contextmanager
def _without_collecting() -> Iterator[None]:
    """A module that loads leaves nothing to collect, but looking for it among a million objects takes a while; so
    they are set aside for good afterwards."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_on:
            gc.enable()


def _open_libraries() -> None:
    found = find_spec("torch")
    if not sys.platform.startswith("linux") or found is None or found.origin is None:
        return
    system = ctypes.CDLL(None)
    system.dlopen.argtypes, system.dlopen.restype = [ctypes.c_char_p, ctypes.c_int], ctypes.c_void_p
    for name in HEAVY:
        library = Path(found.origin).parent / "lib" / name
        if library.is_file():
            system.dlopen(str(library).encode(), sys.getdlopenflags())


@contextmanager
def giving_way() -> Iterator[None]:
    """Meanwhile the window's thread gets Python's lock soon after it asks for it."""
    global _givers
    with _counting:
        _givers += 1
        sys.setswitchinterval(TURN)
    try:
        yield
    finally:
        with _counting:
            _givers -= 1
            if not _givers:
                sys.setswitchinterval(USUAL)

"""Whether a window can open here, found out before Qt starts: Qt ends the whole process if it cannot."""

import ctypes
import os
import re
import socket
import sys
from collections.abc import Mapping

# Debian's packages by library, as packaging/system-packages.txt has them: what Qt loads in any case, and for X.
_ALWAYS = {
    "libglib-2.0.so.0": "libglib2.0-0", "libEGL.so.1": "libegl1", "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0", "libfontconfig.so.1": "libfontconfig1", "libdbus-1.so.3": "libdbus-1-3",
}  # fmt: skip
_ON_X = {
    "libxcb-cursor.so.0": "libxcb-cursor0", "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1", "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-xkb.so.1": "libxcb-xkb1", "libxcb-shape.so.0": "libxcb-shape0",
}  # fmt: skip


def why_no_window() -> str:
    """A sentence that says what is missing; empty where a window can open."""
    if not sys.platform.startswith("linux"):
        return ""
    if os.environ.get("QT_QPA_PLATFORM") or os.environ.get("WAYLAND_DISPLAY"):
        return why_no_drawing()
    display = os.environ.get("DISPLAY", "")
    if not display:
        return "There is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set)."
    if not _answers(display):
        return f"The screen {display} does not answer."
    return _missing(_ALWAYS | _ON_X)


def why_no_drawing() -> str:
    """The same for drawing without a screen."""
    return _missing(_ALWAYS) if sys.platform.startswith("linux") else ""


def _missing(libraries: Mapping[str, str]) -> str:
    packages = [package for library, package in libraries.items() if not _has(library)]
    if not packages:
        return ""
    return f"The window needs system packages that are missing ({', '.join(packages)}); install them and start again."


def _answers(display: str) -> bool:
    """Whether the X server of a local display takes connections; other displays are taken at their word."""
    local = re.fullmatch(r"(?:unix)?:(\d+)(?:\.\d+)?", display)
    if not local:
        return True
    path = f"/tmp/.X11-unix/X{local[1]}"
    return any(_connects(address) for address in (path, "\0" + path))


def _connects(address: str) -> bool:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(2)
        try:
            connection.connect(address)
        except OSError:
            return False
    return True


def _has(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True

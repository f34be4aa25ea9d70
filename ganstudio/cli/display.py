"""Whether a window can open here, found out before Qt starts: Qt ends the whole process if it cannot."""

import ctypes
import os
import re
import socket
import sys


def why_no_window() -> str:
    """A sentence that says what is missing; empty where a window can open."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return ""
    if os.environ.get("WAYLAND_DISPLAY"):
        return ""
    display = os.environ.get("DISPLAY", "")
    if not display:
        return "There is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set)."
    if not _answers(display):
        return f"The screen {display} does not answer."
    if not _has("libxcb-cursor.so.0"):
        return "The window needs the system package libxcb-cursor0; install it and start again."
    return ""


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

"""The window as a program: `build` makes it, `run` runs it."""

import os
import signal
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ganstudio.errors import StudioError
from ganstudio.resources import runs_folder

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from ganstudio.gui.main_window import MainWindow

SIGNALS_EVERY = 200  # ms: Python hears of Ctrl-C only while its own code runs


def has_display() -> bool:
    """Whether Qt could open a window here. Without one Qt would end the process, so ask before it starts."""
    if os.environ.get("QT_QPA_PLATFORM"):
        return True
    if not sys.platform.startswith(("linux", "freebsd")):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def require_display() -> None:
    """Raises StudioError in one sentence where there is no screen."""
    if not has_display():
        raise StudioError(
            "There is no display here to open a window on; log in to a desktop, or use ganstudio train in the terminal."
        )


def build(argv: Sequence[str], late_rooms: bool = False) -> "tuple[QApplication, MainWindow]":
    """Makes application and window without entering the event loop, with every room in it.

    `late_rooms` makes those that are not seen at first when they are opened, so that the window is there sooner.
    """
    require_display()
    from PySide6.QtWidgets import QApplication

    from ganstudio.gui import theme
    from ganstudio.gui.main_window import MainWindow
    from ganstudio.gui.models.studio_model import StudioModel

    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(list(argv) or ["ganstudio"])
    app.setApplicationName("GAN Studio")
    app.setDesktopFileName("ganstudio")
    studio = StudioModel()
    preferences = studio.preferences
    theme.apply(app, theme.resolve(preferences.theme))
    preferences.theme_changed.connect(lambda choice: theme.apply(app, theme.resolve(choice)))
    window = MainWindow(studio)
    if not late_rooms:
        window.make_rooms()
    window.follow_system()
    studio.setParent(window)
    studio.library_loaded.connect(
        studio.runs.watch
    )  # reading runs needs torch, which loads behind the window
    return app, window


def run(argv: Sequence[str], demo: bool = False) -> int:
    """Opens the window and returns the exit status when it is closed; `demo` trains the bundled digits at once."""
    from ganstudio.gui.jobs import demo_request
    from ganstudio.gui.start.request import run_name

    app, window = build(argv, late_rooms=True)
    if demo:  # before the window shows, so that the start page does not begin to read what nobody asked for
        folder = runs_folder()
        window.studio.start(demo_request(folder / run_name("digits", "cgan", folder)))
    window.show()
    _listen_to_signals(window)
    return app.exec()


def _listen_to_signals(window: "MainWindow") -> None:
    """Ctrl-C in the terminal saves and closes, as the window's own button does."""
    from PySide6.QtCore import QTimer

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: window.save_and_leave())
    timer = QTimer(window)
    timer.timeout.connect(lambda: None)
    timer.start(SIGNALS_EVERY)

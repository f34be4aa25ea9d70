"""A picture of a room, made without a screen: for the manual, and for looking at one's own work."""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ganstudio.errors import StudioError
from ganstudio.gui.app import has_display
from ganstudio.resources import gallery_folder, home

if TYPE_CHECKING:
    from ganstudio.gui.main_window import MainWindow
    from ganstudio.gui.screenshot_states import Stage

PATIENCE = 60.0  # seconds for pictures and recipes to be read
SMALLEST, LARGEST = 320, 8192


def take_screenshot(
    room: str,
    out: Path,
    *,
    theme: str = "dark",
    size: tuple[int, int] = (1440, 900),
    run: Path | None = None,
    page: str | None = None,
    state: str | None = None,
) -> None:
    """Writes a PNG of `room`. `run` is a run folder that the Train room shows; `page` may be "help"; `state` is one
    that the Train room can be in, shown with a copy of `run` or with a stand-in.

    Raises StudioError for an unknown room, theme, page or state, a strange size, or a file that cannot be written.
    """
    _check(room, theme, size, page, state)
    if not has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtWidgets import QApplication

    from ganstudio.gui import theme as themes
    from ganstudio.gui.main_window import MainWindow
    from ganstudio.gui.models.preferences import Preferences
    from ganstudio.gui.models.studio_model import StudioModel
    from ganstudio.gui.screenshot_states import leave, staged

    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(["ganstudio"])
    themes.apply(app, "light" if theme == "light" else "dark")
    with ExitStack() as things:
        folder = things.enter_context(tempfile.TemporaryDirectory())  # nothing of it is remembered
        stage = things.enter_context(staged(state, run)) if state is not None and room == "train" else None
        if state is not None and room != "train":
            things.enter_context(_own_home(room, state))
        window = MainWindow(StudioModel(Preferences(Path(folder) / "window.ini")))
        try:
            _shoot(window, room, Path(out), size, None if stage else run, page, state, stage)
        finally:
            if stage is not None:
                leave(window, stage, wait_until)
            window.close()
            window.deleteLater()


def _shoot(
    window: "MainWindow", room: str, out: Path, size: tuple[int, int], run: Path | None, page: str | None,
    state: str | None, stage: "Stage | None",
) -> None:  # fmt: skip
    from ganstudio.gui.screenshot_states import enter

    window.open_room(room)
    window.resize(*size)
    window.studio.runs.watch()
    if room == "train":
        _prepare_train(window, run)
    elif room == "explore" and run is not None:
        window.explore.choose(Path(run).expanduser().absolute())
    elif room == "translate" and state in ("no-model", "dropped"):
        window.studio.translate.shelf.starters.clear()
    window.show()
    wait_until(lambda: window.studio.runs.is_read and bool(window.studio.library.recipes))
    if state is not None and stage is not None:
        enter(window, state, stage, wait_until)
    if room == "train":
        wait_until(window.train.is_settled)
    if room == "explore":
        _show_explore(window, state)
    if room == "translate":
        _show_translate(window, state, run)
    if room == "gallery" and state is not None:
        from ganstudio.gui.gallery.stage import enter as enter_gallery

        enter_gallery(window.gallery, state, wait_until)
    _let_pass(0.4)  # plots draw a quarter of a second after their points came
    if page == "help":
        window.open_help()
        _let_pass(0.1)
    picture = (window.help_page if page == "help" else window).grab()
    if not picture.save(str(out), "PNG"):
        raise StudioError(f"{out} cannot be written; choose a folder that exists and that you may write to.")


def _show_explore(window: "MainWindow", state: str | None) -> None:
    from ganstudio.gui.explore.stage import enter as enter_explore

    wait_until(window.explore.is_settled)
    if state is not None:
        enter_explore(window.explore, state, wait_until)
    wait_until(lambda: window.studio.explore.is_idle)
    _let_pass(0.3)
    wait_until(lambda: window.studio.explore.is_idle)


def _show_translate(window: "MainWindow", state: str | None, run: Path | None) -> None:
    from ganstudio.gui.translate.stage import enter as enter_translate

    if run is not None:
        window.studio.translate.open(Path(run).expanduser().absolute())
    if state is not None:
        enter_translate(window.translate, state, home() / "pictures", wait_until)
    else:
        wait_until(window.translate.is_settled)
    _let_pass(0.3)


@contextmanager
def _own_home(room: str, state: str) -> Iterator[None]:
    """A home with what the state needs; the person's own is never touched."""
    before = os.environ.get("GANSTUDIO_HOME")
    with tempfile.TemporaryDirectory() as home:
        os.environ["GANSTUDIO_HOME"] = home
        try:
            if room == "gallery":
                from ganstudio.gui.gallery.stage import fill

                fill(gallery_folder(), state)
            yield
        finally:
            if before is None:
                del os.environ["GANSTUDIO_HOME"]
            else:
                os.environ["GANSTUDIO_HOME"] = before


def _prepare_train(window: "MainWindow", run: Path | None) -> None:
    studio = window.studio
    if run is None:
        return
    studio.open_run(Path(run).expanduser().absolute())
    wait_until(lambda: studio.shown is not None)
    if studio.shown is not None and studio.shown.error:
        raise StudioError(studio.shown.error)


def wait_until(is_done: Callable[[], bool], seconds: float = PATIENCE) -> bool:
    """Lets the window work until something is so; False when it takes too long."""
    from PySide6.QtCore import QDeadlineTimer, QEventLoop, QThread
    from PySide6.QtWidgets import QApplication

    deadline = QDeadlineTimer(round(seconds * 1000))
    while not is_done():
        if deadline.hasExpired():
            return False
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        QThread.msleep(5)
    return True


def _let_pass(seconds: float) -> None:
    wait_until(lambda: False, seconds)


def _check(room: str, theme: str, size: tuple[int, int], page: str | None, state: str | None) -> None:
    from ganstudio.gui.room_names import ROOM_NAMES, STATES

    if room not in ROOM_NAMES:
        raise StudioError(f"There is no room called {room}; there are {', '.join(ROOM_NAMES)}.")
    if theme not in ("dark", "light"):
        raise StudioError(f"There is no theme called {theme}; choose dark or light.")
    known = STATES.get(room, ())
    if state is not None and state not in known:
        raise StudioError(f"The room {room} has no state {state}; it has {', '.join(known) or 'none'}.")
    if page not in (None, "help"):
        raise StudioError(f"There is no page called {page}; leave it out, or choose help.")
    if not all(SMALLEST <= side <= LARGEST for side in size):
        raise StudioError(
            f"A window of {size[0]}x{size[1]} is out of range; choose sides from {SMALLEST} to {LARGEST}."
        )
